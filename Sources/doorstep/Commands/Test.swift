import ArgumentParser
import Experiments
import Foundation
import Logistics
import Reporting
import Scenario

/// Checks scenarios against what was accepted.
struct Test: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Run the scenarios and studies of folders and check fingerprints, gates, determinism and baselines.",
    discussion: """
      A scenario is a YAML file with a name at its top; what others include has none. A study names a scenario; all its \
      points run, and its gates count. Accepted fingerprints stand in \
      fingerprints.csv beside the scenarios or above them, with the reason of each; its column "set" changes a scenario for \
      the test, for example its scale.
      """)
  static let examples = [
    Example("doorstep test scenarios/ci-smoke.yaml", "Fingerprint and thresholds; exit code 0 when all hold."),
    Example("doorstep test scenarios/stress --filter bowl --determinism 1", "The same on other numbers of threads."),
    Example(
      "doorstep test scenarios/stress/super-bowl-code.yaml --replications 4 --write-baseline base.csv",
      "Keep figures to compare with."
    ),
    Example(
      "doorstep test scenarios/stress/super-bowl-code.yaml --junit junit.xml --summary summary.md", "Files for CI."),
  ]

  @Argument(help: "Scenarios and studies, and folders with such.") var paths: [String]
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only cases whose name contains this; may be repeated.", valueName: "text"))
  var filter: [String] = []
  @Option(
    help: ArgumentHelp("Only every n-th case, from the i-th: 1/4.", valueName: "i/n"), transform: doorstep.shard)
  var shard: Shard?
  @OptionGroup var overrides: OverrideOption
  @Option(
    name: .customLong("threshold"), parsing: .singleValue,
    help: ArgumentHelp("A gate beside the scenarios'; may be repeated.", valueName: "metric: condition"))
  var thresholds: [String] = []
  @Option(
    parsing: .unconditional, help: "Replications of each case; with more than one, thresholds go by their interval.",
    transform: wholeNumber(in: 1...10_000))
  var replications: Int = 1
  @OptionGroup var threads: ThreadsOption
  @Option(help: ArgumentHelp("The book of fingerprints. (default: the nearest)", valueName: "file"))
  var fingerprints: String?
  @Option(help: ArgumentHelp("Write the fingerprints of this version, with this reason.", valueName: "reason"))
  var accept: String?
  @Option(
    help: ArgumentHelp(
      "Run this share of the cases again on other numbers of threads, 0 to 1.", valueName: "share"))
  var determinism: Double?
  @Option(
    parsing: .unconditional, help: "Chooses the share. (default: 0)", transform: wholeNumber(in: 0...UInt64.max))
  var determinismSeed: UInt64 = 0
  @Option(help: ArgumentHelp("Compare with the figures in this file, or in baseline.csv there.", valueName: "file"))
  var baseline: String?
  @Option(help: ArgumentHelp("Keep the figures of these cases there.", valueName: "file")) var writeBaseline: String?
  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp("A metric to compare; may be repeated. (default: the headlines)", valueName: "metric"))
  var metrics: [String] = []
  @Option(help: ArgumentHelp("How much worse than the baseline is still equal.", valueName: "percent"))
  var margin: Percentage = Percentage(share: 0.02)
  @Option(help: ArgumentHelp("Write JUnit XML.", valueName: "file")) var junit: String?
  @Option(help: ArgumentHelp("Write a summary in Markdown.", valueName: "file")) var summary: String?
  @Flag(help: "Plant faults in the first scenario; must fail: exit code 99 when all are caught, 1 when one is not.")
  var canary = false
  @Option(help: .hidden) var plant: Plant?
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    if paths.isEmpty { throw ValidationError("Name at least one scenario or folder.") }
    if let determinism, !(0...1).contains(determinism) { throw ValidationError("--determinism is a share, 0 to 1.") }
    if let accept, accept.allSatisfy(\.isWhitespace) { throw ValidationError("--accept needs a reason.") }
    if canary && (accept != nil || writeBaseline != nil) { throw ValidationError("--canary writes nothing.") }
  }

  func run() throws {
    try checkFiles()
    var kind = try scenarioCases()
    kind.plant = plant
    let files = try CaseFiles(paths, kinds: [kind, StudyCases(overrides: overrides.overrides)])
    let tests = try select(files)
    if canary { try TestCanary(threads: threads.count, kind: kind).run(tests) }
    var outcomes = runner.run(tests)
    try repeatRuns(&outcomes)
    if accept != nil { try acceptFingerprints(outcomes) }
    if let writeBaseline { try write(outcomes, to: writeBaseline) }
    let report = TestReport(outcomes, skipped: files.skipped)
    try Terminal.out(text(of: report))
    if let junit { try replaceFile(junit, with: report.junit) }
    if let summary { try replaceFile(summary, with: report.markdown) }
    try judge(outcomes)
  }

  private var runner: TestRunner { TestRunner(threads: threads.count, quiet: quiet) }

  private func scenarioCases() throws -> ScenarioCases {
    let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: paths[0])) != nil
    var cases = ScenarioCases(
      shelf: BookShelf(path: fingerprints, root: isFolder ? paths[0] : folder(of: paths[0])))
    cases.common = common
    cases.overrides = overrides.overrides
    cases.thresholds = thresholds
    cases.replications = replications
    cases.accept = accept
    cases.metrics = try metricNames()
    cases.margin = margin.share
    cases.baseline = try baseline.map(readBaseline)
    return cases
  }

  /// What brings a case back beside its file and its changes.
  private var common: [String] {
    var options = thresholds.flatMap { ["--threshold", $0] }
    if replications > 1 { options += ["--replications", String(replications)] }
    if let fingerprints { options += ["--fingerprints", fingerprints] }
    if let baseline { options += ["--baseline", baseline] }
    options += metrics.flatMap { ["--metric", $0] }
    if margin.share != 0.02 { options += ["--margin", margin.description] }
    if determinism ?? 0 > 0 { options += ["--determinism", "1"] }
    return options
  }

  private func metricNames() throws -> [MetricName] {
    let headlines = ["conversion", "orders.delivered", "orders.lost", "promise_hit", "late_share", "contribution"]
    return try (metrics.isEmpty ? headlines : metrics).map { text in
      do throws(ValueProblem) { return try MetricName.parse(text) } catch {
        throw Failure(.usage, "\"\(text)\" \(error.message)", help: error.help)
      }
    }
  }

  private func select(_ files: CaseFiles) throws -> [TestCase] {
    let fitting = files.cases.filter { test in filter.isEmpty || filter.contains { test.name.contains($0) } }
    let chosen = fitting.enumerated().filter { shard?.owns($0.offset) ?? true }.map(\.element)
    guard chosen.isEmpty else { return chosen }
    let names = files.cases.prefix(6).map(\.name).joined(separator: ", ")
    throw Failure(
      .nothingSelected, "no case is selected: \(files.cases.count) found, \(files.skipped.count) skipped",
      help: files.cases.isEmpty
        ? "name files with a name: at their top, or folders with such" : "the cases are \(names)")
  }

  /// Repeats the runs of a share of the cases, chosen by their names and a seed.
  private func repeatRuns(_ outcomes: inout [CaseOutcome]) throws {
    let share = determinism ?? (plant == .nonDeterminism ? 1 : 0)
    guard share > 0 else { return }
    let ranked = outcomes.indices.sorted { rank(outcomes[$0]) < rank(outcomes[$1]) }
    let count = max(1, Int((share * Double(outcomes.count)).rounded()))
    for place in ranked.prefix(count) { runner.repeatRuns(&outcomes[place], planted: plant == .nonDeterminism) }
  }

  private func rank(_ outcome: CaseOutcome) -> String {
    SHA256.hexDigest(of: "\(determinismSeed)\n\(outcome.test.name)")
  }

  private func text(of report: TestReport) -> String {
    switch format.format {
    case .text: report.text
    case .json: report.document.text()
    case .csv: report.cases.csv()
    case .md: report.markdown
    }
  }

  private func judge(_ outcomes: [CaseOutcome]) throws {
    var codes = outcomes.map(\.code)
    if outcomes.allSatisfy({ $0.prepared.skipped != nil }) {
      throw Failure(
        .nothingSelected, "no case can run: \(outcomes.compactMap(\.prepared.skipped).joined(separator: "; "))",
        help: "name other scenarios, or get what these need")
    }
    if outcomes.contains(where: { $0.judgement == nil }) { codes.append(.interrupted) }
    let code = ExitCode.gravest(codes)
    guard code != .passed else { return }
    let bad = outcomes.filter { $0.code != .passed }
    let lines = bad.flatMap { outcome in
      outcome.findings.filter { $0.code != .passed }.map { "\(outcome.test.name): \($0.message)" }
    }
    if code == .interrupted { throw Failure(code, "interrupted; cases that did not end have no outcome") }
    throw Failure(
      code, lines.joined(separator: "\nerror: "), help: bad.lazy.flatMap(\.findings).compactMap(\.help).first)
  }
}
