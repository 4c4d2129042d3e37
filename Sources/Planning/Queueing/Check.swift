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
