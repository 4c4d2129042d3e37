/// A mixture of exponential laws: more variable than one of them.
public struct HyperExponential: MomentDistribution {
  /// The chance of each branch.
  public let probabilities: [Double]
  /// The mean of each branch.
  public let means: [Double]
  private let branch: Discrete

  /// Makes the law from the branches' weights, of any total, and means.
  public init(weights: [Double], means: [Double]) throws(DistributionError) {
    try Parameter.require(
      weights.count == means.count, "number of means", Double(means.count), "the number of weights")
    for mean in means { try Parameter.nonNegative("mean", mean) }
    branch = try Discrete(weights: weights)
    probabilities = branch.probabilities
    self.means = means
  }

  /// Makes the law of two branches with balanced means from its mean and squared coefficient of variation, at least 1.
  public init(mean: Double, squaredCV: Double) throws(DistributionError) {
    try Parameter.positive("mean", mean)
    try Parameter.require(
      squaredCV >= 1 && squaredCV < .infinity, "squared cv", squaredCV, "a finite number of at least 1")
    let p = 0.5 * (1 + ((squaredCV - 1) / (squaredCV + 1)).squareRoot())
    try self.init(weights: [p, 1 - p], means: [mean / (2 * p), p < 1 ? mean / (2 * (1 - p)) : 0])
  }

  /// The expected value.
  public var mean: Double { zip(probabilities, means).reduce(0) { $0 + $1.0 * $1.1 } }
  /// The expected squared distance from the mean.
  public var variance: Double {
    let centre = mean
    return zip(probabilities, means).reduce(0) { $0 + 2 * $1.0 * $1.1 * $1.1 } - centre * centre
  }

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double {
    means[branch.sample(&stream)] * stream.exponential()
  }
}
