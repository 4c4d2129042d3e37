internal import Kernel

/// What is believed of a market from small launches: what an order contributes, and the share of orders that come on time in full.
///
/// An order's contribution is normal about its window's mean, and windows are normal about the market's, which has a normal prior about
/// 0; the share has a beta prior. Orders of one window share its luck (a slow flight, a good post), so that a window counts for less than
/// its orders would alone: its mean keeps the deviation of windows, and its orders count for n / (1 + (n - 1) r) at a correlation r.
/// - SeeAlso: Gelman et al., *Bayesian Data Analysis*, 3rd ed., sections 2.4, 2.5 and 5.4; Kish, *Survey Sampling* (1965), section 5.4.
public struct MarketBelief: Sendable, Equatable {
  /// How far figures lie apart, in money per order but for the correlation.
  public struct Spread: Sendable, Equatable {
    /// The deviation of the prior of the mean contribution.
    public var prior: Double
    /// The deviation of a single order's contribution.
    public var order: Double
    /// The deviation of a window's mean contribution that its orders have in common.
    public var window: Double
    /// The correlation of being on time between two orders of a window, 0...1.
    public var correlation: Double

    /// Deviations and a correlation.
    public init(prior: Double, order: Double, window: Double = 0, correlation: Double = 0) {
      (self.prior, self.order, self.window, self.correlation) = (prior, order, window, correlation)
    }
  }

  /// How far figures lie apart.
  public let spread: Spread
  /// The precision of the mean contribution, and the sum of window means by their precision.
  private var precision: Double
  private var weighted = 0.0
  /// Orders that came in time, and that did not, as many as independent ones would tell as much.
  public private(set) var onTime = 0.0
  /// Orders that did not come in time, as ``onTime`` counts them.
  public private(set) var late = 0.0

  /// What is believed before anything is seen.
  public init(_ spread: Spread) throws(PlanningError) {
    try Check.positive("deviation", spread.prior)
    try Check.positive("deviation", spread.order)
    try Check.nonNegative("deviation", spread.window)
    try Check.probability("correlation", spread.correlation)
    self.spread = spread
    precision = 1 / (spread.prior * spread.prior)
  }

  /// Takes what a window showed into account.
  public mutating func add(orders: Int, contribution: Double, onTime: Int, late: Int) {
    if orders > 0 {
      let count = Double(orders)
      let weight = 1 / (spread.order * spread.order / count + spread.window * spread.window)
      precision += weight
      weighted += weight * contribution / count
    }
    let arrived = Double(onTime + late)
    guard arrived > 0 else { return }
    let tells = 1 / (1 + (arrived - 1) * spread.correlation)
    self.onTime += Double(onTime) * tells
    self.late += Double(late) * tells
  }

  /// The expected contribution of an order.
  public var mean: Double { weighted / precision }
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
