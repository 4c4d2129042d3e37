/// An instant of simulated time: whole microseconds since the scenario's epoch, in UTC.
///
/// The epoch of Doorstep's scenarios is 1970-01-01T00:00:00Z, so an instant is also a Unix time in microseconds.
public struct SimTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Microseconds since the epoch.
  public var microseconds: Int64

  /// Makes the instant that many microseconds after the epoch.
  @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

  /// The epoch itself.
  @inlinable public static var zero: SimTime { SimTime(microseconds: 0) }
  /// An instant after every event a run can have.
  @inlinable public static var distantFuture: SimTime { SimTime(microseconds: .max) }

  /// Orders instants, earlier first.
  @inlinable public static func < (a: SimTime, b: SimTime) -> Bool { a.microseconds < b.microseconds }
  /// The instant a span after another.
  @inlinable public static func + (a: SimTime, b: SimDuration) -> SimTime {
    SimTime(microseconds: a.microseconds &+ b.microseconds)
  }
  /// The instant a span before another.
  @inlinable public static func - (a: SimTime, b: SimDuration) -> SimTime {
    SimTime(microseconds: a.microseconds &- b.microseconds)
  }
  /// The span from the second instant to the first.
  @inlinable public static func - (a: SimTime, b: SimTime) -> SimDuration {
    SimDuration(microseconds: a.microseconds &- b.microseconds)
  }
  /// Moves an instant by a span.
  @inlinable public static func += (a: inout SimTime, b: SimDuration) { a = a + b }
}
