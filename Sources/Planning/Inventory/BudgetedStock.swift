/// Stock for several places out of one budget: the newsvendor with a shadow price on money.
///
/// Each place gets the quantile at 1 − (cost + κ) / margin; the price κ is the one at which the budget is spent. Where every
/// place has the same cost and margin, the probability of running out is the same everywhere.
/// - SeeAlso: Hadley and Whitin, *Analysis of Inventory Systems* (1963), section 6.4.
public struct BudgetedStock: Sendable {
  /// One place.
  public struct Place: Sendable {
    /// The demand there.
    public var demand: any DemandLaw
    /// What a unit costs, above 0.
    public var cost: Double
    /// What a sale brings, above 0; what is left is worth nothing.
    public var revenue: Double

    /// A place.
    public init(_ demand: any DemandLaw, cost: Double, revenue: Double) {
      self.demand = demand
      self.cost = cost
      self.revenue = revenue
    }
  }

  /// The stock of each place, in units.
  public let quantities: [Double]
  /// What another unit of money would bring, beside itself; 0 when the budget is more than enough.
  public let price: Double

  /// Splits a budget by bisection on its price.
  public init(_ places: [Place], budget: Double) throws(PlanningError) {
    try Check.positive("budget", budget)
    for place in places {
      try Check.positive("cost", place.cost)
      try Check.positive("revenue", place.revenue)
    }
    func stock(_ price: Double) -> [Double] {
      places.map { place in
        let ratio = 1 - place.cost * (1 + price) / place.revenue
        return ratio <= 0 ? 0 : max(0, place.demand.stock(meetingAllWith: ratio))
      }
    }
    func spent(_ quantities: [Double]) -> Double { zip(places, quantities).reduce(0) { $0 + $1.0.cost * $1.1 } }
    let free = stock(0)
    guard spent(free) > budget else {
      (quantities, price) = (free, 0)
      return
    }
    var low = 0.0
    var high = places.map { $0.revenue / $0.cost }.max() ?? 1
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if spent(stock(middle)) > budget { low = middle } else { high = middle }
    }
    (quantities, price) = (stock(high), high)
  }
}
