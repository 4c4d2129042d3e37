import Experiments
import Logistics
import Scenario
import Synchronization
import Testing

@Suite struct RunPoolTests {
  private let model: Model

  init() throws { model = try smallModel() }

  @Test("Three workers find what one worker finds, in the order of the jobs")
  func order() throws {
    let jobs = (0..<7).map { RunJob(model, replication: UInt32($0)) }
    let alone = try #require(RunPool(workers: 1).results(of: jobs))
    let together = try #require(RunPool(workers: 3).results(of: jobs))
    #expect(alone.map(\.fingerprint) == together.map(\.fingerprint))
    #expect(together.map(\.identity.replication) == (0..<7).map { UInt32($0) })
    #expect(Set(together.map(\.fingerprint.whole)).count == 7)
    #expect(together.map { RunFigures($0).key } == jobs.map(\.key))
  }

  @Test("Told to stop, the pool gives up runs on their way and begins no other")
  func stopping() {
    let jobs = (0..<20).map { RunJob(model, replication: UInt32($0)) }
    let stopped = Atomic<Bool>(false)
    var done = 0
    let isWhole = RunPool(workers: 2).run(jobs, while: { !stopped.load(ordering: .relaxed) }) { _, result in
      #expect(!result.interrupted)
      done += 1
      stopped.store(true, ordering: .relaxed)
    }
    #expect(!isWhole)
    #expect((1...3).contains(done))
  }

  @Test("What the listener throws stops the pool and comes out of it")
  func throwing() {
    struct DiskFull: Error {}
    let jobs = (0..<20).map { RunJob(model, replication: UInt32($0)) }
    var told = 0
    #expect(throws: DiskFull.self) {
      try RunPool(workers: 2).run(jobs) { _, _ in
        told += 1
        throw DiskFull()
      }
    }
    #expect(told == 1)
  }

  @Test("No jobs are done at once")
  func empty() { #expect(RunPool(workers: 2).results(of: [])?.isEmpty == true) }
}

/// A starter's world with few orders.
func smallModel(_ overrides: [String] = []) throws -> Model {
  try Model.build(
    ScenarioDocument.parse(
      StarterScenario.oneCountry, overrides: ["scale.demand=0.02"] + overrides, schema: ModelSchema.schema))
}
