/// Elementary and special functions whose every bit follows from IEEE 754 `+ - * /` and `squareRoot`.
///
/// A system's own `log` or `exp` differs from the next one's in the last bit, and one bit is enough to move an event.
/// These functions give the same bits on every platform, in debug and release. Swift never contracts `a * b + c`
/// into one rounding by itself, and none is asked for.
///
/// `log` and `exp` stay below 1 unit in the last place (ulp), the others within the bounds they state.
/// Polynomials are minimax fits computed with 60 digits; the tables follow Tang, ACM TOMS 15 (1989) and 16 (1990).
public enum Deterministic {
  /// The natural logarithm, below 1 ulp; not a number for negative arguments, minus infinity at 0.
  public static func log(_ x: Double) -> Double {
    var bits = x.bitPattern
    var exponent: Int64 = 0
    if bits &- 0x0010_0000_0000_0000 >= 0x7FE0_0000_0000_0000 {
      if x == 0 { return -.infinity }
      if !(x > 0) { return .nan }
      if x == .infinity { return x }
      bits = (x * 0x1p54).bitPattern
      exponent = -54
    }
    let shifted = bits &- 0x3FE6_0000_0000_0000
    let part = Int(truncatingIfNeeded: shifted &>> 45 & 127)
    let scale = Double(exponent &+ Int64(bitPattern: shifted) &>> 52)
    let z = Double(bitPattern: bits &- (shifted & 0xFFF0_0000_0000_0000))
    let upper = Double(bitPattern: z.bitPattern & 0xFFFF_FFFF_F800_0000)
    let inverse = logInverse[part]
    let exact = upper * inverse - 1
    let rest = (z - upper) * inverse
    let r = exact + rest
    let high = scale * 0.6931471805598903 + logHigh[part]
    let sum = high + r
    let lost = ((high - sum) + r) + ((exact - r) + rest)
    let low = scale * 5.497923018708371e-14 + logLow[part] + lost
    let r2 = r * r
    let a = -0.5 + r * 0.33333333333333415
    let b = -0.25000000000000455 + r * 0.19999999975769492
    let c = -0.16666666620628212 + r * 0.14286752048974571
    return sum + (low + r2 * (a + r2 * (b + r2 * (c + r2 * -0.12501245330120428))))
  }

  /// The logarithm of 1 + x, below 2 ulp also where x is tiny.
  public static func log1p(_ x: Double) -> Double {
    if abs(x) < 0.29 { return abs(x) < 0x1p-54 ? x : logarithm(0, x, 0) }
    if !(x > -1) { return x == -1 ? -.infinity : .nan }
    if x >= 0x1p54 { return log(x) }
    let sum = 1 + x
    let lost = x >= 1 ? 1 - (sum - x) : x - (sum - 1)
    let (scale, significand) = centred(sum.bitPattern)
    return logarithm(Double(scale), significand - 1, lost / sum)
  }

  /// The exponential, below 1 ulp; subnormal results are rounded twice.
  public static func exp(_ x: Double) -> Double {
    if !(abs(x) < 708) { return extremeExponential(x) }
    let (k, high, tail) = tabledExponential(x)
    let y = high + high * tail
    return Double(bitPattern: y.bitPattern &+ UInt64(bitPattern: k &<< 52))
  }

  /// The exponential minus 1, below 2 ulp also where x is tiny.
  public static func expm1(_ x: Double) -> Double {
    if abs(x) < 0x1p-54 { return x }
    if !(x < 40) { return exp(x) - 1 }
    if x < -40 { return -1 }
    let (k, high, tail) = reducedExponential(x)
    if k == 0 { return high + tail }
    let scale = Double(sign: .plus, exponent: Int(k), significand: 1)
    let whole = scale - 1
    return whole + scale * (high + tail)
  }
}

extension Deterministic {
  /// Splits a normal positive number into a power of two and a significand in [0.707, 1.414).
  @inline(__always)
  static func centred(_ bits: UInt64) -> (exponent: Int64, significand: Double) {
    let shifted = bits &- 0x3FE6_A09E_667F_3BCD
    return (
      Int64(bitPattern: shifted) &>> 52,
      Double(bitPattern: bits &- (shifted & 0xFFF0_0000_0000_0000))
    )
  }

  /// exponent * ln 2 + log(1 + f) + correction, by s = f / (2 + f) and an odd polynomial in s.
  @inline(__always)
  static func logarithm(_ exponent: Double, _ f: Double, _ correction: Double) -> Double {
    let half = 0.5 * f * f
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let a = 0.666666666666667 + z * 0.399999999998982
    let b = 0.2857142862651043 + z * 0.22222211054678523
    let c = 0.18182894541731878 + z * 0.1533155301248595
    let r = z * (a + w * (b + w * (c + w * 0.14618415437559)))
    return exponent * ln2High - ((half - (s * (half + r) + (exponent * ln2Low + correction))) - f)
  }

  /// exp(x) as 2^k * high * (1 + tail), by a table of 128 powers and a short series.
  @inline(__always)
  static func tabledExponential(_ x: Double) -> (k: Int64, high: Double, tail: Double) {
    let shifted = x * 0x1.71547652b82fep+7 + 0x1.8p52
    let whole = shifted - 0x1.8p52
    let steps = Int64(bitPattern: shifted.bitPattern &- 0x4338_0000_0000_0000)
    let r = (x - whole * 0.005415212347998022) - whole * 1.2655086083325438e-13
    let part = Int(truncatingIfNeeded: steps & 127)
    let r2 = r * r
    let p = (0.5 + r * 0.16666666666666666) + r2 * (0.041666666666666664 + r * 0.008333333333333333)
    return (steps &>> 7, expHigh[part], expLow[part] + (r + r2 * p))
  }

  /// x as k ln 2 + r with |r| <= 0.35, and exp(r) as 1 + high + tail, high exact.
  @inline(__always)
  static func reducedExponential(_ x: Double) -> (k: Int64, high: Double, tail: Double) {
    let shifted = x * 0x1.71547652b82fep+0 + 0x1.8p52
    let whole = shifted - 0x1.8p52
    let k = Int64(bitPattern: shifted.bitPattern &- 0x4338_0000_0000_0000)
    let high = x - whole * ln2High
    let low = whole * ln2Low
    let r = high - low
    let r2 = r * r
    let r4 = r2 * r2
    let a = 0.16666666666666669 + r * 0.04166666666666667
    let b = 0.008333333333330011 + r * 0.001388888888888082
    let c = 0.00019841269863305754 + r * 2.480158733432395e-05
    let d = 2.7557268069532045e-06 + r * 2.755726389560985e-07
    let e = 2.510057066812726e-08 + r * 2.0918295701543976e-09
    let p = r2 * (0.5 + r * ((a + r2 * b) + r4 * ((c + r2 * d) + r4 * e)))
    return (k, high, p - low)
  }

  private static func extremeExponential(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    let (k, high, tail) = tabledExponential(x)
    let half = k / 2
    let y = high + high * tail
    return y * powerOfTwo(half) * powerOfTwo(k - half)
  }

  private static func powerOfTwo(_ exponent: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: exponent &+ 1023) &<< 52)
  }

  @inline(__always) static var ln2High: Double { 0.6931471803691238 }
  @inline(__always) static var ln2Low: Double { 1.9082149292705877e-10 }
}
