public import Kernel

/// Order Q units when the inventory position falls to r, seen at any time: the (r, Q) policy with backorders.
///
/// The long-run cost is (Kλ + ∫ g over r...r+Q) / Q, where g(y) is the cost rate of holding and waiting at position y: a
/// newsvendor on the demand during the lead time. Units of time and money are the caller's.
/// - SeeAlso: Snyder and Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., section 5.2 to 5.4; Federgruen and Zheng,
///   *An Efficient Algorithm for Computing an Optimal (r, Q) Policy*, Operations Research 40 (1992).
public struct ReorderPoint: Sendable {
  /// The reorder point, in units.
  public let point: Double
  /// The lot, in units.
  public let quantity: Double
  /// Cost per unit of time.
  public let cost: Double

  /// Evaluates a policy when demand during the lead time is normal.
  public static func cost(
    point: Double, quantity: Double, _ leadTimeDemand: Normal, rate: Double, fixedCost: Double, holding: Double,
    waiting: Double
  ) throws(PlanningError) -> Double {
    try Check.positive("quantity", quantity)
    try check(rate, fixedCost, holding, waiting)
    return (fixedCost * rate + area(point, point + quantity, leadTimeDemand, holding, waiting)) / quantity
  }

  /// The best policy when demand during the lead time is normal with a standard deviation above 0.
  ///
  /// At the optimum g(r) = g(r + Q) = C: the level C is found by bisection of C·Q − ∫ g = Kλ, whose left side grows with C.
  public static func best(
    _ leadTimeDemand: Normal, rate: Double, fixedCost: Double, holding: Double, waiting: Double
  ) throws(PlanningError) -> ReorderPoint {
    try check(rate, fixedCost, holding, waiting)
    try Check.positive("standard deviation", leadTimeDemand.standardDeviation)
    let law = try Newsvendor(leadTimeDemand, overage: holding, underage: waiting)
    var low = law.leastCost
    var high = low + (2 * fixedCost * rate * (holding + waiting)).squareRoot() + 1
    func bounds(_ level: Double) -> (Double, Double) { (side(level, law, -1), side(level, law, 1)) }
    for _ in 0..<200 {
      let level = (low + high) / 2
      let (from, to) = bounds(level)
      let gained = level * (to - from) - area(from, to, leadTimeDemand, holding, waiting)
      if gained < fixedCost * rate { low = level } else { high = level }
    }
    let (from, to) = bounds((low + high) / 2)
    let cost = (fixedCost * rate + area(from, to, leadTimeDemand, holding, waiting)) / (to - from)
    return ReorderPoint(point: from, quantity: to - from, cost: cost)
  }

  /// The best policy of whole units when demand during the lead time is Poisson: adds the cheaper neighbour of the
  /// interval of positions while it costs less than the average.
  public static func best(
    _ leadTimeDemand: Poisson, rate: Double, fixedCost: Double, holding: Double, waiting: Double
  ) throws(PlanningError) -> ReorderPoint {
    try check(rate, fixedCost, holding, waiting)
    let law = try Newsvendor(leadTimeDemand, overage: holding, underage: waiting)
    var low = law.quantity
    var high = low
    var total = fixedCost * rate + law.cost(of: low)
    while true {
      let below = law.cost(of: low - 1)
      let above = law.cost(of: high + 1)
      guard min(below, above) < total / (high - low + 1) else { break }
      total += min(below, above)
      if below <= above { low -= 1 } else { high += 1 }
    }
    return ReorderPoint(point: low - 1, quantity: high - low + 1, cost: total / (high - low + 1))
  }

  /// Hadley and Whitin's approximation with a cost per backordered unit, whatever it waits: iterates the lot and the point.
  ///
  /// - Returns: The steps: the first lot is the economic one; the last step is the fixed point.
  /// - SeeAlso: Nahmias, *Production and Operations Analysis*, section 5.4.
  public static func approximate(
    _ leadTimeDemand: Normal, rate: Double, fixedCost: Double, holding: Double, backorder: Double
  ) throws(PlanningError) -> [(quantity: Double, point: Double)] {
    try check(rate, fixedCost, holding, backorder)
    var quantity = (2 * fixedCost * rate / holding).squareRoot()
    var steps: [(quantity: Double, point: Double)] = []
    for _ in 0..<1_000 {
      let missed = quantity * holding / (backorder * rate)
      if missed >= 1 {
        throw .invalid(parameter: "backorder", value: backorder, requirement: "high enough for a reorder point")
      }
      let point = leadTimeDemand.stock(meetingAllWith: 1 - missed)
      steps.append((quantity, point))
      let shortage = leadTimeDemand.expectedShortage(point)
      let next = (2 * rate * (fixedCost + backorder * shortage) / holding).squareRoot()
      if abs(next - quantity) < 1e-12 * quantity { break }
      quantity = next
    }
    return steps
  }

  /// The integral of the cost rate over positions: E[(y − D)⁺] and E[(D − y)⁺] integrate to second-order losses.
  private static func area(_ from: Double, _ to: Double, _ law: Normal, _ holding: Double, _ waiting: Double) -> Double
  {
    let straight = holding * ((to * to - from * from) / 2 - law.mean * (to - from))
    func second(_ y: Double) -> Double { StandardNormal.secondLoss((y - law.mean) / law.standardDeviation) }
    return straight + (holding + waiting) * law.variance * (second(from) - second(to))
  }

  /// The position on one side of the cheapest one at which the cost rate reaches a level.
  private static func side(_ level: Double, _ law: Newsvendor<Normal>, _ sign: Double) -> Double {
    var near = law.quantity
    var far = near + sign * law.demand.standardDeviation
    while law.cost(of: far) < level { far += sign * (abs(far - near) + 1) }
    for _ in 0..<200 {
      let middle = (near + far) / 2
      if law.cost(of: middle) < level { near = middle } else { far = middle }
    }
    return (near + far) / 2
  }

  private static func check(
    _ rate: Double, _ fixedCost: Double, _ holding: Double, _ waiting: Double
  ) throws(PlanningError) {
    try Check.positive("rate", rate)
    try Check.nonNegative("fixed cost", fixedCost)
    try Check.positive("holding", holding)
    try Check.positive("waiting", waiting)
  }
}
