import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Disruptions in the deterministic world")
struct DisruptionTests {
  /// One order on Tuesday 10 November at 15:20; undisturbed it is at the door on Wednesday at 11:00.
  private func run(_ disruption: String, orders: Int = 1, second: Bool = false, provider: String = "") throws
    -> SmallRun
  {
    var yaml = GoldenWorld.yaml(
      orders: .init(repeating: "2026-11-10T15:20:00Z", count: orders), provider: provider)
    if second {
      yaml = yaml.replacing("providers:\n", with: "providers:\n  bus: {}\n").replacing(
        "services:",
        with: """
          services:
            slow:
              provider: bus
              from: [depot]
              to: [GB]
              transit: 30 h
              lost: 0
              lineHaul: { departures: ["23:45"] }
          """)
    }
    return try SmallRun(yaml + "\ndisruptions:\n  it: { \(disruption) }\n")
  }

  private func delivered(_ run: SmallRun) -> [String] { run.times(DoorstepRecord.delivered) }

  @Test(
    "What is struck holds the parcel as long as it must",
    arguments: [
      // The line-haul of the 10th and the 11th does not leave.
      ("resources: [services.next-day.lineHaul], at: 2026-11-10T23:00:00Z, lasts: 48 h", "11-13T11:00:00"),
      ("resources: [services.next-day.pickUp], at: 2026-11-10T17:00:00Z, lasts: 2 h", "11-12T11:00:00"),
      ("resources: [hubs.hub], at: 2026-11-10T21:00:00Z, lasts: 6 h", "11-12T11:00:00"),
      ("resources: [markets.GB.lastMile], at: 2026-11-11T00:00:00Z, lasts: 1 d", "11-12T11:00:00"),
      ("resources: [nodes.depot], at: 2026-11-10T15:00:00Z, lasts: 4 h", "11-12T11:00:00"),
      ("resources: [nodes.depot.pack], at: 2026-11-10T15:00:00Z, lasts: 1 h", "11-11T11:00:00"),
      // Refused on the 10th, taken on the 11th.
      ("resources: [providers.van], at: 2026-11-10T16:00:00Z, lasts: 3 h", "11-12T11:00:00"),
      ("resources: [providers.van.labels], at: 2026-11-10T14:00:00Z, lasts: 4 h", "11-11T11:00:00"),
      ("resources: [providers.van.labels], at: 2026-11-10T14:00:01Z, lasts: 4 h", "11-12T11:00:00"),
      // Slower, not closed.
      (
        "resources: [services.next-day.lineHaul], at: 2026-11-10T23:00:00Z, lasts: 1 h, capacity: 1, delay: 45 min",
        "11-11T11:00:00"
      ),
      (
        "resources: [services.next-day.lineHaul], at: 2026-11-10T23:00:00Z, lasts: 1 h, capacity: 1, delay: 4 h",
        "11-12T11:00:00"
      ),
      (
        "resources: [markets.GB.lastMile], at: 2026-11-11T00:00:00Z, lasts: 1 d, capacity: 1, delay: 90 min",
        "11-11T12:30:00"
      ),
    ])
  func held(disruption: String, expected: String) throws {
    let run = try run(disruption)
    #expect(delivered(run) == [expected])
    #expect(run.result.invariants.violations == [])
  }

  @Test("A closed line-haul may lose what waits, or let another one take it")
  func policies() throws {
    let closed = "resources: [services.next-day.lineHaul], at: 2026-11-10T22:00:00Z, lasts: 1 d"
    let lost = try run(closed + ", inFlight: destroy", orders: 3)
    #expect(lost.result.orders.lostByCarrier == 3 && lost.result.orders.delivered == 0)
    let rerouted = try run(closed + ", inFlight: reroute", orders: 3, second: true)
    // On the truck of 23:45 with its 30 hours: there on the 12th at 05:45.
    #expect(delivered(rerouted) == .init(repeating: "11-12T11:00:00", count: 3))
    #expect(rerouted.times(CarrierRecord.rerouted).count == 3)
    let alone = try run(closed + ", inFlight: reroute", orders: 3)
    #expect(delivered(alone) == .init(repeating: "11-12T11:00:00", count: 3), "without another way they wait")
    for run in [lost, rerouted, alone] { #expect(run.result.invariants.violations == []) }
  }

  @Test("Parcels that wait when the line-haul closes are taken along, too")
  func staged() throws {
    let closed = "resources: [services.next-day.lineHaul], at: 2026-11-10T23:00:00Z, lasts: 1 d, inFlight: reroute"
    let run = try run(closed, orders: 3, second: true)
    #expect(delivered(run) == .init(repeating: "11-12T11:00:00", count: 3))
    #expect(run.times(CarrierRecord.rerouted).allSatisfy { $0 == "11-10T23:30:00" })
    #expect(run.result.invariants.violations == [])
  }

  @Test("A closed provider's parcels go to another one, and each is paid and counted once")
  func provider() throws {
    let run = try run(
      "resources: [providers.van], at: 2026-11-10T16:00:00Z, lasts: 3 h, inFlight: reroute", orders: 3, second: true)
    let accounts = run.result.providers
    #expect(accounts.first { $0.name == "bus" }?.delivered == 3)
    #expect(accounts.first { $0.name == "van" }?.delivered == 0)
    #expect(run.result.orders.inFlight == 0 && run.result.invariants.violations == [])
  }

  @Test("While labels are down, a tenth of the parcels gets one by hand and the rest misses the cut-off")
  func labels() throws {
    // Packed at 16:40 all at once; by hand 100 an hour until 18:00, one at once: 134 of them.
    let run = try run(
      "resources: [providers.van.labels], at: 2026-11-10T14:00:00Z, lasts: 4 h 1 min, capacity: 0.1", orders: 400)
    let loads = run.times(CarrierRecord.pickedUp)
    #expect(loads.count { $0 == "11-10T18:00:00" } == 134)
    #expect(loads.count { $0 == "11-11T18:00:00" } == 266)
    #expect(run.result.invariants.violations == [])
  }

  @Test("Carriage costs the factor while it lasts")
  func cost() throws {
    let run = try run(
      "resources: [services.next-day.lineHaul], at: 2026-11-10T00:00:00Z, lasts: 1 d, capacity: 1, cost: 2.5")
    #expect(run.result.providers[0].paidMinor == 800)
  }

  @Test("Beginning and end are recorded, and nothing else changes while nothing is struck")
  func recorded() throws {
    let quiet = try run("resources: [hubs.hub], at: 2026-11-20T00:00:00Z, lasts: 1 h, restore: { over: 2 h }")
    #expect(quiet.times(DisruptionRecord.begins) == ["11-20T00:00:00"])
    #expect(quiet.times(DisruptionRecord.ends) == ["11-20T01:00:00"])
    #expect(quiet.times(DisruptionRecord.restored) == ["11-20T03:00:00"])
    #expect(delivered(quiet) == ["11-11T11:00:00"])
  }
}

@Suite("Disruptions over time")
struct DisturbanceTests {
  private let start = SimTime(iso8601: "2026-11-09T00:00:00Z")!

  private func plan(_ edit: (inout DisruptionPlan.Disruption) -> Void) -> DisruptionPlan {
    var disruption = DisruptionPlan.Disruption(
      name: "it", resources: [Resource(kind: .hub, number: 0)], at: start, lasts: DurationSampler(.days(2)),
      probability: 1, level: Disturbance.Level(capacity: 0), restore: .zero, restoreFrom: 0, restoreTo: 1)
    edit(&disruption)
    return DisruptionPlan(disruptions: [disruption], horizon: start + .days(36_500), start: start)
  }

  @Test("A restore from 30 % to 150 % over 5 days brings 4.5 days of capacity, and then the plan holds")
  func ramp() throws {
    let plan = plan {
      ($0.restore, $0.restoreFrom, $0.restoreTo) = (.days(5), 0.3, 1.5)
    }
    let line = try #require(Disturbances(plan, Streams(seed: 1))[.hub, 0])
    #expect(line.level(at: start).capacity == 0 && line.level(at: start + .hours(47)).capacity == 0)
    #expect(line.level(at: start + .days(7)).capacity == 1)
    #expect(abs(line.level(at: start + .days(2)).capacity - 0.33) < 1e-12)
    #expect(abs(line.level(at: start + .days(7) - .microseconds(1)).capacity - 1.47) < 1e-12)
    let minutes = (0..<7_200).map { line.level(at: start + .days(2) + .minutes(Int64($0))).capacity }
    #expect(abs(minutes.reduce(0, +) / 1_440 - 4.5) < 1e-9)
  }

  @Test("An on-off process is down as often as its means say")
  func availability() {
    let law = try! DurationSampler(DurationDistribution.exponential(mean: .days(1)))
    let plan = plan { ($0.lasts, $0.every) = (law, .days(9)) }
    let strikes = plan.strikes(Streams(seed: 7))
    let down = strikes.reduce(0.0) { $0 + ($1.until - $1.from).seconds } / 86_400
    // 3,650 cycles of mean 10 d: the share's standard error is 0.1·0.9·√(2/3650) = 0.0021; four of them.
    #expect(abs(down / 36_500 - 0.1) < 0.0085)
    #expect(zip(strikes, strikes.dropFirst()).allSatisfy { $0.until < $1.from })
  }

  @Test("A disruption by chance happens in its share of the replications, and in all regions alike")
  func chance() {
    let plan = plan { $0.probability = 0.3 }
    let count = (0..<1_000).count { !plan.strikes(Streams(seed: 3, replication: UInt32($0))).isEmpty }
    // Binomial(1000, 0.3): four standard errors are 58.
    #expect(abs(count - 300) < 58)
  }

  @Test("What overlaps multiplies, adds up, and takes the harsher policy")
  func overlap() {
    let line = Disturbance([
      .init(from: start, until: start + .hours(4), level: .init(capacity: 0.5, cost: 2, delay: .hours(1))),
      .init(
        from: start + .hours(2), until: start + .hours(6),
        level: .init(capacity: 0.5, cost: 1.5, delay: .hours(2), inFlight: .reroute)),
    ])
    #expect(
      line.level(at: start + .hours(3)) == .init(capacity: 0.25, cost: 3, delay: .hours(3), inFlight: .reroute))
    #expect(line.changes == [0, 2, 4, 6].map { start + .hours($0) })
    #expect(line.leastCapacity(from: start - .days(1), until: start) == 1)
    #expect(line.leastCapacity(from: start - .days(1), until: start + .hours(1)) == 0.5)
    #expect(line.leastCapacity(from: start + .hours(5), until: start + .days(1)) == 0.5)
  }

  @Test("People: a factor leaves at least one, a closure none, and the plan holds afterwards")
  func people() {
    let line = Disturbance([
      .init(from: start, until: start + .hours(1), level: .init(capacity: 0.01)),
      .init(from: start + .hours(1), until: start + .hours(2), level: .init(capacity: 0)),
      .init(from: start + .hours(2), until: start + .hours(3), level: .init(capacity: 1.5)),
    ])
    let shifts = CapacityCalendar.constant(10).scaled(by: line)
    #expect((-1...3).map { shifts.capacity(at: start + .hours($0)) } == [10, 1, 0, 15, 10])
  }

  @Test("A closure takes a daily allocation away by local day, and what is closed for good never opens in the run")
  func allocation() {
    let first = LocalDate(year: 2026, month: 11, day: 9)!
    let limit = DailyLimit(initial: 100).scaled(over: first...(first + 9)) {
      $0 < first + 3 ? 1 : $0 < first + 5 ? 0 : 0.5
    }
    #expect((0..<7).map { limit.parcels(on: first + $0) } == [100, 100, 100, 0, 0, 50, 50])
    let exit = DailyLimit(initial: 100).scaled(over: first...(first + 9)) { $0 < first + 3 ? 1 : 0 }
    #expect(exit.parcels(on: first + 9) == 0 && exit.parcels(on: first + 10) == 100)
    var book = SlotDays(exit, isElsewhere: false, zone: .utc, from: start)
    #expect(!book.hasRoom(on: 4, at: start) { _ in 0 } && book.firstDay(from: 4, at: start) { _ in 0 } == 10)
  }
}
