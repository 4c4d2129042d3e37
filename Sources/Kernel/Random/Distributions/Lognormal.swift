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

/// A lognormal law above a minimum: the transit times of carriers, from minimum, median and 95th percentile.
@frozen public struct ShiftedLognormal: MomentDistribution, BitwiseCopyable {
  /// The least value.
  public let minimum: Double
  /// The law of what comes on top of the minimum.
  public let excess: Lognormal

  /// Makes the law from its least value, median and 95th percentile, all in one unit.
  ///
  /// Three equal numbers make a constant.
  public init(min: Double, median: Double, p95: Double) throws(DistributionError) {
    try Parameter.finite("min", min)
    let isConstant = min == median && median == p95
    let medianIsSound = median > min && median < .infinity
    try Parameter.require(isConstant || medianIsSound, "median", median, "a finite number above min \"\(min)\"")
    try Parameter.require(
      p95 >= median && p95 < .infinity, "p95", p95, "a finite number of at least the median \"\(median)\"")
    minimum = min
    if isConstant {
      excess = try Lognormal(mu: -1e6, sigma: 0)
    } else {
      let sigma = Deterministic.log((p95 - min) / (median - min)) / Self.normalP95
      excess = try Lognormal(mu: Deterministic.log(median - min), sigma: sigma)
    }
  }

  /// The expected value.
  public var mean: Double { minimum + excess.mean }
  /// The expected squared distance from the mean.
  public var variance: Double { excess.variance }

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double { minimum + excess.sample(&stream) }

  /// The value that a standard normal number `z` stands for: lets legs of one departure share a part of their delay.
  public func value(atNormal z: Double) -> Double { minimum + excess.value(atNormal: z) }

  /// The standard normal law's 95th percentile.
  private static var normalP95: Double { 1.6448536269514722 }
}
