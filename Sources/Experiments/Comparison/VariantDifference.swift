public import Kernel
public import Logistics

/// How far a variant is from another in one metric, with an interval.
///
/// With common random numbers the replications are paired: what both variants have in common cancels, and the interval is that of the
/// mean of differences (Student's t). Without, it is Welch's for two independent samples.
///
/// - SeeAlso: Law, *Simulation Modeling and Analysis*, 5th ed., sections 10.2 and 11.2.
public struct VariantDifference: Sendable, Equatable {
  /// The metric.
  public let name: MetricName
  /// The variant less the other; nil when there is nothing to compare.
  public let interval: ConfidenceInterval?
  /// Pairs of replications, or replications of the smaller sample.
  public let pairs: Int
  /// How many times larger the variance of the difference would be had both been independent: the sum of both variances over that
  /// of the paired difference. So many times more independent replications would give the same interval. Nil when unpaired, or when
  /// nothing varies; infinite when both vary and their difference does not.
  public let varianceReduction: Double?

  /// The difference of two variants.
  ///
  /// - Parameters:
  ///   - name: The metric.
  ///   - variant: What each replication of the variant measured.
  ///   - base: What each replication of the other measured.
  ///   - level: The confidence level, above 0 and below 1.
  ///   - isPaired: Whether replications of the same place had the same random numbers.
  public init(
    _ name: MetricName, _ variant: [MetricSample?], minus base: [MetricSample?], level: Double, isPaired: Bool
  ) {
    self.name = name
    if isPaired {
      let both = zip(variant, base).compactMap { a, b -> (MetricSample, MetricSample)? in
        guard let a, let b, ReplicationScores.isMeasured(a), ReplicationScores.isMeasured(b) else { return nil }
        return (a, b)
      }
      let (a, b) = (ReplicationScores(both.map(\.0)).values, ReplicationScores(both.map(\.1)).values)
      let differences = Tally(zip(a, b).map { $0 - $1 })
      pairs = both.count
      interval = pairs == 0 || !differences.mean.isFinite ? nil : ConfidenceInterval(of: differences, level: level)
      varianceReduction = Self.reduction(Tally(a), Tally(b), differences)
    } else {
      let a = Tally(ReplicationScores(variant.compactMap { ReplicationScores.isMeasured($0) ? $0 : nil }).values)
      let b = Tally(ReplicationScores(base.compactMap { ReplicationScores.isMeasured($0) ? $0 : nil }).values)
      pairs = Int(min(a.count, b.count))
      interval = pairs == 0 || !(a.mean - b.mean).isFinite ? nil : Self.welch(a, b, level)
      varianceReduction = nil
    }
  }

  private static func reduction(_ a: Tally, _ b: Tally, _ difference: Tally) -> Double? {
    let apart = a.variance + b.variance
    guard difference.count > 1, apart > 0 else { return nil }
    return difference.variance > 0 ? apart / difference.variance : .infinity
  }

  /// Welch's interval, with the degrees of freedom of Satterthwaite.
  private static func welch(_ a: Tally, _ b: Tally, _ level: Double) -> ConfidenceInterval {
    let count = min(a.count, b.count)
    guard count > 1 else {
      return ConfidenceInterval(estimate: a.mean - b.mean, halfWidth: .infinity, level: level, count: count)
    }
    let (x, y) = (a.variance / Double(a.count), b.variance / Double(b.count))
    var half = 0.0
    if x + y > 0 {
      let freedom = (x + y) * (x + y) / (x * x / Double(a.count - 1) + y * y / Double(b.count - 1))
      half = StudentT.quantile(0.5 + level / 2, degreesOfFreedom: freedom) * (x + y).squareRoot()
    }
    return ConfidenceInterval(estimate: a.mean - b.mean, halfWidth: half, level: level, count: count)
  }
}
