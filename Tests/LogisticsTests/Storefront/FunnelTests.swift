import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct FunnelTests {
  /// A steady stream of 100,000 visits per hour to Great Britain for four hours, without chance.
  static func steady(_ overrides: [String] = [], _ more: String = "") throws -> Simulation {
    let model = try FrontWorld.model(
      more,
      FrontWorld.certain + [
        "end=2026-11-02T04:00:00Z", "markets.GB.demand.organic=100000/h",
        "markets.GB.demand.hours=[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
        "markets.GB.demand.weekdays=[1,1,1,1,1,1,1]", "storefront.dayPenalty=0", "storefront.lateDayPenalty=0",
      ] + overrides)
    return FrontWorld.run(model)
  }

  @Test("with everything as usual the conversion is the market's, and every visitor is accounted for")
  func base() throws {
    let run = try Self.steady()
    let counters = run.counters("GB")
    #expect(run.violations.isEmpty, "\(run.violations)")
    #expect(abs(counters.visits - 400_000) <= 1)
    let orders = Double(counters.placed) / Double(counters.visits)
    #expect(abs(orders / 0.022 - 1) < 0.02, "conversion \(orders)")
    #expect(abs(Double(counters.placed) / Double(counters.carts) / 0.2981 - 1) < 0.02)
    // Stock is received as the run begins: the first of 240 bins finds none.
    #expect(counters.lostOrders.reduce(0, +) < counters.checkouts / 200)
    #expect(counters.visitsByHour.prefix(4).allSatisfy { abs($0 - 100_000) <= 2 })
  }

  @Test("a price 10 % above the reference loses 1 - 1.1^-2.6 of the checkouts to price")
  func elasticity() throws {
    let base = try Self.steady().counters("GB")
    let counters = try Self.steady([
      "skus.tee.referencePrices={ GB: 18.18 GBP }", "skus.serum.referencePrices={ GB: 27.27 GBP }",
    ]).counters("GB")
    let ratio = Double(counters.checkouts) / Double(base.checkouts)
    #expect(abs(ratio / Deterministic.pow(1.1, -2.6) - 1) < 0.01, "ratio \(ratio)")
    #expect(abs(counters.lostOrders[Int(LossCause.price.rawValue)] - (base.checkouts - counters.checkouts)) <= 2)
    #expect(counters.lostValue[Int(LossCause.price.rawValue)] > 0)
  }

  @Test("where nothing may be sold nobody buys, and the intending buyers are lost to the law")
  func forbidden() throws {
    let base = try Self.steady().counters("GB")
    let run = try Self.steady([], "rules: { ban: { effect: prohibit, markets: [GB], citation: test } }")
    let counters = run.counters("GB")
    #expect(counters.placed == 0 && counters.checkouts == 0 && run.violations.isEmpty)
    #expect(abs(counters.lostOrders[Int(LossCause.legal.rawValue)] - base.checkouts) < 100)
    #expect(counters.visits == base.visits)
  }

  @Test("with one of two SKUs sold out 15 % take the other, 8 % wait and the rest is lost")
  func soldOut() throws {
    let run = try Self.steady(["nodes.uk.stock={ tee: 1000000 }"])
    let counters = run.counters("GB")
    #expect(run.violations.isEmpty)
    let intending = Double(counters.checkouts + counters.waiting) + Double(counters.lostOrders[1])
    #expect(abs(Double(counters.checkouts) / intending - (0.5 + 0.5 * 0.15)) < 0.01)
    #expect(abs(Double(counters.waiting) / intending - 0.5 * 0.08) < 0.01)
    #expect(counters.lostOrders[0] == 0 && counters.lostOrders[3] == 0)
  }

  @Test("few units sell out and no more: reserved stock never exceeds what was there, with and without chance")
  func scarcity() throws {
    for noise in ["none", "gamma"] {
      let run = try Self.steady(["nodes.uk.stock={ tee: 300, serum: 200 }", "demand.noise=\(noise)"])
      let counters = run.counters("GB")
      #expect(run.violations.isEmpty, "\(run.violations)")
      #expect(counters.placed > 300 && counters.placed <= 500 && counters.lostOrders[1] > 1_000)
    }
  }

  @Test("payments that fail are lost to payment, their stock is free again")
  func payments() throws {
    let run = try Self.steady(["payment.authorisation=0.5", "markets.GB.funnel.checkout=1"])
    let counters = run.counters("GB")
    let lost = Double(counters.lostOrders[Int(LossCause.payment.rawValue)])
    // Half is declined; 60 % of these come again with 0.35, the others with 0.34 · 0.5.
    let failing = 0.5 * (1 - 0.6 * 0.35 - 0.4 * 0.34 * 0.5)
    let tried = Double(counters.placed) + lost
    #expect(abs(lost / tried - failing) < 3.2905 * (failing * (1 - failing) / tried).squareRoot())
    #expect(run.violations.isEmpty)
  }

  @Test("an overloaded tier loses orders to latency")
  func overload() throws {
    let counters = try Self.steady(["storefront.workers=1", "storefront.serviceTime=500 ms"]).counters("GB")
    #expect(counters.lostOrders[Int(LossCause.latency.rawValue)] > 100)
  }

  @Test("zones get their shares of the orders (99.9 %)")
  func zones() throws {
    let model = try FrontWorld.model(
      "", ["markets.DE.demand.organic=200000/h", "end=2026-11-02T06:00:00Z", "demand.noise=poisson"])
    let run = FrontWorld.run(model)
    let state = run.region("DE").state
    var (north, all) = (0.0, 0.0)
    for row in 0..<UInt32(state.orders.count) where state.orders[row].placed > .zero {
      all += 1
      if state.orders[row].zone == state.network.markets[state.market!].zones.lowerBound { north += 1 }
    }
    #expect(all > 5_000 && abs(north / all - 0.25) < 3.2905 * (0.1875 / all).squareRoot() && run.violations.isEmpty)
  }
}
