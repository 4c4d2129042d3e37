internal import Kernel
internal import Logistics

/// What answers one question: a new engine for a question is a new type and a line in ``AnswerMakers``.
public protocol AnswerMaker: Sendable {
  /// The question.
  static var question: AnswerQuestion { get }
  /// The answer from runs that the desk gets.
  func answer(_ desk: inout AnswerDesk) throws -> Answer
}

/// Who answers which question.
public enum AnswerMakers {
  /// All of them, by question.
  public static let all: [any AnswerMaker] = [
    TrafficAnswer(), ConversionAnswer(), QuantityAnswer(), LegalityAnswer(), CustomsAnswer(), LocationsAnswer(),
    PlacementAnswer(), ProvidersAnswer(),
  ]
}

extension AnswerDesk {
  /// What replications measured in a country.
  func values(of metric: String, _ country: String, _ runs: [RunFigures]) -> [Double] {
    values(MetricName(metric: metric, scope: .country, part: country), runs)
  }

  /// A cell of an interval, with decimals as its size asks for.
  func cell(_ interval: ConfidenceInterval, decimals: Int = 0) -> AnswerCell {
    guard interval.estimate.isFinite else { return .none }
    guard interval.halfWidth.isFinite else { return .number(interval.estimate, decimals: decimals) }
    return .interval(interval.estimate, lower: interval.lower, upper: interval.upper, decimals: decimals)
  }
}

extension AnswerDesk {
  /// A figure of a share: its interval ends where shares do.
  func shareFigure(_ key: String, _ words: String, _ interval: ConfidenceInterval) -> AnswerFigure {
    AnswerFigure(
      key: key, name: words, estimate: interval.estimate, lower: max(0, interval.lower), upper: min(1, interval.upper))
  }

  /// A cell of a share in percent: its interval ends where shares do.
  func percentCell(_ interval: ConfidenceInterval, decimals: Int = 1) -> AnswerCell {
    guard interval.estimate.isFinite, interval.halfWidth.isFinite else { return .none }
    return .interval(
      interval.estimate * 100, lower: max(0, interval.lower * 100), upper: min(100, interval.upper * 100),
      decimals: decimals)
  }
}

/// A count in words: with commas, large ones rounded to three digits.
func count(_ value: Double) -> String {
  guard value.isFinite else { return "–" }
  var unit = 1.0
  while abs(value) / unit >= 1_000 { unit *= 10 }
  let digits = String(Int64((value / unit).rounded() * unit))
  var text = ""
  let bare = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
  for (place, digit) in bare.enumerated() {
    if place > 0, (bare.count - place) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return (digits.hasPrefix("-") ? "-" : "") + text
}

/// A number of things, in words: `1 node`, `11 nodes`.
func counted(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

/// A share as a percentage: two digits.
func percentText(_ share: Double) -> String {
  guard share.isFinite else { return "–" }
  let percent = share * 100
  let decimals = abs(percent) >= 9.95 || percent == percent.rounded() ? 0 : abs(percent) >= 0.995 ? 1 : 2
  return decimalText(percent, decimals) + " %"
}

/// A number with so many decimals.
func decimalText(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "–" }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let whole = Int64((abs(value) * scale).rounded())
  let unit = Int64(scale)
  var text = String(whole / unit)
  if decimals > 0 {
    let rest = String(whole % unit)
    text += "." + String(repeating: "0", count: decimals - rest.count) + rest
  }
  return (value < 0 && whole != 0 ? "-" : "") + text
}

/// What stands out of influences, in a sentence each.
func drivers(_ influence: [AnswerAssumption], _ what: String) -> [String] {
  let out = influence.filter(\.standsOut).prefix(3)
  if influence.isEmpty { return [] }
  if out.isEmpty {
    let first = influence.prefix(3).map { "\($0.path) (r \(decimalText($0.correlation, 2)))" }.joined(separator: ", ")
    return ["no single number stands out of chance; the closest to \(what) are \(first)"]
  }
  return out.map {
    "\($0.path), written \($0.value): correlation \(decimalText($0.correlation, 2)) with \(what) over the draws"
  }
}
