import Kernel
import Scenario

/// An instant as a list of orders writes it: in UTC or with an offset, or on the local clock of the market.
enum WallTime: Hashable, Sendable {
  case instant(SimTime)
  case local(LocalDate, LocalTime)

  /// The instant it means where a market's clock shows local times.
  func instant(in zone: TimeZoneRules) -> SimTime {
    switch self {
    case .instant(let time): time
    case .local(let date, let time): zone.instant(date, time)
    }
  }

  /// Reads `2026-11-10T15:20:00`, a blank in place of the T as well, or an instant with `Z` or an offset; a date alone is
  /// its midnight.
  init?(_ text: some StringProtocol) {
    if let instant = SimTime(iso8601: text) {
      self = .instant(instant)
      return
    }
    let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
    guard (1...2).contains(parts.count), let date = LocalDate(parts[0]) else { return nil }
    guard parts.count == 2 else {
      self = .local(date, .midnight)
      return
    }
    guard let time = LocalTime(parts[1]) else { return nil }
    self = .local(date, time)
  }
}

extension WallTime: ScalarValue {
  typealias Quantity = Never

  static let kind = ValueKind(
    name: "local date and time",
    hint: "a date and time on the market's clock, or an instant with Z or an offset", example: "2026-11-10T15:20:00",
    jsonSchema: #"{"type": "string"}"#)

  static func parse(_ text: String) throws(ValueProblem) -> WallTime {
    guard let time = WallTime(text) else { throw ValueProblem("is not a date and time") }
    return time
  }

  var text: String {
    switch self {
    case .instant(let time): time.iso8601
    case .local(let date, let time): "\(date)T\(time)"
    }
  }
}
