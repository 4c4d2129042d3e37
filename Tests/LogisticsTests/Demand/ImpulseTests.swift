import Kernel
import Testing

@testable import Logistics

@Suite struct ImpulseTests {
  static let at = SimTime(iso8601: "2026-11-04T18:00:00Z")!
  static let flat = [
    "markets.GB.demand.hours=[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
    "markets.GB.demand.weekdays=[1,1,1,1,1,1,1]",
  ]

  @Test("a broadcast brings its immediate share evenly in the first minute, and all of it in the end")
  func broadcast() {
    let spot = Broadcast(at: Self.at, visits: 1_000, immediate: 0.6, burst: 60, decay: 90)
    #expect(
      abs(spot.visits(from: Self.at, to: Self.at + .seconds(60)) - (600 + 400 * (1 - Deterministic.exp(-60.0 / 90))))
        < 1e-9)
    #expect(abs(spot.visits(from: Self.at - .hours(1), to: Self.at + .days(1)) - 1_000) < 1e-9)
    let parts = (0..<600).reduce(0.0) {
      $0 + spot.visits(from: Self.at + .seconds(Int64($1)), to: Self.at + .seconds(Int64($1) + 1))
    }
    #expect(abs(parts - spot.visits(from: Self.at, to: Self.at + .seconds(600))) < 1e-9)
  }

  @Test("half of those who open a notification do so within its median once sending is short, and all do in the end")
  func push() {
    let quick = PushCampaign(at: Self.at, devices: 1e6, rate: 1e9, opens: 0.03, median: 180, sigma: 1.5)
    #expect(abs(quick.came(180) - 0.5) < 1e-4 && quick.came(1e9) > 0.999999)
    let slow = PushCampaign(at: Self.at, devices: 1e6, rate: 1_000, opens: 0.03, median: 180, sigma: 1.5)
    #expect(slow.came(180) < 0.1)
    #expect(abs(slow.visits(from: Self.at, to: Self.at + .days(30)) - 30_000) < 5)
  }

  @Test("advertising saturates, and carry-over moves visits without losing any")
  func ads() {
    func flight(_ half: Double?, _ carry: Double) -> AdFlight {
      AdFlight(
        from: Self.at, until: Self.at + .hours(10), budget: 36_000_00, costPerMille: 10_00, clickThrough: 0.01,
        halfAt: half, carryOver: carry)
    }
    let whole = flight(nil, 0).visits(from: Self.at, to: Self.at + .days(9))
    #expect(abs(whole - 36_000) < 1e-6)
    // 3.6 M impressions in 10 h are 100 a second: at that half-point half of the visits are lost.
    #expect(abs(flight(100, 0).visits(from: Self.at, to: Self.at + .days(9)) - 18_000) < 1e-6)
    #expect(abs(flight(nil, 7_200).visits(from: Self.at, to: Self.at + .days(9)) - whole) < 1e-3)
    let during = flight(nil, 7_200).visits(from: Self.at, to: Self.at + .hours(10))
    #expect(abs(during - (36_000 - 2 * 3_600 * (1 - Deterministic.exp(-5)))) < 1e-6)
  }

  @Test("all new sources together bring what they expect, and keep the conservation of visitors")
  func sources() throws {
    let model = try FrontWorld.model(
      """
      broadcasts: [{ market: GB, at: 2026-11-04T18:00:00Z, audience: 1000000, response: 0.01 }]
      pushes: [{ market: GB, at: 2026-11-03T18:00:00Z, devices: 200000 }]
      """,
      Self.flat + [
        "demand.noise=none",
        "markets.GB.demand.bass={ launch: 2026-11-02T00:00:00Z, size: 100000, innovation: 0.05/d, imitation: 1/d }",
      ])
    let run = FrontWorld.run(model)
    let adopted = 1e5 * BassDiffusion(innovation: 0.05, imitation: 1).adopted(7)
    let expected = 10_000 + 6_000 + adopted
    #expect(run.violations.isEmpty)
    #expect(
      abs(Double(run.counters("GB").visits) - expected) < 0.01 * expected, "\(run.counters("GB").visits) \(expected)")
  }

  @Test("scalpers strike in the first half second, most are caught, and the others take two units each")
  func scalpers() throws {
    func run(_ detection: Double) throws -> (Simulation, StorefrontCounters) {
      let run = FrontWorld.run(
        try FrontWorld.model(
          "drops: [{ at: 2026-11-04T18:00:00Z, crowd: 2000, scalpers: 500, scalperTries: 4 }]",
          [
            "nodes.uk.stock={ tee: 200, serum: 200 }", "storefront.bots.detection=\(detection)", "demand.noise=poisson",
            "markets.DE.demand.audience=1",
          ]))
      return (run, run.region("GB").storefront.load)
    }
    let (open, taken) = try run(0)
    #expect(open.violations.isEmpty && taken.botTries > 1_800 && taken.botsCaught == 0)
    // 400 units, two each: those whose payment fails give theirs back.
    #expect(taken.botUnits <= 400 && taken.botUnits > 300 && taken.botUnits == 2 * taken.botOrders)
    let (shut, few) = try run(0.99)
    #expect(shut.violations.isEmpty && few.botUnits < 100)
    #expect(abs(Double(few.botsCaught) / Double(few.botTries) - 0.99) < 0.01)
    #expect(shut.counters("GB").placed - few.botOrders > open.counters("GB").placed - taken.botOrders)
  }

  @Test("an outside store takes its share of the visits, and pays a commission on what they buy there")
  func linkOut() throws {
    let model = try FrontWorld.model(
      "posts: [{ creator: star, at: 2026-11-02T00:00:00Z, branching: 0 }]",
      Self.flat + [
        "demand.noise=none",
        "markets.GB.linkOut={ share: 0.5, conversion: 0.02, orderValue: 25.00 GBP, commission: 0.1 }",
      ])
    let run = FrontWorld.run(model)
    let load = run.region("GB").storefront.load
    #expect(run.violations.isEmpty)
    #expect(abs(Double(load.linkedVisits) - 0.5 * Double(run.counters("GB").visits)) < 2)
    #expect(abs(Double(load.linkedOrders) - 0.02 * Double(load.linkedVisits)) < 2)
    #expect(load.linkedSales == load.linkedOrders * 25_00)
    #expect(abs(load.linkedCommission - load.linkedSales / 10) <= load.linkedOrders)
  }

  @Test("a billion visits cost as many events as a million: cells cost, visits do not")
  func billion() throws {
    func events(_ visits: Double) throws -> (visits: Int, events: Int) {
      let run = SmallRun(
        try FrontWorld.model(
          "drops: [{ at: 2026-11-04T18:00:00Z, crowd: \(visits) }]",
          ["markets.GB.funnel.conversion=0", "markets.DE.funnel.conversion=0", "demand.noise=poisson"]))
      return (run.result.visits, run.result.cost.events)
    }
    let (few, many) = (try events(1e6), try events(1e9))
    #expect(many.visits > 900_000_000 && few.visits < 2_000_000)
    #expect(Double(many.events) < 1.05 * Double(few.events), "\(few) \(many)")
  }

  @Test("kernels by name follow their law, and a mixture is taken as it is")
  func kernels() throws {
    let hip = try FrontWorld.model(
      "", ["demand.cascade.kernel=hip", "demand.cascade.exponent=0.5", "demand.cascade.offset=10 min"])
    let law = PowerLawKernel(offset: 600, exponent: 0.5)
    #expect(abs(law.cumulative(1_800) - 0.5) < 1e-12)
    for age in [600.0, 3_600, 86_400, 864_000] {
      #expect(abs(hip.demand.cascade.kernel.cumulative(age) - law.cumulative(age)) < 0.06)
    }
    let mixture = try FrontWorld.model(
      "",
      ["demand.cascade.kernel=mixture", "demand.cascade.mixture=[{ mean: 10 min, share: 3 }, { mean: 1 d, share: 1 }]"])
    #expect(mixture.demand.cascade.kernel.weights == [0.75, 0.25])
    #expect(FrontWorld.problems("", ["demand.cascade.kernel=mixture"]).contains("has no parts"))
    #expect(FrontWorld.problems("", ["demand.cascade.kernel=weibull"]).contains("is no kernel"))
  }

  @Test("a Pareto factor of a session has mean 1 (99.9 %)")
  func sessions() {
    var moments = FrontMoments()
    let family = Streams(seed: 8)["sessions"]
    for number in 0..<20_000 {
      var session = LiveSession(
        start: Self.at, end: Self.at + .hours(1), audience: 1, skus: [], pitchEvery: .minutes(8))
      session.number = UInt64(number)
      session.tail = 1.5
      moments.add(session.turnedOut(family).audience)
    }
    #expect(abs(moments.mean - 1) < moments.halfWidth, "\(moments.mean)")
    #expect(moments.variance > 1)
  }

  @Test("a schedule posts as often as it says, and holidays build up and die away")
  func schedules() throws {
    let model = try FrontWorld.model(
      "",
      [
        "creators.star.schedule={ from: 2026-11-02T12:00:00Z, every: 2 d }",
        "markets.GB.demand.holidays=[{ date: 2026-11-06, factor: 3, before: 3, after: 1 }]",
      ] + Self.flat)
    #expect(model.demand.posts.map(\.at.microseconds).count == 4)
    let season = model.demand.markets[1].seasonality
    let factors = (2...8).map { season.factor(at: SimTime(iso8601: "2026-11-0\($0)T12:00:00Z")!) }
    for (factor, expected) in zip(factors, [1, 1.5, 2, 2.5, 3, 2, 1]) {
      #expect(abs(factor - expected) < 1e-9, "\(factors)")
    }
  }
}
