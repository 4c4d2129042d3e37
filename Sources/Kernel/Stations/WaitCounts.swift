/// How long jobs waited, counted in buckets: 32 to each power of two of microseconds.
///
/// A quantile is the upper end of its bucket: never too short, and too long by at most a 32nd. The layout is that of
/// ``LogHistogram`` with a precision of 5 and 32-bit counters: 7.5 kB behind a pointer that the station owns. Recording is
/// O(1) and allocates nothing.
@usableFromInline struct WaitCounts {
  @usableFromInline let counts: UnsafeMutablePointer<UInt32>
  /// The binary digits kept of each wait after the first.
  @usableFromInline static var precision: Int { 5 }
  @usableFromInline static var size: Int { (64 - precision) << precision }

  @usableFromInline init() {
    counts = .allocate(capacity: Self.size)
    counts.initialize(repeating: 0, count: Self.size)
  }

  @usableFromInline func deallocate() { counts.deallocate() }

  @usableFromInline func reset() { counts.update(repeating: 0, count: Self.size) }

  /// Counts one wait; negative ones count as none.
  @inlinable @inline(__always) func record(_ wait: SimDuration) {
    counts[Self.bucket(max(0, wait.microseconds))] &+= 1
  }

  /// Takes all that other counts hold.
  func merge(_ other: WaitCounts) {
    for bucket in 0..<Self.size { counts[bucket] &+= other.counts[bucket] }
  }

  /// The wait that a share of all jobs does not exceed: the upper end of its bucket; nil where there are none.
  func quantile(_ probability: Double) -> SimDuration? {
    var total: UInt64 = 0
    for bucket in 0..<Self.size { total += UInt64(counts[bucket]) }
    guard total > 0 else { return nil }
    let rank = max(1, UInt64((probability * Double(total)).rounded(.up)))
    var seen: UInt64 = 0
    for bucket in 0..<Self.size {
      seen += UInt64(counts[bucket])
      if seen >= rank { return Self.last(of: bucket) }
    }
    return nil
  }

  /// Waits below 2^precision have a bucket each; above, every power of two has 2^precision of equal width.
  @inlinable @inline(__always) static func bucket(_ microseconds: Int64) -> Int {
    let shift = max(0, 63 &- precision &- microseconds.leadingZeroBitCount)
    return shift &<< precision &+ Int(truncatingIfNeeded: microseconds &>> Int64(truncatingIfNeeded: shift))
  }

  private static func last(of bucket: Int) -> SimDuration {
    let shift = max(0, bucket >> precision - 1)
    let low = Int64(bucket - shift << precision) << Int64(shift)
    return SimDuration(microseconds: low + (Int64(1) << Int64(shift) - 1))
  }
}
