internal import Logistics
public import Scenario

extension Study {
  /// The most points of a study.
  private static let mostPoints = 100_000

  /// Reads a study file.
  ///
  /// - Parameters:
  ///   - path: The study's file.
  ///   - overrides: `path=value` each, for the scenario at all points, after the study's own `set`.
  /// - Throws: All that is wrong with it; what is wrong with the scenario shows when ``models(_:)`` builds it.
  public static func load(path: String, overrides: [String] = []) throws(Diagnostics) -> Study {
    try Study(ScenarioDocument.load(path: path, schema: StudySchema.schema), overrides)
  }

  /// Reads a study from a text; see ``load(path:overrides:)``.
  public static func parse(_ text: String, name: String, overrides: [String] = []) throws(Diagnostics) -> Study {
    try Study(ScenarioDocument.parse(text, name: name, schema: StudySchema.schema), overrides)
  }

  private init(_ document: ScenarioDocument, _ overrides: [String]) throws(Diagnostics) {
    let root = document.root
    var problems = document.warnings
    name = document.name
    definition = document.resolvedYAML
    scenario = root[StudyFields.scenario].resolved
    seed = root[StudyFields.seed].map { UInt64($0) }
    metrics = root[StudyFields.metrics]
    let thresholds = root[StudyFields.thresholds]?.entries ?? []
    gates = thresholds.flatMap { entry in entry.value.map { StudyGate(name: entry.key, gate: $0) } }
    let until = root[StudyFields.until]?.entries ?? []
    metricMarks =
      metrics.map { ($0, root[mark: StudyFields.metrics]) }
      + thresholds.map { ($0.key, root.mark(of: $0.key, in: StudyFields.thresholds)) }
      + until.map { ($0.key, root.mark(of: $0.key, in: StudyFields.until)) }
    replications = Self.replications(root, &problems)
    variables = Self.variables(root, &problems)
    var common = root[StudyFields.set].entries.map {
      (path: $0.key, text: "\($0.key)=\($0.value.text)", mark: $0.value.mark)
    }
    common += overrides.map { (String($0.prefix { $0 != "=" }), $0, Mark(file: "--set \($0)")) }
    Self.checkPaths(variables, common.map { ($0.path, $0.mark) }, &problems)
    try problems.check()
    let design = StudyDesign(variables)
    guard design.count <= Self.mostPoints else {
      problems.error(
        at: root.mark, "the design has \(design.count) points, and may have \(Self.mostPoints)",
        help: "name fewer values, or let variables move together with zip")
      throw problems
    }
    let kept = Self.kept(design, root, &problems)
    try problems.check()
    points = kept.enumerated().map { place, choice in
      design.point(choice, at: place, common: common.map { ($0.text, $0.mark) })
    }
    // What the command line sets is part of the study, as it is part of a scenario.
    hash = SHA256.hexDigest(of: ([document.hash] + overrides).joined(separator: "\n"))
  }

  private static func replications(_ root: Section, _ problems: inout Diagnostics) -> ReplicationPlan {
    let written = root[StudyFields.replications]
    let (minimum, maximum) = (root[StudyFields.minimum], root[StudyFields.maximum])
    guard let until = root[StudyFields.until], !until.isEmpty else {
      for field in [StudyFields.minimum, StudyFields.maximum] where root.isWritten(field) {
        problems.error(
          at: root[mark: field], "\(field.path) is for studies with until", help: "write replications: N instead")
      }
      return .fixed(written ?? 10)
    }
    if written != nil {
      problems.error(
        at: root[mark: StudyFields.replications], "replications and until exclude each other",
        help: "write minReplications and maxReplications beside until")
    }
    if maximum < minimum {
      problems.error(
        at: root[mark: StudyFields.maximum], "maxReplications \(maximum) is below minReplications \(minimum)",
        help: "write at least \(minimum)")
    }
    let goals = until.entries.map { PrecisionGoal(name: $0.key, relativeError: $0.value) }
    return .until(goals, minimum: minimum, maximum: max(minimum, maximum))
  }

  private static func variables(_ root: Section, _ problems: inout Diagnostics) -> [StudyVariable] {
    let sections = root.items("vary{}").sorted { ($0.mark.line, $0.mark.column) < ($1.mark.line, $1.mark.column) }
    return sections.map { section in
      let values = section[StudyFields.values]
      let labels = section[StudyFields.labels]
      if !labels.isEmpty, labels.count != values.count {
        problems.error(
          at: section[mark: StudyFields.labels],
          "\(section.name) has \(values.count) values and \(labels.count) labels",
          help: "write one label for each value")
      }
      for (place, value) in values.enumerated() where values[..<place].contains(value) {
        problems.error(
          at: value.mark, "\(section.name) has the value \"\(value.text)\" twice", help: "keep one of them")
      }
      return StudyVariable(
        name: section.name, paths: section[StudyFields.path], values: values,
        labels: labels.count == values.count ? labels : values.map(\.text), zip: section[StudyFields.zip],
        mark: section.mark)
    }
  }

  /// Reports paths that have two values at one point, and variables that cannot move together.
  private static func checkPaths(
    _ variables: [StudyVariable], _ common: [(path: String, mark: Mark)], _ problems: inout Diagnostics
  ) {
    var owners: [String: String] = [:]
    for variable in variables {
      for path in variable.paths {
        if path.contains("=") || path.isEmpty {
          problems.error(at: variable.mark, "\"\(path)\" is not a path", help: "for example path: scale.demand")
        } else if let other = owners.updateValue(variable.name, forKey: path) {
          problems.error(
            at: variable.mark, "\(variable.name) varies \(path), and so does \(other)", help: "keep one of them")
        }
      }
      let partner = variables.first { $0.zip != nil && $0.zip == variable.zip }
      if let partner, partner.values.count != variable.values.count {
        problems.error(
          at: variable.mark,
          "\(variable.name) has \(variable.values.count) values and moves together with \(partner.name), which has "
            + "\(partner.values.count)", help: "write as many values, or leave zip out to cross them")
      }
    }
    for (path, mark) in common {
      guard let owner = owners[path] else { continue }
      problems.error(at: mark, "\(path) is set, and \(owner) varies it", help: "leave out one of the two")
    }
  }

  /// The choices of values that satisfy all conditions.
  private static func kept(_ design: StudyDesign, _ root: Section, _ problems: inout Diagnostics) -> [[Int]] {
    let conditions = root[StudyFields.keep]
    let mark = root[mark: StudyFields.keep]
    let names = design.variables.map(\.name)
    for condition in conditions {
      for name in condition.names where !names.contains(name) {
        problems.error(
          at: mark,
          "\"\(condition.text)\" names no variable with \"\(name)\"\(NearestName.suggestion(for: name, in: names))",
          help: names.isEmpty ? "declare it in vary" : "the variables are \(names.joined(separator: ", "))")
      }
    }
    guard !problems.hasErrors else { return [] }
    var kept: [[Int]] = []
    for number in 0..<design.count {
      let choice = design.choice(number)
      do throws(ValueProblem) {
        var isKept = true
        for condition in conditions {
          do throws(ValueProblem) {
            let holds = try condition.holds { name in
              let place = names.firstIndex(of: name)!
              return design.variables[place].values[choice[place]].text
            }
            isKept = isKept && holds
          } catch {
            throw ValueProblem("\"\(condition.text)\" \(error.message)", help: error.help)
          }
        }
        if isKept { kept.append(choice) }
      } catch {
        problems.error(at: mark, error.message, help: error.help)
        return []
      }
    }
    if kept.isEmpty {
      problems.error(
        at: mark, "no point satisfies all conditions", help: "the design has \(design.count) points without them")
    }
    return kept
  }
}
