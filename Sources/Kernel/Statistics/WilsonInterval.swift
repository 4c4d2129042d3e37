/// The Wilson score interval of a proportion from a count of independent trials.
///
/// Never outside 0...1, and sound for few trials and for proportions near the ends.
///
/// - SeeAlso: E. B. Wilson, JASA 22 (1927) 209; Brown, Cai, DasGupta, *Statistical Science* 16 (2001) 101, section 3.1.1.
public struct WilsonInterval: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// The interval for so many successes in at least one trial.
  public init(successes: Int, trials: Int, level: Double = 0.95) {
    precondition(trials > 0 && (0...trials).contains(successes), "\(successes) successes in \(trials) trials")
    let n = Double(trials)
    let share = Double(successes) / n
    let z = Deterministic.normalQuantile(0.5 + level / 2)
    let weight = 1 + z * z / n
    let center = (share + z * z / (2 * n)) / weight
    let half = z / weight * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    lower = successes == 0 ? 0 : max(0, center - half)
    upper = successes == trials ? 1 : min(1, center + half)
  }
}
