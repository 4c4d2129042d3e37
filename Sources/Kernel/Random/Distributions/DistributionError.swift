/// A parameter outside the range in which a law exists.
public struct DistributionError: Error, Equatable, CustomStringConvertible {
  /// The parameter's name.
  public let parameter: String
  /// What was given.
  public let value: Double
  /// What is asked for, as in "a finite number above 0".
  public let requirement: String

  /// One line for people.
  public var description: String { "\(parameter) \"\(value)\" is not \(requirement)" }
}

/// The checks that distributions share.
enum Parameter {
  static func positive(_ name: String, _ value: Double) throws(DistributionError) {
    try require(value > 0 && value < .infinity, name, value, "a finite number above 0")
  }
  static func nonNegative(_ name: String, _ value: Double) throws(DistributionError) {
    try require(value >= 0 && value < .infinity, name, value, "a finite number of at least 0")
  }
  static func finite(_ name: String, _ value: Double) throws(DistributionError) {
    try require(value.isFinite, name, value, "a finite number")
  }
  static func probability(_ name: String, _ value: Double) throws(DistributionError) {
    try require(value >= 0 && value <= 1, name, value, "a number in 0...1")
  }
  static func require(
    _ holds: Bool, _ name: String, _ value: Double, _ requirement: String
  ) throws(DistributionError) {
    if !holds { throw DistributionError(parameter: name, value: value, requirement: requirement) }
  }
}

/// The checks of lists of weights.
enum Weights {
  static func check(_ weights: [Double]) throws(DistributionError) {
    try Parameter.require(!weights.isEmpty, "number of weights", 0, "a whole number of at least 1")
    for weight in weights { try Parameter.nonNegative("weight", weight) }
    let total = weights.reduce(0, +)
    try Parameter.positive("sum of weights", total)
  }
}
