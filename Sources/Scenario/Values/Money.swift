/// An amount of money in whole minor units of a currency.
public struct Money: Hashable, Sendable, BitwiseCopyable {
  /// The amount in minor units: cents of a euro, yen themselves.
  public var minor: Int64
  /// The currency.
  public var currency: CurrencyCode

  /// Makes an amount.
  public init(minor: Int64, _ currency: CurrencyCode) {
    self.minor = minor
    self.currency = currency
  }
}

extension Money: ScalarValue {
  /// Amounts of different currencies have no order: check bounds with `where:`.
  public typealias Quantity = Never

  /// A number and a currency.
  public static let kind = ValueKind.text(
    "money", "a number and a currency of ISO 4217", example: "12.34 EUR",
    pattern: "^[-+]?[0-9._]+([eE][-+]?[0-9]+)? ?[kM]? ?[A-Z]{3}$")

  /// Reads `12.34 EUR`, `1500 JPY`, `2.5 M USD`.
  public static func parse(_ text: String) throws(ValueProblem) -> Money {
    guard let parts = NumberAndUnit(text[...]) else { throw ValueProblem("is not an amount of money") }
    var number = parts.number
    var code = parts.unit
    if let factor = [("k ", 3), ("M ", 6)].first(where: { code.hasPrefix($0.0) }) {
      number.exponent += factor.1
      code = code.dropFirst(2)
    }
    if code.isEmpty { throw ValueProblem("has no currency") }
    guard let currency = CurrencyCode(String(code)) else {
      throw ValueProblem("has an unknown currency \"\(code)\"\(suggestion(code))")
    }
    guard let minor = number.scaled(by: currency.minorPerUnit) else {
      if number.isBeyondInt64(times: currency.minorPerUnit) { throw ValueProblem("is too large") }
      throw ValueProblem("has more than the \(currency.decimals) decimals of \(code)")
    }
    return Money(minor: minor, currency)
  }

  /// The amount with all decimals of the currency.
  public var text: String {
    let unit = UInt64(currency.minorPerUnit)
    let whole = "\(minor < 0 ? "-" : "")\(minor.magnitude / unit)"
    guard currency.decimals > 0 else { return "\(whole) \(currency.code)" }
    let fraction = String(minor.magnitude % unit)
    let zeros = String(repeating: "0", count: currency.decimals - fraction.count)
    return "\(whole).\(zeros)\(fraction) \(currency.code)"
  }

  private static func suggestion(_ code: Substring) -> String {
    let symbols = ["€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "RMB": "CNY", "Euro": "EUR", "euro": "EUR"]
    let upper = code.uppercased()
    let meant = symbols[String(code)] ?? (CurrencyCode(upper) == nil ? nil : upper)
    return meant.map { "; did you mean \"\($0)\"?" } ?? ""
  }
}

extension Money {
  /// A field's further check, for amounts that somebody pays: what is wrong with one below zero.
  public static func notNegative(_ amount: Money) -> String? { amount.minor < 0 ? "is negative" : nil }
  /// The same for an amount that may be absent.
  public static func notNegative(_ amount: Money?) -> String? { amount.flatMap { notNegative($0) } }
  /// The same for amounts by name.
  public static func notNegative<Key>(_ amounts: Keyed<Key, Money>) -> String? {
    amounts.entries.first { $0.value.minor < 0 }.map { "is negative for \($0.key.text)" }
  }
}

extension Money: CustomStringConvertible {
  /// The amount as scenarios write it: `12.34 EUR`.
  public var description: String { text }
}
