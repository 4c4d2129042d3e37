/// A span of simulated time in whole microseconds; it may be negative.
public struct SimDuration: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The span's length in microseconds.
  public var microseconds: Int64

  /// Makes a span of that many microseconds.
  @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

  /// No time at all.
  @inlinable public static var zero: SimDuration { SimDuration(microseconds: 0) }

  /// A span of whole microseconds.
  @inlinable public static func microseconds(_ n: Int64) -> SimDuration { SimDuration(microseconds: n) }
  /// A span of whole milliseconds.
  @inlinable public static func milliseconds(_ n: Int64) -> SimDuration { SimDuration(microseconds: n * 1_000) }
  /// A span of whole seconds.
  @inlinable public static func seconds(_ n: Int64) -> SimDuration { SimDuration(microseconds: n * 1_000_000) }
  /// A span of whole minutes.
  @inlinable public static func minutes(_ n: Int64) -> SimDuration { SimDuration(microseconds: n * 60_000_000) }
  /// A span of whole hours.
  @inlinable public static func hours(_ n: Int64) -> SimDuration { SimDuration(microseconds: n * 3_600_000_000) }
  /// A span of whole days.
  @inlinable public static func days(_ n: Int64) -> SimDuration { SimDuration(microseconds: n * 86_400_000_000) }

  /// The nearest whole microsecond to a number of seconds; halves round away from zero.
  ///
  /// Values beyond about 292,000 years saturate, so that a heavy tail cannot trap.
  @inlinable public init(seconds: Double) {
    let us = (seconds * 1e6).rounded()
    self.microseconds = us >= 9.2e18 ? Int64.max / 2 : us <= -9.2e18 ? Int64.min / 2 : Int64(us)
  }

  /// The span in seconds.
  @inlinable public var seconds: Double { Double(microseconds) * 1e-6 }

  /// Orders spans, shorter first.
  @inlinable public static func < (a: SimDuration, b: SimDuration) -> Bool { a.microseconds < b.microseconds }
  /// The sum of two spans.
  @inlinable public static func + (a: SimDuration, b: SimDuration) -> SimDuration {
    SimDuration(microseconds: a.microseconds &+ b.microseconds)
  }
  /// The difference of two spans.
  @inlinable public static func - (a: SimDuration, b: SimDuration) -> SimDuration {
    SimDuration(microseconds: a.microseconds &- b.microseconds)
  }
  /// A span repeated.
  @inlinable public static func * (a: SimDuration, n: Int64) -> SimDuration {
    SimDuration(microseconds: a.microseconds &* n)
  }
  /// Lengthens a span.
  @inlinable public static func += (a: inout SimDuration, b: SimDuration) { a = a + b }
}
