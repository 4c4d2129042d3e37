/// Counts events by kind and samples their host time.
///
/// Every event is counted; about one in 127, a prime so that cycles in the model do not hide from it, is timed.
@usableFromInline struct KindProfiler {
  @usableFromInline struct Entry {
    @usableFromInline var count = 0
    @usableFromInline var samples = 0
    @usableFromInline var nanoseconds: Int64 = 0

    @inlinable init() {}
  }

  @usableFromInline static var period: Int { 127 }

  @usableFromInline var entries: UnsafeMutablePointer<Entry>
  @usableFromInline var capacity = 256
  @usableFromInline var countdown = period

  init() {
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Entry(), count: capacity)
  }

  func deallocate() { entries.deallocate() }

  /// Counts an event; says whether to time it.
  @inlinable mutating func count(_ kind: UInt16) -> Bool {
    if Int(kind) >= capacity { grow(Int(kind)) }
    entries[Int(kind)].count &+= 1
    countdown &-= 1
    if countdown > 0 { return false }
    countdown = KindProfiler.period
    return true
  }

  @inlinable mutating func sample(_ kind: UInt16, nanoseconds: Int64) {
    entries[Int(kind)].samples &+= 1
    entries[Int(kind)].nanoseconds &+= nanoseconds
  }

  @usableFromInline mutating func grow(_ kind: Int) {
    var capacity = capacity
    while capacity <= kind { capacity *= 2 }
    let new = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    new.initialize(repeating: Entry(), count: capacity)
    new.update(from: entries, count: self.capacity)
    entries.deallocate()
    entries = new
    self.capacity = capacity
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
    let clock = clockCost()
    return (0..<(profilers.map(\.capacity).max() ?? 0)).compactMap { kind in
      var sum = KindProfiler.Entry()
      for profiler in profilers where kind < profiler.capacity {
        sum.count += profiler.entries[kind].count
        sum.samples += profiler.entries[kind].samples
        sum.nanoseconds += profiler.entries[kind].nanoseconds
      }
      if sum.count == 0 { return nil }
      let mean = sum.samples == 0 ? 0 : max(0, Double(sum.nanoseconds) / Double(sum.samples) - clock)
      return KindProfile(kind: UInt16(kind), count: sum.count, samples: sum.samples, nanosecondsPerEvent: mean)
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
