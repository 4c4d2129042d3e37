/// A day of the week, numbered as ISO 8601 does: Monday is 1, Sunday 7.
public enum Weekday: UInt8, CaseIterable, Comparable, Sendable, BitwiseCopyable {
  case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

  /// Orders days from Monday to Sunday.
  @inlinable public static func < (a: Weekday, b: Weekday) -> Bool { a.rawValue < b.rawValue }

  /// The English name in three letters: `Mon`.
  public var abbreviation: String { Weekday.abbreviations[Int(rawValue) - 1] }

  /// Reads a three-letter English name in any case; nil when it is none.
  public init?(abbreviation: some StringProtocol) {
    let wanted = abbreviation.lowercased()
    guard let place = Weekday.abbreviations.firstIndex(where: { $0.lowercased() == wanted }) else { return nil }
    self.init(rawValue: UInt8(place + 1))
  }

  private static let abbreviations = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}

/// A set of weekdays.
public struct Weekdays: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// Bit n - 1 stands for the ISO weekday n.
  public var rawValue: UInt8

  /// The set with those bits.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The set of one day.
  @inlinable public init(_ day: Weekday) { rawValue = 1 &<< (day.rawValue - 1) }

  /// Whether the day is in the set.
  @inlinable public func contains(_ day: Weekday) -> Bool { rawValue & (1 &<< (day.rawValue - 1)) != 0 }

  /// All seven days.
  public static let all = Weekdays(rawValue: 0b111_1111)
  /// Monday to Friday.
  public static let mondayToFriday = Weekdays(rawValue: 0b001_1111)
  /// Monday to Saturday.
  public static let mondayToSaturday = Weekdays(rawValue: 0b011_1111)
  /// Saturday and Sunday.
  public static let weekend = Weekdays(rawValue: 0b110_0000)
}

extension Weekdays: CustomStringConvertible {
  /// Reads days and ranges joined by plus: `Mon-Fri`, `Sat-Mon`, `Mon+Wed-Fri`; nil when it cannot.
  public init?(_ text: some StringProtocol) {
    var days: Weekdays = []
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let first = Weekday(abbreviation: ends[0]),
        let last = Weekday(abbreviation: ends[ends.count - 1])
      else { return nil }
      days.formUnion(Weekdays(from: first, to: last))
    }
    self = days
  }

  /// The days from one to another, past Sunday when need be.
  public init(from first: Weekday, to last: Weekday) {
    let length = (Int(last.rawValue) - Int(first.rawValue) + 7) % 7
    self = []
    for step in 0...length { rawValue |= 1 << UInt8((Int(first.rawValue) - 1 + step) % 7) }
  }

  /// The text that `init(_:)` reads, runs of days as ranges: `Mon-Fri+Sun`.
  public var description: String {
    var runs: [(first: Weekday, last: Weekday)] = []
    for day in Weekday.allCases where contains(day) {
      if let last = runs.last?.last, last.rawValue + 1 == day.rawValue {
        runs[runs.count - 1].last = day
      } else {
        runs.append((day, day))
      }
    }
    let names = runs.map { run in
      run.first == run.last ? run.first.abbreviation : run.first.abbreviation + "-" + run.last.abbreviation
    }
    return names.joined(separator: "+")
  }
}
