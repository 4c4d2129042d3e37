import Kernel
import Testing

private let horizon = instant("2026-11-01T00:00:00Z")..<instant("2026-12-31T00:00:00Z")
private let officers = WorkCalendar(WeeklyHours("Mon-Fri 09:00-17:00")!, zone: rules("Europe/London"), over: horizon)
private let threeOnMonday = ["16:30", "16:31", "16:32"].map {
  (at: instant("2026-11-09T\($0):00Z"), work: SimDuration.minutes(45), priority: Int64(0))
}

@Test("G4: five orders at 16:30 on two pack stations are packed 16:40, 16:40, 16:50, 16:50, 17:00")
func packStations() {
  let at = instant("2026-11-10T16:30:00Z")
  let orders = (0..<5).map { _ in (at: at, work: SimDuration.minutes(10), priority: Int64(0)) }
  let packed = finishTimes(Station(.servers(2), kind: Kind.station), orders)
  #expect(packed == [10, 10, 20, 20, 30].map { at + .minutes($0) })
}

@Test("G5: a yellow parcel on Saturday is released on Monday 09:25")
func yellowOnSaturday() {
  for policy in [Station.ShiftEnd.finish, .preemptResume] {
    let desk = Station(.calendar(officers, servers: 1), shiftEnd: policy, kind: Kind.station)
    let released = finishTimes(desk, [(instant("2026-11-14T10:00:00Z"), .minutes(25), 0)])
    #expect(released == [instant("2026-11-16T09:25:00Z")])
  }
  let green = Station(.servers(1), kind: Kind.station)
  let released = finishTimes(green, [(instant("2026-11-14T10:00:00Z"), .minutes(10), 0)])
  #expect(released == [instant("2026-11-14T10:10:00Z")])
}

@Test("G6: with preemption at the end of the shift three red parcels are done Tuesday 09:15, 10:00, 10:45")
func redPreempted() {
  let expected = ["09:15", "10:00", "10:45"].map { instant("2026-11-10T\($0):00Z") }
  let common = Station(.calendar(officers, servers: 1), shiftEnd: .preemptResume, kind: Kind.station)
  #expect(finishTimes(common, threeOnMonday) == expected)
  let stepped = Station(
    .stepped(CapacityCalendar(shifts: [(officers, 1)])), shiftEnd: .preemptResume, kind: Kind.station)
  #expect(finishTimes(stepped, threeOnMonday) == expected, "one officer's shifts as steps of the capacity")
}

@Test("G7: when the officer finishes the job in hand they are done Monday 17:15, Tuesday 09:45, 10:30")
func redFinished() {
  let expected = ["2026-11-09T17:15:00Z", "2026-11-10T09:45:00Z", "2026-11-10T10:30:00Z"].map(instant)
  let common = Station(.calendar(officers, servers: 1), shiftEnd: .finish, kind: Kind.station)
  #expect(finishTimes(common, threeOnMonday) == expected)
  let stepped = Station(.stepped(CapacityCalendar(shifts: [(officers, 1)])), shiftEnd: .finish, kind: Kind.station)
  #expect(finishTimes(stepped, threeOnMonday) == expected)
}

@Test("Ten hours of work from Friday 16:00 at a station end on Tuesday 10:00")
func tenHoursAtAStation() {
  let desk = Station(.calendar(officers, servers: 1), shiftEnd: .preemptResume, kind: Kind.station)
  let done = finishTimes(desk, [(instant("2026-11-13T16:00:00Z"), .hours(10), 0)])
  #expect(done == [instant("2026-11-17T10:00:00Z")])
}

@Test("G10: of 150 parcels a departure takes 100; with 20 more the next takes 70, and none rolls twice")
func rollingParcels() {
  let pickUp = LocalSchedule(at: [LocalTime(18)], zone: rules("Europe/London"), over: horizon)
  let lane = ScheduledDeparture(
    pickUp, capacity: Load(units: 100, grams: .max / 2, cubicCentimetres: .max / 2), kind: Kind.departure)
  var loaded: [[UInt32]] = []
  var reports: [ScheduledDeparture.Report] = []
  let tuesday = instant("2026-11-10T00:00:00Z")
  simulate(
    from: tuesday,
    start: { s in
      for row in 0..<150 { s.schedule(Kind.arrival, index: UInt32(row), at: tuesday + .minutes(Int64(row))) }
      for row in 150..<170 { s.schedule(Kind.arrival, index: UInt32(row), at: tuesday + .hours(30)) }
    },
    event: { event, s in
      if event.kind == Kind.arrival {
        lane.stage(event.index, load: Load(grams: 800, cubicCentimetres: 3_000), on: s)
        return
      }
      var now: [UInt32] = []
      let report = lane.handle(event, on: s) { if case .loaded(let job) = $0 { now.append(job) } }
      loaded.append(now)
      reports.append(report)
    })
  #expect(loaded.map(\.count) == [100, 70])
  #expect(loaded[0] == Array(0..<100) && loaded[1] == Array(100..<170), "the oldest go first")
  #expect(reports.map(\.rolled) == [50, 0] && reports.map(\.mostRolls) == [1, 0])
}

@Test("G11: an allocation of 100 a day that refuses ships 100, 100, 100, 100 of 150, 150, 50, 50")
func dailyAllocation() {
  let zone = rules("Europe/London")
  var allocation = DailyAllocation(perDay: 100, overflow: .refuse, zone: zone)
  var backlog = 0
  var shipped: [Int] = []
  var backlogs: [Int] = []
  for (number, demand) in [150, 150, 50, 50].enumerated() {
    let now = zone.instant(day("2026-11-10") + number, LocalTime(10))
    backlog += demand
    var today = 0
    while backlog > 0, case .accepted = allocation.tender(at: now) {
      today += 1
      backlog -= 1
    }
    if backlog > 0 {
      #expect(allocation.tender(at: now) == .refused(until: zone.instant(day("2026-11-11") + number)))
    }
    shipped.append(today)
    backlogs.append(backlog)
  }
  #expect(shipped == [100, 100, 100, 100])
  #expect(backlogs == [50, 100, 50, 0])
}

@Test("A daily allocation takes more at a surcharge, or puts parcels off to the first day with room")
func allocationPolicies() {
  let now = instant("2026-11-10T10:00:00Z")
  var costly = DailyAllocation(perDay: 2, overflow: .surcharge, zone: .utc)
  #expect((0..<3).map { _ in costly.tender(at: now) } == [.accepted, .accepted, .acceptedAtSurcharge])
  var later = DailyAllocation(
    perDay: 2, changes: [(day("2026-11-11"), 1), (day("2026-11-12"), 3)], overflow: .delay, zone: .utc)
  let answers = (0..<7).map { _ in later.tender(at: now) }
  #expect(answers[1] == .accepted && answers[2] == .delayed(until: instant("2026-11-11T00:00:00Z")))
  #expect(answers[3...5].allSatisfy { $0 == .delayed(until: instant("2026-11-12T00:00:00Z")) })
  #expect(answers[6] == .delayed(until: instant("2026-11-13T00:00:00Z")))
  #expect(["2026-11-09", "2026-11-10", "2026-11-12", "2026-11-14"].map { later.taken(on: day($0)) } == [0, 2, 3, 0])
  #expect(later.remaining(at: now + .days(1)) == 0 && later.remaining(at: now + .days(3)) == 2)
}
