import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct DemandRunTests {
  static let show = """
    posts:
      - { creator: star, at: 2026-11-02T10:00:00Z }
      - { creator: star, at: 2026-11-03T18:00:00Z, branching: 0.6 }
    drops: [{ creator: star, at: 2026-11-04T18:00:00Z, crowd: 20000, latecomers: 10000 }]
    liveSessions: [{ creator: star, start: 2026-11-05T18:00:00Z, length: 1 h, audience: 30000, skus: [tee, serum] }]
    ads: [{ market: GB, from: 2026-11-03T00:00:00Z, until: 2026-11-05T00:00:00Z, budget: 2000.00 GBP, costPerMille: 5.00 GBP }]
    """

  @Test("all sources together keep every conservation law, and one seed gives one result")
  func everything() throws {
    let model = try FrontWorld.model(Self.show, ["markets.DE.demand.organic=500/h"])
    let first = FrontWorld.run(model, seed: 11)
    #expect(first.violations.isEmpty, "\(first.violations)")
    let second = FrontWorld.run(model, seed: 11)
    let other = FrontWorld.run(model, seed: 12)
    for code in ["GB", "DE"] {
      #expect(first.counters(code).visits == second.counters(code).visits)
      #expect(first.counters(code).placed == second.counters(code).placed)
      #expect(first.counters(code).visits != other.counters(code).visits)
      #expect(first.counters(code).placed > 100)
    }
  }

  @Test("without chance visits are what the plan expects")
  func expected() throws {
    let run = FrontWorld.run(
      try FrontWorld.model(
        """
        drops: [{ creator: star, at: 2026-11-04T18:00:00Z, crowd: 20000, latecomers: 10000 }]
        """, ["demand.noise=none"]))
    #expect(abs(run.counters("GB").visits - 12_000) <= 2 && abs(run.counters("DE").visits - 15_000) <= 2)
  }

  @Test("a post without shares brings its views times click-through, as far as the lifecycle has come")
  func post() throws {
    let run = FrontWorld.run(
      try FrontWorld.model(
        "posts: [{ creator: star, at: 2026-11-02T00:00:00Z, branching: 0 }]",
        [
          "demand.noise=none", "markets.GB.demand.hours=[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
          "markets.GB.demand.weekdays=[1,1,1,1,1,1,1]",
        ]))
    // 2 M followers · 14.5 % · 1 % · 40 % are the visits of 48 h, 38 % of all; a week has 55 %.
    let expected = 2e6 * 0.145 * 0.01 * 0.4 / 0.38 * 0.55
    #expect(abs(Double(run.counters("GB").visits) / expected - 1) < 0.01)
  }

  @Test("sharing multiplies visits by up to 1/(1-n), and a small audience saturates it")
  func sharing() throws {
    func visits(_ branching: Double, audience: Double = 1e7) throws -> Double {
      let model = try FrontWorld.model(
        "posts: [{ creator: star, at: 2026-11-02T00:00:00Z, branching: \(branching) }]",
        [
          "demand.noise=none", "demand.cascade.hold=365 d", "demand.cascade.circadian=false",
          "markets.GB.demand.audience=\(audience)",
        ])
      return Double(FrontWorld.run(model).counters("GB").visits)
    }
    let (alone, shared, small) = (try visits(0), try visits(0.8), try visits(0.8, audience: 2_500))
    #expect(shared > 1.8 * alone && shared < 5 * alone)
    #expect(small < 0.8 * shared && small > alone)
  }

  @Test("orders of a list arrive to the second, prepaid, at the promised place")
  func listed() throws {
    let run = FrontWorld.run(
      try FrontWorld.model(
        """
        demand:
          orders:
            - { at: 2026-11-03T15:20:00, market: DE, zone: south, sku: tee, quantity: 2 }
            - { at: 2026-11-03T15:20:00Z, market: GB, sku: serum }
        """, ["end=2026-11-03T16:00:00Z"]))
    let german = run.region("DE").state
    let order = german.orders[0]
    #expect(order.placed == SimTime(iso8601: "2026-11-03T14:20:00Z") && order.quantity == 2 && order.price == 48_00)
    #expect(german.network.zones[Int(order.zone)].name == "south" && german.counters.given == 1)
    #expect(german.counters.visits == 0 && german.counters.placed == 1 && run.violations.isEmpty)
    #expect(run.region("GB").state.orders[0].placed == SimTime(iso8601: "2026-11-03T15:20:00Z"))
  }

  @Test(
    "what cannot be is an error that says why",
    arguments: [
      (["demand.cascade.viral=1.05"], "saturation"), (["markets.GB.demand.audience=0"], "reaches nobody"),
      (["demand.cascade.constant=0.000627", "demand.cascade.exponent=0.242"], "0.96537"),
      (["creators.star.markets={ GB: 80 %, DE: 40 % }"], "add up to 1.2"),
      (["markets.GB.demand.hours=[1, 2]"], "2 entries for 24"),
      (["markets.GB.funnel.checkout=0.1"], "too low"),
    ])
  func problems(_ overrides: [String], _ words: String) {
    #expect(FrontWorld.problems("", overrides).contains(words), "\(FrontWorld.problems("", overrides))")
  }
}

@Suite struct SharingOverTheDayTests {
  @Test("busy hours and days never make a cascade grow by itself: its size stays that of its branching number")
  func subcritical() throws {
    func visits(_ more: [String]) throws -> Double {
      let model = try FrontWorld.model(
        "posts: [{ creator: star, at: 2026-11-02T00:00:00Z, branching: 0.9 }]",
        ["demand.noise=none", "demand.cascade.hold=365 d"] + more)
      return Double(FrontWorld.run(model).counters("GB").visits)
    }
    let plain = try visits(["demand.cascade.circadian=false"])
    let busy = try visits(["markets.GB.demand.days={ 2026-11-06: 3 }"])
    #expect(busy < 2 * plain && busy > 0.7 * plain, "\(busy) visits against \(plain)")
  }
}
