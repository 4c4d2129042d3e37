/// Buckets for a run of bits of the time: the digit that these bits form says which.
///
/// The sign bit is turned over, so that instants before the epoch come first.
@usableFromInline struct Rung {
  static var maxWidth: Int { 11 }

  var shift: Int64 = 0
  var mask: Int64 = 0
  /// By digit: where the next event goes; 0 for an empty bucket.
  var ends: UnsafeMutablePointer<UInt>
  var occupied: UnsafeMutablePointer<UInt64>
  /// Buckets that there is memory for.
  var capacity = 0
  /// Bits of time that this rung covers.
  var width = 0
  /// No bucket before this word of `occupied` holds events.
  var word = 0

  init() {
    // Memory comes with the first use: most sets never need more than a few rungs.
    ends = UnsafeMutablePointer(bitPattern: 8).unsafelyUnwrapped
    occupied = UnsafeMutablePointer(bitPattern: 8).unsafelyUnwrapped
  }

  func deallocate() {
    if capacity == 0 { return }
    ends.deallocate()
    occupied.deallocate()
  }

  /// Covers other bits; all buckets are empty.
  mutating func prepare(shift: Int, width: Int) {
    self.shift = Int64(shift)
    self.width = width
    mask = (1 &<< Int64(width)) - 1
    word = 0
    let n = max(64, 1 << width)
    if n <= capacity { return }
    deallocate()
    capacity = n
    ends = .allocate(capacity: n)
    ends.initialize(repeating: 0, count: n)
    occupied = .allocate(capacity: n / 64)
    occupied.initialize(repeating: 0, count: n / 64)
  }

  /// Adds an event to its bucket.
  @inline(__always) mutating func append(_ event: Event, _ chunks: inout ChunkPool) {
    let digit = Int(((event.time.microseconds ^ .min) &>> shift) & mask)
    var end = ends[digit]
    if end & Chunk.mask == 0 { end = extend(digit, end, &chunks) }
    UnsafeMutablePointer<Event>(bitPattern: end).unsafelyUnwrapped.pointee = event
    ends[digit] = end &+ UInt(MemoryLayout<Event>.stride)
  }

  /// Gives a bucket that is empty or has a full last chunk another chunk; returns the place of the next event.
  @inline(never) mutating func extend(_ digit: Int, _ end: UInt, _ chunks: inout ChunkPool) -> UInt {
    if end == 0 {
      occupied[digit >> 6] |= 1 &<< UInt64(digit & 63)
      word = min(word, digit >> 6)
    }
    let chunk = chunks.allocate()
    let previous = end == 0 ? nil : UnsafeMutableRawPointer(bitPattern: end &- Chunk.size)
    chunk.storeBytes(of: previous, as: UnsafeMutableRawPointer?.self)
    return UInt(bitPattern: chunk) &+ Chunk.header
  }

  /// The first bucket with events, in the order of time.
  mutating func firstOccupied() -> Int? {
    let words = Int(mask) / 64
    while word <= words {
      let bits = occupied[word]
      if bits != 0 { return word * 64 + bits.trailingZeroBitCount }
      word += 1
    }
    return nil
  }

  /// The first instant of a bucket, in the part of time that `base` belongs to.
  func start(of digit: Int, near base: Int64) -> Int64 {
    let covered = (mask &<< shift) | ((1 &<< shift) &- 1)
    return ((base & ~covered) | Int64(digit) &<< shift) ^ (covered < 0 ? .min : 0)
  }

  /// Where the next event of a bucket goes; the bucket is not empty.
  func end(of digit: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: ends[digit]).unsafelyUnwrapped
  }

  /// Empties a bucket; returns the end of its last chunk's events.
  mutating func take(_ digit: Int) -> UnsafeMutableRawPointer {
    defer { ends[digit] = 0 }
    occupied[digit >> 6] &= ~(1 &<< UInt64(digit & 63))
    return end(of: digit)
  }
}
