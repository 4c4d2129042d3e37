import Foundation
import Kernel
import Testing

private let london = rules("Europe/London")
private let berlin = rules("Europe/Berlin")
private let newYork = rules("America/New_York")

@Test("G8: a local time that occurs twice is its first occurrence, and the day has 25 hours")
func ambiguousTimeIsFirst() {
  let date = day("2026-10-25")
  #expect(berlin.instant(date, LocalTime(2, 30)) == instant("2026-10-25T00:30:00Z"))
  #expect(berlin.secondInstant(date, LocalTime(2, 30)) == instant("2026-10-25T01:30:00Z"))
  #expect(berlin.secondInstant(date, LocalTime(3)) == nil && berlin.secondInstant(date, LocalTime(1, 59)) == nil)
  #expect(berlin.instant(date, LocalTime(3)) == instant("2026-10-25T02:00:00Z"))
  #expect(berlin.instant(date + 1) - berlin.instant(date) == .hours(25))
  let cutOff = LocalSchedule(
    at: [LocalTime(2, 30)], zone: berlin, over: instant("2026-10-24T00:00:00Z")..<instant("2026-10-27T00:00:00Z"))
  #expect(cutOff.nextAtOrAfter(instant("2026-10-24T22:00:00Z")) == instant("2026-10-25T00:30:00Z"))
  #expect(cutOff.next(after: instant("2026-10-25T00:30:00Z")) == instant("2026-10-26T01:30:00Z"))
}

@Test("G9: a local time that the clock skips is the end of the gap, and the day has 23 hours")
func skippedTimeIsEndOfGap() {
  let date = day("2026-03-08")
  #expect(newYork.instant(date, LocalTime(2)) == instant("2026-03-08T07:00:00Z"))
  #expect(newYork.instant(date, LocalTime(2, 30)) == instant("2026-03-08T07:00:00Z"))
  #expect(newYork.instant(date, LocalTime(1, 59)) == instant("2026-03-08T06:59:00Z"))
  #expect(newYork.instant(date, LocalTime(3, 30)) == instant("2026-03-08T07:30:00Z"))
  #expect(newYork.instant(date + 1) - newYork.instant(date) == .hours(23))
  #expect(newYork.local(at: instant("2026-03-08T07:00:00Z")).time == LocalTime(3))
  let wave = LocalSchedule(
    at: [LocalTime(2)], zone: newYork, over: instant("2026-03-07T00:00:00Z")..<instant("2026-03-10T00:00:00Z"))
  #expect(wave.next(after: instant("2026-03-07T07:00:00Z")) == instant("2026-03-08T07:00:00Z"))
  #expect(wave.next(after: instant("2026-03-08T07:00:00Z")) == instant("2026-03-09T06:00:00Z"))
}

@Test("A date that a place skips begins when the next one does")
func skippedDate() {
  let apia = rules("Pacific/Apia", from: "2011-01-01T00:00:00Z", to: "2012-12-31T00:00:00Z")
  #expect(apia.instant(day("2011-12-30"), LocalTime(12)) == instant("2011-12-30T10:00:00Z"))
  #expect(apia.instant(day("2011-12-31")) == instant("2011-12-30T10:00:00Z"))
  #expect(apia.date(at: instant("2011-12-30T09:59:59Z")) == day("2011-12-29"))
}

@Test("Local clocks agree with Foundation, and every shown time maps back to its first instant")
func agreesWithFoundation() {
  let names = [
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Asia/Shanghai",
  ]
  for name in names {
    let zone = TimeZone(identifier: name)!
    let local = rules(name)
    var random = TestRandom(7)
    for _ in 0..<400 {
      let time = SimTime(microseconds: random.int(1_735_689_600...1_830_297_600) * 1_000_000)
      let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.microseconds) / 1e6))
      #expect(local.offset(at: time) == .seconds(Int64(seconds)), "\(name) \(time)")
      let shown = local.local(at: time)
      let back = local.instant(shown.date, shown.time)
      #expect(back == time || local.secondInstant(shown.date, shown.time) == time, "\(name) \(time)")
    }
  }
}

@Test("The first instant at which the clock shows a time or later is what a search finds")
func firstInstantProperty() {
  var random = TestRandom(3)
  for _ in 0..<200 {
    var at: Int64 = 0
    let transitions = (0..<Int(random.int(0...4))).map { _ in
      at += random.int(1...30) * 3_600
      return TimeZoneRules.Transition(
        at: SimTime(microseconds: at * 1_000_000), offsetSeconds: Int32(random.int(-6...6) * 1_800))
    }
    let zone = TimeZoneRules(initialOffsetSeconds: Int32(random.int(-6...6) * 1_800), transitions: transitions)
    for hour in 0..<60 {
      let date = LocalDate(daysSinceEpoch: Int32(hour / 24))
      let found = zone.instant(date, LocalTime(hour % 24))
      let wanted = Int64(hour) * 3_600_000_000
      var search = Int64(-10 * 3_600_000_000)
      while search + zone.offset(at: SimTime(microseconds: search)).microseconds < wanted { search += 1_800_000_000 }
      #expect(found.microseconds == search)
    }
  }
}

@Test("A grid on the local clock stays hourly when the clock is set back and closes up when it skips")
func hourlyGrid() {
  let days = instant("2026-10-24T22:00:00Z")..<instant("2026-10-25T23:00:00Z")
  let autumn = LocalSchedule(every: .hours(1), zone: berlin, over: days)
  #expect(autumn.count == 25)
  #expect(zip(autumn.instants, autumn.instants.dropFirst()).allSatisfy { $1 - $0 == .hours(1) })
  let spring = LocalSchedule(
    every: .minutes(30), zone: newYork, over: instant("2026-03-08T05:00:00Z")..<instant("2026-03-09T04:00:00Z"))
  #expect(spring.count == 46)
  let office = LocalSchedule(
    every: .minutes(45), from: LocalTime(8), to: LocalTime(10, 15), on: .mondayToFriday, except: [day("2026-11-11")],
    zone: london, over: instant("2026-11-10T00:00:00Z")..<instant("2026-11-16T00:00:00Z"))
  #expect(
    office.instants.prefix(4).map(\.iso8601) == [
      "2026-11-10T08:00:00Z", "2026-11-10T08:45:00Z", "2026-11-10T09:30:00Z", "2026-11-12T08:00:00Z",
    ])
  #expect(office.count == 9)
}

@Test("A schedule includes the instant itself at or after, and ends in the distant future")
func scheduleEdges() {
  let noon = LocalSchedule(on: [day("2026-01-02"), day("2026-01-01")], at: LocalTime(12), zone: .utc)
  let first = instant("2026-01-01T12:00:00Z")
  #expect(noon.first == first && noon.nextAtOrAfter(first) == first && noon.next(after: first) == first + .days(1))
  #expect(noon.next(after: first + .days(1)) == .distantFuture)
  #expect(noon.last(atOrBefore: first) == first && noon.last(atOrBefore: first - .microseconds(1)) == nil)
  #expect(LocalSchedule([]).nextAtOrAfter(.zero) == .distantFuture)
  #expect(noon.during(WorkCalendar([.init(first, first + .hours(1))])).count == 1)
}
