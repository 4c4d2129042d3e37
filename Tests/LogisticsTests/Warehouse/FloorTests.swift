import Kernel
import Testing

@testable import Logistics

@Suite("What makes a warehouse slower and faster")
struct FloorTests {
  private func run(_ order: String, _ overrides: [String], orders: Int = 1, pack: String = "stations: 1000") throws
    -> SmallRun
  {
    try SmallRun(GoldenWorld.yaml(orders: .init(repeating: order, count: orders), pack: pack), overrides: overrides)
  }

  @Test("Without waves an order need not wait for the next one, and makes the cut-off")
  func waveless() throws {
    let waves = try run("2026-11-10T17:05:00Z", [])
    #expect(waves.times(DoorstepRecord.delivered) == ["11-12T11:00:00"])
    let run = try run("2026-11-10T17:05:00Z", ["nodes.depot.process=waveless"])
    #expect(run.times(WarehouseRecord.packEnd) == ["11-10T17:45:00"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-11T11:00:00"])
    #expect(run.result.late == 0 && run.result.invariants.violations == [])
  }

  @Test("Without waves and out of hours orders wait for the shift")
  func shift() throws {
    let run = try run(
      "2026-11-10T20:00:00Z", ["nodes.depot.process=waveless", "nodes.depot.pick.hours=08:00-16:00"], orders: 3)
    #expect(run.times(WarehouseRecord.packEnd) == .init(repeating: "11-11T08:40:00", count: 3))
    #expect(run.result.orders.inFlight == 0)
  }

  @Test("The most urgent order is picked first, then the one that came first")
  func urgency() {
    var pool = UrgencyPool()
    let promises = [5, 3, 9, 3, 1, 7, 5, 2]
    for (row, promise) in promises.enumerated() { pool.insert(UInt32(row), promise: .zero + .days(Int64(promise))) }
    var order: [Int] = []
    while let row = pool.popFirst() { order.append(Int(row)) }
    #expect(order == [4, 7, 1, 3, 0, 6, 5, 2] && pool.count == 0)
  }

  @Test("Pickers in each other's way and full shelves make tours longer")
  func slowdown() throws {
    var plan = WarehousePlan.Waves.plain
    #expect(plan.slowdown(pickers: 30, units: 900) == 1)
    plan.congestionAt = 30
    #expect(plan.slowdown(pickers: 30, units: 900) == 2)
    plan.storage = 1_000
    #expect(abs(plan.slowdown(pickers: 30, units: 950) - 2 * 1.3) < 1e-12)
    #expect(plan.slowdown(pickers: 0, units: 850) == 1)
    // One picker where one in all doubles the half hour.
    let crowded = [
      "nodes.depot.pick.aisles=20", "nodes.depot.pick.aisleLength=0 m", "nodes.depot.pick.span=0 m",
      "nodes.depot.pick.congestion=0.05",
    ]
    let run = try run("2026-11-10T15:20:00Z", crowded)
    #expect(run.times(WarehouseRecord.packEnd) == ["11-10T17:10:00"])
    let full = try self.run("2026-11-10T15:20:00Z", ["nodes.depot.storage=1000"])
    #expect(full.times(WarehouseRecord.packEnd) == ["11-10T16:53:30"], "45 % more than 30 min")
  }

  @Test("Overtime finishes what waits at the end of the shift, and is paid by the half hour")
  func overtime() throws {
    let pack = "stations: 1, hours: 08:00-17:00"
    let without = try run("2026-11-10T15:20:00Z", [], orders: 4, pack: pack)
    #expect(without.times(WarehouseRecord.packEnd).last == "11-11T08:10:00")
    let rules = ["nodes.depot.labour.overtime=1 h", "nodes.depot.labour.overtimeRate=20 GBP"]
    let run = try run("2026-11-10T15:20:00Z", rules, orders: 4, pack: pack)
    #expect(run.times(WarehouseRecord.packEnd).last == "11-10T17:10:00")
    #expect(run.result.nodes[0].overtimeHours == 0.5)
    func fulfilment(_ run: SmallRun) -> Int64 {
      run.result.money.accounts.first { $0.name == Account.fulfilment.name }?.balanceMinor ?? 0
    }
    #expect(fulfilment(run) - fulfilment(without) == 1_000)
    #expect(run.result.invariants.violations == [])
    // Ten parcels: six wait at the end of the shift, and the hour is enough for all of them.
    let long = try self.run("2026-11-10T15:20:00Z", rules, orders: 12, pack: pack)
    #expect(long.times(WarehouseRecord.packEnd).filter { $0 < "11-11" }.count == 9, "09:00 to 18:00 by tens of minutes")
    #expect(long.result.nodes[0].overtimeHours == 1)
  }
}

@Suite("Who comes to work")
struct LabourTests {
  private let monday = LocalDate(year: 2026, month: 11, day: 9)!
  private func span(_ days: Int) -> Range<SimTime> {
    TimeZoneRules.utc.instant(monday)..<TimeZoneRules.utc.instant(monday + days)
  }

  @Test("A temp does 60 % on the first day and 95 % after ten")
  func learning() {
    let labour = Labour()
    #expect(labour.productivity(afterDays: 0) == 0.6 && abs(labour.productivity(afterDays: 10) - 0.95) < 1e-12)
    #expect((0..<30).allSatisfy { labour.productivity(afterDays: $0) < labour.productivity(afterDays: $0 + 1) })
  }

  @Test("Temps come on top of who is planned, only in shifts and only for their time")
  func temps() {
    let temps = [Labour.Temps(from: monday + 1, until: monday + 12, people: 10)]
    let hours = WorkCalendar(
      (0..<14).map { day in
        let midnight = TimeZoneRules.utc.instant(monday + day)
        return WorkCalendar.Span(midnight + .hours(8), midnight + .hours(16))
      })
    let plan = CapacityCalendar(shifts: [(hours, 20)])
    let roster = Labour().roster(plan, temps, over: span(14), Streams(seed: 1)["absence"])
    func people(_ day: Int, _ hour: Int64) -> Int {
      roster.capacity(at: TimeZoneRules.utc.instant(monday + day) + .hours(hour))
    }
    #expect(people(0, 9) == 20 && people(1, 9) == 26 && people(11, 9) == 30 && people(12, 9) == 20)
    #expect(people(5, 7) == 0 && people(5, 16) == 0)
  }

  @Test("One in sixteen is absent, another number each day, and nobody more than are planned")
  func absence() {
    var labour = Labour()
    labour.absence = 0.0625
    let roster = labour.roster(.constant(100), [], over: span(1_000), Streams(seed: 5)["absence"])
    let counts = (0..<1_000).map { roster.capacity(at: TimeZoneRules.utc.instant(monday + $0) + .hours(12)) }
    // Mean of 1,000 binomials: the standard error is 0.077; four of them.
    #expect(abs(Double(counts.reduce(0, +)) / 1_000 - 93.75) < 0.31)
    #expect(Set(counts).count > 10 && counts.allSatisfy { $0 <= 100 })
  }
}

extension WarehousePlan.Waves {
  fileprivate static var plain: Self {
    WarehousePlan.Waves(
      schedule: LocalSchedule([]), pickers: .constant(1), batchLines: 1, tour: [], packStations: .constant(1),
      packMean: .zero, packCv: 0, packPerExtraUnit: .zero)
  }
}
