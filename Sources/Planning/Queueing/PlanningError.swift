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
