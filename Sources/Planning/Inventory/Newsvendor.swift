/// How much to buy once, before an uncertain demand: the newsvendor.
///
/// - SeeAlso: Snyder and Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., section 4.3.
public struct Newsvendor<Law: DemandLaw>: Sendable {
  /// The demand, in units.
  public let demand: Law
  /// What a unit costs that is left: landed cost and holding less salvage.
  public let overage: Double
  /// What a unit costs that is missing: the margin lost and the goodwill.
  public let underage: Double

  /// Makes the problem; both costs above 0, in one unit of money.
  public init(_ demand: Law, overage: Double, underage: Double) throws(PlanningError) {
    try Check.positive("overage", overage)
    try Check.positive("underage", underage)
    self.demand = demand
    self.overage = overage
    self.underage = underage
  }

  /// Makes the problem from prices: a unit bought at `cost` sells at `price`, and what is left at `salvage`.
  public init(_ demand: Law, price: Double, cost: Double, salvage: Double) throws(PlanningError) {
    try self.init(demand, overage: cost - salvage, underage: price - cost)
  }

  /// The share of demand outcomes to be met: underage / (underage + overage).
  public var criticalRatio: Double { underage / (underage + overage) }
  /// The best quantity: the demand's quantile at the critical ratio.
  public var quantity: Double { demand.stock(meetingAllWith: criticalRatio) }

  /// The expected cost of a quantity: of what is left and of what is missing.
  public func cost(of quantity: Double) -> Double {
    overage * demand.expectedLeftover(quantity) + underage * demand.expectedShortage(quantity)
  }

  /// The least expected cost.
  public var leastCost: Double { cost(of: quantity) }

  /// The expected profit of a quantity: the margin on the mean demand less the cost of not knowing it.
  public func profit(of quantity: Double) -> Double { underage * demand.mean - cost(of: quantity) }
}
