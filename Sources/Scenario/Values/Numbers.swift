extension Bool: ScalarValue {
  /// Truth values have no order.
  public typealias Quantity = Never
  /// `true` or `false`.
  public static var kind: ValueKind {
    ValueKind(name: "boolean", hint: "true or false", example: "true", jsonSchema: #"{"type": "boolean"}"#)
  }
  /// Reads `true` or `false`.
  public static func parse(_ text: String) throws(ValueProblem) -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default: throw ValueProblem("is neither true nor false")
    }
  }
  /// `true` or `false`.
  public var text: String { self ? "true" : "false" }
  /// The word without quotes.
  public var written: Written { .plain(text) }
}

extension Int64: ScalarValue {
  /// Itself.
  public typealias Quantity = Int64
  /// A whole number.
  public static var kind: ValueKind { wholeNumber }
  /// Reads `40`, `2_000_000`, `1e6`, `5 k` or `2.5 M`.
  public static func parse(_ text: String) throws(ValueProblem) -> Int64 {
    if let value = plainWholeNumber(text) { return value }
    guard let parts = NumberAndUnit(text[...]) else { throw notANumber(text, "is not a whole number") }
    let factor: Int64
    switch parts.unit {
    case "": factor = 1
    case "k": factor = 1_000
    case "M": factor = 1_000_000
    default: throw ValueProblem("has a unit \"\(parts.unit)\", but is a plain number")
    }
    guard let value = parts.number.scaled(by: factor) else {
      throw ValueProblem(parts.number.isBeyondInt64(times: factor) ? "is too large" : "is not a whole number")
    }
    return value
  }
  /// The digits.
  public var text: String { String(self) }
  /// The digits without quotes.
  public var written: Written { .plain(text) }

  /// The usual case, without arithmetic on decimals: up to 18 digits.
  private static func plainWholeNumber(_ text: String) -> Int64? {
    guard (1...18).contains(text.utf8.count) else { return nil }
    var value: Int64 = 0
    for byte in text.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return value
  }
}

extension Int: ScalarValue {
  /// Itself.
  public typealias Quantity = Int
  /// A whole number.
  public static var kind: ValueKind { wholeNumber }
  /// Reads what `Int64` reads.
  public static func parse(_ text: String) throws(ValueProblem) -> Int { Int(try Int64.parse(text)) }
  /// The digits.
  public var text: String { String(self) }
  /// The digits without quotes.
  public var written: Written { .plain(text) }
}

extension Double: ScalarValue {
  /// Itself.
  public typealias Quantity = Double
  /// A ratio.
  public static var kind: ValueKind {
    ValueKind(
      name: "ratio", hint: "a number or a percentage (85 %)", example: "0.85",
      jsonSchema:
        #"{"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[-+]?[0-9._]+([eE][-+]?[0-9]+)? ?%$"}]}"#)
  }
  /// Reads `0.85`, `1e-3` or `85 %`.
  public static func parse(_ text: String) throws(ValueProblem) -> Double {
    guard var parts = NumberAndUnit(text[...]) else { throw notANumber(text, "is not a number") }
    if parts.unit == "%" {
      parts.number.exponent -= 2
    } else if !parts.unit.isEmpty {
      throw ValueProblem("has a unit \"\(parts.unit)\", but is a plain number or a percentage")
    }
    guard let value = parts.number.double else { throw ValueProblem("is too large for a number") }
    return value == 0 ? 0 : value
  }
  /// The shortest digits that give the same number.
  public var text: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
  /// The digits without quotes.
  public var written: Written { .plain(text) }
}

private let wholeNumber = ValueKind(
  name: "count", hint: "a whole number (k and M for thousand and million)", example: "40",
  jsonSchema:
    #"{"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[-+]?[0-9._]+([eE][-+]?[0-9]+)? ?[kM]?$"}]}"#)

private func notANumber(_ text: String, _ otherwise: String) -> ValueProblem {
  let word = text.lowercased().filter { $0.isLetter }
  if word == "nan" || word.hasPrefix("inf") { return ValueProblem("is not finite", help: "write a finite number") }
  return ValueProblem(otherwise)
}
