extension Deterministic {
  /// The logarithm of the absolute value of the gamma function.
  ///
  /// Relative error below 1e-14; near the zeros at 1 and 2 the absolute error stays below 1e-14. Infinite at 0, -1, -2…
  public static func lgamma(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x.isInfinite { return .infinity }
    if x < 0.5 { return reflectedGamma(x) }
    if x >= 16 { return (x - 0.5) * log(x) - x + halfLogTwoPi + stirlingSeries(x) }
    var shifted = x
    var product = 1.0
    while shifted < 16 {
      product *= shifted
      shifted += 1
    }
    return ((shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted)) - log(product)
  }

  private static func reflectedGamma(_ x: Double) -> Double {
    if x <= 0 && x.rounded(.down) == x { return .infinity }
    let distance = x - (x / 2).rounded() * 2
    return log(.pi / abs(sin(.pi * distance))) - lgamma(1 - x)
  }

  /// What Stirling's formula leaves out of log Gamma(x + 1): log(x!) - (x + 1/2) log x + x - log sqrt(2 pi), x above 0.
  public static func stirlingError(_ x: Double) -> Double {
    if x >= 16 { return stirlingSeries(x) }
    return lgamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
  }

  /// The asymptotic series of the Stirling error, for x of at least 16.
  private static func stirlingSeries(_ x: Double) -> Double {
    let y = 1 / x
    let z = y * y
    let tail = z * (0.0008417508417508417 + z * (-0.0019175269175269176 + z * 0.00641025641025641))
    let series =
      0.08333333333333333
      + z * (-0.002777777777777778 + z * (0.0007936507936507937 + z * (-0.0005952380952380953 + tail)))
    return y * series
  }

  /// The deviance x log(x / m) + m - x without cancellation near x = m.
  ///
  /// Source: Loader, *Fast and Accurate Computation of Binomial Probabilities* (2000).
  public static func deviance(_ x: Double, _ m: Double) -> Double {
    let difference = x - m
    if abs(difference) >= 0.1 * (x + m) { return x == 0 ? m : x * log(x / m) - difference }
    let v = difference / (x + m)
    let square = v * v
    var sum = difference * v
    var term = 2 * x * v
    var divisor = 3.0
    while true {
      term *= square
      let next = sum + term / divisor
      if next == sum { return sum }
      sum = next
      divisor += 2
    }
  }

  /// The logarithm of the Poisson probability of a count; whole counts up to 2^53 keep an absolute error near 1e-13.
  public static func logPoissonProbability(_ count: Double, mean: Double) -> Double {
    if count < 0 { return -.infinity }
    if mean == 0 { return count == 0 ? 0 : -.infinity }
    if count == 0 { return -mean }
    return -stirlingError(count) - deviance(count, mean) - halfLogTwoPi - 0.5 * log(count)
  }

  /// The logarithm of the binomial probability of `count` successes in `trials`, as accurate as the Poisson one.
  public static func logBinomialProbability(_ count: Double, trials: Double, probability p: Double) -> Double {
    if count < 0 || count > trials { return -.infinity }
    let q = 1 - p
    if p == 0 { return count == 0 ? 0 : -.infinity }
    if q == 0 { return count == trials ? 0 : -.infinity }
    if count == 0 { return trials * log1p(-p) }
    if count == trials { return trials * log(p) }
    let rest = trials - count
    let correction = stirlingError(trials) - stirlingError(count) - stirlingError(rest)
    let distance = deviance(count, trials * p) + deviance(rest, trials * q)
    return correction - distance - halfLogTwoPi + 0.5 * (log(trials) - log(count) - log(rest))
  }

  @inline(__always) static var halfLogTwoPi: Double { 0.9189385332046727 }
}
