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
