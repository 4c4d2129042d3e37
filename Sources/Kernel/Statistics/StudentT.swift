/// Student's t law.
public enum StudentT {
  /// The probability of at most `t`; degrees of freedom above 0, whole or not, infinity for the normal law.
  public static func cdf(_ t: Double, degreesOfFreedom df: Double) -> Double {
    if df == .infinity { return Deterministic.normalCDF(t) }
    let tail = 0.5 * bothTails(abs(t), df)
    return t < 0 ? tail : 1 - tail
  }

  /// The value not exceeded with the given probability.
  public static func quantile(_ probability: Double, degreesOfFreedom df: Double) -> Double {
    if !(df > 0) || !(probability >= 0 && probability <= 1) { return .nan }
    if df == .infinity || probability == 0 || probability == 1 { return Deterministic.normalQuantile(probability) }
    if probability == 0.5 { return 0 }
    if probability < 0.5 { return -upperQuantile(probability, df) }
    return upperQuantile(1 - probability, df)
  }

  /// The t above which the given probability, below one half, lies.
  private static func upperQuantile(_ tail: Double, _ df: Double) -> Double {
    let z = -Deterministic.normalQuantile(tail)
    let start = z * (1 + (z * z + 1) / (4 * df))
    let scale =
      Deterministic.lgamma((df + 1) / 2) - Deterministic.lgamma(df / 2) - 0.5 * Deterministic.log(df * .pi)
    return Deterministic.solve(from: 0, to: .infinity, start: start) { t in
      let logDensity = scale - (df + 1) / 2 * Deterministic.log1p(t * t / df)
      return (tail - 0.5 * bothTails(t, df), Deterministic.exp(logDensity))
    }
  }

  private static func bothTails(_ t: Double, _ df: Double) -> Double {
    if t == .infinity { return 0 }
    let square = t * t
    return Deterministic.betaI(df / 2, 0.5, df / (df + square), complement: square / (df + square))
  }
}
