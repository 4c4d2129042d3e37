import Kernel

/// Paid advertising in one market over a span: the budget is spent evenly, and some impressions become visits.
struct AdFlight: Sendable, Equatable {
  var from: SimTime
  var until: SimTime
  /// Visits per second: impressions (budget over cost per thousand) times click-through, spread over the span.
  var visitsPerSecond: Double

  init(from: SimTime, until: SimTime, budget: Double, costPerMille: Double, clickThrough: Double) {
    self.from = from
    self.until = until
    let seconds = max(1e-6, (until - from).seconds)
    visitsPerSecond = budget / costPerMille * 1_000 * clickThrough / seconds
  }

  /// Expected visits between two instants, before seasonality.
  func visits(from a: SimTime, to b: SimTime) -> Double {
    let low = max(a, from)
    let high = min(b, until)
    return high > low ? visitsPerSecond * (high - low).seconds : 0
  }
}
