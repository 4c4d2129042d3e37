import Planning
import Testing

@Suite("What is believed of a market")
struct MarketBeliefTests {
  @Test("the posterior is the conjugate one: 100 orders of 3 each, deviation 30, prior deviation 10")
  func conjugate() throws {
    var belief = try MarketBelief(priorDeviation: 10, orderDeviation: 30)
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
      var belief = try MarketBelief(priorDeviation: 10, orderDeviation: 30)
      belief.add(orders: onTime + late, contribution: perOrder * Double(onTime + late), onTime: onTime, late: late)
      return belief.decide(target: 0.9)
    }
    #expect(try decide(5, 980, 20) == .scale)
    #expect(try decide(5, 800, 200) == .stop)
    #expect(try decide(-5, 980, 20) == .stop)
    #expect(try decide(0, 980, 20) == .go)
    #expect(try decide(5, 905, 95) == .go)
    #expect(throws: PlanningError.self) { try MarketBelief(priorDeviation: 0, orderDeviation: 30) }
  }
}
