import Experiments
import Kernel
import Logistics
import Reporting
import Scenario

/// Goes on from a checkpoint: the prefix is executed again and compared, then the rest.
struct Continuation {
  /// What the command line asks for.
  struct Options {
    var out: String?
    var trace: String?
    var threads: Int
    var format: OutputFormat
    var quiet: Bool
  }

  let path: String
  let options: Options

  init(path: String, _ options: Options) {
    self.path = path
    self.options = options
  }

  func run() throws {
    let checkpoint = try readCheckpoint(path)
    let loaded = try original(checkpoint)
    var run = SimulationOptions()
    run.seed = checkpoint.seed
    run.replication = checkpoint.replication
    run.threads = options.threads
    run.hostClock = { Host.seconds() }
    let folder = try options.out.map { try OutputFolder($0) }
    do {
      let sink = try options.trace.flatMap { try openSink($0, loaded, run, out: options.out) }
      let head = headLine(identity(loaded.model, run)) + ", continued from \(checkpoint.mark.at.iso8601)"
      if options.format == .text { try Terminal.out(head + "\n") } else if !options.quiet { Terminal.note(head) }
      var difference: String?
      let result = execute(Simulation(loaded.model, run, sink: sink), quiet: options.quiet) { simulation, goesOn in
        simulation.run(
          marks: [checkpoint.mark.at],
          atMark: {
            difference = $0.difference(from: checkpoint.mark)
            return difference == nil
          }, progress: goesOn)
      }
      if let difference { throw diverged(difference, checkpoint) }
      try conclude(result, loaded, folder)
    } catch {
      folder?.discard()
      throw error
    }
  }

  /// The scenario inside the checkpoint; it must resolve to the same one.
  private func original(_ checkpoint: Checkpoint) throws -> LoadedScenario {
    let folder = folder(of: path)
    let document = try ScenarioDocument.parse(
      checkpoint.scenario, name: "scenario in \(path)", folder: folder, otherFolders: [folder, ""],
      schema: ModelSchema.schema)
    guard document.hash == checkpoint.scenarioHash else {
      throw Failure(
        .traceBad,
        "the scenario in \"\(path)\" resolves to \(document.hash), the checkpoint says \(checkpoint.scenarioHash)",
        help: "bring back the files that it names, or write the checkpoint again with `doorstep run --checkpoint`")
    }
    return LoadedScenario(document: document, model: try buildModel(document, quiet: options.quiet))
  }

  private func diverged(_ difference: String, _ checkpoint: Checkpoint) -> Failure {
    Failure(
      .notDeterministic, "at \(checkpoint.mark.at.iso8601) the run differs from the checkpoint: \(difference)",
      help: "write the checkpoint again; if it differs once more, please report it with the scenario")
  }

  private func conclude(_ result: RunResult, _ loaded: LoadedScenario, _ folder: OutputFolder?) throws {
    var unkept: Failure?
    do {
      try folder?.publish(resultFiles) { try keepResults(result, loaded, in: folder?.path ?? "", $0) }
    } catch let failure as Failure {
      unkept = failure
    }
    try Terminal.out(printed(result, options.format))
    try judge(result, unkept)
  }
}
