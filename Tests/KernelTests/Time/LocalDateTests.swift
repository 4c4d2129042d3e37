import Foundation
import Kernel
import Testing

@Test("Civil dates agree with Foundation over four centuries and round-trip")
func civilDates() throws {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = TimeZone(identifier: "UTC")!
  for days in stride(from: -80_000, through: 80_000, by: 97) {
    let date = LocalDate(daysSinceEpoch: Int32(days))
    let (year, month, day) = date.components
    #expect(LocalDate(year: year, month: month, day: day) == date)
    let parts = calendar.dateComponents(
      [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(days) * 86_400))
    #expect(parts.year == year && parts.month == month && parts.day == day)
    #expect((parts.weekday! + 5) % 7 + 1 == Int(date.weekday.rawValue))
    #expect(LocalDate(date.description) == date)
  }
  #expect(day("2026-11-10").weekday == .tuesday)
}

@Test("Dates and times that do not exist are refused")
func impossibleDates() {
  for text in [
    "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-01-01", "2026-1-1", "2026-01-01 ",
  ] {
    #expect(LocalDate(text) == nil, "\(text)")
  }
  #expect(LocalDate("2000-02-29") != nil && LocalDate("2028-02-29") != nil)
  for text in ["25:00", "24:01", "12:60", "7:00", "12", "12:00:60", "12:00:00.", "12:00x", ""] {
    #expect(LocalTime(text) == nil, "\(text)")
  }
  #expect(LocalTime("24:00") == .endOfDay)
  #expect(LocalTime("16:30") == LocalTime(16, 30))
  #expect(LocalTime("16:30:05.25")?.description == "16:30:05.250000")
}

@Test("Instants read and write ISO 8601")
func isoInstants() {
  #expect(instant("1970-01-01T00:00:00Z") == .zero)
  #expect(instant("2026-11-10T15:20:00Z").iso8601 == "2026-11-10T15:20:00Z")
  #expect(instant("2026-11-10T15:20Z") == instant("2026-11-10T17:20:00+02:00"))
  #expect(instant("2026-11-10T15:20:00.000001Z").iso8601 == "2026-11-10T15:20:00.000001Z")
  #expect(instant("1969-12-31T23:59:59Z").microseconds == -1_000_000)
  #expect(SimTime(microseconds: -1).iso8601 == "1969-12-31T23:59:59.999999Z")
  for text in ["2026-11-10", "2026-11-10T15:20:00", "2026-11-10T15:20:00+2", "2026-11-10T25:00:00Z", "x"] {
    #expect(SimTime(iso8601: text) == nil, "\(text)")
  }
  var random = TestRandom(1)
  for _ in 0..<500 {
    let time = SimTime(microseconds: random.int(-3_000_000_000_000_000...9_000_000_000_000_000))
    #expect(SimTime(iso8601: time.iso8601) == time)
  }
}

@Test("Weekday sets read, write and pass Sunday")
func weekdaySets() {
  #expect(Weekdays("Mon-Fri") == .mondayToFriday)
  #expect(Weekdays("Sat-Mon") == [Weekdays(.saturday), Weekdays(.sunday), Weekdays(.monday)])
  #expect(Weekdays("mon+Wed-Fri")?.description == "Mon+Wed-Fri")
  #expect(Weekdays("Mon-") == nil && Weekdays("Funday") == nil && Weekdays("") == nil)
  #expect(Weekdays.all.description == "Mon-Sun")
}
