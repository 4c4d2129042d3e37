import Experiments
import TraceFormat

/// How a case came out.
struct CaseOutcome {
  /// The case.
  var test: TestCase
  /// What it needs.
  var prepared: PreparedCase
  /// Runs that it did.
  var runs = 0
  /// Wall time of its runs together, in seconds.
  var seconds = 0.0
  /// The fingerprint of its first run; empty when there was none.
  var fingerprint = ""
  /// What it found.
  var findings: [Finding] = []
  /// What its runs say beside that; nil when it was not run to its end.
  var judgement: Judgement?

  /// The gravest of what was found.
  var code: ExitCode { ExitCode.gravest(findings.map(\.code)) }

  /// The outcome in a word.
  var word: String {
    if prepared.skipped != nil { return "skipped" }
    if judgement == nil { return "interrupted" }
    switch code {
    case .passed: return "pass"
    case .inconclusive: return "inconclusive"
    case .nothingSelected: return "no samples"
    case .baselineMissing: return code.name
    default: return "fail"
    }
  }

  /// The command that makes it come back.
  var reproduce: String { (["doorstep", "test"] + test.arguments).map(shellQuoted).joined(separator: " ") }
}
