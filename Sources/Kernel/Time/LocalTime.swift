/// A time of day on a local clock, 00:00 to 24:00, in whole microseconds.
///
/// 24:00 is the end of the day: the same instant as 00:00 of the next.
public struct LocalTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Microseconds since local midnight, 0...86,400,000,000.
  public var microseconds: Int64

  /// The time that many microseconds after midnight on the clock's face.
  ///
  /// - Precondition: 0...86,400,000,000.
  @inlinable public init(microseconds: Int64) {
    precondition((0...LocalTime.microsecondsPerDay).contains(microseconds), "a time of day lies in 00:00...24:00")
    self.microseconds = microseconds
  }

  /// The time of an hour (0...24), minute and second.
  ///
  /// - Precondition: The parts make a time of day.
  @inlinable public init(_ hour: Int, _ minute: Int = 0, _ second: Int = 0) {
    precondition((0...24).contains(hour) && (0...59).contains(minute) && (0...59).contains(second), "no time of day")
    self.init(microseconds: Int64((hour * 60 + minute) * 60 + second) * 1_000_000)
  }

  /// 00:00, the start of the day.
  public static let midnight = LocalTime(microseconds: 0)
  /// 24:00, the end of the day.
  public static let endOfDay = LocalTime(microseconds: LocalTime.microsecondsPerDay)

  /// The length of a day on the clock's face, in microseconds.
  @inlinable public static var microsecondsPerDay: Int64 { 86_400_000_000 }

  /// Orders times as on the clock.
  @inlinable public static func < (a: LocalTime, b: LocalTime) -> Bool { a.microseconds < b.microseconds }
}

extension LocalTime: CustomStringConvertible {
  /// Reads `HH:mm`, `HH:mm:ss` or `HH:mm:ss.ffffff`; nil when the text is no time of day.
  public init?(_ text: some StringProtocol) {
    var scanner = DigitScanner(text)
    guard let time = scanner.timeOfDay(), scanner.isAtEnd else { return nil }
    self = time
  }

  /// `HH:mm`, with seconds and microseconds only where they are not zero.
  public var description: String {
    let seconds = microseconds / 1_000_000
    var text = padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2)
    let fraction = microseconds % 1_000_000
    if seconds % 60 != 0 || fraction != 0 { text += ":" + padded(seconds % 60, 2) }
    if fraction != 0 { text += "." + padded(fraction, 6) }
    return text
  }
}

extension LocalDate: CustomStringConvertible {
  /// Reads `YYYY-MM-DD`; nil when the text is no date.
  public init?(_ text: some StringProtocol) {
    var scanner = DigitScanner(text)
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    self = date
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = components
    return (year < 0 ? "-" : "") + padded(Int64(abs(year)), 4) + "-" + padded(Int64(month), 2) + "-"
      + padded(Int64(day), 2)
  }
}
