/// Counts events by kind and samples their host time.
///
/// Every event is counted; one in 251, a prime so that cycles in the model do not hide from it, is timed.
@usableFromInline struct KindProfiler {
  @usableFromInline static var period: Int { 251 }
  static var kinds: Int { 1 << 16 }

  @usableFromInline let counts: UnsafeMutablePointer<Int>
  @usableFromInline let samples: UnsafeMutablePointer<Int>
  @usableFromInline let nanoseconds: UnsafeMutablePointer<Int64>
  /// Events until the next one that is timed.
  @usableFromInline var untilSample = period

  init() {
    counts = .allocate(capacity: Self.kinds)
    counts.initialize(repeating: 0, count: Self.kinds)
    samples = .allocate(capacity: Self.kinds)
    samples.initialize(repeating: 0, count: Self.kinds)
    nanoseconds = .allocate(capacity: Self.kinds)
    nanoseconds.initialize(repeating: 0, count: Self.kinds)
  }

  func deallocate() {
    counts.deallocate()
    samples.deallocate()
    nanoseconds.deallocate()
  }
}

/// What the events of one kind cost the host.
public struct KindProfile: Sendable {
  /// The model's number of the kind.
  public var kind: UInt16
  /// Events executed.
  public var count: Int
  /// How many of them were timed.
  public var samples: Int
  /// Host time of a timed event, in nanoseconds on average; the clock's own cost is taken off.
  public var nanosecondsPerEvent: Double

  /// The host time of all the kind's events, in nanoseconds, as estimated from the samples.
  public var nanoseconds: Double { nanosecondsPerEvent * Double(count) }

  /// Adds up the regions' profiles, in the order of kinds.
  static func merge(_ profilers: [KindProfiler]) -> [KindProfile] {
    if profilers.isEmpty { return [] }
    let clock = clockCost()
    return (0..<KindProfiler.kinds).compactMap { kind in
      let count = profilers.reduce(0) { $0 + $1.counts[kind] }
      if count == 0 { return nil }
      let samples = profilers.reduce(0) { $0 + $1.samples[kind] }
      let nanoseconds = profilers.reduce(0) { $0 + $1.nanoseconds[kind] }
      let mean = samples == 0 ? 0 : max(0, Double(nanoseconds) / Double(samples) - clock)
      return KindProfile(kind: UInt16(kind), count: count, samples: samples, nanosecondsPerEvent: mean)
    }
  }

  /// What reading the clock twice takes, in nanoseconds.
  private static func clockCost() -> Double {
    var sum: Int64 = 0
    for _ in 0..<1_000 {
      let start = hostNanoseconds()
      sum += hostNanoseconds() - start
    }
    return Double(sum) / 1_000
  }
}
