import Experiments
import Logistics

/// One thing that `test` checks.
struct TestCase {
  /// Its name: the file, with what is changed in it.
  var name: String
  /// The kind, as `scenario`.
  var kind: String
  /// The arguments of `doorstep test` that select it and nothing else.
  var arguments: [String]
  /// Reads what it needs.
  var prepare: () -> PreparedCase
}

/// A case that is ready to run: its runs, and what is expected of them.
struct PreparedCase {
  /// The runs that it needs; none when something is wrong before.
  var jobs: [RunJob] = []
  /// Why it cannot be run here although nothing is wrong with it.
  var skipped: String?
  /// What the runs say, in the order of the jobs.
  var judge: ([RunResult]) -> Judgement
}

/// A kind of test case: a new one is a new type in a file of its own, and a line in ``Test``.
protocol CaseKind {
  /// Whether a YAML file with these keys at its top is of this kind.
  func claims(_ keys: [String]) -> Bool
  /// The cases of a file, by their names only: nothing is built yet.
  func cases(of file: String) -> [TestCase]
}

/// What the runs of a case say.
struct Judgement: Sendable {
  /// What is wrong, or worth a word.
  var findings: [Finding] = []
  /// What a book would keep of it, and which book.
  var accepted: (book: String, entry: FingerprintBook.Entry)?
  /// What a baseline would keep of it.
  var replications: [Baseline.Replication] = []
}

/// Something that a case found.
struct Finding: Sendable {
  /// What it ends with; ``ExitCode/passed`` when it is only worth a word.
  var code: ExitCode
  /// Which check found it.
  var check: String
  /// What it is: lower case, no full stop.
  var message: String
  /// What to do.
  var help: String?
}

/// A fault that is put into a case on purpose, to see that it is caught.
enum Plant: String, CaseIterable {
  case fingerprint, threshold, regression
  case nonDeterminism = "non-determinism"

  /// What must come of it.
  var code: ExitCode { self == .nonDeterminism ? .notDeterministic : .thresholdFailed }
}
