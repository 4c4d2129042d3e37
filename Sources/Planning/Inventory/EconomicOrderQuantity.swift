/// Lots of constant size against a constant demand: Harris' square root.
///
/// - SeeAlso: Snyder and Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., sections 3.2 and 3.5.
public struct EconomicOrderQuantity: Sendable {
  /// The best lot, in units.
  public let quantity: Double
  /// The share of the demand that waits; 0 where nobody does.
  public let backorderShare: Double
  /// Orders and holding, and waiting, per unit of time.
  public let cost: Double

  /// Solves the problem without backorders.
  ///
  /// - Parameters:
  ///   - rate: Demand per unit of time.
  ///   - fixedCost: Cost of an order, whatever its size.
  ///   - holding: Cost of holding a unit per unit of time.
  public init(rate: Double, fixedCost: Double, holding: Double) throws(PlanningError) {
    try Self.check(rate, fixedCost, holding)
    quantity = (2 * fixedCost * rate / holding).squareRoot()
    backorderShare = 0
    cost = (2 * fixedCost * rate * holding).squareRoot()
  }

  /// Solves the problem where customers wait at a cost per unit and unit of time.
  public init(rate: Double, fixedCost: Double, holding: Double, waiting: Double) throws(PlanningError) {
    try Self.check(rate, fixedCost, holding)
    try Check.positive("waiting", waiting)
    quantity = (2 * fixedCost * rate * (holding + waiting) / (holding * waiting)).squareRoot()
    backorderShare = holding / (holding + waiting)
    cost = (2 * fixedCost * rate * holding * waiting / (holding + waiting)).squareRoot()
  }

  private static func check(_ rate: Double, _ fixedCost: Double, _ holding: Double) throws(PlanningError) {
    try Check.positive("rate", rate)
    try Check.positive("fixed cost", fixedCost)
    try Check.positive("holding", holding)
  }
}
