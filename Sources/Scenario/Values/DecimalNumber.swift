/// A decimal number as it was written: digits and a power of ten, without rounding.
struct DecimalNumber: Equatable {
  var digits: Int128
  var exponent: Int

  /// Reads an optional sign, digits with `_` between them, a decimal point, an exponent; nil when it is no number.
  ///
  /// More than 30 significant digits or an exponent beyond 400 are refused.
  init?(_ text: Substring.UTF8View) {
    var rest = text[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var digits: Int128 = 0
    var count = 0
    var significant = 0
    var scale = 0
    var isFraction = false
    var previous: UInt8 = 0
    loop: while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
        count += 1
        if digits != 0 { significant += 1 }
        if isFraction { scale -= 1 }
        guard significant <= 30, count <= 400 else { return nil }
      case UInt8(ascii: "_"):
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(previous) else { return nil }
      case UInt8(ascii: "."):
        guard !isFraction, previous != UInt8(ascii: "_") else { return nil }
        isFraction = true
      default: break loop
      }
      previous = byte
      rest.removeFirst()
    }
    guard count > 0, previous != UInt8(ascii: "_") else { return nil }
    guard let power = Self.exponent(rest) else { return nil }
    self.digits = isNegative ? -digits : digits
    exponent = scale + power
  }

  private static func exponent(_ text: Substring.UTF8View.SubSequence) -> Int? {
    guard let first = text.first else { return 0 }
    guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else { return nil }
    guard let value = Int(Substring(text.dropFirst())), abs(value) <= 400 else { return nil }
    return value
  }

  /// The number times an integer, when it is whole and fits.
  func scaled(by factor: Int64) -> Int64? {
    let (first, overflow) = digits.multipliedReportingOverflow(by: Int128(factor))
    guard !overflow else { return nil }
    var product = first
    if product == 0 { return 0 }
    for _ in 0..<abs(exponent) {
      if exponent > 0 {
        let (next, overflow) = product.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        product = next
      } else {
        guard product % 10 == 0 else { return nil }
        product /= 10
      }
    }
    return Int64(exactly: product)
  }

  /// Whether the number times a factor is too large for 64 bits, whole or not.
  func isBeyondInt64(times factor: Int64) -> Bool { abs((double ?? .infinity) * Double(factor)) >= 9.2e18 }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The nearest double; nil when it would be infinite.
  var double: Double? {
    // Up to 2^53 and 10^22 both are exact, and one operation rounds once.
    if digits.magnitude <= 1 << 53, abs(exponent) <= 22 {
      let whole = Double(Int64(digits))
      return exponent < 0 ? whole / Self.powers[-exponent] : whole * Self.powers[exponent]
    }
    let value = Double("\(digits)e\(exponent)")
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}

/// A number and what follows it: `45 min` is 45 and `min`.
struct NumberAndUnit {
  var number: DecimalNumber
  var unit: Substring

  /// Splits a text; nil when it does not start with a number.
  init?(_ text: Substring) {
    let bytes = text.utf8
    var end = bytes.startIndex
    var previous: UInt8 = 0
    while end < bytes.endIndex {
      let byte = bytes[end]
      let isExponent =
        (byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")) && previous != 0
        && Self.isExponent(bytes[bytes.index(after: end)...])
      let isSign =
        (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"))
        && (previous == 0 || previous == UInt8(ascii: "e") || previous == UInt8(ascii: "E"))
      guard
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
          || byte == UInt8(ascii: "_") || isExponent || isSign
      else { break }
      previous = byte
      end = bytes.index(after: end)
    }
    guard let number = DecimalNumber(bytes[..<end]) else { return nil }
    self.number = number
    var rest = text[end...]
    while rest.utf8.first == 0x20 { rest = rest.dropFirst() }
    while rest.utf8.last == 0x20 { rest = rest.dropLast() }
    unit = rest
  }

  private static func isExponent(_ rest: Substring.UTF8View) -> Bool {
    guard let first = rest.first else { return false }
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { return true }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
  }
}
