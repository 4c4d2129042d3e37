internal import Scenario

/// How large a difference must be to matter: an amount in the metric's unit, or a share of the base variant's figure.
public enum IndifferenceZone: Sendable, Equatable {
  /// In the unit of the metric.
  case amount(Double)
  /// Of the size of the base variant's estimate.
  case share(Double)

  /// Reads `250`, `0.5 %` or `2%`.
  ///
  /// - Returns: nil when the text is no number of at least 0.
  public init?(_ text: String) {
    guard let value = try? Double.parse(text), value >= 0 else { return nil }
    self = text.contains("%") ? .share(value) : .amount(value)
  }

  /// The zone's half-width for an estimate of the base.
  public func width(base: Double) -> Double {
    switch self {
    case .amount(let amount): amount
    case .share(let share): share * abs(base)
    }
  }
}
