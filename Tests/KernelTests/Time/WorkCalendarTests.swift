import Kernel
import Testing

private let november = instant("2026-11-01T00:00:00Z")..<instant("2026-12-01T00:00:00Z")
private let office = WorkCalendar(
  WeeklyHours("Mon-Fri 09:00-17:00")!, zone: rules("Europe/London"), over: november)

@Test("Ten hours of work from Friday 16:00 end on Tuesday 10:00 (DOMAIN 0.1)")
func tenHoursOverTheWeekend() {
  let friday = instant("2026-11-13T16:00:00Z")
  let tuesday = instant("2026-11-17T10:00:00Z")
  #expect(office.workAdd(friday, .hours(10)) == tuesday)
  #expect(office.workBetween(friday, tuesday) == .hours(10))
}

@Test("Spans are open at the opening and closed at the closing")
func halfOpen() {
  let nine = instant("2026-11-10T09:00:00Z")
  let five = instant("2026-11-10T17:00:00Z")
  let eps = SimDuration(microseconds: 1)
  #expect(office.isOpen(nine) && !office.isOpen(nine - eps) && office.isOpen(five - eps) && !office.isOpen(five))
  #expect(office.nextOpen(nine) == nine && office.nextOpen(five) == nine + .days(1))
  #expect(office.nextClose(nine) == five && office.nextClose(five) == five)
  #expect(office.nextChange(after: nine - eps) == nine && office.nextChange(after: nine) == five)
  #expect(office.nextChange(after: five) == nine + .days(1))
  #expect(office.workAdd(nine, .hours(8)) == five, "work that fills the span ends at its close")
  #expect(office.workAdd(five, eps) == nine + .days(1) + eps)
  #expect(office.workAdd(five, .zero) == five)
}

@Test("A calendar always open adds plain time, one never open gets nothing done, and the horizon ends both")
func extremes() {
  let t = instant("2026-11-10T09:00:00Z")
  #expect(WorkCalendar.always.workAdd(t, .days(400)) == t + .days(400))
  #expect(WorkCalendar.always.nextOpen(t) == t && WorkCalendar.always.isOpen(.zero))
  #expect(WorkCalendar.always.workAdd(t, SimDuration(seconds: .infinity)) == .distantFuture)
  #expect(WorkCalendar.never.workAdd(t, .seconds(1)) == .distantFuture)
  #expect(WorkCalendar.never.nextOpen(t) == .distantFuture && !WorkCalendar.never.isOpen(t))
  #expect(WorkCalendar.never.workBetween(.zero, t) == .zero)
  #expect(
    office.workAdd(t, .days(30)) == .distantFuture && office.nextOpen(instant("2026-12-25T00:00:00Z")) == .distantFuture
  )
}

@Test("Hours over midnight, holidays, Saturdays and round-the-clock compile")
func weeklyHours() {
  let night = WorkCalendar(WeeklyHours("22:00-04:00")!, zone: .utc, over: november)
  #expect(night.isOpen(instant("2026-11-01T00:30:00Z")), "the shift of the evening before the horizon")
  #expect(night.workBetween(instant("2026-11-02T12:00:00Z"), instant("2026-11-03T12:00:00Z")) == .hours(6))
  let free = WorkCalendar(
    WeeklyHours("Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00, Sat 10:00-14:00")!, holidays: [day("2026-11-10")],
    zone: .utc,
    over: november)
  #expect(free.workBetween(instant("2026-11-09T00:00:00Z"), instant("2026-11-16T00:00:00Z")) == .hours(4 * 7 + 4))
  #expect(free.nextOpen(instant("2026-11-09T17:00:00Z")) == instant("2026-11-11T09:00:00Z"))
  let all = WorkCalendar(WeeklyHours("24/7")!, zone: rules("Europe/Berlin"), over: november)
  #expect(all.spans.count == 1)
  for text in [
    "", "Mon", "Mon-Fri", "Mon-Fri 09:00", "Mon-Fri 09:00-25:00", "Xyz 09:00-10:00", "24:00-09:00", "Mon 09:00-10:00,",
  ] {
    #expect(WeeklyHours(text) == nil, "\(text)")
  }
  for text in ["24/7", "Mon-Fri 09:00-17:00, Sat 10:00-14:00", "22:00-04:00"] {
    #expect(WeeklyHours(text)?.description == text)
  }
}

@Test("A night shift has five hours when the clock skips one and seven when it repeats one")
func shiftsAcrossClockChanges() {
  let year = instant("2026-01-01T00:00:00Z")..<instant("2027-01-01T00:00:00Z")
  let night = WorkCalendar(WeeklyHours("22:00-04:00")!, zone: rules("Europe/Berlin"), over: year)
  #expect(night.workBetween(instant("2026-03-28T12:00:00Z"), instant("2026-03-29T12:00:00Z")) == .hours(5))
  #expect(night.workBetween(instant("2026-10-24T12:00:00Z"), instant("2026-10-25T12:00:00Z")) == .hours(7))
  let gap = WorkCalendar(
    WeeklyHours("02:00-03:00")!, zone: rules("America/New_York"),
    over: instant("2026-03-08T00:00:00Z")..<instant("2026-03-09T00:00:00Z"))
  #expect(gap.spans.filter { $0.open >= instant("2026-03-08T00:00:00Z") }.isEmpty, "the span lies in the gap")
}

@Test("Adding work and measuring it are inverse over random calendars, and agree with a walk over the spans")
func inverseProperty() {
  var random = TestRandom(11)
  for _ in 0..<300 {
    let calendar = randomCalendar(&random)
    let total = calendar.totalWork.microseconds
    for _ in 0..<20 {
      let start = SimTime(microseconds: random.int(-50...1_000))
      let left = calendar.workBetween(start, SimTime(microseconds: 2_000)).microseconds
      let work = SimDuration(microseconds: random.int(0...max(1, left + 2)))
      let end = calendar.workAdd(start, work)
      #expect(end == walk(calendar, start, work), "\(calendar.spans) \(start) \(work)")
      if work.microseconds > left {
        #expect(end == .distantFuture)
      } else {
        #expect(calendar.workBetween(start, end) == work)
        if work > .zero { #expect(calendar.workBetween(start, end - .microseconds(1)) < work) }
      }
      let other = SimTime(microseconds: random.int(-50...1_000))
      #expect(calendar.workBetween(start, other).microseconds == -calendar.workBetween(other, start).microseconds)
      let open = calendar.nextOpen(start)
      #expect(open == .distantFuture || calendar.isOpen(open) && calendar.workBetween(start, open) == .zero)
    }
    #expect(calendar.workBetween(SimTime(microseconds: -100), SimTime(microseconds: 2_000)).microseconds == total)
  }
}

@Test("Union, intersection and difference of calendars are those of the instants")
func setAlgebra() {
  var random = TestRandom(12)
  for _ in 0..<100 {
    let a = randomCalendar(&random)
    let b = randomCalendar(&random)
    let (both, either, without) = (a.intersection(b), a.union(b), a.subtracting(b))
    for t in stride(from: Int64(-10), to: 1_100, by: 7) {
      let time = SimTime(microseconds: t)
      #expect(both.isOpen(time) == (a.isOpen(time) && b.isOpen(time)))
      #expect(either.isOpen(time) == (a.isOpen(time) || b.isOpen(time)))
      #expect(without.isOpen(time) == (a.isOpen(time) && !b.isOpen(time)))
    }
  }
}

@Test("Shifts add up to a capacity that changes at their ends")
func capacityOfShifts() {
  let early = WorkCalendar(WeeklyHours("06:00-14:00")!, zone: .utc, over: november)
  let late = WorkCalendar(WeeklyHours("13:00-22:00")!, zone: .utc, over: november)
  let capacity = CapacityCalendar(shifts: [(early, 5), (late, 3)])
  let date = instant("2026-11-10T00:00:00Z")
  #expect([5, 6, 12, 13, 14, 22].map { capacity.capacity(at: date + .hours($0)) } == [0, 5, 5, 8, 3, 0])
  #expect(capacity.nextChange(after: date + .hours(13)) == date + .hours(14) && capacity.maximum == 8)
  #expect(capacity.serverSeconds(from: date, to: date + .days(1)) == Double(5 * 8 + 3 * 9) * 3_600)
  #expect(capacity.scaled(perMille: 200).capacity(at: date + .hours(7)) == 1)
  #expect(CapacityCalendar.constant(4).nextChange(after: date) == .distantFuture)
}

func randomCalendar(_ random: inout TestRandom) -> WorkCalendar {
  let spans = (0..<Int(random.int(0...8))).map { _ in
    let open = random.int(0...900)
    return WorkCalendar.Span(SimTime(microseconds: open), SimTime(microseconds: open + random.int(0...120)))
  }
  return WorkCalendar(spans)
}

private func walk(_ calendar: WorkCalendar, _ start: SimTime, _ work: SimDuration) -> SimTime {
  if work == .zero { return start }
  var left = work.microseconds
  for span in calendar.spans where span.close > start {
    let from = max(span.open, start)
    let here = (span.close - from).microseconds
    if left <= here { return from + SimDuration(microseconds: left) }
    left -= here
  }
  return .distantFuture
}
