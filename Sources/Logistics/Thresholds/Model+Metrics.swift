public import Scenario

extension Model {
  /// Reads a metric's name, whose tag must name something of the scenario.
  public func metric(_ text: String) throws(ValueProblem) -> MetricName {
    let name = try MetricName.parse(text)
    let known = thresholds.parts[name.scope] ?? []
    guard name.scope == .run || known.contains(name.part) else {
      throw ValueProblem(
        "names no \(name.scope.rawValue) of the scenario\(NearestName.suggestion(for: name.part, in: known))",
        help: "write one of \(known.prefix(12).joined(separator: ", "))")
    }
    return name
  }
}
