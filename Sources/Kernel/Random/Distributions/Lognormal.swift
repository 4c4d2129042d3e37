/// The lognormal law: the exponential of a normal number.
@frozen public struct Lognormal: MomentDistribution, BitwiseCopyable {
  /// The mean of the logarithm.
  public let mu: Double
  /// The standard deviation of the logarithm.
  public let sigma: Double

  /// Makes the law from the mean and standard deviation of the logarithm.
  public init(mu: Double, sigma: Double) throws(DistributionError) {
    try Parameter.finite("mu", mu)
    try Parameter.nonNegative("sigma", sigma)
    self.mu = mu
    self.sigma = sigma
  }

  /// Makes the law from its mean and coefficient of variation.
  public init(mean: Double, cv: Double) throws(DistributionError) {
    try Parameter.positive("mean", mean)
    try Parameter.nonNegative("cv", cv)
    let variance = Deterministic.log1p(cv * cv)
    try self.init(mu: Deterministic.log(mean) - variance / 2, sigma: variance.squareRoot())
  }

  /// Makes the law from its median and the standard deviation of the logarithm.
  public init(median: Double, sigma: Double) throws(DistributionError) {
    try Parameter.positive("median", median)
    try self.init(mu: Deterministic.log(median), sigma: sigma)
  }

  /// Makes the law from its median and a higher quantile, as in median 2 s and 99th percentile 60 s.
  public init(median: Double, quantile: Double, at probability: Double) throws(DistributionError) {
    try Parameter.positive("median", median)
    try Parameter.require(
      probability > 0.5 && probability < 1, "probability", probability, "a number above 0.5 and below 1")
    try Parameter.require(
      quantile >= median && quantile < .infinity, "quantile", quantile, "a finite number of at least the median")
    let spread = Deterministic.log(quantile / median) / Deterministic.normalQuantile(probability)
    try self.init(mu: Deterministic.log(median), sigma: spread)
  }

  /// The expected value.
  public var mean: Double { Deterministic.exp(mu + sigma * sigma / 2) }
  /// The expected squared distance from the mean.
  public var variance: Double { Deterministic.expm1(sigma * sigma) * mean * mean }

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double { Deterministic.exp(mu + sigma * stream.normal()) }

  /// The value that a standard normal number `z` stands for: lets legs of one departure share a part of their delay.
  public func value(atNormal z: Double) -> Double { Deterministic.exp(mu + sigma * z) }
}
