internal import Kernel

/// What a drop that has begun will come to, from simulated futures that began like it.
///
/// **Idea.** Futures were simulated before anything was seen, over all that the parameters may be. Those whose beginning is near
/// the one that was seen count more (a Gaussian kernel over the logarithm of the beginning, with Silverman's bandwidth), and what
/// followed in each is scaled to the beginning that was seen. Nothing is fitted that the simulation does not have: the parameters'
/// posterior is in the weights.
/// - SeeAlso: Silverman, *Density Estimation* (1986), section 3.4; Beaumont, Zhang and Balding, *Genetics* 162 (2002), on regression
///   after rejection.
public struct AnalogueForecast: Sendable {
  /// A simulated future: what there was until the instant of the forecast, and to the end.
  public struct Future: Sendable {
    /// Until the instant; above 0 for a future that can be compared.
    public var early: Double
    /// To the end, `early` included.
    public var total: Double

    /// A future.
    public init(early: Double, total: Double) { (self.early, self.total) = (early, total) }
  }

  /// How many futures the forecast rests on, as if all counted alike: the square of the sum of weights over the sum of squares.
  public let effectiveCount: Double
  /// The share of futures that began lower.
  public let rank: Double
  /// Totals in rising order, with the sums of weights up to each.
  private var totals: [Double] = []
  private var sums: [Double] = []

  /// The forecast of a total.
  ///
  /// - Parameters:
  ///   - futures: At least ten with a beginning above 0.
  ///   - seen: What was seen until the instant, above 0.
  public init(_ futures: [Future], seen: Double) throws(PlanningError) {
    try Check.positive("what was seen", seen)
    let known = futures.filter { $0.early > 0 }
    guard known.count >= 10 else {
      throw .invalid(parameter: "futures that have begun", value: Double(known.count), requirement: "at least 10")
    }
    let logs = known.map { Deterministic.log($0.early) }
    let place = Deterministic.log(seen)
    let spread = Tally(logs).variance.squareRoot()
    let width = max(1e-9, 1.06 * spread * Deterministic.pow(Double(known.count), -0.2))
    let distances = logs.map { ($0 - place) * ($0 - place) / (2 * width * width) }
    // The nearest has weight 1: a beginning beyond all futures still has a forecast, and `effectiveCount` says what it is worth.
    let nearest = distances.min() ?? 0
    let found = zip(known, distances).map { future, distance in
      (total: seen * future.total / future.early, weight: Deterministic.exp(nearest - distance))
    }.sorted { ($0.total, $0.weight) < ($1.total, $1.weight) }
    var (sum, squares) = (0.0, 0.0)
    for item in found {
      sum += item.weight
      squares += item.weight * item.weight
      totals.append(item.total)
      sums.append(sum)
    }
    effectiveCount = sum * sum / squares
    rank = Double(known.count { $0.early < seen }) / Double(known.count)
  }

  /// The probability that the total is at most so much, interpolated between the middles of the futures' weights.
  public func probability(atMost total: Double) -> Double {
    var low = 0
    var high = totals.count
    while low < high {
      let middle = (low + high) / 2
      if totals[middle] <= total { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return 0 }
    if low == totals.count { return 1 }
    let (from, to) = (middle(low - 1), middle(low))
    let gap = totals[low] - totals[low - 1]
    return from + (gap > 0 ? (total - totals[low - 1]) / gap : 0) * (to - from)
  }

  /// The total that is not exceeded with a probability.
  public func quantile(_ probability: Double) -> Double {
    guard let next = totals.indices.first(where: { middle($0) >= probability }) else { return totals[totals.count - 1] }
    guard next > 0 else { return totals[0] }
    let (from, to) = (middle(next - 1), middle(next))
    return totals[next - 1] + (probability - from) / (to - from) * (totals[next] - totals[next - 1])
  }

  /// The middle of a future's weight, as a share of all.
  private func middle(_ place: Int) -> Double {
    let before = place == 0 ? 0 : sums[place - 1]
    return 0.5 * (before + sums[place]) / sums[sums.count - 1]
  }
}
