internal import Kernel
public import Logistics

/// Variants of a scenario held against the first of them, metric by metric.
public struct Comparison: Sendable {
  /// One variant against the first in one metric.
  public struct Row: Sendable {
    /// The place of the variant in the list, at least 1.
    public let variant: Int
    /// The variant less the first.
    public let difference: VariantDifference
    /// Below which a difference does not matter.
    public let delta: Double
    /// What the interval says.
    public let verdict: DifferenceVerdict
  }

  /// All variants in one metric.
  public struct Section: Sendable {
    /// The metric.
    public let name: MetricName
    /// Each variant's own estimate, at the level asked for.
    public let estimates: [MetricEstimate]
    /// Every variant but the first against it.
    public let rows: [Row]
  }

  /// The level of each variant's interval, and of all differences of a metric together.
  public let level: Double
  /// The level of each difference's interval: Bonferroni's, 1 - (1 - level) / (variants - 1).
  public let differenceLevel: Double
  /// Whether the variants had the same random numbers.
  public let isPaired: Bool
  /// The metrics in the order asked for.
  public let sections: [Section]

  /// Compares runs.
  ///
  /// - Parameters:
  ///   - metrics: What to compare.
  ///   - runs: The runs of each variant, in the order of replications.
  ///   - level: The confidence level, above 0 and below 1.
  ///   - isPaired: Whether runs of the same place had the same random numbers.
  ///   - zone: The indifference zone of a metric.
  public init(
    _ metrics: [MetricName], _ runs: [[RunFigures]], level: Double, isPaired: Bool,
    zone: (MetricName) -> IndifferenceZone
  ) {
    self.level = level
    self.isPaired = isPaired
    let each = 1 - (1 - level) / Double(max(1, runs.count - 1))
    differenceLevel = each
    sections = metrics.map { name in
      let samples = runs.map { $0.map { $0[name] } }
      let estimates = samples.map { MetricEstimate(name, $0, level: level) }
      let delta = zone(name).width(base: estimates[0].interval?.estimate ?? 0)
      let rows = samples.indices.dropFirst().map { variant in
        let difference = VariantDifference(
          name, samples[variant], minus: samples[0], level: each, isPaired: isPaired)
        let verdict = DifferenceVerdict(difference.interval, goal: MetricGoal(name), delta: delta)
        return Row(variant: variant, difference: difference, delta: delta, verdict: verdict)
      }
      return Section(name: name, estimates: estimates, rows: rows)
    }
  }
}
