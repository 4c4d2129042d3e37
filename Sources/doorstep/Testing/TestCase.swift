import Experiments
import Logistics
import Scenario

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

/// A case that is ready to run: its runs and what they say, or work that finds its runs as it goes.
struct PreparedCase {
  /// The runs that it needs; none when something is wrong before, or when it does its own work.
  var jobs: [RunJob] = []
  /// The run that is done again to see whether threads show.
  var sample: RunJob?
  /// Why it cannot be run here although nothing is wrong with it.
  var skipped: String?
  /// What the runs say, in the order of the jobs.
  var judge: ([RunResult]) -> Judgement = { _ in Judgement() }
  /// Work of a case that decides on the way which runs it needs: what it found and how many runs it did; nil when it was
  /// interrupted.
  var work: ((RunPool) -> (judgement: Judgement, runs: Int)?)?

  /// A case that cannot run because something is wrong with it.
  init(finding: Finding) { judge = { _ in Judgement(findings: [finding]) } }

  /// A case that cannot run here.
  init(skipped: String) { self.skipped = skipped }

  /// A case with runs that are known before.
  init(jobs: [RunJob], judge: @escaping ([RunResult]) -> Judgement) {
    (self.jobs, self.judge) = (jobs, judge)
    sample = jobs.first
  }

  /// A case that does its own work.
  init(sample: RunJob, work: @escaping (RunPool) -> (judgement: Judgement, runs: Int)?) {
    (self.sample, self.work) = (sample, work)
  }
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

extension Finding {
  /// What went wrong while a case was read.
  init(of error: any Error, check: String) {
    switch error {
    case let failure as Failure:
      self.init(code: failure.code, check: check, message: failure.message ?? "it failed", help: failure.help)
    case let problems as Diagnostics:
      // Trouble with a gate of the command line is a matter of usage.
      let isUsage = problems.errors.allSatisfy { $0.mark.file.hasPrefix("--threshold") }
      self.init(code: isUsage ? .usage : .scenarioInvalid, check: check, message: "\(problems)")
    default: self.init(code: .internalError, check: check, message: "\(error)")
    }
  }
}

/// A fault that is put into a case on purpose, to see that it is caught.
enum Plant: String, CaseIterable {
  case fingerprint, threshold, regression
  case nonDeterminism = "non-determinism"

  /// What must come of it.
  var code: ExitCode { self == .nonDeterminism ? .notDeterministic : .thresholdFailed }
}
