import Foundation
import Kernel
import Planning
import Testing

@Suite("How much and when to order again")
struct ReplenishmentTests {
  @Test("the economic order quantity, without and with backorders (KA-34)")
  func lots() throws {
    let plain = try EconomicOrderQuantity(rate: 1300, fixedCost: 8, holding: 0.225)
    expectPrinted(plain.quantity, 304.0467800)
    expectPrinted(plain.cost, 68.4105255)
    let waiting = try EconomicOrderQuantity(rate: 1300, fixedCost: 8, holding: 0.225, waiting: 5)
    expectPrinted(waiting.quantity, 310.8125552)
    expectPrinted(100 * waiting.backorderShare, 4.30622, digits: 5)
    expectPrinted(waiting.cost, 66.9213636)
  }

  @Test("(r, Q) with normal demand in the lead time (KA-35)")
  func normal() throws {
    let law = try Normal(mean: 1300.0 / 12, standardDeviation: 150 / 12.0.squareRoot())
    let cost = try ReorderPoint.cost(
      point: 126.8, quantity: 328.5, law, rate: 1300, fixedCost: 8, holding: 0.225, waiting: 7.5)
    expectPrinted(cost, 78.0711625)
    let best = try ReorderPoint.best(law, rate: 1300, fixedCost: 8, holding: 0.225, waiting: 7.5)
    #expect(abs(best.point - 126.8) < 0.1 && abs(best.quantity - 328.5) < 0.1 && best.cost <= cost)
    for (r, q) in [(-1.0, 0.0), (1, 0), (0, -1), (0, 1)] {
      let other = try ReorderPoint.cost(
        point: best.point + r, quantity: best.quantity + q, law, rate: 1300, fixedCost: 8, holding: 0.225, waiting: 7.5)
      #expect(other > best.cost)
    }
  }

  @Test("(r, Q) with Poisson demand (KA-35)")
  func poisson() throws {
    let best = try ReorderPoint.best(Poisson(mean: 3), rate: 1.5, fixedCost: 100, holding: 20, waiting: 150)
    #expect(best.point == 3 && best.quantity == 5)
    expectPrinted(best.cost, 107.9235806)
  }

  @Test("Hadley and Whitin's iteration on the mustard (KA-35b)")
  func approximation() throws {
    let law = try Normal(mean: 100, standardDeviation: 25)
    let steps = try ReorderPoint.approximate(law, rate: 200, fixedCost: 50, holding: 2, backorder: 25)
    expectPrinted(steps[0].quantity, 100, digits: 3)
    expectPrinted(steps[0].point, 143.767, digits: 3)
    expectPrinted(steps[1].quantity, 109.628, digits: 3)
    let last = try #require(steps.last)
    expectPrinted(last.quantity, 110.7737, digits: 4)
    expectPrinted(last.point, 142.5682, digits: 4)
    expectPrinted(law.expectedShortage(last.point), 0.4541642)
  }

  @Test("(s, S), ordering at s or below (KA-35c)")
  func periodic() throws {
    let demand = try Poisson(mean: 6)
    let best = try PeriodicReview.best(demand, fixedCost: 5, holding: 1, waiting: 4)
    #expect(best.reorderLevel == 4 && best.orderUpTo == 10)
    expectPrinted(best.cost, 8.0341116)
    let below = try PeriodicReview.cost(reorderLevel: 3, orderUpTo: 10, demand, fixedCost: 5, holding: 1, waiting: 4)
    expectPrinted(below, 8.16, digits: 2)
    for s in 0..<10 {
      for top in (s + 1)...20 {
        let cost = try PeriodicReview.cost(
          reorderLevel: s, orderUpTo: top, demand, fixedCost: 5, holding: 1, waiting: 4)
        #expect(cost >= best.cost - 1e-12)
      }
    }
  }

  @Test("base stock by Palm's theorem, and pooled (KA-35d, KA-35e)")
  func baseStock() throws {
    let one = try BaseStock(level: 9, onOrder: 6)
    expectPrinted(one.fillRate, 0.8472375)
    expectPrinted(one.backorders, 0.1612589)
    expectPrinted(one.onHand, 3.1612589)
    expectPrinted(try BaseStock.lostShare(level: 9, onOrder: 6), 0.0751450)
    expectPrinted(try BaseStock(level: 30, onOrder: 24).fillRate, 0.8678764)
    expectPrinted(try BaseStock(level: 36, onOrder: 24).fillRate, 0.9868450)
  }

  @Test("pooling four places halves the cost of mismatch (KA-35f)")
  func pooling() throws {
    let places = [(mean: Double, standardDeviation: Double)](repeating: (100, 30), count: 4)
    let costs = try RiskPooling.mismatchCosts(places, overage: 20, underage: 80)
    expectPrinted(costs.separate, 3359.5, digits: 1)
    expectPrinted(costs.pooled, 1679.8, digits: 1)
    expectSame(try RiskPooling.costRatio(places: 4, correlation: 0), costs.pooled / costs.separate)
    expectSame(try RiskPooling.costRatio(places: 4, correlation: 1), 1)
    #expect(throws: PlanningError.self) { try RiskPooling.costRatio(places: 4, correlation: -0.5) }
  }

  @Test("three stages in a row, Snyder and Shen, example 6.1 (KA-35g)")
  func serial() throws {
    let system = try SerialSystem(
      [(3.0, 1), (2, 1), (2, 2)].map { SerialSystem.Stage(echelonHolding: $0.0, leadTime: $0.1) },
      mean: 5, standardDeviation: 1, waiting: 37.12, step: 0.05)
    for (level, printed) in zip(system.levels, [6.51, 12.01, 22.70]) { #expect(abs(level - printed) < 0.05) }
    #expect(abs(system.cost - 47.65) < 0.05)
  }

  @Test("one stage in a row is a newsvendor on the lead time")
  func oneStage() throws {
    let system = try SerialSystem(
      [SerialSystem.Stage(echelonHolding: 2, leadTime: 4)], mean: 5, standardDeviation: 1, waiting: 18, step: 0.02)
    let problem = try Newsvendor(Normal(mean: 20, standardDeviation: 2), overage: 2, underage: 18)
    #expect(abs(system.levels[0] - problem.quantity) < 0.03)
    #expect(abs(system.cost - problem.leastCost) < 0.01)
  }

  @Test("the bullwhip of a moving average (KA-35h)", arguments: [(1, 5, 1.48), (4, 10, 2.12), (1, 1, 5)])
  func bullwhip(leadTime: Int, observations: Int, ratio: Double) throws {
    expectSame(try Bullwhip.varianceRatio(leadTime: leadTime, observations: observations), ratio)
    // Orders up to L times the average: simulated, batch means over 400,000 periods, 99.9 % interval.
    var stream = Streams(seed: 3)["bullwhip"][UInt64(leadTime * 100 + observations)]
    var window = (0..<observations).map { _ in stream.normal() }
    var means = BatchMeans(batches: 40)
    for _ in 0..<400_000 {
      let demand = stream.normal()
      let order = demand + Double(leadTime) / Double(observations) * (demand - window[0])
      window.removeFirst()
      window.append(demand)
      means.add(order * order)
    }
    let interval = means.interval(level: 0.999)
    #expect(interval.contains(ratio), "\(interval)")
  }

  @Test("the beer game in this order of events costs 180 (KA-35i)")
  func beerGame() {
    let game = BeerGame(demand: BeerGame.step)
    #expect(game.costs == [36, 44, 52, 48] && game.total == 180)
    var hasty = BeerGame.Rule()
    hasty.supplyLine = 0.3
    hasty.smoothing = 0.36
    hasty.stockAdjustment = 0.26
    let whip = BeerGame(demand: BeerGame.step, rule: hasty)
    #expect(whip.total > 180 && whip.peakOrders[3] > whip.peakOrders[0], "who forgets the supply line orders too much")
  }
}
