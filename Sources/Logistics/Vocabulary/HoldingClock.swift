import Kernel

/// The value of one region's stock integrated over time: what holding it costs, without an event.
struct HoldingClock: Sendable {
  /// Minor units times seconds since the start.
  private(set) var area = 0.0
  private var since: SimTime?

  /// Takes note of the time before the value of the stock changes, or at the end.
  mutating func advance(to now: SimTime, value: Int64) {
    if let since { area += Double(value) * (now - since).seconds }
    since = now
  }
}
