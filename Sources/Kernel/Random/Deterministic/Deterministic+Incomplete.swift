extension Deterministic {
  /// The regularised lower incomplete gamma function P(shape, x): the gamma law's distribution function.
  ///
  /// Relative error near 1e-14 for moderate shapes; takes a time that grows with the square root of the shape.
  public static func gammaP(_ shape: Double, _ x: Double) -> Double {
    if x.isNaN || !(shape > 0 && shape < .infinity) { return .nan }
    if x <= 0 { return 0 }
    return x < shape + 1 ? gammaSeries(shape, x) : 1 - gammaFraction(shape, x)
  }

  /// The regularised upper incomplete gamma function Q(shape, x) = 1 - P(shape, x), accurate where it is small.
  public static func gammaQ(_ shape: Double, _ x: Double) -> Double {
    if x.isNaN || !(shape > 0 && shape < .infinity) { return .nan }
    if x <= 0 { return 1 }
    return x < shape + 1 ? 1 - gammaSeries(shape, x) : gammaFraction(shape, x)
  }

  private static func gammaSeries(_ shape: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var divisor = shape
    repeat {
      divisor += 1
      term *= x / divisor
      sum += term
    } while term > sum * 0x1p-55
    return exp(logPoissonProbability(shape, mean: x)) * sum
  }

  /// Legendre's continued fraction by Lentz's method.
  private static func gammaFraction(_ shape: Double, _ x: Double) -> Double {
    if x == .infinity { return 0 }
    var b = x + 1 - shape
    var c = 1e300
    var d = 1 / b
    var value = d
    var i = 1.0
    while true {
      let a = -i * (i - shape)
      b += 2
      d = 1 / nonZero(a * d + b)
      c = nonZero(b + a / c)
      let factor = d * c
      value *= factor
      if abs(factor - 1) < 0x1p-52 || i > 1e9 { break }
      i += 1
    }
    return exp(logPoissonProbability(shape, mean: x)) * shape * value
  }

  /// The regularised incomplete beta function I(x; a, b): the beta law's distribution function.
  public static func betaI(_ a: Double, _ b: Double, _ x: Double) -> Double {
    if x.isNaN || !(a > 0 && a < .infinity) || !(b > 0 && b < .infinity) { return .nan }
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    return betaI(a, b, x, complement: 1 - x)
  }

  /// The same with 1 - x given, for an x so near 1 that the difference matters.
  static func betaI(_ a: Double, _ b: Double, _ x: Double, complement y: Double) -> Double {
    let front = exp(logBetaFront(a, b, x, y))
    if x * (a + b + 2) < a + 1 { return front * betaFraction(a, b, x) / a }
    return 1 - front * betaFraction(b, a, y) / b
  }

  /// log(x^a y^b / B(a, b)), in the form of a binomial probability.
  static func logBetaFront(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let n = a + b
    let correction = stirlingError(n) - stirlingError(a) - stirlingError(b)
    let distance = deviance(a, n * x) + deviance(b, n * y)
    return correction - distance - halfLogTwoPi + 0.5 * (log(a) + log(b) - log(n))
  }

  private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var value = d
    var m = 1.0
    while true {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d)
      c = nonZero(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d)
      c = nonZero(1 + odd / c)
      value *= d * c
      if abs(d * c - 1) < 0x1p-52 || m > 1e9 { return value }
      m += 1
    }
  }

  private static func nonZero(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }
}
