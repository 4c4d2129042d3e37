public import Scenario

/// Which figure a threshold is about: a metric's name, with a tag for one part of the run, `late_share{country:DE}`.
public struct MetricName: Hashable, Sendable {
  /// The metric.
  public let metric: String
  /// What kind of part the tag names; the whole run without a tag.
  public let scope: Metric.Scope
  /// Which part; empty for the whole run.
  public let part: String

  /// A name; whether there is such a metric is not asked here.
  public init(metric: String, scope: Metric.Scope = .run, part: String = "") {
    self.metric = metric
    self.scope = scope
    self.part = part
  }
}

extension MetricName: ScalarValue {
  /// Names have no bounds.
  public typealias Quantity = Never
  /// A metric, with or without a tag.
  public static var kind: ValueKind {
    ValueKind(
      name: "metric", hint: "a metric of `doorstep help thresholds`, with or without a tag",
      example: "late_share{country:DE}", jsonSchema: #"{"type": "string"}"#)
  }

  /// Reads `conversion` or `late_share{country:DE}`.
  public static func parse(_ text: String) throws(ValueProblem) -> MetricName {
    let name = trimmed(text.prefix { $0 != "{" })
    let (scope, part) = try tag(text.drop { $0 != "{" })
    let scopes = Metric.scopes(of: name)
    guard !scopes.isEmpty else {
      let near = NearestName.suggestion(for: name, in: Metric.all.map(\.name))
      throw ValueProblem("is no metric\(near)", help: "doorstep help thresholds lists the metrics")
    }
    guard scopes.contains(scope) else {
      let known = scopes.map { $0 == .run ? name : "\(name){\($0.rawValue):…}" }.joined(separator: " and ")
      throw ValueProblem(
        scope == .run ? "needs a tag" : "has no figure by \(scope.rawValue)", help: "there is \(known)")
    }
    return MetricName(metric: name, scope: scope, part: part)
  }

  /// The tag between the braces: `{country:DE}`.
  private static func tag(_ text: Substring) throws(ValueProblem) -> (Metric.Scope, String) {
    let text = trimmed(text)
    if text.isEmpty { return (.run, "") }
    let inner = text.dropFirst().dropLast()
    guard text.last == "}", let colon = inner.firstIndex(of: ":"), !inner.contains(where: { "{},".contains($0) }) else {
      throw ValueProblem("has no tag of the form {country:DE}")
    }
    let key = trimmed(inner[..<colon])
    let part = trimmed(inner[inner.index(after: colon)...])
    guard let scope = Metric.Scope(rawValue: key), scope != .run, !part.isEmpty else {
      let keys = Metric.Scope.allCases.map(\.rawValue).filter { $0 != "run" }
      throw ValueProblem(
        "has an unknown tag \"\(key)\"\(NearestName.suggestion(for: key, in: keys))",
        help: "the tags are \(keys.joined(separator: ", "))")
    }
    return (scope, part)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The name and its tag, without spaces.
  public var text: String { scope == .run ? metric : "\(metric){\(scope.rawValue):\(part)}" }
}
