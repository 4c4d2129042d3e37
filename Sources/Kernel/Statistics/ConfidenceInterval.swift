/// An estimate with the interval that covers the truth in a given share of experiments.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The estimate.
  public let estimate: Double
  /// The distance from the estimate to either end; infinite for fewer than two replications.
  public let halfWidth: Double
  /// The share of experiments in which the interval should cover the truth, as 0.95.
  public let level: Double
  /// The replications behind it.
  public let count: Int64

  /// Makes an interval from its parts.
  public init(estimate: Double, halfWidth: Double, level: Double, count: Int64) {
    self.estimate = estimate
    self.halfWidth = halfWidth
    self.level = level
    self.count = count
  }

  /// The t interval of the mean of independent replications.
  public init(of tally: Tally, level: Double = 0.95) {
    var half = Double.infinity
    if tally.count > 1 {
      half = StudentT.quantile(0.5 + level / 2, degreesOfFreedom: Double(tally.count - 1)) * tally.standardError
    }
    self.init(estimate: tally.mean, halfWidth: half, level: level, count: tally.count)
  }

  /// The lower end.
  public var lower: Double { estimate - halfWidth }
  /// The upper end.
  public var upper: Double { estimate + halfWidth }
  /// The half-width over the estimate's size; 0 where both are 0.
  public var relativeHalfWidth: Double { halfWidth == 0 ? 0 : halfWidth / abs(estimate) }
  /// Whether a value lies inside.
  public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }
}

/// When a sequence of replications may stop: the interval's half-width is a small enough share of the estimate.
///
/// Source: Law, *Simulation Modeling and Analysis*, 5th ed., section 9.4.1, with the correction gamma / (1 + gamma).
public struct StoppingRule: Sendable, Equatable {
  /// The relative error aimed at, as 0.05.
  public let relativeError: Double
  /// The level of the interval.
  public let level: Double
  /// The fewest replications.
  public let minimum: Int64
  /// The most replications.
  public let maximum: Int64

  /// Makes a rule; a relative error outside 0...1, or a minimum below 2, is a programming error.
  public init(relativeError: Double, level: Double = 0.95, minimum: Int64 = 10, maximum: Int64 = .max) {
    precondition(relativeError > 0 && relativeError < 1, "a relative error outside 0...1")
    precondition(minimum >= 2 && maximum >= minimum, "replications must number at least 2")
    self.relativeError = relativeError
    self.level = level
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Whether the replications so far are precise enough.
  public func isPrecise(_ tally: Tally) -> Bool {
    let target = relativeError / (1 + relativeError)
    return tally.count >= minimum && ConfidenceInterval(of: tally, level: level).relativeHalfWidth <= target
  }

  /// Whether to stop: precise enough, or out of replications.
  public func shouldStop(_ tally: Tally) -> Bool { tally.count >= maximum || isPrecise(tally) }
}
