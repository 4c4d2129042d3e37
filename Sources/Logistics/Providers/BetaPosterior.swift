import Kernel

/// What is believed of a share after some successes and failures: a beta law.
///
/// - SeeAlso: Gelman et al., *Bayesian Data Analysis*, 3rd ed., section 2.4.
struct BetaPosterior: Hashable, Sendable, BitwiseCopyable {
  /// Successes and failures, those of the prior included; both positive.
  var alpha: Double
  var beta: Double

  /// The belief after more evidence.
  func updated(successes: Double, failures: Double) -> BetaPosterior {
    BetaPosterior(alpha: alpha + successes, beta: beta + failures)
  }

  var mean: Double { alpha / (alpha + beta) }

  /// The probability that the share is above `x`.
  func probability(above x: Double) -> Double { 1 - Self.incomplete(x, alpha, beta) }

  /// The share below which the truth lies with a probability in 0...1; bisection to the last bit.
  func quantile(_ probability: Double) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if Self.incomplete(middle, alpha, beta) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularised incomplete beta function by its continued fraction.
  ///
  /// - SeeAlso: Press et al., *Numerical Recipes*, 3rd ed., section 6.4.
  static func incomplete(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let logFront =
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * Deterministic.log(x) + b * Deterministic.log1p(-x)
    let front = Deterministic.exp(logFront)
    if x < (a + 1) / (a + b + 2) { return front * fraction(x, a, b) / a }
    return 1 - front * fraction(1 - x, b, a) / b
  }

  /// Lentz's evaluation of the continued fraction.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = guarded(1 - (a + b) * x / (a + 1), tiny)
    d = 1 / d
    var h = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d, tiny)
      c = guarded(1 + even / c, tiny)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d, tiny)
      c = guarded(1 + odd / c, tiny)
      let factor = d * c
      h *= factor
      if abs(factor - 1) < 1e-15 { break }
    }
    return h
  }

  private static func guarded(_ x: Double, _ tiny: Double) -> Double { abs(x) < tiny ? tiny : x }

  /// The logarithm of the gamma function for positive arguments: Stirling's series above 12, recursion below.
  private static func logGamma(_ x: Double) -> Double {
    var shift = 0.0
    var z = x
    while z < 12 {
      shift += Deterministic.log(z)
      z += 1
    }
    let w = 1 / (z * z)
    let series = (1.0 / 12 - w * (1.0 / 360 - w * (1.0 / 1260 - w * (1.0 / 1680 - w / 1188)))) / z
    return (z - 0.5) * Deterministic.log(z) - z + 0.918938533204672742 + series - shift
  }
}
