import Kernel
import Planning
import Testing

@Suite("How much to secure")
struct SecuredQuantityTests {
  private func sample(_ count: Int, mean: Double = 3_192, deviation: Double = 1_181) throws -> DemandSample {
    try DemandSample(
      (0..<count).map { place in
        max(0, mean + deviation * Deterministic.normalQuantile((Double(place) + 0.5) / Double(count)))
      })
  }

  @Test("The wetsuit: Q 4185.955, lost 131.844, left 1125.799, profit 222,296.50 (KA-32)")
  func wetsuit() throws {
    let answer = try SecuredQuantity(try sample(20_000), overage: 20, underage: 80)
    #expect(abs(answer.quantity - 4_185.955) < 1)
    #expect(abs(answer.demand.expectedShortage(answer.quantity) - 131.844) < 0.5)
    // The textbook's normal demand falls below 0 now and then, a sample of demand never does: that part is taken off.
    let belowZero = try Normal(mean: 3_192, standardDeviation: 1_181).expectedLeftover(0)
    #expect(abs(answer.demand.expectedLeftover(answer.quantity) - (1_125.799 - belowZero)) < 0.5)
    #expect(abs(answer.profit(times: 1) - (222_296.50 + 100 * belowZero)) < 20)
  }

  @Test("No other quantity of the sample earns more, and knowing demand is worth what the best quantity loses")
  func best() throws {
    let answer = try SecuredQuantity(try sample(200), overage: 7, underage: 13)
    for other in answer.demand.sorted {
      #expect(answer.newsvendor.profit(of: other) <= answer.profit(times: 1) + 1e-6)
    }
    let known = 13 * answer.demand.mean
    #expect(abs(known - answer.profit(times: 1) - answer.perfectInformation) < 1e-6)
    #expect(answer.regret(demandTimes: 1) < 1e-9)
    #expect(answer.regret(demandTimes: 2) > 0 && answer.regret(demandTimes: 0.5) > 0)
  }

  @Test("The best quantity beats its neighbours on fresh demand by a paired t")
  func fresh() throws {
    let answer = try SecuredQuantity(try sample(500), overage: 20, underage: 80)
    var draws = Streams(seed: 3)["fresh demand"][0]
    let demands = (0..<4_000).map { _ in
      max(0, 3_192 + 1_181 * Deterministic.normalQuantile(min(max(draws.uniform(), 1e-12), 1 - 1e-12)))
    }
    func profit(_ quantity: Double, _ demand: Double) -> Double {
      80 * min(quantity, demand) - 20 * max(0, quantity - demand)
    }
    for factor in [0.8, 1.2] {
      let differences = Tally(
        demands.map { profit(answer.quantity, $0) - profit(answer.quantity * factor, $0) })
      // Seeded; the mean difference is more than ten standard errors above 0.
      #expect(ConfidenceInterval(of: differences).lower > 0, "\(factor)")
    }
  }

  @Test("Both intervals narrow as one over the root of the sample, and agree in size")
  func intervals() throws {
    let (few, many) = (
      try SecuredQuantity(try sample(400), overage: 20, underage: 80),
      try SecuredQuantity(try sample(1_600), overage: 20, underage: 80)
    )
    #expect(abs(few.densityHalfWidth() / many.densityHalfWidth() - 2) < 0.1)
    var draws = Streams(seed: 4)["bootstrap"][0]
    let sorted = few.demand.sorted
    let bounds = Bootstrap.interval(groups: 400, resamples: 300, draws: &draws) { chosen in
      let sample = chosen.map { sorted[$0] }.sorted()
      return sample[319]
    }
    let half = (bounds.upper - bounds.lower) / 2
    #expect((0.6...1.6).contains(half / few.densityHalfWidth()), "\(half) \(few.densityHalfWidth())")
  }

  @Test("A second order is worth the more the better early sales tell demand, and nothing where they tell nothing")
  func secondBuy() throws {
    var draws = Streams(seed: 5)["second buy"][0]
    func normal() -> Double { Deterministic.normalQuantile(min(max(draws.uniform(), 1e-12), 1 - 1e-12)) }
    let scenarios = (0..<300).map { _ in (common: normal(), own: normal(), noise: normal()) }
    func gain(_ loading: Double) throws -> SecondBuy {
      let early = scenarios.map { 100 * Deterministic.exp(0.5 * $0.common) }
      let rest = (1 - loading * loading).squareRoot()
      let demand = scenarios.map { 1_000 * Deterministic.exp(0.5 * (loading * $0.common + rest * $0.own)) }
      return try #require(SecondBuy(early: early, demand: demand, overage: 4, underage: 6, premium: 0.5))
    }
    let (good, fair, none) = (try gain(0.98), try gain(0.7), try gain(0))
    #expect(good.gain > fair.gain && fair.gain > none.gain && good.gain > 200, "\(good) \(fair) \(none)")
    #expect(good.spread.after < 0.3 * good.spread.before && none.second < 0.2 * good.second)
    #expect(SecondBuy(early: [1, 2], demand: [1, 2], overage: 1, underage: 1, premium: 0) == nil)
  }
}
