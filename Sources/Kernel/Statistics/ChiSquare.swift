/// The chi-square law.
public enum ChiSquare {
  /// The probability of at most `x`.
  public static func cdf(_ x: Double, degreesOfFreedom df: Double) -> Double { Deterministic.gammaP(df / 2, x / 2) }
  /// The probability of more than `x`, accurate where it is small.
  public static func tail(_ x: Double, degreesOfFreedom df: Double) -> Double { Deterministic.gammaQ(df / 2, x / 2) }
  /// The value not exceeded with the given probability.
  public static func quantile(_ probability: Double, degreesOfFreedom df: Double) -> Double {
    2 * Deterministic.gammaQuantile(df / 2, probability)
  }
}
