public import Kernel
public import Logistics

/// A metric over replications of one scenario: an estimate with its interval.
///
/// A share is the ratio of sums with the jackknife's interval, since a mean of shares would weigh quiet replications like busy
/// ones. Any other metric is the mean of what each replication measured, with Student's t; so is a quantile such as
/// `click_to_door_p95_h`, which is then the mean of replications' quantiles and not the quantile of all deliveries together.
///
/// - SeeAlso: Law, *Simulation Modeling and Analysis*, 5th ed., sections 9.4.1 and 9.4.2.
public struct MetricEstimate: Sendable, Equatable {
  /// The metric.
  public let name: MetricName
  /// The estimate with its interval, over the replications that measured something; nil when none did.
  public let interval: ConfidenceInterval?
  /// Replications in which there was nothing to measure.
  public let empty: Int
  /// What each replication measured, in their order; the share of each where it is a share.
  public let values: [Double]

  /// An estimate from the samples of replications, in their order.
  ///
  /// - Parameters:
  ///   - name: The metric.
  ///   - samples: What each replication measured; nil where the scenario has no such metric.
  ///   - level: The confidence level of the interval, above 0 and below 1.
  public init(_ name: MetricName, _ samples: [MetricSample?], level: Double = 0.95) {
    self.name = name
    let measured = samples.compactMap { sample in sample?.value.map { ($0, sample?.counts) } }
    values = measured.map(\.0)
    empty = samples.count - measured.count
    if measured.isEmpty {
      interval = nil
    } else if let counts = Self.counts(measured.map(\.1)) {
      var ratio = RatioEstimate()
      for count in counts { ratio.add(numerator: Double(count.part), denominator: Double(count.whole)) }
      interval = ratio.interval(level: level)
    } else {
      interval = ConfidenceInterval(of: Tally(values), level: level)
    }
  }

  /// An estimate from runs, in the order of their replications.
  public init(_ name: MetricName, _ runs: [RunFigures], level: Double = 0.95) {
    self.init(name, runs.map { $0[name] }, level: level)
  }

  /// How the estimate stands to a gate, by where its interval lies; whether a `value`, an `upper` or a `lower` is asked for makes no
  /// difference between replications.
  public func outcome(_ gate: MetricGate) -> ThresholdVerdict.Outcome { Self.outcome(of: interval, gate) }

  /// How any interval stands to a gate; nil when there was nothing to measure.
  public static func outcome(of interval: ConfidenceInterval?, _ gate: MetricGate) -> ThresholdVerdict.Outcome {
    guard let interval else { return .noSamples }
    guard interval.halfWidth.isFinite else { return .inconclusive }
    let isSame = gate.holds(interval.lower) == gate.holds(interval.upper)
    return !isSame ? .inconclusive : gate.holds(interval.lower) ? .pass : .fail
  }

  private static func counts(_ all: [MetricSample.Counts?]) -> [MetricSample.Counts]? {
    let counts = all.compactMap { $0 }
    return counts.count == all.count ? counts : nil
  }
}
