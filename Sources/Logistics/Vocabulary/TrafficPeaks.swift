import Kernel

/// When most visitors came to a market, by the second and by the minute.
///
/// Demand comes in time bins: the second's rate is the bin's visits over its length. Bins shorter than a minute add up within the
/// minute they begin in; longer ones count by their rate.
struct TrafficPeaks: Sendable, Equatable {
  /// A rate and the beginning of its second or minute; nil without visits.
  struct Peak: Sendable, Equatable {
    var visits = 0.0
    var at: SimTime?

    mutating func raise(_ visits: Double, _ at: SimTime) {
      if visits > self.visits { self = Peak(visits: visits, at: at) }
    }
  }

  private(set) var second = Peak()
  private(set) var minute = Peak()
  private var running: (number: Int64, visits: Int64) = (.min, 0)

  /// Takes the visits of a bin.
  mutating func add(_ visits: Int64, at now: SimTime, over length: SimDuration) {
    guard visits > 0, length > .zero else { return }
    let perSecond = Double(visits) / length.seconds
    second.raise(length < .seconds(1) ? Double(visits) : perSecond, now)
    if length >= .minutes(1) { return minute.raise(perSecond * 60, now) }
    let number = now.microseconds / 60_000_000
    if running.number != number { running = (number, 0) }
    running.visits += visits
    minute.raise(Double(running.visits), SimTime(microseconds: number * 60_000_000))
  }

  static func == (a: TrafficPeaks, b: TrafficPeaks) -> Bool {
    a.second == b.second && a.minute == b.minute && a.running == b.running
  }
}
