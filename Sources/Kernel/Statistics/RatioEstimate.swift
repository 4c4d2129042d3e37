/// The ratio of two means over replications, such as late arrivals over arrivals, with its jackknife interval.
///
/// The ratio of sums is biased; the jackknife removes the leading term and gives an honest width.
/// Source: Miller, *The Jackknife: A Review*, Biometrika 61 (1974).
public struct RatioEstimate: Sendable {
  private var pairs: [(numerator: Double, denominator: Double)] = []

  /// Makes an estimate without replications.
  public init() {}

  /// Takes one replication's numerator and denominator.
  public mutating func add(numerator: Double, denominator: Double) { pairs.append((numerator, denominator)) }

  /// Takes another estimate's replications after this one's.
  public mutating func merge(_ other: RatioEstimate) { pairs += other.pairs }

  /// The number of replications.
  public var count: Int { pairs.count }

  /// The plain ratio of the sums; not a number without a denominator.
  public var ratio: Double { sums.numerator / sums.denominator }

  /// The jackknife estimate and its t interval; the plain ratio with an infinite half-width below two replications.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    if count > 1 { return ConfidenceInterval(of: Tally(pseudoValues), level: level) }
    return ConfidenceInterval(estimate: ratio, halfWidth: .infinity, level: level, count: Int64(count))
  }

  /// The jackknife's pseudo-values, one a replication: their mean is the estimate, and they behave like independent observations of
  /// the ratio, so that those of two ratios over the same replications may be paired.
  public var pseudoValues: [Double] {
    let n = Double(count)
    let total = sums
    let whole = total.numerator / total.denominator
    return pairs.map { pair in
      n * whole - (n - 1) * ((total.numerator - pair.numerator) / (total.denominator - pair.denominator))
    }
  }

  private var sums: (numerator: Double, denominator: Double) {
    pairs.reduce((0, 0)) { ($0.0 + $1.numerator, $0.1 + $1.denominator) }
  }
}
