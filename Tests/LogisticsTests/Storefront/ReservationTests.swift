import Kernel
import Testing

@testable import Logistics

@Suite struct ReservationTests {
  @Test("a serial counter works one after the other, and does the work of those who have gone")
  func serial() {
    var server = SerialServer(1, time: .milliseconds(500), timeout: .seconds(1))
    let now = SimTime(microseconds: 0)
    let done = (0..<5).map { _ in server.finish(0, at: now) }
    #expect(
      done == [.init(microseconds: 500_000), .init(microseconds: 1_000_000), .init(microseconds: 1_500_000), nil, nil])
    #expect(server.timedOut == 2)
    #expect(server.finish(0, at: SimTime(microseconds: 2_000_000)) == SimTime(microseconds: 3_000_000))
  }

  @Test("an outage of the gateway delays payments to its end")
  func outage() {
    let span = SimTime(microseconds: 1_000_000)..<SimTime(microseconds: 5_000_000)
    var server = SerialServer(1, time: .zero, timeout: .seconds(3), outages: [span])
    #expect(server.finish(0, at: SimTime(microseconds: 999_999)) == SimTime(microseconds: 999_999))
    #expect(server.finish(0, at: SimTime(microseconds: 1_500_000)) == nil)
    #expect(server.finish(0, at: SimTime(microseconds: 2_500_000)) == SimTime(microseconds: 5_000_000))
  }

  /// Poisson checkouts with a mean of five in an hour whose stock figure is an hour old, at three units.
  static func hour(_ seed: UInt64) throws -> Simulation {
    let model = try FrontWorld.model(
      "storefront: { quantities: [1] }\ninventory: { view: { every: 1 h } }",
      FrontWorld.certain.filter { !$0.contains("noise") } + [
        "demand.noise=poisson", "start=2026-11-02T00:00:00Z", "end=2026-11-02T03:00:00Z", "placement.lot=1000000",
        "nodes.uk.stock={ tee: 3 }", "skus.serum.prices={ DE: 36.00 EUR }", "markets.GB.funnel.checkout=1",
        "markets.GB.funnel.conversion=0.95", "markets.GB.funnel.abandonment=0", "storefront.conversionFactor.organic=1",
        "markets.GB.demand.organic=5.263157895/d",
        "storefront.dayPenalty=0", "storefront.lateDayPenalty=0",
        "markets.GB.demand.hours=[0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
        "markets.GB.demand.weekdays=[1,1,1,1,1,1,1]",
      ])
    return FrontWorld.run(model, seed: seed)
  }

  @Test(
    "KA-35j: five orders in the mean on an old figure of three units oversell 2.17 units, whatever is left until then (99.9 %)"
  )
  func oversell() throws {
    var oversold = FrontMoments()
    for seed in 1...150 {
      let run = try Self.hour(UInt64(seed))
      #expect(run.violations.isEmpty, "\(run.violations)")
      let placed = Int(run.counters("GB").placed)
      let found = run.region("GB").warehouse.localFloors.reduce(0) { $0 + $1.oversold }
      #expect(found == max(0, placed - 3), "\(placed) orders for 3 units, \(found) oversold")
      oversold.add(Double(found))
    }
    // Σ (n − 3)·P(n) over n > 3 for a Poisson law of mean 5.
    var exact = 0.0
    for n in 4..<60 {
      exact += Double(n - 3) * Deterministic.exp(Deterministic.logPoissonProbability(Double(n), mean: 5))
    }
    #expect(abs(exact - 2.1718176) < 1e-7)
    #expect(abs(oversold.mean - exact) < oversold.halfWidth, "\(oversold.mean)")
  }

  @Test("a hot SKU's counter delays checkouts, and loses those who wait too long")
  func hotKey() throws {
    let model = try FrontWorld.model(
      """
      drops: [{ at: 2026-11-04T18:00:00Z, crowd: 60000 }]
      storefront: { reservation: { time: 100 ms, timeout: 20 s } }
      """, ["storefront.workers=100000", "storefront.conversionFactor.drop=10"])
    let run = FrontWorld.run(model)
    let counter = run.region("GB").storefront.counter!
    #expect(run.violations.isEmpty && counter.timedOut > 100)
    #expect(counter.longest <= .seconds(20) && counter.longest > .seconds(19))
    #expect(run.counters("GB").lostOrders[Int(LossCause.latency.rawValue)] >= counter.timedOut)
  }
}
