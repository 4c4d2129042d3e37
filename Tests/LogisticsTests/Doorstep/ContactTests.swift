import Kernel
import Testing
import TraceFormat

@testable import Logistics

@Suite("Customers ask where their orders are")
struct ContactTests {
  private func world(_ more: String = "", rate: Double = 1) throws -> BackWorld {
    try BackWorld(
      market: "returns: { rate: 0 }",
      root: """
        doorstep:
          cancellation: { perDay: 0 }
          contacts: { rate: \(rate), agents: 1, time: 10 min, cost: 4.50 GBP, \(more) }
        """)
  }

  /// An order under way whose customer asks at an instant.
  private func ask(_ world: BackWorld, at text: String, in state: OrderState = .shipped) {
    let row = world.order(placed: "2026-11-10T00:00:00", in: state)
    world.scheduler.schedule(
      EventKind.contactWish, tag: world.state.orders[row].generation, index: row, at: world.time(text))
  }

  @Test("those with patience are answered one after the other, and every answer costs")
  func answered() throws {
    let world = try world("patience: 24 h")
    for minute in ["00", "01", "02"] { ask(world, at: "2026-11-11T12:\(minute):00") }
    world.run(until: "2026-11-11T12:29:59")
    let contacts = try #require(world.home.doorstep.contacts)
    #expect(contacts.asked == 3 && contacts.answered == 2)
    world.run(until: "2026-11-11T12:30:01")
    #expect(contacts.answered == 3 && contacts.gaveUp == 0)
    #expect(world.state.ledger.balance(.contacts, in: .report) == 3 * 4_50)
    #expect(world.violations == [])
    world.run()
    #expect(world.violations == [])
  }

  @Test("those without give up, and try again as often as they are said to")
  func gaveUp() throws {
    let never = try world("patience: 1 s, triesAgain: 0")
    for minute in ["00", "01", "02"] { ask(never, at: "2026-11-11T12:\(minute):00") }
    never.run()
    let lost = try #require(never.home.doorstep.contacts)
    #expect(lost.asked == 3 && lost.answered == 1 && lost.gaveUp == 2 && lost.lost == 2)
    let always = try world("patience: 1 s, triesAgain: 0.99")
    for minute in ["00", "01", "02"] { ask(always, at: "2026-11-11T12:\(minute):00") }
    always.run()
    let answered = try #require(always.home.doorstep.contacts)
    // Two of them, and one of the two again an hour later.
    #expect(answered.asked == 3 && answered.answered == 3 && answered.gaveUp == 3)
    #expect(never.violations == [] && always.violations == [])
  }

  @Test("nobody asks for an order that has come, and nobody at all unless a rate is given")
  func stale() throws {
    let world = try world()
    ask(world, at: "2026-11-11T12:00:00", in: .delivered)
    world.run()
    #expect(world.home.doorstep.contacts?.asked == 0)
    #expect(try self.world(rate: 0).home.doorstep.contacts == nil)
  }

  @Test("in a whole run the rates are met: before the promise, and of those still waiting after it")
  func rates() throws {
    let yaml = SteadyWorld.yaml(days: 20)
    let quiet = try SmallRun(yaml)
    let run = try SmallRun(yaml, overrides: ["doorstep.contacts.rate=1", "doorstep.contacts.lateRate=1"])
    #expect(quiet.result.countries.allSatisfy { $0.contacts == 0 })
    #expect(run.result.orders.placed == quiet.result.orders.placed)
    #expect(run.result.late == quiet.result.late)
    let contacts = run.result.countries.reduce(0) { $0 + $1.contacts }
    #expect(contacts > run.result.late && contacts < 2 * run.result.orders.placed)
    #expect(run.result.invariants.violations == [])
    let kinds = Set(run.records.map(\.kind)).subtracting(quiet.records.map(\.kind))
    #expect(kinds.isSubset(of: [DoorstepRecord.contact, DoorstepRecord.contactServed]))
  }
}
