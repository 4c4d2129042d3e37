public import Kernel

/// Order up to S at a review that finds the inventory position at s or below: the (s, S) policy, reviewed every period.
///
/// Demand of a period is Poisson, unmet demand waits, an order is there before the next demand. The convention "order at s
/// or below" is the one of the published figures: ordering only below s shifts s by one.
/// - SeeAlso: Zheng and Federgruen, *Finding Optimal (s, S) Policies Is About As Simple As Evaluating a Single Policy*,
///   Operations Research 39 (1991).
public struct PeriodicReview: Sendable {
  /// Order at this position or below, in units.
  public let reorderLevel: Int
  /// Order up to this position, in units.
  public let orderUpTo: Int
  /// Cost per period.
  public let cost: Double

  /// The best policy.
  ///
  /// - Parameters:
  ///   - demand: Demand of a period.
  ///   - fixedCost: Cost of an order, whatever its size.
  ///   - holding: Cost of a unit left at the end of a period.
  ///   - waiting: Cost of a unit that waits at the end of a period.
  public static func best(
    _ demand: Poisson, fixedCost: Double, holding: Double, waiting: Double
  ) throws(PlanningError) -> PeriodicReview {
    try Check.positive("demand", demand.mean)
    try Check.nonNegative("fixed cost", fixedCost)
    var problem = Problem(law: try Newsvendor(demand, overage: holding, underage: waiting), fixedCost: fixedCost)
    let cheapest = Int(problem.law.quantity)
    var (s, top) = (cheapest, cheapest)
    repeat { s -= 1 } while problem.cost(s, top) > problem.rate(s)
    var best = problem.cost(s, top)
    var candidate = top + 1
    while problem.rate(candidate) <= best {
      if problem.cost(s, candidate) < best {
        top = candidate
        while problem.cost(s, top) <= problem.rate(s + 1) { s += 1 }
        best = problem.cost(s, top)
      }
      candidate += 1
    }
    return PeriodicReview(reorderLevel: s, orderUpTo: top, cost: best)
  }

  /// The cost per period of a given policy.
  public static func cost(
    reorderLevel: Int, orderUpTo: Int, _ demand: Poisson, fixedCost: Double, holding: Double, waiting: Double
  ) throws(PlanningError) -> Double {
    try Check.positive("demand", demand.mean)
    try Check.nonNegative("fixed cost", fixedCost)
    if orderUpTo <= reorderLevel {
      throw .invalid(parameter: "order-up-to level", value: Double(orderUpTo), requirement: "above the reorder level")
    }
    var problem = Problem(law: try Newsvendor(demand, overage: holding, underage: waiting), fixedCost: fixedCost)
    return problem.cost(reorderLevel, orderUpTo)
  }

  /// The renewal function of the demand and what follows from it.
  private struct Problem {
    let law: Newsvendor<Poisson>
    let fixedCost: Double
    /// Expected visits to each distance below S before the next order.
    private var visits: [Double] = []

    init(law: Newsvendor<Poisson>, fixedCost: Double) {
      self.law = law
      self.fixedCost = fixedCost
    }

    /// The expected cost of a period that starts at a position after ordering.
    func rate(_ position: Int) -> Double { law.cost(of: Double(position)) }

    /// The fixed cost and the visited positions' costs over the expected periods between orders.
    mutating func cost(_ s: Int, _ top: Int) -> Double {
      let distances = top - s
      while visits.count < distances { addVisits() }
      var (cost, periods) = (fixedCost, 0.0)
      for distance in 0..<distances {
        cost += visits[distance] * rate(top - distance)
        periods += visits[distance]
      }
      return cost / periods
    }

    private mutating func addVisits() {
      let stay = 1 - law.demand.probability(of: 0)
      guard !visits.isEmpty else { return visits.append(1 / stay) }
      var sum = 0.0
      for step in 1...visits.count { sum += law.demand.probability(of: Int64(step)) * visits[visits.count - step] }
      visits.append(sum / stay)
    }
  }
}
