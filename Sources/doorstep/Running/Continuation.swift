import Experiments
import Kernel
import Logistics
import Reporting
import Scenario
import TraceFormat

/// Goes on from a checkpoint: the prefix is executed again and compared, then the rest, perhaps with a changed scenario.
struct Continuation {
  /// What the command line asks for.
  struct Options {
    var overrides: [String]
    /// Whether a changed run is held against the original one.
    var hasBaseline: Bool
    var out: String?
    var trace: String?
    var threads: Int
    var format: OutputFormat
    var quiet: Bool
  }

  private let path: String
  private let options: Options
  private let checkpoint: Checkpoint
  private let original: LoadedScenario
  /// What the run goes on with.
  private let continued: LoadedScenario

  /// Reads a checkpoint and resolves its scenario, with the changes.
  init(path: String, _ options: Options) throws {
    self.path = path
    self.options = options
    checkpoint = try readCheckpoint(path)
    original = try Self.load(checkpoint, path, quiet: options.quiet)
    continued = try Self.fork(original, checkpoint, path, options.overrides)
  }

  private var isFork: Bool { !options.overrides.isEmpty }

  /// The scenario inside the checkpoint; it must resolve to the same one.
  private static func load(_ checkpoint: Checkpoint, _ path: String, quiet: Bool) throws -> LoadedScenario {
    let document = try parse(checkpoint, path)
    guard document.hash == checkpoint.scenarioHash else {
      throw Failure(
        .traceBad,
        "the scenario in \"\(path)\" resolves to \(document.hash), the checkpoint says \(checkpoint.scenarioHash)",
        help: "bring back the files that it names, or write the checkpoint again with `doorstep run --checkpoint`")
    }
    return LoadedScenario(document: document, model: try buildModel(document, quiet: quiet))
  }

  private static func parse(
    _ checkpoint: Checkpoint, _ path: String, _ overrides: [String] = []
  ) throws -> ScenarioDocument {
    let folder = folder(of: path)
    return try ScenarioDocument.parse(
      checkpoint.scenario, name: "scenario in \(path)", folder: folder, otherFolders: [folder, ""],
      overrides: overrides, schema: ModelSchema.schema)
  }

  private static func fork(
    _ original: LoadedScenario, _ checkpoint: Checkpoint, _ path: String, _ overrides: [String]
  ) throws -> LoadedScenario {
    guard !overrides.isEmpty else { return original }
    let changed = try parse(checkpoint, path, overrides)
    let model = try Model.forked(
      from: original.model, original.document, into: changed, at: checkpoint.mark.at, seed: checkpoint.seed,
      replication: checkpoint.replication)
    return LoadedScenario(document: changed, model: model)
  }

  /// Runs and prints.
  func run() throws {
    var run = SimulationOptions()
    run.seed = checkpoint.seed
    run.replication = checkpoint.replication
    run.threads = options.threads
    run.hostClock = { Host.seconds() }
    let folder = try options.out.map { try OutputFolder($0) }
    do {
      let sink = try options.trace.flatMap {
        try openSink($0, continued, run, out: options.out, derivation: derivation)
      }
      let head = headLine(identity(continued.model, run)) + ", \(origin)"
      if options.format == .text { try Terminal.out(head + "\n") } else if !options.quiet { Terminal.note(head) }
      let (result, baseline) = try execute(Simulation(original.model, run, sink: sink))
      try conclude(result, baseline, folder)
    } catch {
      folder?.discard()
      throw error
    }
  }

  private var origin: String {
    let at = checkpoint.mark.at.iso8601
    return isFork ? "forked from \(checkpoint.scenarioHash.prefix(12)) at \(at)" : "continued from \(at)"
  }

  private var derivation: String { isFork ? origin : "" }

  /// The continued run, and the original one beside it where it is asked for.
  private func execute(_ simulation: Simulation) throws -> (RunResult, RunResult?) {
    var line = ProgressLine(quiet: options.quiet)
    defer { line.clear() }
    Interrupt.install()
    func goesOn(_ progress: Progress) -> Bool {
      line.show(progress)
      return !Interrupt.isRequested
    }
    guard let mark = simulation.run(to: checkpoint.mark.at, progress: goesOn) else {
      throw Failure(.interrupted, "interrupted before the checkpoint's instant; nothing is written")
    }
    if let difference = mark.difference(from: checkpoint.mark) { throw diverged(difference) }
    var result: RunResult
    var baseline: RunResult?
    if isFork {
      result = simulation.fork(continued.model, at: mark).run(progress: goesOn)
      if options.hasBaseline, !result.interrupted { baseline = simulation.run(progress: goesOn) }
    } else {
      result = simulation.run(progress: goesOn)
    }
    result.cost.peakRSSBytes = Host.peakRSSBytes()
    return (result, baseline)
  }

  private func diverged(_ difference: String) -> Failure {
    Failure(
      .notDeterministic, "at \(checkpoint.mark.at.iso8601) the run differs from the checkpoint: \(difference)",
      help: "write the checkpoint again; if it differs once more, please report it with the scenario")
  }

  private func conclude(_ result: RunResult, _ baseline: RunResult?, _ folder: OutputFolder?) throws {
    var unkept: Failure?
    do {
      try folder?.publish(resultFiles) { try keepResults(result, continued, in: folder?.path ?? "", $0) }
    } catch let failure as Failure {
      unkept = failure
    }
    let differences = baseline.map { ForkDifferences(original: $0, fork: result) }
    try Terminal.out(text(of: result, differences))
    if let differences, !differences.isDifferent {
      Terminal.note(
        "warning: the changes make no difference to anything that happens after \(checkpoint.mark.at.iso8601)")
    }
    try judge(result, unkept)
  }

  private func text(of result: RunResult, _ differences: ForkDifferences?) -> String {
    guard isFork else { return printed(result, options.format) }
    switch options.format {
    case .text:
      return textSummary(result, withHead: false) + (differences.map { "\n" + $0.table.text(indent: 0) } ?? "")
    case .md: return markdownSummary(result) + (differences.map { "\n## What changed\n\n" + $0.table.markdown() } ?? "")
    case .csv: return metricTable(result, differences: differences).csv()
    case .json:
      guard case .object(var members) = runDocument(result) else { return "" }
      members.append(JSONValue.Member(key: "fork", value: fork(differences)))
      return JSONValue.object(members).text()
    }
  }

  private func fork(_ differences: ForkDifferences?) -> JSONValue {
    [
      "from": .string(checkpoint.scenarioHash), "at": .string(checkpoint.mark.at.iso8601),
      "changes": .array(of: options.overrides) { .string($0) },
      "differences": differences?.document ?? .null,
    ]
  }
}
