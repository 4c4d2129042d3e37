import Kernel

/// How counts follow from expected values: drawn, or without chance for tests and planning.
enum CountLaw: Sendable {
  /// The expected value itself; what a whole number leaves over is carried to the next count.
  case expected
  /// Poisson and binomial draws.
  case random

  /// A count of independent arrivals with a mean of at least 0.
  @inline(__always)
  func poisson(_ mean: Double, _ carry: inout Double, _ stream: inout RandomStream) -> Int64 {
    guard mean > 0 else { return 0 }
    return self == .random ? stream.poisson(mean) : Self.whole(mean, &carry)
  }

  /// How many of `count` independent trials succeed.
  @inline(__always)
  func binomial(_ count: Int64, _ p: Double, _ carry: inout Double, _ stream: inout RandomStream) -> Int64 {
    if self == .random { return Self.binomial(count, p, &stream) }
    guard count > 0, p > 0 else { return 0 }
    guard p < 1 else { return count }
    return min(count, Self.whole(Double(count) * p, &carry))
  }

  /// A binomial draw for any probability: below 0 counts as 0, above 1 as 1.
  @inline(__always)
  static func binomial(_ count: Int64, _ p: Double, _ stream: inout RandomStream) -> Int64 {
    guard count > 0, p > 0 else { return 0 }
    return p < 1 ? stream.binomial(count, p) : count
  }

  private static func whole(_ mean: Double, _ carry: inout Double) -> Int64 {
    let sum = mean + carry
    // Sums of the same numbers in binary fractions may end just below a whole number.
    let whole = (sum + 1e-9).rounded(.down)
    carry = sum - whole
    return Int64(whole)
  }
}
