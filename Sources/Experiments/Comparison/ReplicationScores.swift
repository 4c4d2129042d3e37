internal import Kernel
public import Logistics

/// What replications say of a metric, as one number each whose mean is the estimate.
///
/// Of a number it is the number; of a share it is the jackknife's pseudo-value of the ratio of sums. So differences of shares can be
/// paired as differences of numbers are.
///
/// - SeeAlso: Law, *Simulation Modeling and Analysis*, 5th ed., section 10.2; Miller, Biometrika 61 (1974).
public struct ReplicationScores: Sendable, Equatable {
  /// One number a replication, in the order given.
  public let values: [Double]

  /// The scores of samples of one metric.
  ///
  /// - Parameter samples: One a replication; all have a value, or all have counts.
  public init(_ samples: [MetricSample]) {
    let counts = samples.compactMap(\.counts)
    if counts.count == samples.count, !samples.isEmpty {
      var ratio = RatioEstimate()
      for count in counts { ratio.add(numerator: Double(count.part), denominator: Double(count.whole)) }
      values = samples.count > 1 ? ratio.pseudoValues : [ratio.ratio]
    } else {
      values = samples.map { $0.value ?? .nan }
    }
  }

  /// Whether a replication says something of the metric: a share of nothing does where others have something.
  static func isMeasured(_ sample: MetricSample?) -> Bool { sample?.counts != nil || sample?.value != nil }
}
