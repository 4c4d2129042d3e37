public import Kernel

extension SimDuration: ScalarValue {
  /// Itself.
  public typealias Quantity = SimDuration

  private static let units = UnitTable(
    "duration",
    [
      ("us", 1), ("ms", 1_000), ("s", 1_000_000), ("min", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000),
      ("w", 604_800_000_000),
    ],
    synonyms: [
      ("µs", 1), ("sec", 1_000_000), ("second", 1_000_000), ("seconds", 1_000_000), ("minute", 60_000_000),
      ("minutes", 60_000_000), ("hour", 3_600_000_000), ("hours", 3_600_000_000), ("day", 86_400_000_000),
      ("days", 86_400_000_000), ("week", 604_800_000_000), ("weeks", 604_800_000_000),
    ])

  /// A number with a unit of time, or several.
  public static var kind: ValueKind { durationKind }

  private static let durationKind: ValueKind = {
    let word = "[0-9._]+([eE][-+]?[0-9]+)? ?(us|µs|ms|s|sec|seconds?|min|minutes?|h|hours?|d|days?|w|weeks?)"
    return .text(
      "duration", "one or several numbers with units (\(units.names))", example: "45 min",
      pattern: "^[-+]?\(word)( ?\(word))*$")
  }()

  /// Reads `45 min`, `1 h 30 min`, `2.5 d`.
  public static func parse(_ text: String) throws(ValueProblem) -> SimDuration {
    var rest = text[...]
    let isNegative = rest.utf8.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    var total: Int64 = 0
    repeat {
      guard let parts = NumberAndUnit(rest), parts.number.digits >= 0, rest.utf8.first != UInt8(ascii: "-") else {
        throw ValueProblem("is not a duration")
      }
      let end = parts.unit.firstIndex { $0 == " " || $0.isNumber } ?? parts.unit.endIndex
      let part = try units.value(parts.number, String(parts.unit[..<end]))
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow else { throw ValueProblem("is too large") }
      total = sum
      rest = parts.unit[end...].drop { $0 == " " }
    } while !rest.isEmpty
    return SimDuration(microseconds: isNegative ? -total : total)
  }

  /// Days, hours, minutes, seconds and finer, without those that are zero.
  public var text: String {
    if microseconds == 0 { return "0 s" }
    var rest = microseconds.magnitude
    var words: [String] = []
    for unit in Self.units.units.dropLast().reversed() where rest >= UInt64(unit.factor) {
      words.append("\(rest / UInt64(unit.factor)) \(unit.name)")
      rest %= UInt64(unit.factor)
    }
    return (microseconds < 0 ? "-" : "") + words.joined(separator: " ")
  }
}
