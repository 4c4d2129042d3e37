public import Kernel
public import Logistics

/// How a metric stands to its baseline: the difference with its interval, held against a margin.
///
/// Replications with the seed and the number of one of the baseline are paired, so that what both have in common cancels
/// (Student's t of the differences); otherwise the two are independent samples (Welch's t). A share counts as the share of each
/// replication.
///
/// With a better way, only the other way fails: non-inferiority. Without one it is equivalence, by two one-sided tests that share the
/// interval.
///
/// - SeeAlso: Schuirmann, *J. Pharmacokinet. Biopharm.* 15 (1987) 657; Welch, *Biometrika* 34 (1947) 28.
public struct Regression: Sendable, Equatable {
  /// What the interval says.
  public enum Outcome: String, Sendable {
    /// The metric is not worse than the margin allows.
    case pass
    /// It is, and better by more than the margin.
    case better
    /// It is worse by more than the margin.
    case fail
    /// The interval lies on both sides, or there are too few replications.
    case inconclusive
    /// There was nothing to measure.
    case noSamples
  }

  /// The metric.
  public let name: MetricName
  /// The mean over the baseline's replications; nil without any.
  public let baseline: Double?
  /// The mean over this version's replications; nil without any.
  public let current: Double?
  /// This version minus the baseline; nil when one has no figures.
  public let difference: ConfidenceInterval?
  /// Whether replications were paired.
  public let isPaired: Bool
  /// How much worse is still equal, in the metric's unit.
  public let margin: Double
  /// What the interval says.
  public let outcome: Outcome

  /// Compares.
  ///
  /// - Parameters:
  ///   - name: The metric.
  ///   - current: The replications of this version.
  ///   - baseline: The baseline's.
  ///   - margin: How much worse is still equal, as a share of the baseline's mean.
  ///   - level: The confidence level of the two-sided interval.
  public init(
    _ name: MetricName, current: [Baseline.Replication], baseline: [Baseline.Replication], margin: Double,
    level: Double = 0.95
  ) {
    self.name = name
    let pairs = current.compactMap { run -> (Double, Double)? in
      guard let other = baseline.first(where: { $0.seed == run.seed && $0.number == run.number }) else { return nil }
      guard let a = run.samples[name]?.value, let b = other.samples[name]?.value else { return nil }
      return (a, b)
    }
    let now = current.compactMap { $0.samples[name]?.value }
    let before = baseline.compactMap { $0.samples[name]?.value }
    isPaired = !pairs.isEmpty && pairs.count == now.count
    let (a, b) = isPaired ? (pairs.map(\.0), pairs.map(\.1)) : (now, before)
    self.current = a.isEmpty ? nil : Tally(a).mean
    self.baseline = b.isEmpty ? nil : Tally(b).mean
    self.margin = margin * abs(self.baseline ?? 0)
    if a.isEmpty || b.isEmpty {
      difference = nil
      outcome = .noSamples
      return
    }
    let interval =
      isPaired
      ? ConfidenceInterval(of: Tally(pairs.map { $0.0 - $0.1 }), level: level) : Self.welch(a, b, level: level)
    difference = interval
    outcome = Self.outcome(interval, margin: self.margin, Metric.better(name.metric))
  }

  private static func welch(_ a: [Double], _ b: [Double], level: Double) -> ConfidenceInterval {
    let (x, y) = (Tally(a), Tally(b))
    let (u, v) = (x.standardError * x.standardError, y.standardError * y.standardError)
    var half = Double.infinity
    if a.count > 1, b.count > 1 {
      let freedom = (u + v) * (u + v) / (u * u / Double(a.count - 1) + v * v / Double(b.count - 1))
      half = u + v == 0 ? 0 : StudentT.quantile(0.5 + level / 2, degreesOfFreedom: freedom) * (u + v).squareRoot()
    }
    return ConfidenceInterval(
      estimate: x.mean - y.mean, halfWidth: half, level: level, count: Int64(min(a.count, b.count)))
  }

  private static func outcome(_ interval: ConfidenceInterval, margin: Double, _ better: Metric.Direction) -> Outcome {
    guard interval.halfWidth.isFinite else { return .inconclusive }
    // The gain's interval: up is better. Without a better way both ends count as losses.
    let (low, high) = better == .less ? (-interval.upper, -interval.lower) : (interval.lower, interval.upper)
    if better == .neither {
      if low >= -margin && high <= margin { return .pass }
      return high < -margin || low > margin ? .fail : .inconclusive
    }
    if low > margin { return .better }
    if low >= -margin { return .pass }
    return high < -margin ? .fail : .inconclusive
  }
}
