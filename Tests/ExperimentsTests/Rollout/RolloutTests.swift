import Logistics
import Planning
import Testing

@testable import Experiments

@Suite("Launching market by market")
struct RolloutTests {
  private func outcome(orders: Int, perOrder: Double, onTime: Double, cost: Double = 20) -> Rollout.Outcome {
    var outcome = Rollout.Outcome(.init())
    outcome.orders = orders
    outcome.contribution = Double(orders) * perOrder
    outcome.spent = Double(orders) * cost
    outcome.onTime = Int(Double(orders) * onTime)
    outcome.late = orders - outcome.onTime
    return outcome
  }

  @Test("a market that earns and keeps its promise is scaled by five to the whole, others are stopped; luck is shared")
  func decisions() throws {
    var terms = Rollout.Terms()
    terms.windows = 6
    terms.futures = 2
    var asked: [Rollout.Window] = []
    let result = try Rollout(markets: ["GOOD", "LOSS", "LATE"], terms: terms).run { windows in
      asked += windows
      return windows.map { window in
        let orders = Int(10_000 * window.scale)
        switch window.market {
        case 0: return outcome(orders: orders, perOrder: 6, onTime: 0.97)
        case 1: return outcome(orders: orders, perOrder: -6, onTime: 0.97)
        default: return outcome(orders: orders, perOrder: 6, onTime: 0.7)
        }
      }
    }
    for future in 0..<2 {
      let own = result.log.filter { $0.future == future }
      #expect(own.filter { $0.market == 0 }.map(\.scale).prefix(4) == [0.04, 0.2, 1, 1])
      #expect(own.filter { $0.market == 1 }.map(\.decision) == [.stop])
      #expect(own.filter { $0.market == 2 }.map(\.decision) == [.stop])
      // One more market a window; the three have the same learning value for their cost, so that the first comes first.
      #expect(own.filter { $0.window == 0 }.map(\.market) == [0])
    }
    // GOOD 10,000 x 6 x (0.04 + 0.2 + 1 + 1 + 1 + 1), and one small window of each other.
    #expect(abs(result.steps[0] - (60_000 * 4.24 - 2_400 + 2_400)) < 1e-6, "\(result.steps)")
    #expect(result.everywhere == [360_000, 360_000] && result.worstEverywhere == [60_000, 60_000])
    // Both ways of launching ask for the same replication of the same window.
    #expect(Set(asked.map(\.replication)) == Set(0...12))
  }

  @Test("the cap on spending holds markets down while they are learnt about")
  func cap() throws {
    var terms = Rollout.Terms()
    terms.windows = 4
    terms.futures = 2
    terms.cap = 4_000
    let result = try Rollout(markets: ["A"], terms: terms).run { windows in
      windows.map { outcome(orders: Int((10_000 * $0.scale).rounded()), perOrder: 6, onTime: 0.98) }
    }
    let own = result.log.filter { $0.future == 0 }
    // 20 an order, 10,000 orders at full scale: the cap buys a fiftieth.
    #expect(own.allSatisfy { $0.outcome.spent <= 4_000 + 1e-6 && $0.isCapped }, "\(own)")
    #expect(own.map(\.scale).allSatisfy { abs($0 - 0.02) < 1e-9 })
  }
}
