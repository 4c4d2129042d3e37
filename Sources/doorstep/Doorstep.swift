import ArgumentParser
import Logistics

/// The command itself; its verbs do the work.
struct Doorstep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doorstep",
    abstract: "Simulate a viral drop from the storefront to the doorstep.",
    discussion: "Results go to standard output, progress and problems to standard error.",
    version: EngineVersion.current,
    subcommands: [
      Init.self, Lint.self, Explain.self, Run.self, Answers.self, StudyCommand.self, MergeCommand.self, Compare.self,
      SensitivityCommand.self, Breakpoint.self, Stress.self, Providers.self, RolloutCommand.self, Test.self, Swarm.self,
      Replay.self, Load.self, Storefront.self, Audit.self, Calibrate.self, Trace.self, Help.self,
    ])
}

/// A verb of the command line, with examples that can be run as they stand.
protocol Verb: ParsableCommand {
  /// What to try, with a word on what it does.
  static var examples: [Example] { get }
}

/// A command line that shows what a verb is good for.
struct Example {
  /// The whole command.
  var command: String
  /// What it does.
  var purpose: String

  /// An example.
  init(_ command: String, _ purpose: String) {
    self.command = command
    self.purpose = purpose
  }
}

extension Doorstep: Verb {
  static let examples = [
    Example("doorstep init my-drop", "Write a commented starter scenario."),
    Example("doorstep run my-drop.yaml", "Simulate it and print a summary."),
    Example("doorstep help exit-codes", "What the exit codes mean."),
  ]
}
