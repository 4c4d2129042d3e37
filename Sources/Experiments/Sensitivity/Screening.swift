public import Logistics
public import Planning

/// What walks through the ranges of many numbers say of one of them in a metric (Morris).
public struct Screening: Sendable, Equatable {
  /// The number and its ends.
  public let range: FieldRange
  /// The metric.
  public let name: MetricName
  /// Its effects: the change of the metric when the number goes from its lower to its upper end, one a walk.
  public let effects: ElementaryEffects

  /// An effect.
  public init(_ range: FieldRange, _ name: MetricName, _ effects: ElementaryEffects) {
    self.range = range
    self.name = name
    self.effects = effects
  }

  /// How much the number matters: the mean size of its effects.
  public var influence: Double { effects.effects.isEmpty ? 0 : effects.meanSize }
}
