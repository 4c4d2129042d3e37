internal import Kernel

/// What a second order brings that is placed once early sales are known, at a premium on each of its units.
///
/// Early sales x tell of the demand D by a straight line between logarithms; what the line leaves open is lognormal. The first
/// order is searched on the sample; the second tops it up to the quantile that its own cost asks for, given x.
/// - SeeAlso: Fisher and Raman, *Reducing the Cost of Demand Uncertainty Through Accurate Response*, Operations Research 44 (1996).
public struct SecondBuy: Sendable {
  /// The best first order, units.
  public let first: Double
  /// The average second order, units.
  public let second: Double
  /// What both bring beyond the best single order, in money.
  public let gain: Double
  /// The standard deviation of the logarithm of demand before and after early sales are known.
  public let spread: (before: Double, after: Double)

  /// The answer to pairs of early sales and demand, at least 3 of them and all above 0; nil without.
  public init?(
    early: [Double], demand: [Double], overage: Double, underage: Double, premium: Double
  ) {
    guard early.count == demand.count, demand.count >= 3, (early + demand).allSatisfy({ $0 > 0 }), premium >= 0,
      overage > 0, underage > premium
    else { return nil }
    let (x, y) = (early.map { Deterministic.log($0) }, demand.map { Deterministic.log($0) })
    let (tx, ty) = (Tally(x), Tally(y))
    let together = zip(x, y).reduce(0) { $0 + ($1.0 - tx.mean) * ($1.1 - ty.mean) } / Double(x.count - 1)
    let slope = tx.variance > 0 ? together / tx.variance : 0
    let left = zip(x, y).map { $1 - ty.mean - slope * ($0 - tx.mean) }
    let after = (left.reduce(0) { $0 + $1 * $1 } / Double(max(1, x.count - 2))).squareRoot()
    spread = (ty.variance.squareRoot(), after)
    // The second order's own critical ratio: a unit of it costs the premium more, and earns as much less.
    let ratio = (underage - premium) / (underage + overage)
    let score = Deterministic.normalQuantile(min(max(ratio, 1e-6), 1 - 1e-6))
    let wanted = x.map { Deterministic.exp(ty.mean + slope * ($0 - tx.mean) + after * score) }
    func outcome(_ first: Double) -> (profit: Double, second: Double) {
      var (profit, bought) = (0.0, 0.0)
      for (place, demand) in demand.enumerated() {
        let more = max(0, wanted[place] - first)
        let stock = first + more
        profit += underage * min(demand, stock) - overage * max(0, stock - demand) - premium * more
        bought += more
      }
      return (profit / Double(demand.count), bought / Double(demand.count))
    }
    let candidates = [0] + (demand + wanted).sorted()
    var best = (order: 0.0, profit: -Double.infinity, second: 0.0)
    for order in candidates {
      let found = outcome(order)
      if found.profit > best.profit { best = (order, found.profit, found.second) }
    }
    let single = demand.sorted().map { order in
      let profit = demand.reduce(0) { $0 + underage * min($1, order) - overage * max(0, order - $1) }
      return (order: order, profit: profit / Double(demand.count))
    }.max { $0.profit < $1.profit }!
    // Nobody has to place a second order.
    (first, second, gain) =
      best.profit > single.profit ? (best.order, best.second, best.profit - single.profit) : (single.order, 0, 0)
  }
}
