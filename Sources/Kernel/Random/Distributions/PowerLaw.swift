/// The discrete power law on 1...cap: the probability of m is proportional to m to the power of minus the exponent.
///
/// Source of the sampler: Hörmann and Derflinger, *Rejection-Inversion to Generate Variates from Monotone Discrete
/// Distributions*, ACM TOMACS 6 (1996).
@frozen public struct PowerLaw: MomentDistribution, BitwiseCopyable {
  /// The exponent a of m^-a.
  public let exponent: Double
  /// The largest value.
  public let cap: Int64
  private let lowest: Double
  private let highest: Double
  private let shortcut: Double

  /// Makes the law from an exponent of 0.01 to 100 and a cap of 1 to 1e12.
  public init(exponent: Double, cap: Int64) throws(DistributionError) {
    try Parameter.require(exponent >= 0.01 && exponent <= 100, "exponent", exponent, "a number in 0.01...100")
    try Parameter.require(cap >= 1 && cap <= 1_000_000_000_000, "cap", Double(cap), "a whole number in 1...1e12")
    self.exponent = exponent
    self.cap = cap
    lowest = Self.integral(1.5, exponent) - 1
    highest = Self.integral(Double(cap) + 0.5, exponent)
    let second = Self.integral(2.5, exponent) - Deterministic.pow(2, -exponent)
    shortcut = 2 - Self.inverseIntegral(second, exponent)
  }

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Int64 {
    while true {
      let u = highest + stream.uniform() * (lowest - highest)
      let x = Self.inverseIntegral(u, exponent)
      let k = min(max(Int64(x + 0.5), 1), cap)
      let whole = Double(k)
      if whole - x <= shortcut { return k }
      if u >= Self.integral(whole + 0.5, exponent) - Deterministic.pow(whole, -exponent) { return k }
    }
  }

  /// The expected value.
  public var mean: Double { sum(1) / sum(0) }
  /// The expected squared distance from the mean.
  public var variance: Double {
    let centre = mean
    return sum(2) / sum(0) - centre * centre
  }

  /// The sum of m^(power - exponent) up to the cap: 64 terms, then Euler and Maclaurin.
  private func sum(_ power: Double) -> Double {
    let s = exponent - power
    var total = 0.0
    let direct = min(cap, 64)
    for m in 1...direct { total += Deterministic.pow(Double(m), -s) }
    if cap == direct { return total }
    let a = Double(direct)
    let b = Double(cap)
    let fa = Deterministic.pow(a, -s)
    let fb = Deterministic.pow(b, -s)
    let third = s * (s + 1) * (s + 2) / 720
    return total + (Self.integral(b, s) - Self.integral(a, s)) + (fb - fa) / 2 - s / 12 * (fb / b - fa / a)
      + third * (fb / (b * b * b) - fa / (a * a * a))
  }

  /// The integral of t^-s from 1 to x, also where s is near 1.
  private static func integral(_ x: Double, _ s: Double) -> Double {
    let l = Deterministic.log(x)
    let e = (1 - s) * l
    return abs(e) < 1e-8 ? l * (1 + e / 2) : Deterministic.expm1(e) / (1 - s)
  }

  private static func inverseIntegral(_ y: Double, _ s: Double) -> Double {
    let t = y * (1 - s)
    if t <= -1 { return 1 }
    return Deterministic.exp(abs(t) < 1e-8 ? y * (1 - t / 2) : Deterministic.log1p(t) / (1 - s))
  }
}
