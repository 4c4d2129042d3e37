import Experiments
import Foundation
import Kernel
import Logistics
import Reporting
import Scenario
import TraceFormat

/// Scenarios as test cases: conservation laws, thresholds, fingerprint, and the baseline where there is one.
struct ScenarioCases: CaseKind {
  /// What every case's own command repeats of the command line.
  var common: [String] = []
  /// Changes of the command line; without any, those of the book.
  var overrides: [String] = []
  /// Gates beside the scenario's.
  var thresholds: [String] = []
  /// Replications of each case.
  var replications = 1
  /// Where fingerprints are.
  var shelf: BookShelf
  /// Whether fingerprints are to be accepted, and why.
  var accept: String?
  /// Figures to compare with.
  var baseline: Baseline?
  /// Which figures, and how much worse is still equal.
  var metrics: [MetricName] = []
  var margin = 0.0
  /// A fault to put in on purpose.
  var plant: Plant?

  func claims(_ keys: [String]) -> Bool { keys.contains("name") && !keys.contains("scenario") }

  func cases(of file: String) -> [TestCase] {
    do {
      let place = try shelf.place(of: file)
      let known = place.book?.entries(of: place.scenario).map(\.overrides) ?? []
      let variants = !overrides.isEmpty || known.isEmpty ? [overrides] : known
      return variants.map { makeCase(file, $0, place) }
    } catch {
      return [
        TestCase(name: file, kind: "scenario", arguments: Self.arguments(file, overrides) + common) {
          PreparedCase(finding: Finding(of: error, check: "scenario"))
        }
      ]
    }
  }

  private func makeCase(_ file: String, _ overrides: [String], _ place: BookShelf.Place) -> TestCase {
    TestCase(
      name: Self.name(file, overrides), kind: "scenario", arguments: Self.arguments(file, overrides) + common
    ) { prepare(file, overrides, place) }
  }

  private func prepare(_ file: String, _ overrides: [String], _ place: BookShelf.Place) -> PreparedCase {
    if let missing = missingRecords(file, overrides) {
      return PreparedCase(skipped: "its recorded orders are not at \"\(missing)\"")
    }
    do {
      var model = try loadPlacedScenario(file, overrides: overrides, quiet: true).model
      try model.add(thresholds: thresholds + (plant == .threshold ? ["visits: value<0"] : []))
      let jobs = (0..<UInt32(replications)).map { [model] in RunJob(model, replication: $0) }
      return PreparedCase(jobs: jobs) { judge($0, file, overrides, place) }
    } catch {
      return PreparedCase(finding: Finding(of: error, check: "scenario"))
    }
  }

  /// The file of recorded orders that a scenario needs and that is not there.
  private func missingRecords(_ file: String, _ overrides: [String]) -> String? {
    let document = try? ScenarioDocument.load(path: file, overrides: overrides, schema: ModelSchema.schema)
    let field = Field<FilePath>("demand.recorded.file", since: "0.1", "The same field as the department's.")
    guard let recorded = document?.root.section("demand.recorded")?[field].resolved else { return nil }
    return FileManager.default.fileExists(atPath: recorded) ? nil : recorded
  }

  private static func name(_ file: String, _ overrides: [String]) -> String {
    overrides.isEmpty ? file : "\(file) (\(overrides.joined(separator: "; ")))"
  }

  private static func arguments(_ file: String, _ overrides: [String]) -> [String] {
    [file] + overrides.flatMap { ["--set", $0] }
  }

  private func judge(
    _ results: [RunResult], _ file: String, _ overrides: [String], _ place: BookShelf.Place
  ) -> Judgement {
    let entry = FingerprintBook.Entry(
      scenario: place.scenario, overrides: overrides, result: results[0], accepted: accept ?? "")
    let replications = results.map { Baseline.Replication($0, metrics) }
    var judgement = Judgement(accepted: (place.path, entry), replications: replications)
    for result in results {
      judgement.findings += result.invariants.violations.prefix(3).map {
        Finding(code: .invariantBroken, check: "invariants", message: "model invariant broken: \($0)")
      }
    }
    judgement.findings += gates(results)
    if accept == nil {
      judgement.findings += fingerprint(entry, place, Self.arguments(file, overrides))
    }
    judgement.findings += regressions(replications, Self.name(file, overrides))
    return judgement
  }

  /// The thresholds, by one run's figures or by the interval over replications.
  private func gates(_ results: [RunResult]) -> [Finding] {
    let verdicts = results.count == 1 ? results[0].thresholds : results[0].thresholds.map { over(results, $0) }
    return verdicts.compactMap { verdict in
      ExitCode(verdict.outcome).map { Finding(code: $0, check: "threshold", message: "threshold \(sentence(verdict))") }
    }
  }

  private func over(_ results: [RunResult], _ first: ThresholdVerdict) -> ThresholdVerdict {
    guard let name = try? MetricName.parse(first.metric), let gate = try? MetricGate.parse(first.gate) else {
      preconditionFailure("a verdict has a metric and a gate: \(first)")
    }
    let estimate = MetricEstimate(name, results.map { $0.sample(name) })
    var verdict = ThresholdVerdict(
      metric: first.metric, gate: first.gate, value: estimate.interval?.estimate, outcome: estimate.outcome(gate))
    if let interval = estimate.interval, interval.halfWidth.isFinite {
      (verdict.lower, verdict.upper) = (interval.lower, interval.upper)
    }
    if verdict.outcome == .inconclusive { verdict.reason = "the interval over replications lies on both sides" }
    return verdict
  }

  private func fingerprint(
    _ found: FingerprintBook.Entry, _ place: BookShelf.Place, _ arguments: [String]
  ) -> [Finding] {
    let book = shelf.path.map { ["--fingerprints", $0] } ?? []
    let again = (["doorstep", "test"] + arguments + book).map(shellQuoted).joined(separator: " ")
    let accept = "accept with  \(again) --accept \"why it may be so\""
    guard plant == .fingerprint || place.book != nil else { return [] }
    var expected = place.book?.entry(
      of: found.scenario, overrides: found.overrides, replication: found.replication)
    if plant == .fingerprint {
      expected = found
      expected?.whole = "planted"
      expected?.parts["times"] = "planted"
    }
    guard let expected else {
      return [
        Finding(
          code: .baselineMissing, check: "fingerprint",
          message: "\(place.path) has no fingerprint of \(found.scenario)", help: accept)
      ]
    }
    let moved = expected.differences(from: found)
    // A new field changes the hash of every scenario; what happens is then still the same.
    guard !moved.isEmpty, moved != ["scenario"] else { return [] }
    var look = (["doorstep", "run"] + arguments).map(shellQuoted).joined(separator: " ")
    if moved.contains("scenario") { look = "doorstep lint \(shellQuoted(arguments[0])) --resolved" }
    return [
      Finding(
        code: .thresholdFailed, check: "fingerprint",
        message: "fingerprint \(found.whole) is not \(expected.whole), accepted as \"\(expected.accepted)\"; "
          + "moved: \(moved.joined(separator: ", "))",
        help: "look with  \(look); \(accept)")
    ]
  }

  private func regressions(_ replications: [Baseline.Replication], _ name: String) -> [Finding] {
    var before = baseline?[name]
    if plant == .regression {
      before = replications.map { run in
        let better = run.samples.filter { $0.key.metric == "conversion" }
          .mapValues { MetricSample.number(($0.value ?? 0) * 3 + 1) }
        return Baseline.Replication(seed: run.seed, number: run.number, samples: better)
      }
    } else if baseline == nil {
      return []
    }
    guard let before else {
      return [
        Finding(
          code: .baselineMissing, check: "baseline", message: "the baseline has no figures of \"\(name)\"",
          help: "write them with --write-baseline FILE, from the version to compare with")
      ]
    }
    return metrics.compactMap { metric in
      if plant == .regression, metric.metric != "conversion" { return nil }
      return finding(Regression(metric, current: replications, baseline: before, margin: margin))
    }
  }

  private func finding(_ regression: Regression) -> Finding? {
    let code: ExitCode
    switch regression.outcome {
    case .pass: return nil
    case .better: code = .passed
    case .fail: code = .thresholdFailed
    case .inconclusive: code = .inconclusive
    case .noSamples: code = regression.baseline == nil ? .baselineMissing : .nothingSelected
    }
    return Finding(code: code, check: "baseline", message: comparison(regression))
  }

  private func comparison(_ regression: Regression) -> String {
    guard let difference = regression.difference, let was = regression.baseline, let now = regression.current else {
      let side = regression.baseline == nil ? "the baseline has no figures" : "this version has no samples"
      return "\(side) of \(regression.name.text)"
    }
    let word =
      switch (regression.outcome, Metric.better(regression.name.metric)) {
      case (.better, _): "is better"
      case (.fail, .neither): "changed"
      case (.fail, _): "is worse"
      default: "is inconclusive"
      }
    let interval =
      difference.halfWidth.isFinite
      ? "95 % interval \(figure(difference.lower)) to \(figure(difference.upper))"
      : "no interval: ask for more --replications"
    return "\(regression.name.text) \(word): \(figure(now)) after \(figure(was)), difference "
      + "\(figure(difference.estimate)), \(interval), margin \(figure(regression.margin)), \(difference.count) "
      + (regression.isPaired ? "pairs" : "independent replications")
  }
}
