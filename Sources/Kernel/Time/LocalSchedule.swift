/// The instants of something that recurs on a local clock: departures, waves, cut-offs, pick-ups.
///
/// Sorted instants, computed before the run; every question is a binary search, O(log n).
public struct LocalSchedule: Hashable, Sendable {
  @usableFromInline let times: [Int64]

  /// A schedule of instants in any order; equal ones become one.
  public init(_ instants: some Sequence<SimTime>) {
    var times: [Int64] = []
    for time in instants.lazy.map(\.microseconds).sorted() where times.last != time { times.append(time) }
    self.times = times
  }

  /// Local times on some weekdays: `18:00` from Monday to Friday.
  ///
  /// A time that the clock skips happens at the end of the gap, one that the clock shows twice happens the first time.
  ///
  /// - Parameters:
  ///   - localTimes: The times of day.
  ///   - days: The weekdays.
  ///   - holidays: Local dates without any.
  ///   - zone: The place's rules.
  ///   - horizon: The schedule holds the instants in this range.
  public init(
    at localTimes: [LocalTime], on days: Weekdays = .all, except holidays: some Sequence<LocalDate> = [],
    zone: TimeZoneRules, over horizon: Range<SimTime>
  ) {
    let dates = LocalSchedule.dates(days, except: holidays, zone: zone, over: horizon)
    let instants = dates.flatMap { date in localTimes.map { zone.instant(date, $0) } }
    self.init(instants.filter(horizon.contains))
  }

  /// Local dates at one time of day: single waves, drops, deadlines.
  public init(on dates: [LocalDate], at time: LocalTime, zone: TimeZoneRules) {
    self.init(dates.map { zone.instant($0, time) })
  }

  /// A grid on the local clock: every `interval` from `first` to before `end`, such as each full hour.
  ///
  /// Where the clock is set back, the times it shows again count again, so that hourly stays hourly; where it skips, the
  /// times in the gap become one at its end.
  ///
  /// - Precondition: `interval` is positive.
  public init(
    every interval: SimDuration, from first: LocalTime = .midnight, to end: LocalTime = .endOfDay,
    on days: Weekdays = .all, except holidays: some Sequence<LocalDate> = [],
    zone: TimeZoneRules, over horizon: Range<SimTime>
  ) {
    precondition(interval > .zero, "the interval of a grid is positive")
    let clock = stride(from: first.microseconds, to: end.microseconds, by: Int(interval.microseconds)).map {
      LocalTime(microseconds: $0)
    }
    var instants: [SimTime] = []
    for date in LocalSchedule.dates(days, except: holidays, zone: zone, over: horizon) {
      for time in clock {
        instants.append(zone.instant(date, time))
        if let again = zone.secondInstant(date, time) { instants.append(again) }
      }
    }
    self.init(instants.filter(horizon.contains))
  }

  /// The instants, ascending.
  public var instants: [SimTime] { times.map { SimTime(microseconds: $0) } }

  /// How many instants there are.
  @inlinable public var count: Int { times.count }

  /// The first instant at or after `time`: one that is ready exactly at the cut-off makes it.
  ///
  /// ``SimTime/distantFuture`` when the schedule has ended.
  @inlinable public func nextAtOrAfter(_ time: SimTime) -> SimTime {
    if time.microseconds == .min { return first }
    return next(after: SimTime(microseconds: time.microseconds &- 1))
  }

  /// The first instant after `time`; ``SimTime/distantFuture`` when the schedule has ended.
  @inlinable public func next(after time: SimTime) -> SimTime {
    let place = times.countAtMost(time.microseconds)
    return place < times.count ? SimTime(microseconds: times[place]) : .distantFuture
  }

  /// The last instant at or before `time`; nil when none has been.
  @inlinable public func last(atOrBefore time: SimTime) -> SimTime? {
    let place = times.countAtMost(time.microseconds)
    return place > 0 ? SimTime(microseconds: times[place - 1]) : nil
  }

  /// The first instant of all; ``SimTime/distantFuture`` when there is none.
  @inlinable public var first: SimTime { times.isEmpty ? .distantFuture : SimTime(microseconds: times[0]) }

  /// The instants at which a calendar is open: waves during opening hours.
  public func during(_ calendar: WorkCalendar) -> LocalSchedule { LocalSchedule(instants.filter(calendar.isOpen)) }

  /// The instants of both.
  public func union(_ other: LocalSchedule) -> LocalSchedule { LocalSchedule(instants + other.instants) }

  private static func dates(
    _ days: Weekdays, except holidays: some Sequence<LocalDate>, zone: TimeZoneRules, over horizon: Range<SimTime>
  ) -> [LocalDate] {
    let none = Set(holidays)
    let first = zone.date(at: horizon.lowerBound) + -1
    let last = zone.date(at: horizon.upperBound) + 1
    return (0...last - first).map { first + $0 }.filter { days.contains($0.weekday) && !none.contains($0) }
  }
}
