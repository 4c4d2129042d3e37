/// A country: the two letters of ISO 3166-1, in two bytes.
public struct CountryCode: Hashable, Sendable, BitwiseCopyable {
  /// The letters, the first in the high byte: orders as the text does.
  public let rawValue: UInt16

  /// The country of two capital letters; nil when ISO 3166-1 assigns them to none.
  public init?(_ code: String) {
    let bytes = Array(code.utf8)
    guard bytes.count == 2 else { return nil }
    let packed = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    guard ISOCodes.countries.contains(packed) else { return nil }
    rawValue = packed
  }

  /// The two letters.
  public var code: String {
    String(decoding: [UInt8(truncatingIfNeeded: rawValue >> 8), UInt8(truncatingIfNeeded: rawValue)], as: UTF8.self)
  }
}

extension CountryCode: ScalarValue, Comparable {
  /// Codes have an order, but no bounds.
  public typealias Quantity = Never
  /// Two capital letters.
  public static let kind = ValueKind.text(
    "country", "two capital letters of ISO 3166-1", example: "DE", pattern: "^[A-Z]{2}$")
  /// Reads `DE`.
  public static func parse(_ text: String) throws(ValueProblem) -> CountryCode {
    if let code = CountryCode(text) { return code }
    let upper = text.uppercased()
    let meant = ["UK": "GB", "EN": "GB", "JA": "JP", "EL": "GR"][upper] ?? (CountryCode(upper) == nil ? nil : upper)
    throw ValueProblem("is not a country code of ISO 3166-1" + (meant.map { "; did you mean \"\($0)\"?" } ?? ""))
  }
  /// The two letters.
  public var text: String { code }
  /// Orders by the letters.
  public static func < (a: CountryCode, b: CountryCode) -> Bool { a.rawValue < b.rawValue }
}

/// A currency: the three letters of ISO 4217, in four bytes.
public struct CurrencyCode: Hashable, Sendable, BitwiseCopyable {
  /// The letters, the first in the highest used byte: orders as the text does.
  public let rawValue: UInt32

  /// The currency of three capital letters; nil when ISO 4217 has none.
  public init?(_ code: String) {
    let bytes = Array(code.utf8)
    guard bytes.count == 3 else { return nil }
    let packed = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard ISOCodes.currencies.contains(packed) else { return nil }
    rawValue = packed
  }

  /// The three letters.
  public var code: String {
    String(decoding: [16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> $0) }, as: UTF8.self)
  }

  /// The decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
  public var decimals: Int {
    if ISOCodes.withoutDecimals.contains(rawValue) { return 0 }
    if ISOCodes.withThreeDecimals.contains(rawValue) { return 3 }
    return ISOCodes.withFourDecimals.contains(rawValue) ? 4 : 2
  }

  /// Minor units in one unit: 100 for EUR.
  public var minorPerUnit: Int64 { [1, 10, 100, 1_000, 10_000][decimals] }

  /// The euro.
  public static let eur = CurrencyCode("EUR")!
  /// The US dollar.
  public static let usd = CurrencyCode("USD")!
  /// The pound sterling.
  public static let gbp = CurrencyCode("GBP")!
  /// The yen.
  public static let jpy = CurrencyCode("JPY")!
}

extension CurrencyCode: ScalarValue, Comparable {
  /// Codes have an order, but no bounds.
  public typealias Quantity = Never
  /// Three capital letters.
  public static let kind = ValueKind.text(
    "currency", "three capital letters of ISO 4217", example: "EUR", pattern: "^[A-Z]{3}$")
  /// Reads `EUR`.
  public static func parse(_ text: String) throws(ValueProblem) -> CurrencyCode {
    if let code = CurrencyCode(text) { return code }
    let upper = text.uppercased()
    let meant = upper != text && CurrencyCode(upper) != nil ? "; did you mean \"\(upper)\"?" : ""
    throw ValueProblem("is not a currency code of ISO 4217\(meant)")
  }
  /// The three letters.
  public var text: String { code }
  /// Orders by the letters.
  public static func < (a: CurrencyCode, b: CurrencyCode) -> Bool { a.rawValue < b.rawValue }
}
