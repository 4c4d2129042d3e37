/// How doorstep ends. The numbers are for ever: scripts and CI rely on them.
enum ExitCode: Int32, CaseIterable {
  /// Everything asked for was done, and every gate holds.
  case passed = 0
  /// Doorstep itself failed; please report it.
  case internalError = 1
  /// The command line was not understood, or names a file or folder that cannot be read or written: there is no such one, the
  /// disk is full.
  case usage = 2
  /// A scenario has errors; all of them are listed.
  case scenarioInvalid = 3
  /// A conservation law of the model was broken; please report it with the scenario.
  case invariantBroken = 4
  /// Nothing was selected, or a gate had nothing to measure.
  case nothingSelected = 5
  /// A baseline to compare with is missing.
  case baselineMissing = 6
  /// Two runs that must be equal differ.
  case notDeterministic = 10
  /// A trace is damaged, incomplete or could not be written to its end.
  case traceBad = 11
  /// A load run is invalid, because the generator missed its own schedule.
  case loadRunInvalid = 12
  /// The samples do not decide whether a gate holds.
  case inconclusive = 13
  /// A threshold does not hold.
  case thresholdFailed = 99
  /// The run was interrupted; partial results were written.
  case interrupted = 130

  /// The name in `doorstep help exit-codes`.
  var name: String {
    switch self {
    case .passed: "passed"
    case .internalError: "internal error"
    case .usage: "usage"
    case .scenarioInvalid: "scenario invalid"
    case .invariantBroken: "model invariant broken"
    case .nothingSelected: "nothing selected"
    case .baselineMissing: "baseline missing"
    case .notDeterministic: "not deterministic"
    case .traceBad: "trace bad"
    case .loadRunInvalid: "load run invalid"
    case .inconclusive: "inconclusive"
    case .thresholdFailed: "threshold failed"
    case .interrupted: "interrupted"
    }
  }

  /// What it means, in one sentence.
  var meaning: String {
    switch self {
    case .passed: "everything asked for was done, and every gate holds"
    case .internalError: "doorstep itself failed; please report it"
    case .usage: "the command line was not understood, or names a file or folder that cannot be read or written"
    case .scenarioInvalid: "a scenario has errors; all of them are listed"
    case .invariantBroken: "a conservation law of the model was broken; please report it with the scenario"
    case .nothingSelected: "nothing was selected, or a gate had nothing to measure"
    case .baselineMissing: "a baseline to compare with is missing"
    case .notDeterministic: "two runs that must be equal differ; the first difference is printed"
    case .traceBad: "a trace is damaged, incomplete or could not be written to its end"
    case .loadRunInvalid: "the load generator missed its own schedule"
    case .inconclusive: "the samples do not decide whether a gate holds"
    case .thresholdFailed: "a threshold does not hold"
    case .interrupted: "the run was interrupted; partial results were written"
    }
  }

  /// The gravest first: what a run that has several problems ends with.
  static let precedence: [ExitCode] = [
    .internalError, .scenarioInvalid, .invariantBroken, .notDeterministic, .traceBad, .loadRunInvalid, .usage,
    .interrupted, .thresholdFailed, .nothingSelected, .baselineMissing, .inconclusive, .passed,
  ]

  /// The gravest of several codes; `passed` when there is none.
  static func gravest(_ codes: [ExitCode]) -> ExitCode { precedence.first(where: codes.contains) ?? .passed }
}
