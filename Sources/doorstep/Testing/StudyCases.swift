import Experiments
import Foundation
import Logistics
import Reporting
import Scenario

/// Studies as test cases: every point's conservation laws and the study's gates. Nothing is kept.
struct StudyCases: CaseKind {
  /// Changes of the command line.
  var overrides: [String] = []

  func claims(_ keys: [String]) -> Bool { keys.contains("scenario") }

  func cases(of file: String) -> [TestCase] {
    let name = overrides.isEmpty ? file : "\(file) (\(overrides.joined(separator: "; ")))"
    return [
      TestCase(name: name, kind: "study", arguments: [file] + overrides.flatMap { ["--set", $0] }) { prepare(file) }
    ]
  }

  private func prepare(_ file: String) -> PreparedCase {
    do {
      let study = try Study.load(path: file, overrides: overrides)
      let models = try study.models { try loadPlacedScenario($0, overrides: $1, quiet: true).model }
      let session = StudySession(study, models: models)
      return PreparedCase(sample: session.job(0, 0), work: { perform(session, $0) })
    } catch {
      return PreparedCase(finding: Finding(of: error, check: "study"))
    }
  }

  private func perform(_ session: StudySession, _ pool: RunPool) -> (judgement: Judgement, runs: Int)? {
    do {
      let result = try session.run(pool, while: { !Interrupt.isRequested })
      guard result.isWhole else { return nil }
      let findings = problems(of: result).map { Finding(code: $0.code, check: $0.check, message: $0.message) }
      return (Judgement(findings: findings), result.ran)
    } catch {
      return (Judgement(findings: [Finding(code: .internalError, check: "study", message: "\(error)")]), 0)
    }
  }
}

/// What about a study's points calls for another exit code than 0: broken laws, and gates that do not hold.
func problems(of result: StudyResult) -> [(code: ExitCode, check: String, message: String)] {
  let isJudged = result.isWhole && result.shard == nil
  return result.points.flatMap { point in
    let label = point.point.design.label
    let broken = point.violations > 0
    return (broken ? [(ExitCode.invariantBroken, "invariants", "model invariant broken at point \"\(label)\"")] : [])
      + (isJudged ? point.verdicts : []).compactMap { verdict in
        ExitCode(verdict.outcome).map { ($0, "gate", "at point \"\(label)\": \(sentence(verdict.threshold))") }
      }
  }
}

extension ExitCode {
  /// What a gate that does not hold ends with; nil when it holds.
  init?(_ outcome: ThresholdVerdict.Outcome) {
    switch outcome {
    case .pass: return nil
    case .fail: self = .thresholdFailed
    case .inconclusive: self = .inconclusive
    case .noSamples: self = .nothingSelected
    }
  }
}
