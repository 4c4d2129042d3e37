/// How long jobs waited, counted in buckets: four to each power of two of microseconds, so a quantile is off by an eighth.
///
/// 256 counters behind a pointer that the station owns; recording is O(1) and allocates nothing.
@usableFromInline struct WaitCounts {
  @usableFromInline let counts: UnsafeMutablePointer<UInt32>
  @usableFromInline static var size: Int { 256 }

  @usableFromInline init() {
    counts = .allocate(capacity: Self.size)
    counts.initialize(repeating: 0, count: Self.size)
  }

  @usableFromInline func deallocate() { counts.deallocate() }

  @usableFromInline func reset() { counts.update(repeating: 0, count: Self.size) }

  /// Counts one wait; negative ones count as none.
  @inlinable @inline(__always) func record(_ wait: SimDuration) {
    let value = UInt64(max(0, wait.microseconds))
    let exponent = 63 &- max(4, value).leadingZeroBitCount
    let bucket = value < 4 ? Int(value) : 4 &* (exponent &- 1) &+ Int((value &>> UInt64(exponent &- 2)) & 3)
    counts[bucket] &+= 1
  }

  /// The wait that a share of all jobs does not exceed: the middle of its bucket; nil where there are none.
  func quantile(_ probability: Double) -> SimDuration? {
    var total: UInt64 = 0
    for bucket in 0..<Self.size { total += UInt64(counts[bucket]) }
    guard total > 0 else { return nil }
    let rank = max(1, UInt64((probability * Double(total)).rounded(.up)))
    var seen: UInt64 = 0
    for bucket in 0..<Self.size {
      seen += UInt64(counts[bucket])
      if seen >= rank { return Self.middle(of: bucket) }
    }
    return nil
  }

  private static func middle(of bucket: Int) -> SimDuration {
    guard bucket >= 4 else { return SimDuration(microseconds: Int64(bucket)) }
    let exponent = bucket / 4 + 1
    let width = Int64(1) << Int64(exponent - 2)
    return SimDuration(microseconds: Int64(4 + bucket % 4) * width + width / 2)
  }
}
