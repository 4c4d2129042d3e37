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
