/// The values a field accepts: bounds, either of which may be missing.
struct Limits<Quantity: ScenarioValue & Comparable>: Sendable {
  var lower: Quantity?
  var upper: Quantity?
  var isUpperOpen = false

  init(_ range: ClosedRange<Quantity>) {
    lower = range.lowerBound
    upper = range.upperBound
  }

  init(_ range: Range<Quantity>) {
    lower = range.lowerBound
    upper = range.upperBound
    isUpperOpen = true
  }

  init(_ range: PartialRangeFrom<Quantity>) { lower = range.lowerBound }

  /// What is wrong with a value, as the end of a sentence; nil when nothing is.
  func problem(of value: Quantity) -> String? {
    if let lower, !(value >= lower) { return "is below the minimum \(lower.written.line)" }
    guard let upper else { return nil }
    if isUpperOpen { return value < upper ? nil : "is not below \(upper.written.line)" }
    return value <= upper ? nil : "is above the maximum \(upper.written.line)"
  }

  /// `1 min to 1 d`, `0 to below 1`, `at least 1`.
  var text: String {
    guard let upper else { return lower.map { "at least \($0.written.line)" } ?? "" }
    return "\(lower?.written.line ?? "") to \(isUpperOpen ? "below " : "")\(upper.written.line)"
  }
}
