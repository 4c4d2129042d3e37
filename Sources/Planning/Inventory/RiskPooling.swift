import Kernel

/// What one stock for several places saves over a stock in each.
///
/// - SeeAlso: Eppen, *Effects of Centralization on Expected Costs in a Multi-Location Newsboy Problem*, Management
///   Science 25 (1979).
public enum RiskPooling {
  /// The cost of pooled stock over that of separate stocks, for n equal normal demands with a common correlation:
  /// √(n + n(n − 1)ρ) / n.
  public static func costRatio(places: Int, correlation: Double) throws(PlanningError) -> Double {
    try Check.atLeastOne("places", places)
    let n = Double(places)
    let variance = n + n * (n - 1) * correlation
    if !(variance >= 0 && correlation <= 1) {
      throw .invalid(parameter: "correlation", value: correlation, requirement: "a correlation of that many places")
    }
    return variance.squareRoot() / n
  }

  /// The least cost of mismatch with separate stocks, and with one for all, for independent normal demands.
  public static func mismatchCosts(
    _ demands: [(mean: Double, standardDeviation: Double)], overage: Double, underage: Double
  ) throws(PlanningError) -> (separate: Double, pooled: Double) {
    var separate = 0.0
    var (mean, variance) = (0.0, 0.0)
    for demand in demands {
      separate += try cost(demand.mean, demand.standardDeviation, overage, underage)
      mean += demand.mean
      variance += demand.standardDeviation * demand.standardDeviation
    }
    return (separate, try cost(mean, variance.squareRoot(), overage, underage))
  }

  private static func cost(
    _ mean: Double, _ deviation: Double, _ overage: Double, _ underage: Double
  ) throws(PlanningError) -> Double {
    try Check.nonNegative("mean", mean)
    try Check.nonNegative("standard deviation", deviation)
    guard let law = try? Normal(mean: mean, standardDeviation: deviation) else { return 0 }
    return try Newsvendor(law, overage: overage, underage: underage).leastCost
  }
}
