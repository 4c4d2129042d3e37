public import Kernel

/// Demand as a sample of equally likely scenarios: what a simulation of latent demand gives.
public struct DemandSample: DemandLaw {
  /// The scenarios, ascending.
  public let sorted: [Double]
  /// Their average.
  public let mean: Double

  /// Makes the law of a sample; at least one value, all finite and at least 0.
  public init(_ values: [Double]) throws(PlanningError) {
    try Check.atLeastOne("number of scenarios", values.count)
    for value in values { try Check.nonNegative("demand", value) }
    sorted = values.sorted()
    mean = values.reduce(0, +) / Double(values.count)
  }

  /// The smallest scenario whose rank over the number of scenarios reaches the probability.
  public func stock(meetingAllWith probability: Double) -> Double {
    // A product that is a whole number but for rounding counts as that number.
    let rank = Int((probability * Double(sorted.count) - 1e-9).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }

  /// The share of the scenarios that a stock covers.
  public func cycleService(_ stock: Double) -> Double {
    Double(sorted.count { $0 <= stock }) / Double(sorted.count)
  }

  /// The average shortage over the scenarios.
  public func expectedShortage(_ stock: Double) -> Double {
    sorted.reduce(0) { $0 + max(0, $1 - stock) } / Double(sorted.count)
  }

  /// The interval of the stock for a service probability: two order statistics, free of any assumption on the law.
  ///
  /// The ends are infinite where the sample is too small for the level.
  public func interval(
    meetingAllWith probability: Double, level: Double = 0.95
  ) throws(DistributionError) -> (lower: Double, upper: Double) {
    try QuantileInterval(count: Int64(sorted.count), quantile: probability, level: level).bounds(inSorted: sorted)
  }
}
