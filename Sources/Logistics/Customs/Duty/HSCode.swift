/// A commodity code of the Harmonised System, or the beginning of one: the digits as a number, and how many there are.
struct HSCode: Hashable, Sendable, BitwiseCopyable {
  private(set) var number: UInt64 = 0
  private(set) var digits: UInt8 = 0

  /// The beginning of all codes.
  static let any = HSCode()

  private init() {}

  /// Reads digits with optional dots, at most twelve digits; nil when the text is no code. The empty text is ``any``.
  init?(_ text: some StringProtocol) {
    for byte in text.utf8 where byte != UInt8(ascii: ".") {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 12 else { return nil }
      number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
      digits += 1
    }
  }

  /// Whether this code begins with another.
  func hasPrefix(_ prefix: HSCode) -> Bool {
    guard digits >= prefix.digits else { return false }
    var shortened = number
    for _ in 0..<(digits - prefix.digits) { shortened /= 10 }
    return shortened == prefix.number
  }

  /// The six-digit sub-heading that every country shares; shorter codes stand for themselves.
  var subheading: HSCode {
    var code = self
    while code.digits > 6 {
      code.number /= 10
      code.digits -= 1
    }
    return code
  }
}
