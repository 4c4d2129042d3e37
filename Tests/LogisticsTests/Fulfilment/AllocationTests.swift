import Kernel
import Scenario
import Testing
import TraceFormat

@testable import Logistics

@Suite("A provider without a slot left on the day gives way to the next")
struct AllocationTests {
  /// The golden world with a slower provider beside the van.
  private func run(
    _ orders: Int, van: String, bus: String = "", policy: String = "nearestWithStock", overrides: [String] = []
  ) throws -> SmallRun {
    let yaml = GoldenWorld.yaml(orders: .init(repeating: "2026-11-10T12:20:00Z", count: orders), provider: van)
    let second = """
      services:
        slow:
          provider: bus
          from: [depot]
          to: [GB]
          pickUp: { times: ["18:00"] }
          firstMile: 3 h
          transit: 30 h
          lost: 0
          price: { perParcel: 9.20 GBP }
      """
    return try SmallRun(
      yaml.replacing("providers:\n", with: "fulfilment: { policy: \(policy) }\nproviders:\n  bus: { \(bus) }\n")
        .replacing("services:", with: second), overrides: overrides)
  }

  private func provider(_ name: String, of run: SmallRun) -> ProviderResult {
    run.result.providers.first { $0.name == name }!
  }

  /// How many orders each provider's service got.
  private func shares(_ run: SmallRun) -> [Int] {
    ["van", "bus"].map { provider($0, of: run).tendered }
  }

  @Test(
    "150 orders, 100 slots: 50 go to the next candidate and nobody waits",
    arguments: ["nearestWithStock", "cheapestLandedCost"], ["refuse", "delay"])
  func next(policy: String, overflow: String) throws {
    let run = try run(150, van: ", allocation: 100, overflow: \(overflow)", policy: policy)
    #expect(shares(run) == [100, 50])
    #expect(run.times(CarrierRecord.pickedUp).allSatisfy { $0 == "11-10T18:00:00" })
    #expect(run.result.countries[0].late == 0 && run.result.orders.delivered == 150)
    #expect(run.result.invariants.violations == [])
  }

  @Test("a provider that takes more at a surcharge keeps them all")
  func surcharge() throws {
    #expect(shares(try run(150, van: ", allocation: 100, overflow: surcharge")) == [150, 0])
  }

  @Test("when nobody has a slot, orders wait with the best, and what is offered again counts once")
  func wait() throws {
    let run = try run(350, van: ", allocation: 100", bus: "allocation: 20")
    #expect(shares(run) == [330, 20])
    let loads = run.times(CarrierRecord.pickedUp)
    #expect(["10", "11", "12", "13"].map { day in loads.count { $0 == "11-\(day)T18:00:00" } } == [120, 100, 100, 30])
    let van = provider("van", of: run)
    #expect(van.refused == 230 && van.delivered == 330)
    #expect(run.times(CarrierRecord.tenderRefused).count == 230 + 130 + 30)
    #expect(run.result.invariants.violations == [])
    for region in run.regions {
      for provider in 0..<2 { #expect(region.state.desk.slotsHeld(provider, in: region.state.id) == 0) }
    }
  }

  @Test("slots of orders that end before the tender are given back", arguments: [0, 1, 3])
  func released(_ seed: UInt64) throws {
    let run = try SmallRun(RandomWorld(seed: seed).yaml(), overrides: ["providers.slow.allocation=3"])
    #expect(run.result.orders.inFlight == 0 && run.result.orders.cancelled > 0)
    for region in run.regions {
      for provider in run.result.providers.indices {
        #expect(region.state.desk.slotsHeld(provider, in: region.state.id) == 0, "\(region.code)")
      }
    }
    #expect(run.result.invariants.violations == [])
  }
}

@Suite("Slots of a daily allocation")
struct SlotDaysTests {
  private let start = SimTime(iso8601: "2026-11-09T00:00:00Z")!
  private func book(_ parcels: Int64, isElsewhere: Bool = false) -> SlotDays {
    SlotDays(DailyLimit(initial: parcels), isElsewhere: isElsewhere, zone: .utc, from: start)
  }

  @Test("a day has room until its slots are held; what is over the limit takes room from the day after")
  func carried() {
    var book = book(2)
    for _ in 0..<3 { book.hold(0, at: start) }
    #expect(!book.hasRoom(on: 0, at: start) { _ in 0 })
    #expect(book.hasRoom(on: 1, at: start) { _ in 0 })
    book.hold(1, at: start)
    #expect(!book.hasRoom(on: 1, at: start) { _ in 0 } && book.hasRoom(on: 2, at: start) { _ in 0 })
    book.release(0, at: start)
    #expect(book.hasRoom(on: 1, at: start) { _ in 0 } && book.total == 3)
    let today = LocalDate(year: 2026, month: 11, day: 9)!
    #expect(!book.hasRoom(on: 1, at: start) { $0 == today ? 1 : 0 }, "accepted parcels use the day too")
  }

  @Test("here the overdue counts as today's until it is tendered; from elsewhere a day tenders what it can")
  func days() {
    let later = start + .days(2)
    for isElsewhere in [false, true] {
      var book = book(2, isElsewhere: isElsewhere)
      for _ in 0..<5 { book.hold(0, at: start) }
      #expect(book.hasRoom(on: 2, at: later) { _ in 0 } == isElsewhere)
      #expect(book.total == (isElsewhere ? 1 : 5))
      book.release(0, at: later)
      #expect(book.total == (isElsewhere ? 1 : 4))
    }
  }

  @Test("of an allocation abroad a market takes its share of the forecast, by days that are local there")
  func abroad() throws {
    let yaml = FrontWorld.yaml
      .replacing("nodes:\n", with: "nodes:\n  shenzhen: { country: CN, timeZone: Asia/Shanghai }\n")
      .replacing("services:\n", with: "services:\n  air: { provider: post, from: [shenzhen], to: [GB, DE] }\n")
    let overrides = ["markets.GB.forecastShare=1", "markets.DE.forecastShare=3", "providers.post.allocation=40"]
    let world = Simulation(
      try Model.build(
        ScenarioDocument.parse(yaml, name: "front.yaml", overrides: overrides, schema: ModelSchema.schema)))
    let abroad = world.region("CN").state.id
    let now = SimTime(iso8601: "2026-11-03T15:00:00Z")!
    for region in world.regions {
      guard let market = region.state.market else { continue }
      let desk = region.state.desk
      let day = desk.slotDay(0, in: abroad, at: now + .hours(1))
      #expect(day == 2, "the run starts at 08:00 on the 2nd in Shenzhen, and it is the 4th there")
      var held = 0
      while held < 100, desk.hasRoom(0, in: abroad, on: day, at: now) {
        desk.hold(0, in: abroad, day: day, at: now)
        held += 1
      }
      #expect(held == (region.state.network.markets[market].code == "GB" ? 10 : 30))
      #expect(desk.hasRoom(0, in: abroad, on: day + 1, at: now))
    }
  }

  @Test("days are local, and no schedule is no day")
  func numbers() {
    #expect(book(1).day(of: start + .hours(47)) == 1)
    #expect(book(1).day(of: .distantFuture) == SlotDays.none)
  }
}
