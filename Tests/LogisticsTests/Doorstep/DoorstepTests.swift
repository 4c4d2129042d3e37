import Kernel
import Testing

@testable import Logistics

@Suite struct DeliveryTests {
  @Test("A delivery is counted, settled and closed; its rows are free again")
  func delivery() throws {
    let world = try BackWorld(market: "returns: { rate: 0 }")
    let row = world.order(placed: "2026-11-10T15:20:00")
    world.deliver(row, at: "2026-11-11T11:00:00")
    world.run()
    let counters = world.state.counters
    #expect(counters.delivered == 1 && counters.late == 0)
    #expect(counters.clickToDoor.max == 19 * 3_600 + 40 * 60)
    #expect(world.state.orders.count == 0 && world.state.parcels.count == 0)
    #expect(world.state.ledger.balance(.platformCommission, in: .market) == 83)
    #expect(world.state.desk.counters.map(\.onTime) == [0, 1])
    #expect(world.violations == [])
  }

  @Test("A parcel is late from the first microsecond after the promised day", arguments: [0, 1])
  func lateness(microseconds: Int64) throws {
    let world = try BackWorld(market: "returns: { rate: 0 }")
    let row = world.order(promise: "2026-11-11T23:59:59.999999")
    let at = world.time("2026-11-11T23:59:59.999999") + .microseconds(microseconds)
    world.scheduler.schedule(EventKind.delivered, index: world.parcel(of: row), at: at)
    world.run()
    #expect(world.state.counters.late == microseconds)
    #expect(world.state.desk.counters[1].onTime == 1 - microseconds)
  }

  @Test("A lost parcel is refunded and its goods are written off")
  func loss() throws {
    let world = try BackWorld()
    let parcel = world.parcel(of: world.order())
    world.scheduler.schedule(
      EventKind.undelivered, tag: UInt16(ParcelFate.lost.rawValue), index: parcel, at: world.time("2026-11-12T00:00:00")
    )
    world.run()
    #expect(world.state.counters.lost == 1 && world.home.doorstep.counters.lost == 1)
    #expect(world.state.ledger.balance(.writeOff, in: .report) == 15_00)
    #expect(world.state.ledger.balance(.refunds, in: .market) == 41_67)
    #expect(world.state.orders.count == 0)
    #expect(world.violations == [])
  }

  @Test("A domestic parcel returned to its sender goes back into stock as new")
  func returnedToSender() throws {
    let world = try BackWorld(market: "returns: { transit: 2 d, cost: 4 GBP }")
    let row = world.order(1, quantity: 2)
    world.scheduler.schedule(
      EventKind.undelivered, tag: UInt16(ParcelFate.returnedToSender.rawValue), index: world.parcel(of: row),
      at: world.time("2026-11-12T12:00:00"))
    world.run()
    #expect(world.home.doorstep.counters.gradedA == 1)
    let london = UInt16(world.state.network.nodes.firstIndex { $0.name == "london" }!)
    #expect(world.state.stock[london, 1].returned == 2 && world.state.stock[london, 1].onHand == 2)
    #expect(world.state.ledger.balance(.inventory, in: .report) == 80_00)
    #expect(world.state.ledger.balance(.returnHandling, in: .report) == 4_00)
    #expect(world.state.orders.count == 0)
    #expect(world.violations == [])
  }
}

@Suite struct RefusalTests {
  @Test("The probability of refusing is logistic in the surprise's share of the price")
  func formula() {
    let refusal = DoorRefusal(intercept: -3, slope: 6)
    #expect(abs(refusal.probability(due: 0, paid: 100) - 0.047_425_873_177_566_78) < 1e-12)
    #expect(abs(refusal.probability(due: 50, paid: 100) - 0.5) < 1e-12)
    #expect(abs(refusal.probability(due: 100, paid: 100) - 0.952_574_126_822_433_2) < 1e-12)
  }

  @Test("A refused parcel from abroad is refunded and written off")
  func refusal() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, terms: dap, hold: { share: 0 }, yellow: 0, red: 0, seized: 0 }",
      root: "doorstep: { refusal: { intercept: 50 } }", delivers: true)
    world.importParcel(1, at: "2026-11-12T00:00:00")
    world.run()
    #expect(world.home.doorstep.counters.refused == 1 && world.state.counters.delivered == 0)
    #expect(world.state.ledger.balance(.writeOff, in: .report) == 40_00)
    #expect(world.state.orders.count == 0)
    #expect(world.violations == [])
  }
}

@Suite struct ReturnTests {
  static let certain = """
    returns:
      rate: 0.99
      requestLag: 8 d
      transit: 3 d
      graders: 1
      gradingTime: 4 min
      hours: "Mon-Fri 09:00-17:00"
      gradeA: 1
      gradeB: 0
      cost: 4.00 GBP
    """

  @Test("The odds of a return rise for live and late orders; certainty stays certain")
  func odds() {
    let odds = ReturnOdds(live: 0.8, late: 0.5)
    let base = Logistic.logit(0.2)
    let expected = [0.2, Logistic.sigmoid(base + 0.8), Logistic.sigmoid(base + 0.5), Logistic.sigmoid(base + 1.3)]
    for (p, q) in zip(odds.probabilities(base: 0.2), expected) { #expect(abs(p - q) < 1e-12) }
    #expect(odds.probabilities(base: 0) == [0, 0, 0, 0])
    #expect(abs(ReturnOdds.scale(0.5, oddsBy: 3) - 0.75) < 1e-12)
  }

  @Test("Returned goods are graded in office hours, restocked and refunded; only handling and payment fee remain")
  func restock() throws {
    let world = try BackWorld(market: Self.certain, root: "returns: { live: 10 }")
    let row = world.order(flags: .live)
    world.state.bookCapture(row, at: world.time("2026-11-10T00:00:00"))
    // Delivered on Tuesday the 10th, asked for on the 18th, received on Saturday the 21st, graded on Monday the 23rd.
    world.deliver(row, at: "2026-11-10T12:00:00")
    world.run(until: "2026-11-23T09:03:59")
    #expect(world.home.doorstep.counters.gradedA == 0 && world.home.doorstep.counters.returnsReceived == 1)
    #expect(world.violations == [])
    world.run(until: "2026-11-23T09:04:01")
    #expect(world.home.doorstep.counters.gradedA == 1 && world.state.counters.returned == 1)
    #expect(world.state.orders.count == 0)
    #expect(world.state.ledger.balance(.platformCommission, in: .market) == 0)
    #expect(world.state.ledger.balance(.taxPayable, in: .market) == 0)
    let statement = ContributionStatement(world.state.ledger, toReport: 1)
    #expect(statement[.paymentFees] == -75 && statement[.returnHandling] == -4_00)
    #expect(statement.contribution == -75 - 4_00 + 15_00)
    #expect(world.violations == [])
  }

  @Test("Goods from abroad are refunded without their return")
  func refundWithoutReturn() throws {
    let world = try BackWorld(market: Self.certain, root: "returns: { live: 10 }")
    world.deliver(world.order(isAbroad: true, flags: .live), at: "2026-11-10T12:00:00")
    world.run()
    #expect(world.home.doorstep.counters.refundedWithoutReturn == 1)
    #expect(world.home.doorstep.counters.returnsReceived == 0)
    #expect(world.state.ledger.balance(.writeOff, in: .report) == 15_00)
    #expect(world.violations == [])
  }

  @Test("Grades come in their shares, requests inside the window, and the share returned is the market's (p > 0.999)")
  func shares() throws {
    let world = try BackWorld(market: "returns: { rate: 0.3, graders: 1000, window: 14 d }", seed: 5)
    let count = 10_000
    for _ in 0..<count { world.deliver(world.order(), at: "2026-11-10T12:00:00") }
    world.run(until: "2026-11-24T12:00:01")
    let seen = Double(world.state.counters.returned)
    #expect(abs(seen - 3_000) < 3.29 * (Double(count) * 0.3 * 0.7).squareRoot())
    let atWindow = world.state.counters.returned
    world.run()
    #expect(world.state.counters.returned == atWindow)
    let counters = world.home.doorstep.counters
    let graded = Double(counters.returnsReceived)
    #expect(graded == seen)
    #expect(abs(Double(counters.gradedA) - graded * 0.6) < 3.29 * (graded * 0.6 * 0.4).squareRoot())
    #expect(abs(Double(counters.gradedB) - graded * 0.25) < 3.29 * (graded * 0.25 * 0.75).squareRoot())
    #expect(world.state.orders.count == 0)
    #expect(world.violations == [])
  }

  @Test("Categories multiply the odds of a return")
  func categories() throws {
    let world = try BackWorld(market: "returns: { rate: 0.2 }", root: "returns: { categoryOdds: { apparel: 2 } }")
    let rules = world.state.model.doorstep.markets[0].returns
    #expect(abs(rules.probabilities[0] - 0.2) < 1e-12)
    #expect(abs(rules.probabilities[4] - 1.0 / 3) < 1e-12)
  }
}
