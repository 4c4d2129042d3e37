import Foundation
public import Kernel

/// The name of a time zone of the IANA database that this system knows.
public struct TimeZoneName: Hashable, Sendable {
  /// The name, such as `America/New_York`.
  public let name: String

  /// The zone of that name; nil when this system has none.
  public init?(_ name: String) {
    guard Self.known.contains(name) else { return nil }
    self.name = name
  }

  private init(unchecked name: String) { self.name = name }

  /// Coordinated universal time.
  public static let utc = TimeZoneName(unchecked: "UTC")

  /// The zone's rules over a horizon; outside it the first and the last offset hold.
  public func rules(from start: SimTime, to end: SimTime) -> TimeZoneRules {
    TimeZoneRules(identifier: name, from: start, to: end) ?? .utc
  }

  /// The zone's rules around a date.
  func rules(around date: LocalDate) -> TimeZoneRules {
    let noon = TimeZoneRules.utc.instant(date, LocalTime(12))
    return rules(from: noon - .days(3), to: noon + .days(3))
  }

  private static let known = Set(TimeZone.knownTimeZoneIdentifiers).union(["UTC"])
  private static let sorted = known.sorted()

  fileprivate static func suggestion(for text: String) -> String {
    if let place = sorted.first(where: { $0.hasSuffix("/" + text.replacing(" ", with: "_")) }) {
      return "; did you mean \"\(place)\"?"
    }
    return NearestName.suggestion(for: text, in: sorted)
  }
}

extension TimeZoneName: ScalarValue {
  /// Names have no order.
  public typealias Quantity = Never
  /// A name of the IANA database.
  public static let kind = ValueKind.text(
    "time zone", "a name of the IANA time zone database", example: "America/New_York", pattern: "^[A-Za-z0-9_+/-]+$")
  /// Reads `America/New_York`.
  public static func parse(_ text: String) throws(ValueProblem) -> TimeZoneName {
    guard let zone = TimeZoneName(text) else {
      throw ValueProblem("is not a time zone of the IANA database\(suggestion(for: text))")
    }
    return zone
  }
  /// The name.
  public var text: String { name }
}
