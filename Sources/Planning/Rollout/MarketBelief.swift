internal import Kernel

/// What is believed of a market from small launches: what an order contributes, and the share of orders that come on time in full.
///
/// An order's contribution is normal about an unknown mean, with a known deviation, and the mean has a normal prior about 0; the share
/// has a beta prior. Both laws are conjugate, so that windows only add up.
/// - SeeAlso: Gelman et al., *Bayesian Data Analysis*, 3rd ed., sections 2.4 and 2.5.
public struct MarketBelief: Sendable, Equatable {
  /// The deviation of the prior of the mean contribution, money per order.
  public let priorDeviation: Double
  /// The deviation of a single order's contribution, money.
  public let orderDeviation: Double
  /// Orders seen, and what they contributed together.
  public private(set) var orders = 0.0
  /// What all orders contributed together.
  public private(set) var contribution = 0.0
  /// Orders that came in time, and that did not.
  public private(set) var onTime = 0.0
  /// Orders that did not come in time.
  public private(set) var late = 0.0

  /// What is believed before anything is seen.
  public init(priorDeviation: Double, orderDeviation: Double) throws(PlanningError) {
    try Check.positive("deviation", priorDeviation)
    try Check.positive("deviation", orderDeviation)
    self.priorDeviation = priorDeviation
    self.orderDeviation = orderDeviation
  }

  /// Takes what a window showed into account.
  public mutating func add(orders: Int, contribution: Double, onTime: Int, late: Int) {
    self.orders += Double(orders)
    self.contribution += contribution
    self.onTime += Double(onTime)
    self.late += Double(late)
  }

  private var precision: Double {
    1 / (priorDeviation * priorDeviation) + orders / (orderDeviation * orderDeviation)
  }
  /// The expected contribution of an order.
  public var mean: Double { contribution / (orderDeviation * orderDeviation) / precision }
  /// The deviation of what is believed of it.
  public var deviation: Double { (1 / precision).squareRoot() }
  /// P(an order contributes more than nothing on average).
  public var profitable: Double { Deterministic.normalCDF(mean / deviation) }
  /// P(the share of orders on time in full reaches a target), from a uniform prior.
  public func reaches(_ target: Double) -> Double { 1 - Deterministic.betaI(1 + onTime, 1 + late, target) }

  /// What knowing the mean would be worth per order: the expected regret of the better of launching and not.
  public var learningValue: Double {
    let z = abs(mean) / deviation
    let density = Deterministic.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    return deviation * (density - z * (1 - Deterministic.normalCDF(z)))
  }

  /// What to do next.
  public enum Decision: String, Sendable, CaseIterable {
    /// Five times as large.
    case scale
    /// Once more as large.
    case go = "continue"
    /// No more.
    case stop
  }

  /// Scale when both probabilities are above `above`, stop when one is below `below`, else continue.
  public func decide(target: Double, above: Double = 0.9, below: Double = 0.2) -> Decision {
    let both = [profitable, reaches(target)]
    if both.allSatisfy({ $0 > above }) { return .scale }
    return both.contains { $0 < below } ? .stop : .go
  }
}
