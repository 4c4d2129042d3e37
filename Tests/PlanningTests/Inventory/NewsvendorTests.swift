import Foundation
import Kernel
import Planning
import Testing

@Suite("How much to buy once")
struct NewsvendorTests {
  @Test("normal demand: Snyder and Shen, examples 4.1 to 4.3 (KA-30)")
  func normal() throws {
    let problem = try Newsvendor(Normal(mean: 50, standardDeviation: 8), overage: 0.18, underage: 0.70)
    expectPrinted(problem.quantity, 56.6039559)
    expectPrinted(problem.leastCost, 1.9976052)
    expectPrinted(problem.cost(of: 60), 2.1561316)
    let priced = try Newsvendor(Normal(mean: 50, standardDeviation: 8), price: 1, cost: 0.3, salvage: 0.12)
    expectPrinted(priced.profit(of: priced.quantity), 33.0023948)
  }

  @Test("Poisson and lognormal demand (KA-31)")
  func others() throws {
    let fifty = try Newsvendor(Poisson(mean: 50), overage: 0.18, underage: 0.70)
    #expect(fifty.quantity == 56)
    expectPrinted(fifty.leastCost, 1.7972352)
    let six = try Newsvendor(Poisson(mean: 6), overage: 1, underage: 4)
    #expect(six.quantity == 8)
    expectPrinted(six.leastCost, 3.5701069)
    let skewed = try Newsvendor(Lognormal(mu: 6, sigma: 0.3), overage: 1, underage: 0.1765)
    expectPrinted(skewed.quantity, 295.6266448)
    // The published 29.4425435 is 8e-8 below the exact figure, 29.44254358213536 with 30 digits of working.
    expectPrinted(skewed.leastCost, 29.4425435, digits: 6)
    expectSame(skewed.leastCost, 29.44254358213536)
  }

  @Test("the wetsuits (KA-32)")
  func wetsuits() throws {
    let law = try Normal(mean: 3192, standardDeviation: 1181)
    let problem = try Newsvendor(law, price: 190, cost: 110, salvage: 90)
    expectPrinted(problem.quantity, 4185.955, digits: 3)
    expectPrinted(law.expectedShortage(problem.quantity), 131.844, digits: 3)
    expectPrinted(law.expectedLeftover(problem.quantity), 1125.799, digits: 3)
    expectPrinted(problem.profit(of: problem.quantity), 222_296.50, digits: 2)
  }

  @Test("exponential demand: the least cost is the holding of the best quantity (KA-33)")
  func exponential() throws {
    let problem = try Newsvendor(Exponential(mean: 100), overage: 1, underage: 9)
    expectPrinted(problem.quantity, 230.2585093)
    expectSame(problem.leastCost, problem.quantity)
    expectSame(problem.quantity, 100 * log(10))
  }

  @Test(
    "lognormal quantities over the mean, by coefficient of variation and critical ratio",
    arguments: [
      (0.3, [1.032, 1.226, 1.552]), (1, [0.873, 1.425, 2.781]), (1.5, [0.730, 1.383, 3.308]),
    ] as [(Double, [Double])])
  func lognormalTable(cv: Double, ratios: [Double]) throws {
    let law = try Lognormal(mean: 1, cv: cv)
    for (service, ratio) in zip([0.6, 0.8, 0.95], ratios) {
      expectPrinted(law.stock(meetingAllWith: service), ratio, digits: 3)
    }
  }

  @Test("expected oversell: five orders expected against three units (KA-35j)")
  func oversell() throws {
    expectPrinted(try Poisson(mean: 5).expectedShortage(3), 2.1718176)
  }

  @Test("losses agree with sums and integrals of the law")
  func losses() throws {
    let laws: [any DemandLaw] = [
      try Normal(mean: 20, standardDeviation: 5), try Lognormal(mean: 20, cv: 0.5), try Exponential(mean: 20),
    ]
    for law in laws {
      // E[(D − S)⁺] is the integral of the probability of running out.
      let step = 0.01
      let tail = stride(from: 25.0, to: 400, by: step).reduce(0) {
        $0 + step * (1 - law.cycleService($1 + step / 2))
      }
      #expect(abs(law.expectedShortage(25) - tail) < 1e-4, "\(law)")
      #expect(abs(law.cycleService(law.stock(meetingAllWith: 0.9)) - 0.9) < 1e-9, "\(law)")
    }
    let poisson = try Poisson(mean: 20)
    let sum = (26...200).reduce(0.0) { $0 + Double($1 - 25) * poisson.probability(of: Int64($1)) }
    expectSame(poisson.expectedShortage(25), sum)
    expectSame(poisson.expectedShortage(25.25), 0.75 * sum + 0.25 * poisson.expectedShortage(26))
  }

  @Test("a sample: the order statistic at the critical ratio, and an interval that covers as often as it says")
  func sample() throws {
    let problem = try Newsvendor(DemandSample((1...10).map { Double($0) }), overage: 1, underage: 4)
    #expect(problem.quantity == 8 && problem.demand.fillRate(8) == 1 - 0.3 / 5.5)
    #expect(problem.demand.cycleService(8) == 0.8)
    // 400 samples: the coverage of a 95 % interval lies in 0.914...0.986 with 99.9 % probability.
    let streams = Streams(seed: 5)["demand sample"]
    let truth = 100 * log(5.0)
    var covered = 0
    for number in 0..<400 {
      var stream = streams[UInt64(number)]
      let sample = try DemandSample((0..<200).map { _ in 100 * stream.exponential() })
      let (lower, upper) = try sample.interval(meetingAllWith: 0.8)
      if lower <= truth, truth <= upper { covered += 1 }
    }
    #expect((366...395).contains(covered), "\(covered)")
  }

  @Test("out of one budget every place runs out with the same probability")
  func budget() throws {
    let laws = try [(100.0, 30.0), (50, 25), (10, 4)].map { try Normal(mean: $0.0, standardDeviation: $0.1) }
    let places = laws.map { BudgetedStock.Place($0, cost: 2, revenue: 10) }
    let free = try BudgetedStock(places, budget: 1e6)
    #expect(free.price == 0)
    expectSame(free.quantities[0], laws[0].stock(meetingAllWith: 0.8))
    let tight = try BudgetedStock(places, budget: 300)
    #expect(abs(tight.quantities.reduce(0, +) * 2 - 300) < 1e-6 && tight.price > 0)
    let services = zip(laws, tight.quantities).map { $0.cycleService($1) }
    #expect(services.allSatisfy { abs($0 - services[0]) < 1e-9 })
    expectSame(1 - services[0], 2 * (1 + tight.price) / 10)
  }

  @Test("nonsense is refused")
  func refusals() throws {
    #expect(throws: PlanningError.self) { try Newsvendor(Poisson(mean: 5), overage: 0, underage: 1) }
    #expect(throws: PlanningError.self) { try DemandSample([]) }
    #expect(throws: PlanningError.self) { try DemandSample([1, -1]) }
  }
}
