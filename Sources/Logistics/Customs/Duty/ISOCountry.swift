/// An ISO 3166-1 alpha-2 code in two bytes.
struct ISOCountry: Hashable, Comparable, Sendable, BitwiseCopyable {
  var rawValue: UInt16

  /// No country.
  static let none = ISOCountry(rawValue: 0)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Two ASCII letters in any case; anything else is no country.
  init(_ text: some StringProtocol) {
    let bytes = Array(text.uppercased().utf8)
    let isCode = bytes.count == 2 && bytes.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    rawValue = isCode ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 0
  }

  static func < (a: ISOCountry, b: ISOCountry) -> Bool { a.rawValue < b.rawValue }
}

/// Up to 32 countries as one trivial value; as a condition, the empty set asks for nothing.
struct CountrySet: Hashable, Sendable, BitwiseCopyable {
  private var codes = SIMD32<UInt16>(repeating: 0)
  private(set) var count = 0

  /// The most countries a set holds.
  static let capacity = 32

  init() {}

  /// The set of some countries.
  ///
  /// - Precondition: At most ``capacity`` of them.
  init(_ countries: some Sequence<ISOCountry>) {
    for country in countries where !contains(country) {
      precondition(count < Self.capacity, "a set of countries holds at most 32")
      codes[count] = country.rawValue
      count += 1
    }
  }

  var isEmpty: Bool { count == 0 }

  func contains(_ country: ISOCountry) -> Bool { count > 0 && country != .none && any(codes .== country.rawValue) }

  /// Whether a condition on the country holds: the empty set asks for nothing.
  func admits(_ country: ISOCountry) -> Bool { isEmpty || contains(country) }
}

extension CountrySet: ExpressibleByArrayLiteral {
  init(arrayLiteral elements: String...) { self.init(elements.map { ISOCountry($0) }) }
}
