/// Why a formula has no answer for what it was asked.
public enum PlanningError: Error, Equatable {
  /// More work arrives than the stations can do, so no steady state exists.
  case overloaded(offeredLoad: Double, stations: Int)
  /// A parameter lies outside the range in which the formula holds.
  case invalid(parameter: String, value: Double, requirement: String)
}

extension PlanningError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    switch self {
    case .overloaded(let load, let stations):
      "offered load \"\(load)\" leaves no steady state with \(stations) station\(stations == 1 ? "" : "s")"
    case .invalid(let parameter, let value, let requirement):
      "\(parameter) \"\(value)\" is not \(requirement)"
    }
  }
}

/// The checks that formulas share.
enum Check {
  static func positive(_ parameter: String, _ value: Double) throws(PlanningError) {
    if !(value > 0 && value < .infinity) {
      throw .invalid(parameter: parameter, value: value, requirement: "a finite number above 0")
    }
  }
  static func nonNegative(_ parameter: String, _ value: Double) throws(PlanningError) {
    if !(value >= 0 && value < .infinity) {
      throw .invalid(parameter: parameter, value: value, requirement: "a finite number of at least 0")
    }
  }
  static func atLeastOne(_ parameter: String, _ value: Int) throws(PlanningError) {
    if value < 1 {
      throw .invalid(parameter: parameter, value: Double(value), requirement: "a whole number of at least 1")
    }
  }
  static func probability(_ parameter: String, _ value: Double) throws(PlanningError) {
    if !(value >= 0 && value <= 1) {
      throw .invalid(parameter: parameter, value: value, requirement: "a number in 0...1")
    }
  }
  static func stable(_ offeredLoad: Double, _ stations: Int) throws(PlanningError) {
    if !(offeredLoad < Double(stations)) { throw .overloaded(offeredLoad: offeredLoad, stations: stations) }
  }
}
