/// A capacity that changes at known instants: servers on shift, a step function c(t).
///
/// Every question is a binary search, O(log n).
public struct CapacityCalendar: Hashable, Sendable {
  /// A change of the capacity.
  public struct Step: Hashable, Sendable, BitwiseCopyable {
    /// The first instant of the new capacity.
    public var at: SimTime
    /// The capacity from then on, not negative.
    public var capacity: Int

    /// A capacity from an instant on.
    public init(at: SimTime, capacity: Int) {
      self.at = at
      self.capacity = capacity
    }
  }

  @usableFromInline let times: [Int64]
  /// The capacity between changes: one more than `times`.
  @usableFromInline let levels: [Int]

  /// A capacity from the beginning of time and its later changes; of several at one instant the last counts.
  ///
  /// - Precondition: Steps do not descend in time and capacities are not negative.
  public init(initial: Int, _ steps: some Sequence<Step>) {
    var times: [Int64] = []
    var levels = [initial]
    for step in steps {
      precondition(step.capacity >= 0, "a capacity is not negative")
      precondition(times.last.map { $0 <= step.at.microseconds } ?? true, "steps of a capacity ascend")
      if times.last == step.at.microseconds {
        times.removeLast()
        levels.removeLast()
      }
      if levels[levels.count - 1] != step.capacity {
        times.append(step.at.microseconds)
        levels.append(step.capacity)
      }
    }
    precondition(initial >= 0, "a capacity is not negative")
    self.times = times
    self.levels = levels
  }

  /// The same capacity at all times.
  public static func constant(_ capacity: Int) -> CapacityCalendar { CapacityCalendar(initial: capacity, []) }

  /// Shifts that add up: as many servers as each calendar that is open brings. O(n log n).
  public init(shifts: [(calendar: WorkCalendar, servers: Int)]) {
    var changes: [(at: Int64, by: Int)] = []
    for (calendar, servers) in shifts {
      changes += calendar.opens.map { ($0, servers) } + calendar.closes.map { ($0, -servers) }
    }
    var level = 0
    var steps: [Step] = []
    for change in changes.sorted(by: { ($0.at, -$0.by) < ($1.at, -$1.by) }) {
      level += change.by
      steps.append(Step(at: SimTime(microseconds: change.at), capacity: level))
    }
    self.init(initial: 0, steps)
  }

  /// The capacity at an instant.
  @inlinable public func capacity(at time: SimTime) -> Int { levels[times.countAtMost(time.microseconds)] }

  /// The first instant after `time` at which the capacity changes; ``SimTime/distantFuture`` when it stays.
  @inlinable public func nextChange(after time: SimTime) -> SimTime {
    let place = times.countAtMost(time.microseconds)
    return place < times.count ? SimTime(microseconds: times[place]) : .distantFuture
  }

  /// The largest capacity of all times.
  public var maximum: Int { levels.max() ?? 0 }

  /// The changes in order.
  public var steps: [Step] {
    times.indices.map { Step(at: SimTime(microseconds: times[$0]), capacity: levels[$0 + 1]) }
  }

  /// The capacity integrated over time, in server-seconds.
  public func serverSeconds(from start: SimTime, to end: SimTime) -> Double {
    var total = 0.0
    var at = start
    while at < end {
      let next = min(nextChange(after: at), end)
      total += Double(capacity(at: at)) * (next - at).seconds
      at = next
    }
    return total
  }

  /// The capacity times a factor, rounded down: a strike leaves a fifth. Factors are in thousandths.
  public func scaled(perMille: Int) -> CapacityCalendar {
    CapacityCalendar(
      initial: levels[0] * perMille / 1_000,
      steps.map { Step(at: $0.at, capacity: $0.capacity * perMille / 1_000) })
  }
}
