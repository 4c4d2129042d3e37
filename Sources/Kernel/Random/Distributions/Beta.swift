/// The beta law on 0...1.
@frozen public struct Beta: MomentDistribution, BitwiseCopyable {
  /// The weight of high values.
  public let alpha: Double
  /// The weight of low values.
  public let beta: Double

  /// Makes the law from its two shapes, both above 0.
  public init(alpha: Double, beta: Double) throws(DistributionError) {
    try Parameter.positive("alpha", alpha)
    try Parameter.positive("beta", beta)
    self.alpha = alpha
    self.beta = beta
  }

  /// The expected value.
  public var mean: Double { alpha / (alpha + beta) }
  /// The expected squared distance from the mean.
  public var variance: Double {
    let sum = alpha + beta
    return alpha / sum * (beta / sum) / (sum + 1)
  }

  /// Draws one value: the share of one gamma number in two.
  public func sample(_ stream: inout RandomStream) -> Double {
    if alpha >= 1 && beta >= 1 {
      let x = stream.gamma(alpha)
      return x / (x + stream.gamma(beta))
    }
    let x = stream.logGamma(alpha)
    return 1 / (1 + Deterministic.exp(stream.logGamma(beta) - x))
  }

  /// The probability of at most `x`.
  public func cdf(_ x: Double) -> Double { Deterministic.betaI(alpha, beta, x) }
  /// The value not exceeded with the given probability.
  public func quantile(_ probability: Double) -> Double { Deterministic.betaQuantile(alpha, beta, probability) }
}
