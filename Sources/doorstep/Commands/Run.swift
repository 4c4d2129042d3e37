import ArgumentParser
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
  @Option(
    parsing: .unconditional, help: "Threads; they change the speed and nothing else. (default: 1)",
    transform: wholeNumber(in: 1...1_024))
  var threads = 1
  @OptionGroup var overrides: OverrideOption
  @Option(
    help: ArgumentHelp(
      "Keep results.sqlite, scenario.resolved.yaml, summary.json, summary.txt and picture.svg there.", valueName: "dir")
  )
  var out: String?
  @Option(help: ArgumentHelp("Write a trace of every record.", valueName: "file")) var trace: String?
  @OptionGroup var format: FormatOption
  @Flag(help: "Count events and host time by kind of event.") var profile = false
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func run() throws {
    let loaded = try loadScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    var options = SimulationOptions()
    options.seed = seed ?? loaded.model.seed
    options.replication = replication
    options.threads = threads
    options.profile = profile
    let folder = try out.map { try OutputFolder($0) }
    do {
      let sink = try trace.map { try openSink($0, loaded, options) }
      try printHead(identity(loaded.model, options))
      let result = execute(loaded.model, options, sink: sink, quiet: quiet)
      // Results are kept before a closed pipe can end the process, and printed even where they cannot be kept.
      do { try folder?.publish(resultFiles) { place in try keep(result, loaded, in: folder?.path ?? "", place) } } catch
      {
        try Terminal.out(text(of: result))
        throw error
      }
      try Terminal.out(text(of: result))
      try judge(result)
    } catch var failure as Failure {
      folder?.discard()
      if seed == nil { failure.reproducing = ["--seed", String(options.seed ?? 0)] }
      throw failure
    }
  }

  private func openSink(_ path: String, _ loaded: LoadedScenario, _ options: SimulationOptions) throws -> TraceFileSink
  {
    let there = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if path.isEmpty || (there != nil && there != .typeRegular) {
      throw Failure(
        .usage, "cannot write a trace to \"\(path)\": it is not a regular file",
        help: "name a new file, for example --trace run.trace.zst")
    }
    var header = Simulation.header(
      of: loaded.model, seed: options.seed ?? loaded.model.seed, replication: options.replication)
    header.scenario = loaded.document.resolvedYAML(inFolder: folder(of: path))
    do { return try TraceFileSink(path: path, header: header) } catch { throw traceFailure(error) }
  }

  private func identity(_ model: Model, _ options: SimulationOptions) -> RunIdentity {
    var identity = RunIdentity()
    identity.scenarioName = model.name
    identity.scenarioHash = model.hash
    identity.seed = options.seed ?? model.seed
    identity.replication = options.replication
    identity.threads = options.threads
    return identity
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

/// What `--out` keeps.
private let resultFiles = ["results.sqlite", "scenario.resolved.yaml", "summary.json", "summary.txt", "picture.svg"]

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
}

/// Fails when something about the result calls for another exit code than 0.
private func judge(_ result: RunResult) throws {
  var codes: [ExitCode] = []
  var messages: [String] = []
  func add(_ code: ExitCode, _ message: String) {
    codes.append(code)
    messages.append(message)
  }
  if let first = result.invariants.violations.first { add(.invariantBroken, "model invariant broken: \(first)") }
  if let reason = result.trace?.incomplete { add(.traceBad, "the trace is incomplete: \(reason)") }
  if result.interrupted { add(.interrupted, "interrupted; the results cover the part that ran") }
  for verdict in result.thresholds {
    let gate = "\(verdict.metric): \(verdict.gate)"
    switch verdict.outcome {
    case .pass: break
    case .fail: add(.thresholdFailed, "threshold \(gate) failed: \(verdict.value.map { fixed($0, 6) } ?? "–")")
    case .inconclusive: add(.inconclusive, "threshold \(gate) is inconclusive")
    case .noSamples: add(.nothingSelected, "threshold \(gate) had nothing to measure")
    }
  }
  guard !codes.isEmpty else { return }
  throw Failure(ExitCode.gravest(codes), messages.joined(separator: "\nerror: "))
}
