/// A distribution-free confidence interval for a quantile: two order statistics of the sample.
public struct QuantileInterval: Sendable, Equatable {
  /// The rank, from 1, of the lower end; 0 where the sample is too small for a lower end.
  public let lowerRank: Int64
  /// The rank, from 1, of the upper end; one more than the sample where it is too small for an upper end.
  public let upperRank: Int64
  /// The probability that the interval covers the quantile, at least the level asked for where both ends exist.
  public let coverage: Double

  /// Chooses the ranks for a sample size: each tail at most half of what the level leaves.
  ///
  /// The sum of the binomial probabilities from the lower rank to the upper rank minus 1 is the coverage.
  public init(count: Int64, quantile: Double, level: Double = 0.95) throws(DistributionError) {
    try Parameter.require(count >= 1, "sample size", Double(count), "a whole number of at least 1")
    try Parameter.require(quantile > 0 && quantile < 1, "quantile", quantile, "a number above 0 and below 1")
    try Parameter.require(level > 0 && level < 1, "level", level, "a number above 0 and below 1")
    let below = try Binomial(trials: count, probability: quantile)
    lowerRank = below.quantile((1 - level) / 2)
    upperRank = below.quantile((1 + level) / 2) + 1
    coverage = below.cdf(upperRank - 1) - below.cdf(lowerRank - 1)
  }

  /// The interval's ends in a sorted sample of the size it was made for; infinite where the sample is too small.
  public func bounds(inSorted sample: [Double]) -> (lower: Double, upper: Double) {
    let lower = lowerRank < 1 ? -.infinity : sample[Int(lowerRank) - 1]
    let upper = upperRank > Int64(sample.count) ? .infinity : sample[Int(upperRank) - 1]
    return (lower, upper)
  }
}
