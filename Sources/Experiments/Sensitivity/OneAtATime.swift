public import Kernel
public import Logistics
internal import Scenario

/// What moving one number of a scenario does to a metric, all else as it is, under common random numbers.
public struct OneAtATime: Sendable, Equatable {
  /// The number and its ends.
  public let range: FieldRange
  /// The metric.
  public let name: MetricName
  /// The metric at the upper end less that at the lower end, with its interval over replications.
  public let swing: VariantDifference
  /// The metric at the lower end less the scenario's own.
  public let low: VariantDifference
  /// The metric at the upper end less the scenario's own.
  public let high: VariantDifference
  /// By how many percent the metric moves when the number moves by one: the central difference over the scenario's own figures, with
  /// the swing's interval; nil where the metric or the number is 0.
  public let elasticity: ConfidenceInterval?

  /// The effect from what replications measured as written, at the lower and at the upper end.
  public init(
    _ range: FieldRange, _ name: MetricName, base: [MetricSample?], low: [MetricSample?], high: [MetricSample?],
    level: Double
  ) {
    self.range = range
    self.name = name
    swing = VariantDifference(name, high, minus: low, level: level, isPaired: true)
    self.low = VariantDifference(name, low, minus: base, level: level, isPaired: true)
    self.high = VariantDifference(name, high, minus: base, level: level, isPaired: true)
    let own = MetricEstimate(name, base, level: level).interval?.estimate ?? 0
    let width = range.high.value - range.low.value
    if let interval = swing.interval, own != 0, range.parameter.value != 0, width > 0 {
      let factor = range.parameter.value / (width * own)
      elasticity = ConfidenceInterval(
        estimate: interval.estimate * factor, halfWidth: interval.halfWidth * abs(factor), level: level,
        count: interval.count)
    } else {
      elasticity = nil
    }
  }

  /// How much the number matters: the size of the swing.
  public var influence: Double { abs(swing.interval?.estimate ?? 0) }
}
