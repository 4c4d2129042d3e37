/// The time average of a level that changes in steps: a queue's length, stock on hand, busy servers.
@frozen public struct TimeWeighted: Sendable, BitwiseCopyable {
  /// The present level.
  public private(set) var value: Double
  /// When the level last changed.
  public private(set) var lastChange: SimTime
  /// The largest level.
  public private(set) var max: Double
  /// The smallest level.
  public private(set) var min: Double
  private var area = 0.0
  private var elapsed: Int64 = 0

  /// Starts at an instant with a level.
  public init(start: SimTime, value: Double = 0) {
    self.value = value
    lastChange = start
    max = value
    min = value
  }

  /// Sets the level from an instant on; instants must not go back.
  public mutating func set(_ newValue: Double, at time: SimTime) {
    advance(to: time)
    value = newValue
    if newValue > max { max = newValue }
    if newValue < min { min = newValue }
  }

  /// Changes the level by a difference from an instant on.
  public mutating func add(_ difference: Double, at time: SimTime) { set(value + difference, at: time) }

  /// Forgets the past, as at the end of a warm-up; the level stays.
  public mutating func reset(at time: SimTime) {
    advance(to: time)
    self = TimeWeighted(start: time, value: value)
  }

  /// Accounts for the present level up to an instant.
  public mutating func advance(to time: SimTime) {
    let span = time.microseconds - lastChange.microseconds
    precondition(span >= 0, "a level observed in the past")
    area += value * Double(span)
    elapsed += span
    lastChange = time
  }

  /// The average from the start to the last instant accounted for; the level itself where no time has passed.
  public var mean: Double { elapsed > 0 ? area / Double(elapsed) : value }
  /// The level summed over time, in units of level times seconds.
  public var levelSeconds: Double { area * 1e-6 }
  /// The time accounted for.
  public var duration: SimDuration { SimDuration(microseconds: elapsed) }

  /// Takes in the time that another average accounted for, as if both periods followed each other.
  public mutating func merge(_ other: TimeWeighted) {
    area += other.area
    elapsed += other.elapsed
    max = Swift.max(max, other.max)
    min = Swift.min(min, other.min)
  }
}
