/// A UTC date and time of the proleptic Gregorian calendar, for printing.
///
/// The algorithm is Howard Hinnant's `civil_from_days`.
public struct CivilDate: Sendable, Equatable {
  /// The year.
  public let year: Int
  /// The month, 1...12.
  public let month: Int
  /// The day of the month, 1...31.
  public let day: Int
  /// The hour, 0...23.
  public let hour: Int
  /// The minute, 0...59.
  public let minute: Int
  /// The second, 0...59.
  public let second: Int
  /// The day of the week, 0 for Monday.
  public let weekday: Int

  /// The date of an instant in microseconds since 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) {
    let seconds = floorDivide(microseconds, by: 1_000_000)
    let days = floorDivide(seconds, by: 86_400)
    let rest = Int(seconds - days * 86_400)
    (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
    weekday = Int((days % 7 + 10) % 7)
    let shifted = days + 719_468
    let era = floorDivide(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// The day as `2026-11-27`.
  public var dateText: String { "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))" }
  /// The instant as `2026-11-27 16:30 UTC`.
  public var minuteText: String { "\(dateText) \(pad(hour, 2)):\(pad(minute, 2)) UTC" }
  /// The instant as `2026-11-27T16:30:00Z`.
  public var secondText: String { "\(dateText)T\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))Z" }
  /// The day as `27 Nov`.
  public var shortText: String {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return "\(day) \(names[month - 1])"
  }
}

private func floorDivide(_ a: Int64, by b: Int64) -> Int64 { a / b - (a % b < 0 ? 1 : 0) }

private func pad(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
