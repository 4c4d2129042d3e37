/// A share of an amount of money in whole millionths, so that no rate of law loses a digit: 16.5 % is 165,000.
struct MoneyRate: Hashable, Comparable, Sendable, BitwiseCopyable {
  var millionths: Int64

  init(millionths: Int64) { self.millionths = millionths }

  /// The nearest millionth to a ratio: 0.165 is 16.5 %.
  init(ratio: Double) { millionths = Int64((ratio * 1e6).rounded()) }

  static let zero = MoneyRate(millionths: 0)

  /// That many per cent.
  static func percent(_ percent: Double) -> MoneyRate { MoneyRate(ratio: percent / 100) }

  static func < (a: MoneyRate, b: MoneyRate) -> Bool { a.millionths < b.millionths }
  static func + (a: MoneyRate, b: MoneyRate) -> MoneyRate { MoneyRate(millionths: a.millionths + b.millionths) }

  /// This share of an amount of minor units.
  func of(_ amount: Int64, _ rounding: Rounding = .halfUp) -> Int64 {
    rounding.divide(amount.multipliedFullWidth(by: millionths), by: 1_000_000)
  }

  /// The part of a price with tax that is tax, when this is the tax's rate: price · r / (1 + r).
  func included(in price: Int64, _ rounding: Rounding = .halfUp) -> Int64 {
    rounding.divide(price.multipliedFullWidth(by: millionths), by: 1_000_000 + millionths)
  }
}

/// How a fraction of a minor unit becomes a whole one.
enum Rounding: UInt8, CaseIterable, Sendable {
  /// To the nearest, halves away from zero.
  case halfUp
  /// To the nearest, halves to the even neighbour.
  case halfEven

  /// The rounded quotient of a double-width number by a positive one; saturates where 64 bits do not suffice.
  func divide(_ dividend: (high: Int64, low: UInt64), by divisor: Int64) -> Int64 {
    precondition(divisor > 0, "a rate divides by a positive number")
    let isNegative = dividend.high < 0
    let magnitude = isNegative ? Self.negated(dividend) : (UInt64(dividend.high), dividend.low)
    guard magnitude.0 < UInt64(divisor) / 2 else { return isNegative ? .min : .max }
    let (quotient, rest) = UInt64(divisor).dividingFullWidth(magnitude)
    let twice = rest * 2
    let isUp =
      switch self {
      case .halfUp: twice >= UInt64(divisor)
      case .halfEven: twice > UInt64(divisor) || twice == UInt64(divisor) && quotient & 1 == 1
      }
    let rounded = Int64(quotient + (isUp ? 1 : 0))
    return isNegative ? -rounded : rounded
  }

  private static func negated(_ number: (high: Int64, low: UInt64)) -> (UInt64, UInt64) {
    let low = ~number.low &+ 1
    return (UInt64(bitPattern: ~number.high) &+ (number.low == 0 ? 1 : 0), low)
  }
}
