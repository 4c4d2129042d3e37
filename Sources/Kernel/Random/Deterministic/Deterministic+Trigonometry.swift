extension Deterministic {
  /// The sine of an angle in radians, below 1 ulp for every finite angle.
  public static func sin(_ x: Double) -> Double {
    if abs(x) <= 0.7853981633974483 { return abs(x) < 0x1p-27 ? x : sineKernel(x, 0) }
    guard x.isFinite else { return .nan }
    let (quadrant, high, low) = reducedAngle(x)
    let value = quadrant & 1 == 0 ? sineKernel(high, low) : cosineKernel(high, low)
    return quadrant & 2 == 0 ? value : -value
  }

  /// The cosine of an angle in radians, below 1 ulp for every finite angle.
  public static func cos(_ x: Double) -> Double {
    if abs(x) <= 0.7853981633974483 { return cosineKernel(x, 0) }
    guard x.isFinite else { return .nan }
    let (quadrant, high, low) = reducedAngle(x)
    let value = quadrant & 1 == 0 ? cosineKernel(high, low) : sineKernel(high, low)
    return (quadrant &+ 1) & 2 == 0 ? value : -value
  }

  private static func sineKernel(_ x: Double, _ low: Double) -> Double {
    let z = x * x
    let w = z * z
    let r =
      (0.008333333333330927 + z * -0.00019841269836724877)
      + w * ((2.7557316084930363e-06 + z * -2.50511281499847e-08) + w * 1.5917861853805866e-10)
    let cube = z * x
    return x - ((z * (0.5 * low - cube * r) - low) - cube * -0.16666666666666666)
  }

  private static func cosineKernel(_ x: Double, _ low: Double) -> Double {
    let z = x * x
    let w = z * z
    let r =
      z * (0.041666666666666664 + z * -0.0013888888888887382)
      + w * z
      * ((2.4801587298744435e-05 + z * -2.755731726062817e-07)
        + w * (2.0876143942503467e-09 + z * -1.1382464188417552e-11))
    let half = 0.5 * z
    let sum = 1 - half
    return sum + (((1 - sum) - half) + (z * r - x * low))
  }

  /// The quadrant of an angle, and what remains within a half quadrant of its axis, as an unevaluated sum.
  private static func reducedAngle(_ x: Double) -> (quadrant: Int64, high: Double, low: Double) {
    if abs(x) >= 0x1p20 {
      let (quadrant, high, low) = reducedHugeAngle(abs(x))
      return x < 0 ? (-quadrant, -high, -low) : (quadrant, high, low)
    }
    let n = (x * 0x1.45f306dc9c883p-1 + 0x1.8p52) - 0x1.8p52
    let first = x - n * 1.5707963267341256
    let step = n * 6.077100506303966e-11
    let second = first - step
    let rest = n * 2.0222662487959506e-21 - ((first - second) - step)
    let high = second - rest
    return (Int64(n), high, (second - high) - rest)
  }

  /// Payne and Hanek's reduction: multiplies by the 192 bits of 2/pi that matter, in whole numbers.
  private static func reducedHugeAngle(_ x: Double) -> (quadrant: Int64, high: Double, low: Double) {
    let significand = x.bitPattern & 0xF_FFFF_FFFF_FFFF | 0x10_0000_0000_0000
    let offset = Int(x.bitPattern &>> 52) - 1075 + 62
    let middle = significand.multipliedFullWidth(by: twoOverPiBits(offset + 64))
    let last = significand.multipliedFullWidth(by: twoOverPiBits(offset + 128)).high
    let (next, carry) = middle.low.addingReportingOverflow(last)
    let top = significand &* twoOverPiBits(offset) &+ middle.high &+ (carry ? 1 : 0)
    let quadrant = (top &+ 1 &<< 61) &>> 62
    let fraction = Int128(Int64(bitPattern: top &<< 2 | next &>> 62)) &<< 64 | Int128(next &<< 2)
    let high = Double(fraction)
    let low = Double(fraction - Int128(high)) * 0x1p-128
    let product = twoProduct(high * 0x1p-128, 1.5707963267948966)
    let rest = product.low + (low * 1.5707963267948966 + high * 0x1p-128 * 6.123233995736766e-17)
    let sum = fastTwoSum(product.high, rest)
    return (Int64(quadrant), sum.high, sum.low)
  }

  /// Sixty-four binary places of 2/pi from a place on; place 0 lies 64 places before the point.
  private static func twoOverPiBits(_ place: Int) -> UInt64 {
    let word = place &>> 6
    let shift = UInt64(place & 63)
    if shift == 0 { return twoOverPi[word] }
    return twoOverPi[word] &<< shift | twoOverPi[word + 1] &>> (64 - shift)
  }
}

/// The binary places of 2/pi, after 64 zeros.
private let twoOverPi: InlineArray<21, UInt64> = [
  0, 0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041, 0xFE51_63AB_DEBB_C561,
  0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E, 0xE882_35F5_2EBB_4484,
  0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B, 0x1FF8_97FF_DE05_980F,
  0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D, 0x7527_BAC7_EBE5_F17B,
  0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB, 0xF0CF_BC20_9AF4_361D,
]
