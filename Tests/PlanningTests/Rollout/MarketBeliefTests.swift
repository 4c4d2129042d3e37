import Kernel
import Planning
import Testing

@Suite("What is believed of a market")
struct MarketBeliefTests {
  @Test("the posterior is the conjugate one: 100 orders of 3 each, deviation 30, prior deviation 10")
  func conjugate() throws {
    var belief = try MarketBelief(.init(prior: 10, order: 30))
    #expect(belief.mean == 0 && belief.deviation == 10 && abs(belief.profitable - 0.5) < 1e-12)
    // The uniform prior reaches 0.9 with a tenth; the value of knowing is 10 / sqrt(2 pi).
    #expect(abs(belief.reaches(0.9) - 0.1) < 1e-12 && abs(belief.learningValue - 3.989_422_804) < 1e-8)
    belief.add(orders: 60, contribution: 180, onTime: 57, late: 3)
    belief.add(orders: 40, contribution: 120, onTime: 38, late: 2)
    // Precision 1/100 + 100/900 = 0.121111; mean 300/900 over it; deviation its inverse root.
    #expect(abs(belief.mean - 2.752_293_578) < 1e-8 && abs(belief.deviation - 2.873_478_855) < 1e-8)
    // Normal(0.957826) and 1 - I(96, 6; 0.9).
    #expect(abs(belief.profitable - 0.830_925) < 1e-4, "\(belief.profitable)")
    #expect(belief.learningValue < 1 && belief.learningValue > 0)
  }

  @Test("scale needs both, stop needs one, all else goes on")
  func decisions() throws {
    func decide(_ perOrder: Double, _ onTime: Int, _ late: Int) throws -> MarketBelief.Decision {
      var belief = try MarketBelief(.init(prior: 10, order: 30))
      belief.add(orders: onTime + late, contribution: perOrder * Double(onTime + late), onTime: onTime, late: late)
      return belief.decide(target: 0.9)
    }
    #expect(try decide(5, 980, 20) == .scale)
    #expect(try decide(5, 800, 200) == .stop)
    #expect(try decide(-5, 980, 20) == .stop)
    #expect(try decide(0, 980, 20) == .go)
    #expect(try decide(5, 905, 95) == .go)
    #expect(throws: PlanningError.self) { try MarketBelief(.init(prior: 0, order: 30)) }
  }

  @Test(
    "orders of one window share its luck: a window tells no more than its own deviation, however many orders it has")
  func windows() throws {
    var one = try MarketBelief(.init(prior: 10, order: 30, window: 2, correlation: 0.01))
    var many = one
    one.add(orders: 1_000_000, contribution: 3_000_000, onTime: 950_000, late: 50_000)
    // Precision 1/100 + 1/(900/1e6 + 4).
    #expect(abs(one.deviation - 1 / (0.01 + 1 / 4.0009).squareRoot()) < 1e-9)
    #expect(abs(one.mean - 3 / 4.0009 / (0.01 + 1 / 4.0009)) < 1e-9)
    // A million orders tell of lateness as much as about a hundred would.
    #expect(abs(one.onTime + one.late - 100) < 0.1 && abs(one.onTime / one.late - 19) < 1e-9)
    for _ in 0..<4 { many.add(orders: 250, contribution: 750, onTime: 237, late: 13) }
    #expect(many.deviation < one.deviation && many.onTime + many.late > 2 * (one.onTime + one.late))
    #expect(throws: PlanningError.self) { try MarketBelief(.init(prior: 10, order: 30, correlation: 1.5)) }
  }

  @Test("with windows that differ, 90 % credible intervals hold the market's mean 86 to 94 times of 100 (400 markets)")
  func coverage() throws {
    var draws = Streams(seed: 9)["belief coverage"][0]
    func normal() -> Double { Deterministic.normalQuantile(min(max(draws.uniform(), 1e-12), 1 - 1e-12)) }
    var (held, naive) = (0, 0)
    for _ in 0..<400 {
      let truth = 10 * normal()
      var belief = try MarketBelief(.init(prior: 10, order: 30, window: 2, correlation: 0.01))
      var blind = try MarketBelief(.init(prior: 10, order: 30))
      for _ in 0..<3 {
        let mean = truth + 2 * normal() + 30 / 1_000.0.squareRoot() * normal()
        belief.add(orders: 1_000, contribution: 1_000 * mean, onTime: 0, late: 0)
        blind.add(orders: 1_000, contribution: 1_000 * mean, onTime: 0, late: 0)
      }
      if abs(belief.mean - truth) <= 1.644_854 * belief.deviation { held += 1 }
      if abs(blind.mean - truth) <= 1.644_854 * blind.deviation { naive += 1 }
    }
    // At 90 % the standard deviation of the count is 6: outside 342...378 three times in a thousand.
    #expect((342...378).contains(held) && naive < 280, "\(held) \(naive)")
  }
}
