import Kernel
import Planning
import Testing

@Suite("How much at each place")
struct StockPlanTests {
  @Test("Two places and ten units: no split of whole units brings more")
  func enumeration() throws {
    let first = [2.0, 4, 6, 8]
    let second = [7.0, 5, 1, 3]
    let plan = try StockPlan(
      [.init(demand: first, margin: 3), .init(demand: second, margin: 5)], units: 10, hasPool: false, lots: 10)
    let best = (0...10).map { units in
      let rest = Double(10 - units)
      return first.reduce(0) { $0 + 3 * min($1, Double(units)) / 4 } + second.reduce(0) { $0 + 5 * min($1, rest) / 4 }
    }.max()!
    #expect(abs(plan.value - best) < 1e-9, "\(plan)")
    #expect(abs(plan.stock.reduce(0, +) - 10) < 1e-9)
  }

  @Test("With a pool: no split of whole units over two places and the pool brings more")
  func pooled() throws {
    let (first, second) = ([2.0, 9, 1, 8, 3], [7.0, 0, 6, 3, 2])
    let places: [StockPlan.Place] = [
      .init(demand: first, margin: 6, fromPool: 4, patience: 0.8), .init(demand: second, margin: 5, fromPool: 4.5),
    ]
    func value(_ a: Double, _ b: Double, _ pool: Double) -> Double {
      (0..<5).reduce(0) { sum, day in
        var money = 6 * min(a, first[day]) + 5 * min(b, second[day])
        var left = pool
        let second = min(left, max(0, second[day] - b))
        left -= second
        money += 4.5 * second + 4 * min(left, max(0, first[day] - a) * 0.8)
        return sum + money / 5
      }
    }
    var best = -Double.infinity
    for a in 0...10 { for b in 0...(10 - a) { best = max(best, value(Double(a), Double(b), Double(10 - a - b))) } }
    let plan = try StockPlan(places, units: 10, lots: 10)
    #expect(abs(plan.value - best) < 1e-9, "\(plan) \(best)")
    #expect(plan.pool > 0)
  }

  @Test("With equal margins every place runs out equally often, and one more unit is worth the same everywhere")
  func waterFilling() throws {
    let scenarios = 200
    func place(_ mean: Double, _ deviation: Double) -> StockPlan.Place {
      StockPlan.Place(
        demand: (0..<scenarios).map {
          mean + deviation * Deterministic.normalQuantile((Double($0) + 0.5) / Double(scenarios))
        }, margin: 2)
    }
    let plan = try StockPlan([place(100, 10), place(400, 100), place(50, 20)], units: 620, hasPool: false, lots: 620)
    #expect(plan.shortage.max()! - plan.shortage.min()! < 0.04, "\(plan.shortage)")
    #expect(plan.worth.max()! - plan.worth.min()! < 0.08, "\(plan.worth)")
    // The same quantile everywhere: more spread, more above the mean.
    #expect(plan.stock[1] - 400 > plan.stock[0] - 100)
  }

  @Test("Knowing demand never brings less, and nothing is worth more than its margin")
  func bound() throws {
    let plan = try StockPlan(
      [.init(demand: [1, 5, 9], margin: 4), .init(demand: [8, 2, 6], margin: 3)], units: 9, hasPool: false)
    #expect(plan.clairvoyant >= plan.value && plan.value > 0)
    #expect(zip(plan.worth, [4.0, 3]).allSatisfy { $0 <= $1 + 1e-9 })
    #expect(throws: PlanningError.self) { try StockPlan([], units: 1) }
    #expect(throws: PlanningError.self) {
      try StockPlan([.init(demand: [1], margin: 1), .init(demand: [1, 2], margin: 1)], units: 1)
    }
  }
}
