/// The negative binomial law: a Poisson count whose mean is itself a gamma number; variance m + m^2 / k.
@frozen public struct NegativeBinomial: MomentDistribution, BitwiseCopyable {
  /// The expected count.
  public let mean: Double
  /// The dispersion k: the smaller, the more uneven; infinity would be the Poisson law.
  public let dispersion: Double

  /// Makes the law from a mean of 0 to 1e14 and a dispersion of at least 1e-3.
  public init(mean: Double, dispersion: Double) throws(DistributionError) {
    try Parameter.require(mean >= 0 && mean <= 1e14, "mean", mean, "a number in 0...1e14")
    try Parameter.require(
      dispersion >= 1e-3 && dispersion < .infinity, "dispersion", dispersion, "a finite number of at least 0.001")
    self.mean = mean
    self.dispersion = dispersion
  }

  /// The mean plus its square over the dispersion.
  public var variance: Double { mean + mean * mean / dispersion }

  /// Draws one count.
  public func sample(_ stream: inout RandomStream) -> Int64 {
    if mean == 0 { return 0 }
    let rate = stream.gamma(dispersion) * (mean / dispersion)
    return stream.poisson(min(rate, Poisson.largestMean))
  }

  /// The probability of at most `count`.
  public func cdf(_ count: Int64) -> Double {
    if count < 0 { return 0 }
    let total = dispersion + mean
    return Deterministic.betaI(
      dispersion, Double(count) + 1, dispersion / total, complement: mean / total)
  }

  /// The smallest count not exceeded with at least the given probability, which must lie below 1.
  public func quantile(_ probability: Double) -> Int64 {
    CountQuantile.smallest(
      reaching: probability, mean: mean, standardDeviation: variance.squareRoot(), upTo: .max, cdf: cdf)
  }
}
