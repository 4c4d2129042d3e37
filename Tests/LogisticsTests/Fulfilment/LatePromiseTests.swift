import Kernel
import Scenario
import Testing
import TraceFormat

@testable import Logistics

@Suite("Who finds no slot on the planned day is promised the day that has one")
struct LatePromiseTests {
  @Test("350 orders, 100 slots a day: each is promised its own day, and none is late", arguments: ["refuse", "delay"])
  func golden(overflow: String) throws {
    let orders = [String](repeating: "2026-11-10T12:20:00Z", count: 350)
    let yaml = GoldenWorld.yaml(orders: orders, provider: ", allocation: 100, overflow: \(overflow)")
    let run = try SmallRun(yaml)
    #expect(run.result.orders.delivered == 350 && run.result.late == 0)
    let days = run.records.filter { $0.kind == FulfilmentRecord.allocate }.map { $0.value / 86_400_000_000 }
    #expect((0..<5).map { day in days.count { $0 == day } } == [0, 100, 100, 100, 50])
    #expect(run.result.invariants.violations == [])
  }

  @Test("A parcel that is ready early leaves the slots of its day to those who were promised it")
  func booked() throws {
    for overflow in ["refuse", "delay"] {
      let world = try BackWorld(overrides: [
        "providers.couriers.allocation=1", "providers.couriers.overflow=\(overflow)",
      ])
      let desk = world.state.desk
      let now = world.time("2026-11-10T12:00:00")
      let today = desk.slotDay(1, in: world.state.id, at: now)
      desk.hold(1, in: world.state.id, day: today, at: now)
      let tomorrow = desk.firstDay(1, in: world.state.id, from: today, at: now)
      #expect(tomorrow.day == today + 1 && tomorrow.begins == world.time("2026-11-11T00:00:00"))
      let early = desk.tender(1, bookedFor: tomorrow.day, at: now)
      #expect(early == (overflow == "delay" ? .delayed(until: tomorrow.begins) : .refused(until: tomorrow.begins)))
      desk.release(1, in: world.state.id, day: today, at: now + .hours(3))
      #expect(desk.tender(1, bookedFor: today, at: now + .hours(3)) == .accepted)
    }
  }

  /// The starter scenario at a tenth of its size, long enough for its backlog to arrive.
  private func starter(_ overrides: [String]) throws -> RunResult {
    let all = ["scale.all=0.1", "end=2027-02-20T00:00:00Z", "markets.DE.demand.organic=0/h"]
    let document = try ScenarioDocument.parse(
      StarterScenario.oneCountry, name: "starter.yaml", overrides: all + overrides, schema: ModelSchema.schema)
    return Simulation(try Model.build(document)).run()
  }

  @Test("Under a binding allocation late parcels stay as rare as without it, and fewer visitors buy")
  func starter() throws {
    let free = try starter([])
    for overflow in ["refuse", "delay"] {
      let bound = try starter(["providers.parcel-post.allocation=150", "providers.parcel-post.overflow=\(overflow)"])
      // Without an allocation 1 % of 160 is late, with promises that know no backlog 70 %; a twentieth is five standard
      // errors above the one.
      #expect(try #require(bound.lateShare) < #require(free.lateShare) + 0.05)
      #expect(try #require(bound.conversion) < 0.93 * #require(free.conversion))
      #expect(bound.orders.inFlight == 0 && bound.orders.delivered > 120)
      #expect(bound.invariants.violations == [])
    }
  }

  @Test("Parcels above the allocation cost the surcharge")
  func surcharge() throws {
    let orders = [String](repeating: "2026-11-10T12:20:00Z", count: 150)
    let terms = ", allocation: 100, overflow: surcharge, surcharge: 1.50 GBP"
    let run = try SmallRun(GoldenWorld.yaml(orders: orders, provider: terms))
    #expect(run.result.providers[0].paidMinor == 150 * 320 + 50 * 150)
    #expect(run.result.providers[0].surcharged == 50)
  }
}

@Suite("Promises that know what waits")
struct BacklogTests {
  @Test("50 on each truck, 120 orders before it: who orders then is promised two departures later, and is on time")
  func lineHaul() throws {
    let early = [String](repeating: "2026-11-10T12:20:00Z", count: 120)
    let late = [String](repeating: "2026-11-11T12:20:00Z", count: 10)
    for knows in [false, true] {
      let run = try SmallRun(
        GoldenWorld.yaml(orders: early + late).replacing(
          "{ departures: [\"23:30\"] }", with: "{ departures: [\"23:30\"], parcels: 50 }"),
        overrides: ["promise.knowsBacklog=\(knows)"])
      let promises = run.records.filter { $0.kind == FulfilmentRecord.allocate }.suffix(10).map {
        SimTime(microseconds: $0.time + $0.value).description.prefix(10)
      }
      // After the departure of the 10th 70 wait: the truck of the 11th is full, that of the 12th is not.
      #expect(promises.allSatisfy { $0 == (knows ? "2026-11-13" : "2026-11-12") })
      #expect(run.times(DoorstepRecord.delivered).suffix(10).allSatisfy { $0 == "11-13T11:00:00" })
    }
  }
}
