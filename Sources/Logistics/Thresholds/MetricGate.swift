public import Scenario

/// What must hold of a metric: `value<0.06`, or of a bound of its interval: `upper<0.06`.
public struct MetricGate: Hashable, Sendable {
  /// What is compared.
  public enum Bound: String, Sendable, CaseIterable {
    /// What the run measured.
    case value
    /// The lower end of the 95 % interval.
    case lower
    /// The upper end of the 95 % interval.
    case upper
  }

  /// How it is compared.
  public enum Comparison: String, Sendable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }

  /// What is compared.
  public let bound: Bound
  /// How.
  public let comparison: Comparison
  /// With what.
  public let limit: Double

  /// Whether a number satisfies the comparison.
  public func holds(_ number: Double) -> Bool {
    switch comparison {
    case .atMost: number <= limit
    case .atLeast: number >= limit
    case .below: number < limit
    case .above: number > limit
    }
  }
}

extension MetricGate: ScalarValue {
  /// Gates have no bounds of their own.
  public typealias Quantity = Never
  /// A word, a comparison and a number.
  public static var kind: ValueKind {
    ValueKind(
      name: "gate", hint: "value, upper or lower, then <, <=, > or >=, then a number or a percentage",
      example: "upper<0.06", jsonSchema: #"{"type": "string", "pattern": "^ *(value|upper|lower) *[<>]=? *[-+0-9.]"}"#)
  }

  /// Reads `value<=12`, `upper < 6 %` or `lower>0.02`.
  public static func parse(_ text: String) throws(ValueProblem) -> MetricGate {
    let word = text.prefix { !"<>=".contains($0) }.filter { $0 != " " }
    let rest = text.drop { !"<>=".contains($0) }
    let sign = String(rest.prefix { "<>=".contains($0) })
    guard let comparison = Comparison(rawValue: sign) else { throw ValueProblem("is no condition") }
    guard let bound = Bound(rawValue: word) else {
      let near = NearestName.suggestion(for: word, in: Bound.allCases.map(\.rawValue))
      throw ValueProblem("compares \"\(word)\"\(near)")
    }
    let isUpwards = comparison == .above || comparison == .atLeast
    if bound == .upper && isUpwards || bound == .lower && !isUpwards {
      throw ValueProblem("would hold while the interval says the opposite", help: "write upper< or lower>")
    }
    let limit: Double
    do { limit = try Double.parse(String(rest.dropFirst(sign.count).drop { $0 == " " })) } catch {
      throw ValueProblem("compares with something that \(error.message)")
    }
    return MetricGate(bound: bound, comparison: comparison, limit: limit)
  }

  /// The condition without spaces.
  public var text: String { "\(bound.rawValue)\(comparison.rawValue)\(limit.text)" }
}
