public import Scenario

/// A number of a scenario and how far it is moved.
public struct FieldRange: Sendable, Equatable {
  /// The number as the scenario has it.
  public let parameter: NumericParameter
  /// The lower end, as an override writes it.
  public let low: End
  /// The upper end.
  public let high: End

  /// A value that the number is set to.
  public struct End: Sendable, Equatable {
    /// The number.
    public let value: Double
    /// The number with its unit.
    public let text: String

    /// A value.
    public init(value: Double, text: String) {
      self.value = value
      self.text = text
    }
  }

  /// A range.
  public init(_ parameter: NumericParameter, low: End, high: End) {
    self.parameter = parameter
    self.low = low
    self.high = high
  }

  /// The range of a share down and up, within the declared bounds; nil when the number cannot move, because it is 0 or its last
  /// digit is larger than the step.
  ///
  /// - Parameters:
  ///   - parameter: The number.
  ///   - share: How far, as 0.1 for 10 %.
  ///   - isRounded: Whether to keep to the decimals that are written, for amounts that have no finer ones.
  public init?(_ parameter: NumericParameter, share: Double, isRounded: Bool) {
    func end(_ factor: Double) -> End? {
      var wanted = parameter.value * factor
      if let lower = parameter.bounds.lower { wanted = max(wanted, lower) }
      if let upper = parameter.bounds.upper { wanted = min(wanted, upper) }
      // Six digits are enough for a step, and read well.
      var scale = 1.0
      while abs(wanted) * scale < 1e5, scale < 1e12 { scale *= 10 }
      let text = parameter.text((wanted * scale).rounded() / scale, rounded: isRounded)
      return parameter.number(text).map { End(value: $0, text: text) }
    }
    let isUp = parameter.value > 0
    guard let low = end(isUp ? 1 - share : 1 + share), let high = end(isUp ? 1 + share : 1 - share),
      low.value < high.value, low.value <= parameter.value, parameter.value <= high.value
    else { return nil }
    self.init(parameter, low: low, high: high)
  }

  /// A place between the ends: 0 is the lower, 1 the upper.
  public func end(at place: Double, isRounded: Bool) -> End {
    if place <= 0 { return low }
    if place >= 1 { return high }
    let value = low.value + place * (high.value - low.value)
    var scale = 1.0
    while abs(value) * scale < 1e5, scale < 1e12 { scale *= 10 }
    let text = parameter.text((value * scale).rounded() / scale, rounded: isRounded)
    return End(value: parameter.number(text) ?? value, text: text)
  }
}
