import Kernel
import Testing

@testable import Logistics

@Suite struct CancellationTests {
  /// Everybody wants to cancel within minutes.
  func world(_ root: String = "doorstep: { cancellation: { perDay: 10, afterPromise: 100 } }") throws -> BackWorld {
    try BackWorld(market: "returns: { rate: 0 }", root: root)
  }

  /// An order released to its node, whose customer may want out.
  func release(_ world: BackWorld, isAbroad: Bool = false) -> UInt32 {
    let row = world.order(
      isAbroad: isAbroad, placed: "2026-11-09T00:00:00", promise: "2026-11-08T00:00:00", in: .released)
    world.parcel(of: row)
    world.state.bookCapture(row, at: world.time("2026-11-09T00:00:00"))
    world.state.scheduleCancelWish(row, after: world.time("2026-11-09T00:00:00"), world.scheduler)
    return row
  }

  @Test("A granted cancellation refunds everything but the payment fee and frees the row", arguments: [false, true])
  func granted(isAbroad: Bool) throws {
    let world = try world()
    _ = release(world, isAbroad: isAbroad)
    world.run()
    #expect(world.home.doorstep.counters.cancelsGranted == 1 && world.state.counters.cancelled == 1)
    #expect(world.state.orders.count == 0)
    #expect(ContributionStatement(world.state.ledger, toReport: 1).contribution == -75)
    #expect(world.state.illegalSteps == 0)
    #expect(world.violations == [])
  }

  @Test("A denied cancellation lets the parcel go on to its delivery")
  func denied() throws {
    let world = try world()
    for region in world.regions { region.cancellationAnswer = 0 }
    let row = release(world)
    world.scheduler.schedule(
      EventKind.delivered, index: world.state.orders[row].parcel, at: world.time("2026-11-12T12:00:00"))
    world.run()
    #expect(world.home.doorstep.counters.cancelsDenied == 1 && world.state.counters.delivered == 1)
    #expect(world.state.orders.count == 0)
    #expect(world.violations == [])
  }

  @Test("A row stays until the answer has come, even when the parcel is delivered first")
  func answerAfterDelivery() throws {
    let world = try world()
    for region in world.regions {
      region.cancellationAnswer = 0
      region.answerDelay = .days(5)
    }
    let row = release(world)
    world.scheduler.schedule(
      EventKind.delivered, index: world.state.orders[row].parcel, at: world.time("2026-11-12T12:00:00"))
    world.run(until: "2026-11-13T00:00:00")
    #expect(world.state.counters.delivered == 1 && world.state.orders.count == 1)
    world.run()
    #expect(world.state.orders.count == 0)
    #expect(world.violations == [])
  }

  @Test("A node that has nothing to send cancels by itself")
  func oversold() throws {
    let world = try world("doorstep: { cancellation: { perDay: 0 } }")
    let row = release(world)
    world.scheduler.schedule(EventKind.cancelled, tag: 2, index: row, at: world.time("2026-11-10T00:00:00"))
    world.run()
    #expect(world.home.doorstep.counters.oversold == 1 && world.state.counters.cancelled == 1)
    #expect(world.state.orders.count == 0)
  }

  @Test("A late wish of a row that was used again is ignored")
  func staleWish() throws {
    let world = try world()
    let row = world.order(placed: "2026-11-09T00:00:00", in: .released)
    world.parcel(of: row)
    let stale = world.state.orders[row].generation &+ 1
    world.scheduler.schedule(EventKind.cancelWish, tag: stale, index: row, at: world.time("2026-11-09T01:00:00"))
    world.run()
    #expect(world.home.doorstep.counters.cancelsAsked == 0)
  }

  @Test("Wishes come at the hazard before the promise and at four times it afterwards (p > 0.999)")
  func hazard() {
    let hazard = CancellationHazard(perDay: 0.05, afterPromise: 4, horizon: .days(7))
    let family = Streams(seed: 9)["cancellation"]
    let promise = SimTime(microseconds: SimDuration.days(3).microseconds)
    var early = 0.0
    var late = 0.0
    let count = 40_000
    for order in 0..<UInt64(count) {
      var stream = family[order]
      var at = hazard.candidate(after: .zero, placed: .zero, &stream)
      while let time = at, !hazard.isWish(isLate: time > promise, &stream) {
        at = hazard.candidate(after: time, placed: .zero, &stream)
      }
      guard let at else { continue }
      if at > promise { late += 1 } else { early += 1 }
    }
    let pEarly = 1 - Deterministic.exp(-0.15)
    let pLate = Deterministic.exp(-0.15) * (1 - Deterministic.exp(-0.8))
    for (seen, p) in [(early, pEarly), (late, pLate)] {
      #expect(abs(seen - Double(count) * p) < 3.29 * (Double(count) * p * (1 - p)).squareRoot())
    }
  }

  @Test("One uniform number answers several questions independently (p > 0.999)")
  func splitting() {
    var stream = Streams(seed: 2)["split"][0]
    var both = 0.0
    let count = 50_000.0
    for _ in 0..<Int(count) {
      var split = UniformSplit(stream.uniform())
      let first = split.take(0.3)
      let second = split.take(0.6)
      if first, second, split.take(0.5) { both += 1 }
    }
    #expect(abs(both - count * 0.09) < 3.29 * (count * 0.09 * 0.91).squareRoot())
  }
}
