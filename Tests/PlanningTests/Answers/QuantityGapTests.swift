import Kernel
import Planning
import Testing

@Suite("How far a quantity from a sample may be from the best")
struct QuantityGapTests {
  private let overage = 4.0
  private let underage = 6.0

  /// Demands of 1,000 in the median, with a deviation of 0.3 of the logarithm.
  private func draw(_ stream: inout RandomStream) -> Double {
    1_000 * Deterministic.exp(0.3 * Deterministic.normalQuantile(min(max(stream.uniform(), 1e-12), 1 - 1e-12)))
  }

  @Test("The interval holds the true distance 95 times of 100, and closes as the sample grows")
  func coverage() throws {
    // The law itself, as 20,000 equally likely demands.
    let law = try DemandSample(
      (0..<20_000).map {
        1_000 * Deterministic.exp(0.3 * Deterministic.normalQuantile((Double($0) + 0.5) / 20_000))
      })
    let truth = try Newsvendor(law, overage: overage, underage: underage)
    var uppers: [Double] = []
    for count in [24, 96, 384] {
      var (held, upper) = (0, 0.0)
      var draws = Streams(seed: 11)["quantity gap"][UInt64(count)]
      for _ in 0..<200 {
        let groups = (0..<count).map { _ in [draw(&draws)] }
        let chosen = try Newsvendor(
          try DemandSample(groups.flatMap(\.self)), overage: overage, underage: underage
        ).quantity
        let distance = truth.cost(of: chosen) - truth.leastCost
        let gap = try #require(QuantityGap(groups, overage: overage, underage: underage, batches: 6))
        #expect(distance >= -1e-9 && gap.upper >= 0)
        if distance <= gap.upper { held += 1 }
        upper += gap.upper / 200
      }
      // At 95 % the standard deviation of the count is 3.1: below 181 three times in a hundred thousand.
      #expect(held >= 181, "\(held) of 200 at \(count)")
      uppers.append(upper)
    }
    #expect(uppers[0] > 2 * uppers[1] && uppers[1] > 2 * uppers[2], "\(uppers)")
    // A batch of 64 is on average t (1 - t) (o + u) / (2 n f) from the best, f being the density of demand there: 15.7.
    let theory = 0.24 * 10 / (2 * 64 * 0.386_3 / (0.3 * truth.quantity))
    #expect(uppers[2] > theory / 2 && uppers[2] < 3 * theory, "\(uppers[2]) \(theory)")
  }

  @Test("Too few draws have no interval, and known demand has none to speak of")
  func edges() {
    #expect(QuantityGap([[1], [2], [3]], overage: 1, underage: 1, batches: 2) == nil)
    let known = QuantityGap([[5], [5], [5], [5]], overage: 1, underage: 1, batches: 2)
    #expect(known?.estimate == 0 && known?.upper == 0)
  }

  @Test(
    "Promises: the least quantity with that fill rate or that cycle service; a jackknife holds a ratio 95 times of 100")
  func promises() throws {
    var draws = Streams(seed: 12)["promises"][0]
    let demands = (0..<400).map { _ in draw(&draws) }
    let best = try SecuredQuantity(try DemandSample(demands), overage: overage, underage: underage)
    for share in [0.9, 0.95, 0.99] {
      let units = best.quantity(fillRate: share)
      #expect(abs(best.demand.fillRate(units) - share) < 1e-9)
      let safe = best.quantity(cycleService: share)
      #expect(best.demand.cycleService(safe) >= share && best.demand.cycleService(safe - 1e-6) < share)
    }
    var held = 0
    for _ in 0..<200 {
      let pairs = (0..<30).map { _ in (draw(&draws), draw(&draws)) }
      let interval = Jackknife.interval(count: 30, level: 0.95) { chosen in
        chosen.reduce(0) { $0 + pairs[$1].0 } / chosen.reduce(0) { $0 + pairs[$1].1 }
      }
      if interval.lower <= 1, 1 <= interval.upper { held += 1 }
    }
    #expect(held >= 181, "\(held)")
  }
}
