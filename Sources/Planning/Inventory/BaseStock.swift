import Kernel

/// Order every unit sold at once, up to S: base stock under Poisson demand, for any law of lead times that may cross.
///
/// By Palm's theorem the units on order are Poisson with the offered load, demand rate times mean lead time.
/// - SeeAlso: Palm (1938); Feeney and Sherbrooke, *The (s−1, s) Inventory Policy under Compound Poisson Demand*,
///   Management Science 12 (1966).
public struct BaseStock: Sendable {
  /// Order up to this position, in units.
  public let level: Int
  /// Units on order in the mean.
  public let onOrder: Double
  /// The share of the demand that is met from the shelf.
  public let fillRate: Double
  /// Customers waiting in the mean.
  public let backorders: Double
  /// Units on the shelf in the mean.
  public let onHand: Double

  /// Evaluates a level of at least 1, where customers wait.
  public init(level: Int, onOrder: Double) throws(PlanningError) {
    try Check.atLeastOne("level", level)
    try Check.positive("units on order", onOrder)
    guard let law = try? Poisson(mean: onOrder) else {
      throw .invalid(parameter: "units on order", value: onOrder, requirement: "at most 1e15")
    }
    self.level = level
    self.onOrder = onOrder
    fillRate = law.cdf(Int64(level) - 1)
    backorders = law.expectedShortage(Double(level))
    onHand = Double(level) - onOrder + backorders
  }

  /// The share of the demand that is lost where nobody waits: Erlang B with as many stations as units.
  public static func lostShare(level: Int, onOrder: Double) throws(PlanningError) -> Double {
    try ErlangFormulas.blockingProbability(offeredLoad: onOrder, stations: level)
  }
}
