import ArgumentParser
import Dashboard
import Experiments
import Foundation
import Logistics
import Reporting
import Scenario
import TraceFormat

/// Simulates a scenario.
struct Run: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Simulate a scenario and print what a planner needs to know.",
    discussion: "The same scenario and seed give the same result, whatever the number of threads.")
  static let examples = [
    Example("doorstep run scenarios/ci-smoke.yaml", "Simulate, print a summary."),
    Example("doorstep run scenarios/ci-smoke.yaml --seed 7 --set scale.demand=2", "Another seed, twice the demand."),
    Example("doorstep run scenarios/ci-smoke.yaml --format json --quiet", "One JSON object for scripts."),
    Example(
      "doorstep run scenarios/ci-smoke.yaml --threshold 'conversion:value>0.005'", "Exit code 99 when it does not hold."
    ),
    Example("doorstep run scenarios/ci-smoke.yaml --out out --trace run.trace.zst", "Keep results, picture and trace."),
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @Option(
    parsing: .unconditional,
    help: "The number of the replication: other random numbers for the same seed. (default: 0)",
    transform: wholeNumber(in: 0...UInt32.max))
  var replication: UInt32 = 0
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @Option(
    help: ArgumentHelp(
      "Keep results.sqlite, scenario.resolved.yaml, summary.json, summary.txt, picture.svg and report.html there.",
      valueName: "dir")
  )
  var out: String?
  @Option(
    name: .customLong("threshold"), parsing: .singleValue,
    help: ArgumentHelp(
      "A gate beside the scenario's, see `doorstep help thresholds`; may be repeated.", valueName: "metric: condition"))
  var thresholds: [String] = []
  @Option(help: ArgumentHelp("Write a trace of the records that the scenario keeps.", valueName: "file")) var trace:
    String?
  @OptionGroup var format: FormatOption
  @Flag(help: "Count events and host time by kind of event.") var profile = false
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func run() throws {
    var loaded = try loadPlacedScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    do { try loaded.model.add(thresholds: thresholds) } catch {
      Terminal.note("\(error)")
      throw Failure(.usage, nil)
    }
    var options = SimulationOptions()
    options.seed = seed ?? loaded.model.seed
    options.replication = replication
    options.threads = threads.count
    options.profile = profile
    if let out { try ExperimentFile.refuseToReplace(folder: out) }
    let folder = try out.map { try OutputFolder($0) }
    do {
      let sink = try trace.flatMap { try openSink($0, loaded, options) }
      try printHead(identity(loaded.model, options))
      let result = execute(loaded.model, options, sink: sink, quiet: quiet)
      // Results are kept before a closed pipe can end the process, and printed even where they cannot be kept.
      var unkept: Failure?
      do {
        try folder?.publish(resultFiles) { place in try keep(result, loaded, in: folder?.path ?? "", place) }
      } catch let failure as Failure {
        unkept = failure
      }
      try Terminal.out(text(of: result))
      try judge(result, unkept)
    } catch var failure as Failure {
      folder?.discard()
      if seed == nil { failure.reproducing = ["--seed", String(options.seed ?? 0)] }
      throw failure
    }
  }

  /// The file for the trace; nil when the scenario keeps no records.
  private func openSink(_ path: String, _ loaded: LoadedScenario, _ options: SimulationOptions) throws -> TraceFileSink?
  {
    guard loaded.model.keepsRecords else {
      Terminal.note("warning: the scenario's record.kinds is none: \"\(path)\" is not written")
      return nil
    }
    let there = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if path.isEmpty || (there != nil && there != .typeRegular) {
      throw Failure(
        .usage, "cannot write a trace to \"\(path)\": it is not a regular file",
        help: "name a new file, for example --trace run.trace.zst")
    }
    if there != nil, !TraceReader.isTraceOrEmpty(path: path) {
      throw Failure(
        .usage, "cannot write a trace to \"\(path)\": a file that is no trace stands there",
        help: "name a new file, for example --trace run.trace.zst")
    }
    if let out, resultFiles.contains(where: { isSamePlace(path, out + "/" + $0) }) {
      throw Failure(
        .usage, "cannot write a trace to \"\(path)\": --out keeps another result under this name",
        help: "name another file, for example --trace \(out)/run.trace.zst")
    }
    var header = Simulation.header(
      of: loaded.model, seed: options.seed ?? loaded.model.seed, replication: options.replication)
    header.scenario = loaded.document.resolvedYAML(inFolder: folder(of: path))
    do { return try TraceFileSink(path: path, header: header) } catch { throw traceFailure(error) }
  }

  /// The head of the text, or a line beside the other formats.
  private func printHead(_ identity: RunIdentity) throws {
    if format.format == .text {
      try Terminal.out(headLine(identity) + "\n")
    } else if !quiet {
      Terminal.note(headLine(identity))
    }
  }

  private func text(of result: RunResult) -> String {
    switch format.format {
    case .text: textSummary(result, withHead: false)
    case .json: runDocument(result).text()
    case .csv: metricTable(result).csv()
    case .md: markdownSummary(result)
    }
  }
}

private func isSamePlace(_ a: String, _ b: String) -> Bool {
  func place(_ path: String) -> String { URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path() }
  return place(a) == place(b)
}

/// What `--out` keeps.
private let resultFiles = [
  "results.sqlite", "scenario.resolved.yaml", "summary.json", "summary.txt", "picture.svg",
  "report.html",
]

private func keep(
  _ result: RunResult, _ loaded: LoadedScenario, in folder: String, _ place: (String) -> String
) throws {
  let store = try ResultsStore(path: place("results.sqlite"))
  try store.add(result, parameters: parameters(of: loaded.document))
  try store.close()
  try writeFile(loaded.document.resolvedYAML(inFolder: folder), to: place("scenario.resolved.yaml"))
  try writeFile(runDocument(result).text(), to: place("summary.json"))
  try writeFile(textSummary(result), to: place("summary.txt"))
  try writeFile(runPicture(result), to: place("picture.svg"))
  try writeFile(runPage(result), to: place("report.html"))
}

/// Fails when something about the result, or about keeping it, calls for another exit code than 0.
private func judge(_ result: RunResult, _ unkept: Failure?) throws {
  var codes: [ExitCode] = []
  var messages: [String] = []
  func add(_ code: ExitCode, _ message: String) {
    codes.append(code)
    messages.append(message)
  }
  if let first = result.invariants.violations.first { add(.invariantBroken, "model invariant broken: \(first)") }
  if let reason = result.trace?.incomplete { add(.traceBad, "the trace is incomplete: \(reason)") }
  if let unkept { add(unkept.code, unkept.message ?? "") }
  if result.interrupted { add(.interrupted, "interrupted; the results cover the part that ran") }
  for verdict in result.thresholds {
    switch verdict.outcome {
    case .pass: break
    case .fail: add(.thresholdFailed, "threshold \(sentence(verdict))")
    case .inconclusive: add(.inconclusive, "threshold \(sentence(verdict))")
    case .noSamples: add(.nothingSelected, "threshold \(sentence(verdict))")
    }
  }
  guard !codes.isEmpty else { return }
  throw Failure(ExitCode.gravest(codes), messages.joined(separator: "\nerror: "), help: unkept?.help)
}
