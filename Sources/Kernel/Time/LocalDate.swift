/// A day of the proleptic Gregorian calendar, without time or zone.
///
/// Stored as whole days since 1970-01-01, so that arithmetic is addition.
///
/// - SeeAlso: Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*.
public struct LocalDate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01; negative before.
  public var daysSinceEpoch: Int32

  /// The day that many days after 1970-01-01.
  @inlinable public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

  /// The day of a year, month (1...12) and day of the month (1...31); nil when there is no such day.
  ///
  /// Years -9999...9999, astronomical numbering.
  public init?(year: Int, month: Int, day: Int) {
    guard (-9999...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= LocalDate.daysInMonth(month, year: year)
    else { return nil }
    self.daysSinceEpoch = Int32(LocalDate.days(year: year, month: month, day: day))
  }

  /// The weekday.
  @inlinable public var weekday: Weekday {
    let shifted = (Int(daysSinceEpoch) % 7 + 7 + 3) % 7
    return Weekday(rawValue: UInt8(shifted + 1)).unsafelyUnwrapped
  }

  /// The year, the month (1...12) and the day of the month (1...31).
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSinceEpoch) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// The number of days in a month (1...12) of a year.
  public static func daysInMonth(_ month: Int, year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  @usableFromInline static func days(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Orders dates by time.
  @inlinable public static func < (a: LocalDate, b: LocalDate) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }
  /// The date that many days later.
  @inlinable public static func + (a: LocalDate, days: Int) -> LocalDate {
    LocalDate(daysSinceEpoch: a.daysSinceEpoch + Int32(days))
  }
  /// The whole days from `b` to `a`.
  @inlinable public static func - (a: LocalDate, b: LocalDate) -> Int { Int(a.daysSinceEpoch) - Int(b.daysSinceEpoch) }
}
