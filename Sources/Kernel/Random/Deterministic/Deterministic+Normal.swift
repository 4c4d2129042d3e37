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
