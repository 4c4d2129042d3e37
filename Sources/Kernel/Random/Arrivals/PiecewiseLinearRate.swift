/// The rate of a Poisson process that changes over time, straight between knots, zero outside them.
///
/// Times are plain numbers in whatever unit; rates are events per that unit.
public struct PiecewiseLinearRate: Sendable {
  /// The times of the knots, strictly rising.
  public let times: [Double]
  /// The rate at each knot.
  public let rates: [Double]
  /// The expected number of events up to each knot.
  public let cumulative: [Double]

  /// Makes the rate from at least two knots, with finite rates of at least 0.
  public init(times: [Double], rates: [Double]) throws(DistributionError) {
    try Parameter.require(
      times.count >= 2, "number of knots", Double(times.count), "a whole number of at least 2")
    try Parameter.require(
      rates.count == times.count, "number of rates", Double(rates.count), "the number of times")
    var sums = [0.0]
    for i in times.indices {
      try Parameter.finite("time", times[i])
      try Parameter.nonNegative("rate", rates[i])
      if i == 0 { continue }
      try Parameter.require(times[i] > times[i - 1], "time", times[i], "in strictly rising order")
      sums.append(sums[i - 1] + 0.5 * (rates[i] + rates[i - 1]) * (times[i] - times[i - 1]))
    }
    try Parameter.finite("expected number of events", sums[sums.count - 1])
    self.times = times
    self.rates = rates
    cumulative = sums
  }

  /// The expected number of events over all knots.
  public var total: Double { cumulative[cumulative.count - 1] }

  /// The rate at a time.
  public func rate(at time: Double) -> Double {
    guard time >= times[0], time <= times[times.count - 1] else { return 0 }
    let i = Self.segment(times, time)
    return rates[i] + slope(i) * (time - times[i])
  }

  /// The expected number of events up to a time.
  public func cumulative(at time: Double) -> Double {
    if time <= times[0] { return 0 }
    if time >= times[times.count - 1] { return total }
    let i = Self.segment(times, time)
    let elapsed = time - times[i]
    return cumulative[i] + elapsed * (rates[i] + 0.5 * slope(i) * elapsed)
  }

  /// The time up to which that many events are expected: the inverse of ``cumulative(at:)``.
  ///
  /// Solves the quadratic in the form that neither cancels nor divides by a vanishing slope.
  public func time(atCumulative events: Double) -> Double {
    if events <= 0 { return times[0] }
    if events >= total { return times[times.count - 1] }
    let i = Self.segment(cumulative, events)
    let rest = events - cumulative[i]
    let root = max(0, rates[i] * rates[i] + 2 * slope(i) * rest).squareRoot()
    let elapsed = rest == 0 ? 0 : 2 * rest / (rates[i] + root)
    return min(times[i] + elapsed, times[i + 1])
  }

  /// The mean time of an event; not a number where none is expected.
  public var meanTime: Double {
    var sum = 0.0
    for i in 0..<(times.count - 1) {
      let width = times[i + 1] - times[i]
      let events = cumulative[i + 1] - cumulative[i]
      sum += times[i] * events + width * width * (rates[i] / 6 + rates[i + 1] / 3)
    }
    return sum / total
  }

  /// The next event after a time, by inversion; nil when none follows.
  public func next(after time: Double, _ stream: inout RandomStream) -> Double? {
    let target = cumulative(at: time) + stream.exponential()
    return target < total ? self.time(atCumulative: target) : nil
  }

  /// The next event after a time, by thinning under each segment's higher rate; nil when none follows.
  ///
  /// A cross-check of ``next(after:_:)`` in law, not draw by draw.
  public func nextByThinning(after time: Double, _ stream: inout RandomStream) -> Double? {
    var now = max(time, times[0])
    while now < times[times.count - 1] {
      let i = Self.segment(times, now)
      let majorant = max(rates[i], rates[i + 1])
      let candidate = majorant > 0 ? now + stream.exponential() / majorant : .infinity
      if candidate >= times[i + 1] {
        now = times[i + 1]
      } else {
        now = candidate
        if stream.uniform() * majorant < rate(at: now) { return now }
      }
    }
    return nil
  }

  private func slope(_ i: Int) -> Double { (rates[i + 1] - rates[i]) / (times[i + 1] - times[i]) }

  /// The last segment that begins at or before a value inside the range.
  private static func segment(_ knots: [Double], _ value: Double) -> Int {
    var low = 0
    var high = knots.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}
