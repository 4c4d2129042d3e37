import Kernel

/// Paid advertising in one market over a span: the budget is spent evenly, and some impressions become visits.
///
/// Impressions have a falling return: i per second bring as much as i / (1 + i/h) would without saturation. With carry-over
/// visits come an exponential time after their impression.
struct AdFlight: Sendable, Equatable {
  var from: SimTime
  var until: SimTime
  /// Visits per second: impressions (budget over cost per thousand) times click-through, spread over the span.
  var visitsPerSecond: Double
  /// Mean time from an impression to its visit, seconds.
  var carryOver: Double

  /// - Parameters:
  ///   - halfAt: Impressions per second at which half of the response is lost; nil without saturation.
  ///   - carryOver: Mean time from an impression to its visit, seconds.
  init(
    from: SimTime, until: SimTime, budget: Double, costPerMille: Double, clickThrough: Double, halfAt: Double? = nil,
    carryOver: Double = 0
  ) {
    self.from = from
    self.until = until
    self.carryOver = carryOver
    let seconds = max(1e-6, (until - from).seconds)
    visitsPerSecond = budget / costPerMille * 1_000 * clickThrough / seconds
    if let halfAt {
      let impressions = budget / costPerMille * 1_000 / seconds
      visitsPerSecond /= 1 + impressions / halfAt
    }
  }

  /// Expected visits between two instants, before seasonality.
  func visits(from a: SimTime, to b: SimTime) -> Double {
    if carryOver > 0 { return visitsPerSecond * (carried(b) - carried(a)) }
    let low = max(a, from)
    let high = min(b, until)
    return high > low ? visitsPerSecond * (high - low).seconds : 0
  }

  /// Seconds of the flight whose visits have come until an instant.
  private func carried(_ time: SimTime) -> Double {
    guard time > from else { return 0 }
    let length = (until - from).seconds
    let age = (time - from).seconds
    if age <= length { return age + carryOver * Deterministic.expm1(-age / carryOver) }
    let late = -carryOver * Deterministic.expm1(-length / carryOver)
    return length - late * Deterministic.exp((length - age) / carryOver)
  }
}
