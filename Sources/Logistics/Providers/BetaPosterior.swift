import Kernel

/// What is believed of a share after some successes and failures: a beta law.
///
/// - SeeAlso: Gelman et al., *Bayesian Data Analysis*, 3rd ed., section 2.4.
struct BetaPosterior: Hashable, Sendable, BitwiseCopyable {
  /// Successes and failures, those of the prior included; both positive.
  var alpha: Double
  var beta: Double

  /// The belief after more evidence.
  func updated(successes: Double, failures: Double) -> BetaPosterior {
    BetaPosterior(alpha: alpha + successes, beta: beta + failures)
  }

  var mean: Double { alpha / (alpha + beta) }

  /// The probability that the share is above `x`, 0...1.
  func probability(above x: Double) -> Double { 1 - Deterministic.betaI(alpha, beta, x) }

  /// The share below which the truth lies with a probability in 0...1.
  func quantile(_ probability: Double) -> Double { Deterministic.betaQuantile(alpha, beta, probability) }
}
