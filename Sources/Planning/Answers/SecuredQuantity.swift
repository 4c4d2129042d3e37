internal import Kernel

/// How much of one SKU to buy for an uncertain demand that was simulated: the newsvendor with all that a buyer asks of it.
public struct SecuredQuantity: Sendable {
  /// The problem.
  public let newsvendor: Newsvendor<DemandSample>
  /// The best quantity, units.
  public let quantity: Double

  /// The answer to nested or plain samples of demand.
  public init(_ demand: DemandSample, overage: Double, underage: Double) throws(PlanningError) {
    newsvendor = try Newsvendor(demand, overage: overage, underage: underage)
    quantity = newsvendor.quantity
  }

  /// The demand.
  public var demand: DemandSample { newsvendor.demand }
  /// Half the width of the quantity's interval by the density of the demand there: z·√(τ(1 − τ)/M) / f(Q).
  ///
  /// The density is a difference quotient of the sample's quantiles around τ; infinite where the sample is too small for it.
  public func densityHalfWidth(level: Double = 0.95) -> Double {
    let count = Double(demand.sorted.count)
    let ratio = newsvendor.criticalRatio
    let reach = min(0.1, ratio / 2, (1 - ratio) / 2)
    let wide =
      SampleQuantile.of(sorted: demand.sorted, ratio + reach) - SampleQuantile.of(sorted: demand.sorted, ratio - reach)
    guard count > 4 else { return .infinity }
    let z = Deterministic.normalQuantile(0.5 + level / 2)
    return z * (ratio * (1 - ratio) / count).squareRoot() * wide / (2 * reach)
  }

  /// The expected profit over a margin of 0 for nothing bought, of the best quantity times a factor.
  public func profit(times factor: Double) -> Double { newsvendor.profit(of: quantity * factor) }

  /// The least quantity that meets a share of demand on average: its fill rate.
  public func quantity(fillRate share: Double) -> Double {
    guard demand.fillRate(0) < share else { return 0 }
    var (low, high) = (0.0, demand.sorted.last ?? 0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if demand.fillRate(middle) < share { low = middle } else { high = middle }
    }
    return high
  }

  /// The least quantity that turns nobody away in a share of the scenarios: its cycle service.
  public func quantity(cycleService share: Double) -> Double { demand.stock(meetingAllWith: share) }

  /// What knowing the demand before buying would bring: the expected value of perfect information.
  public var perfectInformation: Double { newsvendor.leastCost }

  /// What the quantity loses against the best one when the demand turns out so many times as large as expected.
  public func regret(demandTimes factor: Double) -> Double {
    let demands = demand.sorted.map { $0 * factor }
    guard let scaled = try? DemandSample(demands),
      let other = try? Newsvendor(scaled, overage: newsvendor.overage, underage: newsvendor.underage)
    else { return .nan }
    return other.cost(of: quantity) - other.leastCost
  }
}
