import Kernel
import Logistics
import Scenario
import TestSupport
import Testing

@testable import Experiments

@Suite("A choice among simulated plans")
struct AnswerRaceTests {
  private static let metric = MetricName(metric: "contribution")

  /// Plans `plan=K` with given means: all replications share luck, and have some of their own.
  private struct Plans: AnswerBench {
    let means: [Double]
    let world: ModelOutline
    let seed: UInt64

    func figures(of wanted: [AnswerRuns], note: String) throws -> [[RunFigures]] {
      wanted.map { runs in
        let plan = Int(runs.variant.overrides[0].dropFirst("plan=".count)) ?? 0
        return runs.replications.map { replication in
          var common = Streams(seed: seed)["common"][UInt64(replication)]
          var own = Streams(seed: seed)["own"][UInt64(replication), UInt32(plan)]
          let value = means[plan] + 50 * common.normal() + 10 * own.normal()
          return RunFigures(
            key: RunKey(stored: "\(plan)-\(replication)"), replication: replication, fingerprint: "", violations: 0,
            samples: [AnswerRaceTests.metric: .number(value)])
        }
      }
    }

    func outline(of overrides: [String]) throws -> ModelOutline { world }
  }

  private static let scenario = Result {
    let document = try Model.document(path: Places.repository("scenarios/ci-smoke.yaml"), overrides: [])
    return (document, try Model.build(document))
  }

  private func race(_ means: [Double], seed: UInt64, most: Int = 2_000, delta: Double = 10) throws -> AnswerRace {
    let (document, model) = try Self.scenario.get()
    let bench = Plans(means: means, world: ModelOutline(model), seed: seed)
    var desk = try AnswerDesk(bench, document, model, effort: .full, level: 0.95, seed: seed, solver: nil)
    return try desk.race(
      means.indices.map { ["plan=\($0)"] }, first: 6, most: most, delta: delta, note: "plans"
    ) { _, run in run[Self.metric]?.value ?? 0 }
  }

  @Test("Where the best is better by what matters, it is chosen at least 95 times of 100, over 200 races")
  func selection() throws {
    var right = 0
    for seed in 0..<200 {
      let race = try race([90, 100, 90, 85], seed: UInt64(seed))
      #expect(race.isDecided)
      if race.best == 1 { right += 1 }
    }
    // At 95 % the number of right choices has a standard deviation of 3.1: below 182 once in 200 tries.
    #expect(right >= 182, "\(right) of 200")
  }

  @Test("Clear differences need the first stage alone, and the losers are not run again")
  func clear() throws {
    let race = try race([0, 1_000, 10], seed: 7)
    #expect(race.best == 1 && race.isDecided && race.replications == [6, 6, 6])
    #expect(race.sentence(level: 0.95, unit: "USD").contains("6 replications decided"))
  }

  @Test("Plans that are alike are told apart until the replications are used up, and then it says so")
  func undecided() throws {
    let race = try race([100, 100, 0], seed: 7, most: 9, delta: 3)
    #expect(!race.isDecided && race.best < 2 && race.replications[0] == 9 && race.replications[2] == 6)
    #expect(race.runs.map(\.count) == race.replications)
    #expect(race.sentence(level: 0.95, unit: "USD").contains("did not decide"))
    let alone = try self.race([5], seed: 7)
    #expect(alone.best == 0 && alone.isDecided)
  }
}
