import Experiments
import Foundation
import GRDB
import Kernel
import Logistics
import Synchronization
import Testing

@Suite struct StudySessionTests {
  @Test("Workers do not show, and a store that has some of the runs already changes nothing")
  func workers() throws {
    // So many that the workers have not done all before the caller is told of three.
    try withSession(fixed.replacing("replications: 4", with: "replications: 40")) { session, folder in
      let alone = try session.run(RunPool(workers: 1))
      let store = try ResultsStore(path: folder + "/results.sqlite")
      let count = Mutex(0)
      let part = try session.run(RunPool(workers: 2), store: store, while: { count.withLock { $0 } < 3 }) { news in
        if case .done = news { count.withLock { $0 += 1 } }
      }
      #expect(!part.isWhole && (3..<80).contains(part.ran) && !part.passes)
      let rest = try session.run(RunPool(workers: 3), store: store)
      #expect(rest.isWhole && rest.known == part.ran && rest.ran == 80 - part.ran)
      #expect(figures(rest) == figures(alone))
      #expect(rest.points.map(\.estimates) == alone.points.map(\.estimates))
      #expect(try store.standing(of: session.experiment) == .begun(80))
    }
  }

  @Test("Points have common random numbers, and points that are the same scenario are run once")
  func commonNumbers() throws {
    try withSession(fixed.replacing("[0.02, 0.03]", with: "[0.02, 0.020]")) { session, _ in
      let result = try session.run(RunPool(workers: 2))
      #expect(result.ran == 4)
      #expect(result.points[0].runs == result.points[1].runs)
    }
  }

  @Test("The rule looks at replications in their order: it stops at the same number for any workers, and says why")
  func rule() throws {
    let text = fixed.replacing(
      "replications: 4", with: "until: { visits: 4 % }\nminReplications: 2\nmaxReplications: 11")
    try withSession(text) { session, folder in
      let alone = try session.run(RunPool(workers: 1))
      let store = try ResultsStore(path: folder + "/results.sqlite")
      let together = try session.run(RunPool(workers: 3), store: store)
      #expect(figures(alone) == figures(together))
      for point in alone.points {
        #expect([2, 4, 6, 8, 10, 11].contains(point.runs.count))
        let interval = try #require(MetricEstimate(MetricName(metric: "visits"), point.runs).interval)
        #expect((point.rule == .met) == (interval.relativeHalfWidth <= 0.04 / 1.04), "\(point.runs.count)")
        #expect(point.rule == .met || point.runs.count == 11)
      }
      #expect(try session.run(RunPool(workers: 2), store: store).ran == 0)
    }
  }

  @Test("A goal that no number of replications reaches ends at the most of them")
  func maximum() throws {
    let text = fixed.replacing(
      "replications: 4", with: "until: { contribution: 0.01 % }\nminReplications: 2\nmaxReplications: 3")
    try withSession(text) { session, _ in
      let result = try session.run(RunPool(workers: 2))
      #expect(result.points.map(\.rule) == [.maximum, .maximum] && result.points.map(\.runs.count) == [3, 3])
    }
  }

  @Test(
    "Shards have every run exactly once, and their files together give the table of the whole",
    arguments: [
      fixed, fixed.replacing("replications: 4", with: "until: { visits: 8 % }\nminReplications: 2\nmaxReplications: 5"),
    ])
  func shards(text: String) throws {
    try withSession(text) { whole, folder in
      let expected = try whole.run(RunPool(workers: 2))
      let store = try ResultsStore(path: folder + "/results.sqlite")
      var ran = 0
      for number in 1...3 {
        let shard = try #require(Shard(number, of: 3))
        let session = StudySession(whole.study, models: whole.models, shard: shard)
        let path = folder + "/\(number).sqlite"
        let part = try session.run(RunPool(workers: 1), store: ResultsStore(path: path))
        ran += part.ran
        #expect(!part.passes)
        #expect(try store.merge(path).added == part.ran)
        #expect(try store.merge(path) == merged(0, part.ran))
      }
      #expect(ran == expected.points.reduce(0) { $0 + $1.runs.count })
      let again = try whole.run(RunPool(workers: 2), store: store)
      #expect(again.ran == 0)
      #expect(figures(again) == figures(expected))
    }
  }

  @Test(
    "Merging refuses equal keys with different fingerprints, other studies of the same name, and what is no results file"
  )
  func refusals() throws {
    try withSession(fixed) { session, folder in
      for name in ["a", "b"] {
        _ = try session.run(RunPool(workers: 2), store: ResultsStore(path: "\(folder)/\(name).sqlite"))
      }
      let store = try ResultsStore(path: folder + "/a.sqlite")
      #expect(try store.merge(folder + "/b.sqlite") == merged(0, 8))
      try DatabaseQueue(path: folder + "/b.sqlite").write {
        try $0.execute(sql: "UPDATE run SET fingerprint = 'ffffffffffffffff' WHERE id = 3")
      }
      let conflict = #expect(throws: ResultsStoreError.self) { try store.merge(folder + "/b.sqlite") }
      #expect(conflict?.isConflict == true && conflict?.reason.contains("ffffffffffffffff") == true)
      try DatabaseQueue(path: folder + "/b.sqlite").write {
        try $0.execute(sql: "UPDATE run SET fingerprint = (SELECT fingerprint FROM run WHERE id = 3), interrupted = 1")
        try $0.execute(sql: "UPDATE experiment SET digest = 'other'")
      }
      let other = #expect(throws: ResultsStoreError.self) { try store.merge(folder + "/b.sqlite") }
      #expect(other?.isConflict == false && other?.reason.contains("study \"study\"") == true)
      #expect(throws: ResultsStoreError.self) { try store.merge(folder + "/none.sqlite") }
      #expect(throws: ResultsStoreError.self) { try store.merge(folder + "/study.yaml") }
      #expect(!FileManager.default.fileExists(atPath: folder + "/none.sqlite"))
      #expect(try store.standing(of: session.experiment) == .begun(8))
    }
  }

  @Test("A study that changed keeps the runs that still fit, and says that it changed")
  func changed() throws {
    try withSession(fixed) { session, folder in
      let store = try ResultsStore(path: folder + "/results.sqlite")
      _ = try session.run(RunPool(workers: 2), store: store)
      let text = fixed.replacing("[0.02, 0.03]", with: "[0.03, 0.04]")
      try text.write(toFile: folder + "/study.yaml", atomically: true, encoding: .utf8)
      let study = try Study.load(path: folder + "/study.yaml")
      let other = StudySession(study, models: try study.models())
      #expect(try store.standing(of: other.experiment) == .changed(8))
      let result = try other.run(RunPool(workers: 2), store: store)
      #expect(result.known == 4 && result.ran == 4)
      #expect(try store.standing(of: other.experiment) == .begun(8))
    }
  }

  @Test("Gates pass, fail or stay open by the interval over replications, at every point; one call runs a file")
  func gates() throws {
    let text = fixed + "thresholds: { visits: [lower>1, value<1], conversion: [upper<1.9 %] }\n"
    try withSession(text) { session, folder in
      let result = try Study.run(path: folder + "/study.yaml", RunPool(workers: 2))
      for point in result.points {
        let outcomes = point.verdicts.map { "\($0.gate.name.text) \($0.gate.gate.text) \($0.outcome)" }
        #expect(outcomes.contains("visits lower>1 pass") && outcomes.contains("visits value<1 fail"), "\(outcomes)")
      }
      #expect(!result.passes && result.points.allSatisfy { $0.violations == 0 })
      #expect(try Study.run(path: folder + "/study.yaml", RunPool(workers: 1), while: { false }).isWhole == false)
    }
    try withSession(fixed + "thresholds: { visits: [lower>1] }\n") { _, folder in
      let result = try Study.run(path: folder + "/study.yaml", RunPool(workers: 2))
      #expect(result.passes)
    }
  }

  @Test("Two processes may write one file: two connections in turn lose nothing")
  func twoWriters() throws {
    try withSession(fixed) { session, folder in
      let path = folder + "/results.sqlite"
      let stores = [try ResultsStore(path: path), try ResultsStore(path: path)]
      let failures = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 2) { place in
        do { _ = try session.run(RunPool(workers: 1), store: stores[place]) } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
      let rows = try DatabaseQueue(path: path).read {
        try Int.fetchAll($0, sql: "SELECT count(*) FROM metrics GROUP BY run_id")
      }
      #expect(rows.count == 8 && Set(rows).count == 1)
    }
  }
}

private let fixed = """
  scenario: home.yaml
  set: { end: 2026-11-30T00:00:00Z }
  vary:
    demand: { path: scale.demand, values: [0.02, 0.03] }
  replications: 4
  metrics: [visits, conversion]

  """

private func withSession(_ text: String, _ body: (StudySession, String) throws -> Void) throws {
  try withFiles(["home.yaml": StarterScenario.oneCountry, "study.yaml": text]) { folder in
    let study = try Study.load(path: folder + "/study.yaml")
    try body(StudySession(study, models: try study.models()), folder)
  }
}

private func merged(_ added: Int, _ known: Int) -> MergeCount {
  var count = MergeCount()
  (count.added, count.known) = (added, known)
  return count
}

/// Who the runs of each point are, with what they measured.
private func figures(_ result: StudyResult) -> [[String]] {
  let names = [MetricName(metric: "visits"), MetricName(metric: "conversion"), MetricName(metric: "contribution")]
  return result.points.map { point in
    point.runs.map { run in
      let samples = names.map { "\(run[$0]?.value ?? -1)" }.joined(separator: " ")
      return "\(run.key.text) \(run.replication) \(run.fingerprint) \(samples)"
    }
  }
}
