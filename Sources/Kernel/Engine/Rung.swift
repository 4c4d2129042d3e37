/// Buckets for a run of bits of the time.
@usableFromInline struct Rung {
  static var maxWidth: Int { 11 }

  var shift: Int64 = 0
  var mask: Int64 = 0
  /// By digit: where the next event goes; 0 for an empty bucket.
  var ends: UnsafeMutablePointer<UInt>
  var occupied: UnsafeMutablePointer<UInt64>
  var capacity = 0
  var width = 0
  /// No bucket before this word of `occupied` holds events.
  var word = 0

  init() {
    ends = .allocate(capacity: 1)
    occupied = .allocate(capacity: 1)
  }

  func deallocate() {
    ends.deallocate()
    occupied.deallocate()
  }

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

  @inline(__always) mutating func append(_ event: Event, _ chunks: inout ChunkPool) {
    let digit = Int(((event.time.microseconds ^ .min) &>> shift) & mask)
    var end = ends[digit]
    if end & Chunk.mask == 0 { end = extend(digit, end, &chunks) }
    UnsafeMutablePointer<Event>(bitPattern: end).unsafelyUnwrapped.pointee = event
    ends[digit] = end &+ UInt(MemoryLayout<Event>.stride)
  }

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

  mutating func firstOccupied() -> Int? {
    let words = Int(mask) / 64
    while word <= words {
      let bits = occupied[word]
      if bits != 0 { return word * 64 + bits.trailingZeroBitCount }
      word += 1
    }
    return nil
  }

  func start(of digit: Int, near base: Int64) -> Int64 {
    let covered = (mask &<< shift) | ((1 &<< shift) &- 1)
    return ((base & ~covered) | Int64(digit) &<< shift) ^ (covered < 0 ? .min : 0)
  }

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
