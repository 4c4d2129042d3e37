internal import Kernel

/// What is believed of a share after some successes and failures: a beta law.
///
/// - SeeAlso: Gelman et al., *Bayesian Data Analysis*, 3rd ed., section 2.4.
public struct BetaPosterior: Hashable, Sendable, BitwiseCopyable {
  /// Successes, those of the prior included.
  public var alpha: Double
  /// Failures, those of the prior included.
  public var beta: Double

  /// A belief.
  ///
  /// - Parameters:
  ///   - alpha: Successes, above 0.
  ///   - beta: Failures, above 0.
  public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  /// The belief after more evidence.
  public func updated(successes: Double, failures: Double) -> BetaPosterior {
    BetaPosterior(alpha: alpha + successes, beta: beta + failures)
  }

  /// The expected share.
  public var mean: Double { alpha / (alpha + beta) }

  /// The probability that the share is above `x`, 0...1.
  public func probability(above x: Double) -> Double { 1 - Deterministic.betaI(alpha, beta, x) }

  /// The share below which the truth lies with a probability in 0...1.
  public func quantile(_ probability: Double) -> Double { Deterministic.betaQuantile(alpha, beta, probability) }
}
