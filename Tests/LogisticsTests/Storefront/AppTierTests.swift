import Kernel
import Testing

@testable import Logistics

@Suite struct AppTierTests {
  @Test("KA-20: Allen-Cunneen, c = 10, a = 8, ca² = 1, cs² = 0.25")
  func allenCunneen() {
    let wait = AppTier.meanWait(load: 8, servers: 10, serviceTime: 1, arrivalSCV: 1, serviceSCV: 0.25)
    #expect(abs(wait - 0.1278688) < 1e-7)
    #expect(AppTier.meanWait(load: 10, servers: 10, serviceTime: 1, arrivalSCV: 1, serviceSCV: 1) == .infinity)
    // M/M/1 at 0.5: the wait equals the service time.
    #expect(abs(AppTier.meanWait(load: 0.5, servers: 1, serviceTime: 1, arrivalSCV: 1, serviceSCV: 1) - 1) < 1e-12)
  }

  static func tier() -> AppTier {
    var tier = AppTier(workers: 100, serviceTime: 0.1, requestsPerVisit: 10, edgeHit: 0.9)
    tier.tabulate()
    return tier
  }

  @Test("an idle tier answers in the service time, a busy one takes longer, a full one turns requests away")
  func loads() {
    let tier = Self.tier()
    let idle = tier.after(visits: 10, others: 0, seconds: 60, before: AppTier.State())
    #expect(abs(idle.latency - 0.1) < 1e-9 && idle.failure == 0)
    // 1,000 requests per second fill 100 workers of 0.1 s.
    let busy = tier.after(visits: 59_400, others: 0, seconds: 60, before: idle)
    #expect(busy.utilisation > 0.98 && busy.latency > idle.latency && busy.failure == 0)
    let full = tier.after(visits: 120_000, others: 0, seconds: 60, before: busy)
    #expect(abs(full.utilisation - 2) < 1e-9 && abs(full.refusal - 0.5) < 1e-9 && abs(full.failure - 0.0625) < 1e-9)
  }

  @Test("retries carry an overload into the bins after it; a bounded line recovers below capacity, and not above")
  func retries() {
    let tier = Self.tier()
    var state = tier.after(visits: 300_000, others: 0, seconds: 60, before: AppTier.State())
    state = tier.after(visits: 54_000, others: 0, seconds: 60, before: state)
    #expect(state.refusal > 0.5, "0.9 of capacity stays overloaded by the retries: \(state)")
    for _ in 0..<20 { state = tier.after(visits: 54_000, others: 0, seconds: 60, before: state) }
    #expect(state.refusal == 0)
    for _ in 0..<200 { state = tier.after(visits: 66_000, others: 0, seconds: 60, before: state) }
    // All capacity is used: 1.1 of it asks, so 1 - 1/1.1 of the visitors fail in the end.
    #expect(abs(state.failure - (1 - 1 / 1.1)) < 1e-6)
  }
}

@Suite struct SensitivityTests {
  let response = Sensitivity()

  @Test("a price 1 % above the reference costs 2.6 % of the orders, half the price sells six times as many")
  func price() {
    #expect(abs((response.priceFactor(ratio: 1.01) - 1) / 0.01 + 2.6) < 0.05)
    #expect(abs(response.priceFactor(ratio: 0.5) - 6.0629) < 1e-3 && response.priceFactor(ratio: 1) == 1)
  }

  @Test("a day costs 1.5 % near a week and 4 % beyond ten days; five days are the base")
  func promise() {
    #expect(response.promiseFactor(days: 5) == 1)
    #expect(abs(response.promiseFactor(days: 8) / response.promiseFactor(days: 7) - 0.98511) < 1e-4)
    #expect(abs(response.promiseFactor(days: 13) / response.promiseFactor(days: 12) - 0.96079) < 1e-4)
    #expect(response.promiseFactor(days: 2) > 1)
  }

  @Test("latency up to a second and a rating of 4.3 change nothing")
  func latencyAndStars() {
    #expect(response.latencyFactor(seconds: 0.9) == 1 && abs(response.latencyFactor(seconds: 3) - 0.740818) < 1e-5)
    #expect(response.starFactor(4.3) == 1 && response.starFactor(4.8) > 1.03)
  }
}
