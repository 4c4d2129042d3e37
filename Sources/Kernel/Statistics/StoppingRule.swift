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
  public func isPrecise(_ tally: Tally) -> Bool { isPrecise(ConfidenceInterval(of: tally, level: level)) }

  /// Whether an interval of the rule's level is narrow enough, such as that of a ratio, and rests on enough replications.
  public func isPrecise(_ interval: ConfidenceInterval) -> Bool {
    interval.count >= minimum && interval.relativeHalfWidth <= relativeError / (1 + relativeError)
  }

  /// Whether to stop: precise enough, or out of replications.
  public func shouldStop(_ tally: Tally) -> Bool { tally.count >= maximum || isPrecise(tally) }
}
