import ArgumentParser
import Logistics
import Reporting
import Scenario

/// Checks scenarios.
struct Lint: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Check scenarios and report all problems at once.",
    discussion: "Problems have the form file:line:column, so that editors link them.")
  static let examples = [
    Example("doorstep lint scenarios/ci-smoke.yaml", "Exit code 0 when it can run, 3 when not."),
    Example("doorstep lint scenarios/ci-smoke.yaml --resolved", "Print the scenario with all defaults expanded."),
  ]

  @Argument(help: "The scenario files.") var scenarios: [String]
  @OptionGroup var overrides: OverrideOption
  @Flag(help: "Print the scenario with all defaults expanded.") var resolved = false
  @OptionGroup var format: FormatOption

  func validate() throws {
    if scenarios.isEmpty { throw ValidationError("Name at least one scenario.") }
    if resolved && scenarios.count > 1 { throw ValidationError("--resolved takes one scenario.") }
  }

  func run() throws {
    let reports = scenarios.map { ScenarioReport($0, overrides: overrides.overrides) }
    if resolved {
      for problem in reports[0].problems { Terminal.note(problem.description) }
      if let text = reports[0].resolvedYAML { try Terminal.out(text) }
    } else {
      try Terminal.out(text(of: reports))
    }
    if reports.contains(where: \.hasErrors) { throw Failure(.scenarioInvalid, nil) }
  }

  private func text(of reports: [ScenarioReport]) -> String {
    switch format.format {
    case .json: document(reports).text()
    case .csv: table(reports).csv()
    case .md: table(reports).markdown()
    case .text: reports.map(\.text).joined()
    }
  }

  private func document(_ reports: [ScenarioReport]) -> JSONValue {
    [
      "schema": .integer(1),
      "scenarios": .array(of: reports) { report in
        [
          "path": .string(report.path), "valid": .bool(!report.hasErrors),
          "hash": report.hash.map { .string($0) } ?? .null,
          "problems": .array(of: report.problems) { problem in
            [
              "file": .string(problem.mark.file), "line": .integer(problem.mark.line),
              "column": .integer(problem.mark.column), "severity": .string(problem.severity.rawValue),
              "message": .string(problem.message), "help": problem.help.map { .string($0) } ?? .null,
            ]
          },
        ]
      },
    ]
  }

  private func table(_ reports: [ScenarioReport]) -> Table {
    var table = Table([
      .text("file"), .number("line"), .number("column"), .text("severity"), .text("message"), .text("help"),
    ])
    for problem in reports.flatMap(\.problems) {
      table.add(
        problem.mark.file, String(problem.mark.line), String(problem.mark.column), problem.severity.rawValue,
        problem.message, problem.help ?? "")
    }
    return table
  }
}

/// What linting one scenario found.
private struct ScenarioReport {
  let path: String
  private(set) var problems: [Diagnostic] = []
  private(set) var hash: String?
  private(set) var resolvedYAML: String?

  init(_ path: String, overrides: [String]) {
    self.path = path
    do {
      let document = try Model.document(path: path, overrides: overrides)
      hash = document.hash
      resolvedYAML = document.resolvedYAML
      problems = try Model.build(document).warnings.sorted
    } catch {
      problems = error.sorted
    }
  }

  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  var text: String {
    let lines = problems.map { $0.description + "\n" }.joined()
    let errors = problems.count { $0.severity == .error }
    if errors > 0 { return lines + "\(path): \(errors) error\(errors == 1 ? "" : "s")\n" }
    return lines + "\(path): valid, hash \(hash ?? "")\n"
  }
}
