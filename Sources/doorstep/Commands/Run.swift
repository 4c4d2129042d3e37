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
    Example(
      "doorstep run scenarios/ci-smoke.yaml --checkpoint every=7d", "A checkpoint a week, for `doorstep replay`."),
    Example(
      "doorstep run scenarios/ci-smoke.yaml --checkpoint at=2026-11-27",
      "One checkpoint, ci-smoke-2026-11-27T00:00:00Z.ckpt."),
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
  @OptionGroup var checkpoints: CheckpointOption
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
    options.hostClock = { Host.seconds() }
    if let out { try ExperimentFile.refuseToReplace(folder: out) }
    let folder = try out.map { try OutputFolder($0) }
    do {
      let sink = try trace.flatMap { try openSink($0, loaded, options, out: out) }
      try printHead(identity(loaded.model, options))
      let (result, unwritten) = simulate(loaded, options, sink)
      // Results are kept before a closed pipe can end the process, and printed even where they cannot be kept.
      var unkept = unwritten
      do {
        try folder?.publish(resultFiles) { place in try keepResults(result, loaded, in: folder?.path ?? "", place) }
      } catch let failure as Failure {
        unkept = failure
      }
      try Terminal.out(printed(result, format.format))
      try judge(result, unkept)
    } catch var failure as Failure {
      folder?.discard()
      if seed == nil { failure.reproducing = ["--seed", String(options.seed ?? 0)] }
      throw failure
    }
  }

  /// Runs, and writes checkpoints on the way; a failure to write one does not stop the run.
  private func simulate(
    _ loaded: LoadedScenario, _ options: SimulationOptions, _ sink: (any TraceSink)?
  ) -> (RunResult, Failure?) {
    let folder = checkpointFolder(out: out, trace: trace)
    var failure: Failure?
    let simulation = Simulation(loaded.model, options, sink: sink)
    let result = execute(simulation, quiet: quiet) { simulation, goesOn in
      simulation.run(
        marks: checkpoints.instants(of: loaded.model),
        atMark: { mark in
          do throws(Failure) { try writeCheckpoint(of: loaded, options, mark, in: folder) } catch {
            failure = failure ?? error
          }
          return true
        }, progress: goesOn)
    }
    return (result, failure)
  }

  /// The head of the text, or a line beside the other formats.
  private func printHead(_ identity: RunIdentity) throws {
    if format.format == .text {
      try Terminal.out(headLine(identity) + "\n")
    } else if !quiet {
      Terminal.note(headLine(identity))
    }
  }
}
