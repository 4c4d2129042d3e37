/// The offsets from UTC of one place over time: what turns local times into instants and back.
///
/// The rule for local times: a local time means the first instant at which the local clock shows that time or a later one.
/// So a time that the clock skips means the end of the gap, and a time shown twice means its first occurrence.
/// Beyond the last transition the last offset holds.
public struct TimeZoneRules: Hashable, Sendable {
  /// A change of the offset.
  public struct Transition: Hashable, Sendable, BitwiseCopyable {
    /// The first instant with the new offset.
    public var at: SimTime
    /// The new offset in seconds east of UTC.
    public var offsetSeconds: Int32

    /// A change at an instant to an offset in seconds east of UTC.
    public init(at: SimTime, offsetSeconds: Int32) {
      self.at = at
      self.offsetSeconds = offsetSeconds
    }
  }

  /// First instants of the spans, ascending; the first span has none and starts before all time.
  @usableFromInline let starts: [Int64]
  /// The offset of each span, microseconds east of UTC: one more than `starts`.
  @usableFromInline let offsets: [Int64]
  /// For each start, the latest local time (exclusive) that any span before it shows.
  @usableFromInline let shownBefore: [Int64]

  /// Rules with a first offset in seconds east of UTC and its later changes.
  ///
  /// - Precondition: Transitions ascend strictly and offsets lie within 26 hours of UTC.
  public init(initialOffsetSeconds: Int32, transitions: [Transition] = []) {
    var starts: [Int64] = []
    var offsets = [Int64(initialOffsetSeconds) * 1_000_000]
    var shown: [Int64] = []
    for transition in transitions {
      let at = transition.at.microseconds
      precondition(starts.last.map { $0 < at } ?? true, "time zone transitions ascend")
      shown.append(max(shown.last ?? .min, at + offsets[offsets.count - 1]))
      starts.append(at)
      offsets.append(Int64(transition.offsetSeconds) * 1_000_000)
    }
    precondition(offsets.allSatisfy { abs($0) <= 26 * 3_600_000_000 }, "offsets lie within 26 hours of UTC")
    self.starts = starts
    self.offsets = offsets
    self.shownBefore = shown
  }

  /// Universal time: no offset, no changes.
  public static let utc = TimeZoneRules(initialOffsetSeconds: 0)

  /// How far the local clock is ahead of UTC at an instant. O(log n) in the number of transitions.
  @inlinable public func offset(at time: SimTime) -> SimDuration {
    SimDuration(microseconds: offsets[starts.countAtMost(time.microseconds)])
  }

  /// The date and time of day that the local clock shows at an instant.
  @inlinable public func local(at time: SimTime) -> (date: LocalDate, time: LocalTime) {
    let (date, clock) = SimTime.split(localMicroseconds: time.microseconds &+ offset(at: time).microseconds)
    return (date: date, time: clock)
  }

  /// The local date at an instant.
  @inlinable public func date(at time: SimTime) -> LocalDate { local(at: time).date }

  /// The instant of a local date and time: the end of the gap when it does not exist, the first when it is ambiguous.
  ///
  /// O(log n) in the number of transitions.
  @inlinable public func instant(_ date: LocalDate, _ time: LocalTime = .midnight) -> SimTime {
    instant(localMicroseconds: date.localMicroseconds &+ time.microseconds)
  }

  /// The first instant at which the local clock has counted so many microseconds since 1970-01-01T00:00, or more.
  @inlinable func instant(localMicroseconds local: Int64) -> SimTime {
    let span = shownBefore.countAtMost(local)
    let instant = local &- offsets[span]
    return SimTime(microseconds: span == 0 ? instant : max(instant, starts[span - 1]))
  }

  /// The second instant at which the local clock shows the time, where it is set back over it; nil anywhere else.
  public func secondInstant(_ date: LocalDate, _ time: LocalTime) -> SimTime? {
    let local = date.localMicroseconds + time.microseconds
    let first = instant(localMicroseconds: local).microseconds
    let span = starts.countAtMost(first)
    guard span < starts.count else { return nil }
    let again = local - offsets[span + 1]
    return again >= starts[span] && again > first ? SimTime(microseconds: again) : nil
  }

  /// The first instant of the local date after the one that holds `time`.
  @inlinable public func nextMidnight(after time: SimTime) -> SimTime { instant(date(at: time) + 1) }

  /// The transitions after `start` and before `end`.
  public func transitions(from start: SimTime, to end: SimTime) -> [Transition] {
    starts.indices.filter { starts[$0] > start.microseconds && starts[$0] < end.microseconds }.map {
      Transition(at: SimTime(microseconds: starts[$0]), offsetSeconds: Int32(offsets[$0 + 1] / 1_000_000))
    }
  }
}

extension Array where Element == Int64 {
  /// How many elements of this ascending array are at most `value`: the first place of a greater one. O(log n).
  @inlinable func countAtMost(_ value: Int64) -> Int {
    withUnsafeBufferPointer { elements in
      var low = 0
      var size = elements.count
      while size > 0 {
        let half = size &>> 1
        let isAtMost = elements[low &+ half] <= value
        low = isAtMost ? low &+ half &+ 1 : low
        size = isAtMost ? size &- half &- 1 : half
      }
      return low
    }
  }
}
