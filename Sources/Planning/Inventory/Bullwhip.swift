/// How a forecast that follows the demand makes orders swing more than the demand itself.
public enum Bullwhip {
  /// The variance of the orders over that of independent demand, for order-up-to levels from a moving average.
  ///
  /// 1 + 2L/p + 2L²/p², exact when the forecast's error does not enter the safety stock.
  /// - Parameters:
  ///   - leadTime: Periods from an order to its arrival, at least 0; the review period counts as one.
  ///   - observations: Periods in the moving average.
  /// - SeeAlso: Chen, Drezner, Ryan, Simchi-Levi, *Quantifying the Bullwhip Effect in a Simple Supply Chain*, Management
  ///   Science 46 (2000).
  public static func varianceRatio(leadTime: Int, observations: Int) throws(PlanningError) -> Double {
    try Check.nonNegative("lead time", Double(leadTime))
    try Check.atLeastOne("observations", observations)
    let share = Double(leadTime) / Double(observations)
    return 1 + 2 * share + 2 * share * share
  }
}
