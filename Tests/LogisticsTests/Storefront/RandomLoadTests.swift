import Kernel
import Testing

@testable import Logistics

/// Random settings of everything that demand and storefront can have, all at once.
@Suite struct RandomLoadTests {
  static func yaml(_ seed: UInt64) -> String {
    var draws = Streams(seed: 77)["random-load"][seed]
    func pick(_ texts: String...) -> String { texts[Int(draws.below(UInt64(texts.count)))] }
    func maybe(_ text: String) -> String { draws.uniform() < 0.6 ? text : "" }
    func tier(_ name: String, _ workers: Int) -> String {
      "    - { name: \(name), workers: \(workers), serviceTime: \(pick("5 ms", "20 ms", "80 ms"))"
        + ", timeout: \(pick("300 ms", "1 s", "8 s")), retries: \(draws.below(4))"
        + ", queuePerWorker: \(pick("0", "4", "1e6")), calls: \(pick("0.2", "1", "2.5"))"
        + maybe(", retryBudget: 0.1") + maybe(", breaker: 0.5") + maybe(", dropsExpired: true")
        + maybe(", holdsWorkers: true") + maybe(", shedAbove: 1 s") + maybe(", scaleTo: 3, scaleEvery: 20 s")
        + maybe(", faults: [{ from: 2026-11-04T18:00:05Z, lasts: \(pick("8 s", "2 min")) }]") + " }\n"
    }
    let tiers = "  tiers:\n" + tier("app", 40) + tier("inventory", 10) + maybe(tier("database", 5))
    let room =
      "  waitingRoom: { rate: \(pick("2/s", "30/s", "1000/s"))\(maybe(", opens: 2026-11-04T18:00:00Z"))"
      + "\(maybe(", wastesTurns: true"))\(maybe(", pollEvery: 5 s")), patience: \(pick("1 min", "20 min")) }\n"
    return """
      drops: [{ at: 2026-11-04T18:00:00Z, crowd: 20000, latecomers: 5000, scalpers: 200, scalperTries: 3 }]
      posts: [{ creator: star, at: 2026-11-03T12:00:00Z, branching: 0.8 }]
      liveSessions: [{ start: 2026-11-05T18:00:00Z, audience: 5000, tail: 1.3, skus: [tee], pitches: [{ after: 4 min, sku: serum }] }]
      broadcasts: [{ market: GB, at: 2026-11-04T18:01:00Z, audience: 300000, response: 0.02 }]
      pushes: [{ market: DE, at: 2026-11-04T17:59:00Z, devices: 100000, rate: 500/s }]
      demand: { noise: \(pick("none", "poisson", "gamma")), cascade: { kernel: \(pick("seismic", "hip")), rhythm: 0.4 } }
      storefront:
        requestsPerVisit: \(pick("2", "8", "40"))
        edgeHit: \(pick("0", "0.9"))
        bots: { share: 0.4, detection: \(pick("0", "0.5", "0.99")) }
        reservation: { time: \(pick("0 s", "1 ms", "200 ms")), shards: 2 }
      \(maybe(tiers))\(maybe(room))
      inventory: { view: { every: \(pick("0 s", "10 s", "1 h")) } }
      payment: { gateway: { rate: \(pick("1/s", "50/s")), outages: [{ from: 2026-11-04T18:02:00Z, lasts: 3 min }] } }
      """
  }

  static func model(_ seed: UInt64) throws -> Model {
    try FrontWorld.model(
      yaml(seed),
      [
        "nodes.uk.stock={ tee: 400, serum: 300 }", "end=2026-11-06T12:00:00Z",
        "markets.GB.linkOut={ share: 0.3, orderValue: 20.00 GBP }",
        "markets.DE.demand.bass={ launch: 2026-11-03T00:00:00Z, size: 20000 }",
      ])
  }

  @Test("every conservation law holds whatever is switched on", arguments: 1...24 as ClosedRange<UInt64>)
  func invariants(_ seed: UInt64) throws {
    let run = SmallRun(try Self.model(seed), threads: 2)
    #expect(run.result.invariants.violations.isEmpty, "\(run.result.invariants.violations)\n\(Self.yaml(seed))")
    #expect(run.result.visits > 10_000)
  }

  @Test("the number of threads does not show", arguments: [3, 9] as [UInt64])
  func threads(_ seed: UInt64) throws {
    let model = try Self.model(seed)
    let alone = SmallRun(model)
    for threads in [2, 4] {
      let run = SmallRun(model, threads: threads)
      #expect(run.result.fingerprint == alone.result.fingerprint)
      #expect(run.result.storefronts == alone.result.storefronts)
    }
  }

  @Test("a gateway that settles a payment a second loses those who wait more than ten seconds")
  func gateway() throws {
    let model = try FrontWorld.model(
      "drops: [{ at: 2026-11-04T18:00:00Z, crowd: 20000 }]", ["payment.gateway.rate=1/s", "payment.form=10 s"])
    let run = SmallRun(model)
    let lost = run.result.storefronts.reduce(0) { $0 + $1.paymentsTimedOut }
    #expect(run.result.invariants.violations.isEmpty && lost > 100)
    #expect(run.result.lostDemand.payment.orders >= lost)
    #expect(run.result.storefronts.allSatisfy { $0.peakOrdersPerSecond <= 1 })
  }
}
