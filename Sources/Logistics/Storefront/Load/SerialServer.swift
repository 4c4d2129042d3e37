import Kernel

/// Servers that each work on one request after the other for a fixed time, as the instants at which they are free again.
///
/// Exact for first come, first served, in O(1) a request and without events. The work is done even when the caller has
/// gone: its time is taken in any case.
struct SerialServer {
  private let time: SimDuration
  private let timeout: SimDuration
  private var free: [SimTime]
  /// Spans in which nothing is served, ascending.
  private let outages: [Range<SimTime>]
  private(set) var timedOut: Int64 = 0
  /// The longest wait of a request that was served in time.
  private(set) var longest = SimDuration.zero

  init(_ count: Int, time: SimDuration, timeout: SimDuration, outages: [Range<SimTime>] = []) {
    self.time = time
    self.timeout = timeout
    self.outages = outages
    free = .init(repeating: SimTime(microseconds: .min), count: count)
  }

  /// When a request that comes now is done; nil when its caller will have gone.
  mutating func finish(_ server: Int, at now: SimTime) -> SimTime? {
    var begins = max(now, free[server])
    for outage in outages where outage.contains(begins) { begins = outage.upperBound }
    free[server] = begins + time
    if begins - now > timeout {
      timedOut += 1
      return nil
    }
    longest = max(longest, begins - now)
    return begins + time
  }
}

extension SerialServer {
  /// Takes over the work in hand.
  mutating func inherit(_ old: SerialServer) {
    free = old.free
    timedOut = old.timedOut
    longest = old.longest
  }
}
