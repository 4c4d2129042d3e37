/// Units of one dimension: each a whole multiple of the smallest, the first of equal ones is the canonical name.
struct UnitTable: Sendable {
  let noun: String
  let units: [(name: String, factor: Int64)]
  private let factors: [String: Int64]

  init(_ noun: String, _ units: [(String, Int64)], synonyms: [(String, Int64)] = []) {
    self.noun = noun
    self.units = units.map { (name: $0.0, factor: $0.1) }
    factors = Dictionary(uniqueKeysWithValues: (units + synonyms).map { ($0.0, $0.1) })
  }

  /// `us, ms, s, min, h, d, w`.
  var names: String { units.map(\.name).joined(separator: ", ") }

  /// A number with a unit, in multiples of the smallest unit.
  func parse(_ text: Substring) throws(ValueProblem) -> Int64 {
    guard let parts = NumberAndUnit(text) else { throw ValueProblem("is not a \(noun)") }
    return try value(parts.number, String(parts.unit))
  }

  func value(_ number: DecimalNumber, _ unit: String) throws(ValueProblem) -> Int64 {
    if unit.isEmpty { throw ValueProblem("has no unit") }
    guard let factor = factors[unit] else {
      throw ValueProblem("has an unknown unit \"\(unit)\"\(suggestion(unit))")
    }
    guard let value = number.scaled(by: factor) else {
      throw ValueProblem(
        number.isBeyondInt64(times: factor) ? "is too large" : "is finer than a whole \(units[0].name)")
    }
    return value
  }

  /// Any two units of one letter are close: these must differ in case only.
  private func suggestion(_ unit: String) -> String {
    let names = units.map(\.name).filter { $0.count > 1 && unit.count > 1 || $0.lowercased() == unit.lowercased() }
    return NearestName.suggestion(for: unit, in: names)
  }

  /// The largest unit of which the value is a whole multiple.
  func text(_ value: Int64) -> String {
    let unit = units.last { value != 0 && value % $0.factor == 0 } ?? units[0]
    return "\(value / unit.factor) \(unit.name)"
  }

  func kind(example: String) -> ValueKind {
    let pattern = "^[-+]?[0-9._]+([eE][-+]?[0-9]+)? ?(" + factors.keys.sorted().joined(separator: "|") + ")$"
    return .text(noun, "a number with a unit (\(names))", example: example, pattern: pattern)
  }
}
