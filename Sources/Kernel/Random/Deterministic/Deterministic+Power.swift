extension Deterministic {
  /// `base` to the power of `exponent`, below 1 ulp, with the special values of IEEE 754.
  public static func pow(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 0 || base == 1 { return 1 }
    if base.isNaN || exponent.isNaN { return .nan }
    if exponent.isInfinite { return powerToInfinity(abs(base), exponent) }
    let isOdd = isOddInteger(exponent)
    if base == 0 || base.isInfinite {
      let grows = (base == 0) == (exponent < 0)
      return Double(signOf: isOdd ? base : 1, magnitudeOf: grows ? .infinity : 0)
    }
    if base < 0 && exponent.rounded(.towardZero) != exponent { return .nan }
    let magnitude = positivePower(abs(base), exponent)
    return base < 0 && isOdd ? -magnitude : magnitude
  }

  private static func powerToInfinity(_ base: Double, _ exponent: Double) -> Double {
    if base == 1 { return 1 }
    return (base > 1) == (exponent > 0) ? .infinity : 0
  }

  private static func isOddInteger(_ x: Double) -> Bool {
    guard abs(x) < 0x1p53, x.rounded(.towardZero) == x else { return false }
    return Int64(x) & 1 == 1
  }

  private static func positivePower(_ base: Double, _ exponent: Double) -> Double {
    if base == 1 { return 1 }
    let logarithm = pairedLogarithm(base)
    if abs(exponent) > 0x1p65 { return (logarithm.high > 0) == (exponent > 0) ? .infinity : 0 }
    let product = twoProduct(exponent, logarithm.high)
    let correction = product.low + exponent * logarithm.low
    if abs(product.high) < 708 {
      let (k, high, tail) = tabledExponential(product.high)
      let y = high + high * (tail + correction)
      return Double(bitPattern: y.bitPattern &+ UInt64(bitPattern: k &<< 52))
    }
    let power = exp(product.high)
    return power == 0 || power == .infinity ? power : power + power * correction
  }

  /// The logarithm of a positive finite number as an unevaluated sum, good to about 2^-66 of its size.
  private static func pairedLogarithm(_ x: Double) -> (high: Double, low: Double) {
    let isSubnormal = x < 0x1p-1022
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
    let shifted = bits &- 0x3FE6_0000_0000_0000
    let part = Int(truncatingIfNeeded: shifted &>> 45 & 127)
    let scale = Double((isSubnormal ? -54 : 0) &+ Int64(bitPattern: shifted) &>> 52)
    let z = Double(bitPattern: bits &- (shifted & 0xFFF0_0000_0000_0000))
    let upper = Double(bitPattern: z.bitPattern & 0xFFFF_FFFF_F800_0000)
    let r = fastTwoSum(upper * logInverse[part] - 1, (z - upper) * logInverse[part])
    let first = fastTwoSum(scale * 0.6931471805598903 + logHigh[part], r.high)
    let square = twoProduct(r.high, r.high)
    let second = fastTwoSum(first.high, -0.5 * square.high)
    let x1 = r.high
    let x2 = square.high
    let a = 0.33333333333333415 + x1 * -0.25000000000000455
    let b = 0.19999999975769492 + x1 * -0.16666666620628212
    let c = 0.14286752048974571 + x1 * -0.12501245330120428
    let cubic = x1 * x2 * (a + x2 * (b + x2 * c))
    let small = scale * 5.497923018708371e-14 + logLow[part] - 0.5 * square.low + r.low * (1 - x1)
    return fastTwoSum(second.high, (first.low + second.low) + (small + cubic))
  }

  /// The exact sum of two numbers, the first not smaller in size than the second, or zero.
  @inline(__always)
  static func fastTwoSum(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
    let sum = a + b
    return (sum, (a - sum) + b)
  }

  /// The exact product of two numbers, by Veltkamp's split: a fused multiply-add is not everywhere in hardware.
  @inline(__always)
  static func twoProduct(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
    let product = a * b
    let (a1, a2) = halves(a)
    let (b1, b2) = halves(b)
    return (product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2)
  }

  @inline(__always)
  private static func halves(_ a: Double) -> (Double, Double) {
    let scaled = a * 134_217_729
    let high = scaled - (scaled - a)
    return (high, a - high)
  }
}
