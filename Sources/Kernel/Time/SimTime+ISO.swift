extension SimTime: CustomStringConvertible {
  /// Reads an ISO 8601 instant such as `2026-11-10T15:20:00Z`; nil when the text is none.
  ///
  /// Seconds and up to six decimals are optional; the zone is `Z` or an offset `+02:00`.
  public init?(iso8601 text: some StringProtocol) {
    var scanner = DigitScanner(text)
    guard let date = scanner.date(), scanner.skip("T") || scanner.skip(" "), let time = scanner.timeOfDay(),
      let offset = scanner.offset(), scanner.isAtEnd
    else { return nil }
    self.init(microseconds: date.localMicroseconds + time.microseconds - offset)
  }

  /// The instant in UTC: `2026-11-10T15:20:00Z`, with decimals of a second only where they are not zero.
  public var iso8601: String {
    if self == .distantFuture { return "never" }
    let (date, time) = SimTime.split(localMicroseconds: microseconds)
    let seconds = time.microseconds / 1_000_000
    let fraction = time.microseconds % 1_000_000
    let clock = [padded(seconds / 3_600, 2), padded(seconds / 60 % 60, 2), padded(seconds % 60, 2)]
    let decimals = fraction == 0 ? "" : "." + padded(fraction, 6)
    return date.description + "T" + clock.joined(separator: ":") + decimals + "Z"
  }

  /// The text of ``iso8601``.
  public var description: String { iso8601 }

  /// The date and time of day that a clock shows which has counted so many microseconds since 1970-01-01T00:00.
  @inlinable static func split(localMicroseconds: Int64) -> (LocalDate, LocalTime) {
    let day = LocalTime.microsecondsPerDay
    var days = localMicroseconds / day
    var rest = localMicroseconds % day
    if rest < 0 {
      days -= 1
      rest += day
    }
    return (LocalDate(daysSinceEpoch: Int32(truncatingIfNeeded: days)), LocalTime(microseconds: rest))
  }
}

extension LocalDate {
  /// The microseconds from 1970-01-01T00:00 to this midnight, both on the same clock's face.
  @inlinable var localMicroseconds: Int64 { Int64(daysSinceEpoch) * LocalTime.microsecondsPerDay }
}

/// Reads fixed-width numbers and punctuation from the left of a text; whatever does not fit gives nil.
struct DigitScanner {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { place == bytes.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard place + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[place..<place + digits] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    place += digits
    return value
  }

  mutating func date() -> LocalDate? {
    guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
      let day = number(digits: 2)
    else { return nil }
    return LocalDate(year: year, month: month, day: day)
  }

  mutating func timeOfDay() -> LocalTime? {
    guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2) else { return nil }
    var second = 0
    var fraction = 0
    if skip(":") {
      guard let seconds = number(digits: 2) else { return nil }
      second = seconds
      if skip(".") {
        guard let micros = decimals() else { return nil }
        fraction = micros
      }
    }
    guard hour <= 24, minute < 60, second < 60 else { return nil }
    let total = Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(fraction)
    return total <= LocalTime.microsecondsPerDay ? LocalTime(microseconds: total) : nil
  }

  /// One to six decimals, as microseconds.
  private mutating func decimals() -> Int? {
    var value = 0
    var count = 0
    while count < 6, let digit = number(digits: 1) {
      value = value * 10 + digit
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<6 { value *= 10 }
    return value
  }

  /// `Z` or `+hh:mm`, in microseconds east of UTC.
  mutating func offset() -> Int64? {
    if skip("Z") { return 0 }
    let sign: Int64
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
    guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), hour < 24, minute < 60
    else { return nil }
    return sign * Int64(hour * 60 + minute) * 60_000_000
  }
}

/// A number that is not negative, with leading zeros up to a width.
func padded(_ value: Int64, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
