public import Kernel

/// What the interval of a difference says.
public enum DifferenceVerdict: String, Sendable, CaseIterable {
  /// The variant is better: the whole interval lies on the good side of zero.
  case better
  /// The variant is worse.
  case worse
  /// The variant has more of a metric that has no goal.
  case higher
  /// The variant has less of a metric that has no goal.
  case lower
  /// The whole interval lies within the indifference zone: the variants are the same for all purposes.
  case same
  /// The interval holds zero and reaches beyond the zone: more replications are needed.
  case inconclusive
  /// There was nothing to compare.
  case nothing

  /// The verdict on an interval: inclusion in the zone from -delta to delta first, then the side of zero.
  ///
  /// Inclusion of the interval of level 1 - alpha is a test of equivalence of size alpha / 2 (two one-sided tests), stricter than the
  /// usual one of size alpha.
  ///
  /// - SeeAlso: Schuirmann, *J. Pharmacokinetics and Biopharmaceutics* 15 (1987) 657.
  public init(_ interval: ConfidenceInterval?, goal: MetricGoal?, delta: Double) {
    guard let interval else {
      self = .nothing
      return
    }
    if interval.lower >= -delta && interval.upper <= delta {
      self = .same
    } else if interval.lower > 0 {
      self = goal == nil ? .higher : goal == .up ? .better : .worse
    } else if interval.upper < 0 {
      self = goal == nil ? .lower : goal == .down ? .better : .worse
    } else {
      self = .inconclusive
    }
  }
}
