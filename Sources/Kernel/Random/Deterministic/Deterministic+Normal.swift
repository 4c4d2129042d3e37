extension Deterministic {
  /// The standard normal law's quantile: relative error below 1e-15 for probabilities from 1e-300 to 1 - 1e-16.
  ///
  /// Minus infinity at 0, infinity at 1, not a number outside.
  /// Source: Wichura, *Algorithm AS 241: The Percentage Points of the Normal Distribution*, Appl. Statist. 37 (1988).
  public static func normalQuantile(_ probability: Double) -> Double {
    if !(probability > 0 && probability < 1) {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    let q = probability - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, centralNumerator, centralDenominator)
    }
    let r = (-log(q < 0 ? probability : 1 - probability)).squareRoot()
    let x =
      r <= 5
      ? ratio(r - 1.6, middleNumerator, middleDenominator)
      : ratio(r - 5, tailNumerator, tailDenominator)
    return q < 0 ? -x : x
  }

  /// The standard normal law's density.
  public static func normalDensity(_ x: Double) -> Double { 0.3989422804014327 * gaussian(x) }

  /// The probability that a standard normal number is at most `x`: relative error below 1e-15 on both sides.
  public static func normalCDF(_ x: Double) -> Double { x < 0 ? upperTail(-x) : 1 - upperTail(x) }

  /// The probability that a standard normal number exceeds `x`: relative error below 1e-15 on both sides.
  public static func normalTail(_ x: Double) -> Double { x < 0 ? 1 - upperTail(-x) : upperTail(x) }

  /// t exp(-x^2 / 2 + P(t)) with t = 4 / (4 + x) and a Chebyshev series P, for x of at least 0.
  private static func upperTail(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 38.6 { return 0 }
    let t = 4 / (4 + x)
    let argument = 4 * t - 2
    var b0 = 0.0
    var b1 = 0.0
    for i in (1..<28).reversed() { (b0, b1) = (argument * b0 - b1 + normalTailSeries[i], b0) }
    return t * gaussian(x) * exp(0.5 * (argument * b0 + normalTailSeries[0]) - b1)
  }

  /// exp(-x^2 / 2), with the square split so that large arguments lose nothing.
  private static func gaussian(_ x: Double) -> Double {
    let upper = Double(bitPattern: x.bitPattern & 0xFFFF_FFFF_F800_0000)
    return exp(-0.5 * upper * upper) * exp(-0.5 * (x - upper) * (x + upper))
  }

  @inline(__always)
  private static func ratio(_ x: Double, _ a: InlineArray<8, Double>, _ b: InlineArray<8, Double>) -> Double {
    var numerator = a[7]
    var denominator = b[7]
    for i in (0..<7).reversed() {
      numerator = numerator * x + a[i]
      denominator = denominator * x + b[i]
    }
    return numerator / denominator
  }
}

private let centralNumerator: InlineArray<8, Double> = [
  3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
]
private let centralDenominator: InlineArray<8, Double> = [
  1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
  21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
]
private let middleNumerator: InlineArray<8, Double> = [
  1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
  1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4,
]
private let middleDenominator: InlineArray<8, Double> = [
  1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
  0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
]
private let tailNumerator: InlineArray<8, Double> = [
  6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
  0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
]
private let tailDenominator: InlineArray<8, Double> = [
  1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
  7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
]

/// The Chebyshev series of log(tail / t) + x^2 / 2 in t = 4 / (4 + x).
private let normalTailSeries: InlineArray<28, Double> = [
  -3.161181224666656, 0.8064773743049352, 0.0838166748104565, -0.00010830441704095515, -0.00248098648906209,
  -0.0003503685158099689, 6.557173670149283e-05, 2.5570346687973926e-05, -5.85983180334751e-07,
  -1.4886427797879732e-06, -1.1124750970312975e-07, 7.726226496768658e-08, 1.303108492271198e-08,
  -3.5953990398142513e-09, -1.0329222196345538e-09, 1.4359976653324856e-10, 6.946051919367719e-11,
  -4.157969712241567e-12, -4.169905804495554e-12, -3.1582730962022794e-15, 2.246611477065996e-13,
  1.342969777670523e-14, -1.056217805743718e-14, -1.4494656337622248e-15, 3.9263882499266943e-16,
  1.1604942119262433e-16, -6.769695115901437e-18, -8.171444341424304e-18,
]
