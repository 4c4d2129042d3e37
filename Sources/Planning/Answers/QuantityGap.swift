internal import Kernel

/// How far a quantity that was chosen from a sample may be from the best one, in expected cost.
///
/// The sample's groups are dealt to batches. On each batch, what the quantity chosen from all other groups costs more than the batch's
/// own best quantity is on average no less than the true distance: the best of a sample looks better than the best there is.
/// - SeeAlso: Mak, Morton and Wood, *Operations Research Letters* 24 (1999) 47.
public struct QuantityGap: Sendable, Equatable {
  /// The mean distance over batches, money.
  public let estimate: Double
  /// The upper end of its one-sided interval, which begins at 0.
  public let upper: Double

  /// The distance; nil where there are fewer groups than two for each batch.
  ///
  /// - Parameters:
  ///   - groups: Demands that have something in common, such as a draw of the parameters.
  ///   - batches: Batches, at least 2.
  ///   - level: The level of the one-sided interval.
  public init?(_ groups: [[Double]], overage: Double, underage: Double, batches: Int, level: Double = 0.95) {
    guard batches >= 2, groups.count >= 2 * batches else { return nil }
    func best(_ demands: [Double]) -> Double? {
      (try? DemandSample(demands)).flatMap { try? Newsvendor($0, overage: overage, underage: underage) }?.quantity
    }
    func cost(_ quantity: Double, _ demands: [Double]) -> Double {
      demands.reduce(0) { $0 + overage * max(0, quantity - $1) + underage * max(0, $1 - quantity) }
        / Double(demands.count)
    }
    var gaps: [Double] = []
    for batch in 0..<batches {
      let own = groups.indices.filter { $0 % batches == batch }.flatMap { groups[$0] }
      let others = groups.indices.filter { $0 % batches != batch }.flatMap { groups[$0] }
      guard let chosen = best(others), let ideal = best(own) else { return nil }
      gaps.append(cost(chosen, own) - cost(ideal, own))
    }
    let tally = Tally(gaps)
    estimate = tally.mean
    let freedom = Double(batches - 1)
    upper =
      max(0, tally.mean) + StudentT.quantile(level, degreesOfFreedom: freedom)
      * (tally.variance / Double(batches)).squareRoot()
  }
}
