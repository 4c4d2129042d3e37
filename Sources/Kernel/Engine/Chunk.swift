/// A block of events in a bucket: a link, then the events up to the end of the block.
///
/// Blocks are aligned to their size, so that an address tells whether a block is full.
enum Chunk {
  static var size: UInt { 512 }
  static var mask: UInt { size &- 1 }
  static var capacity: Int { Int(size) / MemoryLayout<Event>.stride }
  static var header: UInt { size &- UInt(capacity * MemoryLayout<Event>.stride) }

  /// The chunk in which a bucket's events end.
  static func start(_ end: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: end) &- 1) & ~mask).unsafelyUnwrapped
  }

  /// How many events the last chunk of a bucket has.
  static func count(_ end: UnsafeMutableRawPointer) -> Int {
    (end - start(end) - Int(header)) / MemoryLayout<Event>.stride
  }

  /// The chunk before this one in a bucket, or behind it in a chain or a pool.
  static func link(_ chunk: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    chunk.load(as: UnsafeMutableRawPointer?.self)
  }

  static func events(_ chunk: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Event> {
    (chunk + Int(header)).assumingMemoryBound(to: Event.self)
  }

  /// Turns the backward links of a chain; returns its first chunk and the number of events.
  static func reverse(_ end: UnsafeMutableRawPointer) -> (first: UnsafeMutableRawPointer, count: Int) {
    var chunk = start(end)
    var n = count(end)
    var following: UnsafeMutableRawPointer?
    while true {
      let previous = link(chunk)
      chunk.storeBytes(of: following, as: UnsafeMutableRawPointer?.self)
      guard let previous else { return (chunk, n) }
      n += capacity
      following = chunk
      chunk = previous
    }
  }

  /// The least time in a bucket, of the events that were added after its end was `old`; 0 stands for all of them.
  static func leastTime(_ end: UInt, since old: UInt) -> Int64 {
    var least = Int64.max
    var end = end
    while true {
      let chunk = (end &- 1) & ~mask
      let isOld = old &- 1 >= chunk && old &- 1 < chunk &+ size
      var event = isOld ? old : chunk &+ header
      while event < end {
        least = min(least, UnsafePointer<Event>(bitPattern: event).unsafelyUnwrapped.pointee.time.microseconds)
        event &+= UInt(MemoryLayout<Event>.stride)
      }
      let previous = link(UnsafeMutableRawPointer(bitPattern: chunk).unsafelyUnwrapped)
      guard !isOld, let previous else { return least }
      end = UInt(bitPattern: previous) &+ size
    }
  }

  /// Visits a chain's chunks in order; the body may free the one it gets.
  @inline(__always) static func forEach(
    _ first: UnsafeMutableRawPointer, _ end: UnsafeMutableRawPointer, _ body: (UnsafeMutableRawPointer, Int) -> Void
  ) {
    let last = start(end)
    var chunk = first
    while chunk != last {
      let next = link(chunk).unsafelyUnwrapped
      body(chunk, capacity)
      chunk = next
    }
    body(last, count(end))
  }

  /// The highest bit in which the times of a chain may differ, below `limit`; nil when they are all equal.
  ///
  /// Reads no further than to the first chunk that reaches one of the two highest bits, and then says the highest.
  static func highestDifferingBit(
    _ first: UnsafeMutableRawPointer, _ end: UnsafeMutableRawPointer, below limit: Int
  ) -> Int? {
    let reference = events(first)[0].time.microseconds
    var bits: Int64 = 0
    var chunk = first
    while true {
      let isLast = start(end) == chunk
      for i in 0..<(isLast ? count(end) : capacity) { bits |= events(chunk)[i].time.microseconds ^ reference }
      let highest = 63 - bits.leadingZeroBitCount
      if isLast { return highest < 0 ? nil : highest }
      if highest >= max(0, limit - 2) { return limit - 1 }
      chunk = link(chunk).unsafelyUnwrapped
    }
  }
}

/// Chunks that wait for use, and the slabs they come from.
@usableFromInline struct ChunkPool {
  var next: UnsafeMutableRawPointer?
  var slabs: UnsafeMutableRawPointer?
  var fresh: UnsafeMutableRawPointer
  var freshEnd: UnsafeMutableRawPointer
  var slabChunks = 64

  init() {
    fresh = UnsafeMutableRawPointer(bitPattern: Chunk.size).unsafelyUnwrapped
    freshEnd = fresh
  }

  mutating func allocate() -> UnsafeMutableRawPointer {
    if let chunk = next {
      next = Chunk.link(chunk)
      return chunk
    }
    if fresh == freshEnd { addSlab() }
    defer { fresh += Int(Chunk.size) }
    return fresh
  }

  mutating func free(_ chunk: UnsafeMutableRawPointer) {
    chunk.storeBytes(of: next, as: UnsafeMutableRawPointer?.self)
    next = chunk
  }

  /// Allocates half as much again as there is; the slab's first chunk links the slabs.
  @inline(never) mutating func addSlab() {
    let slab = UnsafeMutableRawPointer.allocate(
      byteCount: slabChunks * Int(Chunk.size), alignment: Int(Chunk.size))
    slab.storeBytes(of: slabs, as: UnsafeMutableRawPointer?.self)
    slabs = slab
    fresh = slab + Int(Chunk.size)
    freshEnd = slab + slabChunks * Int(Chunk.size)
    slabChunks += slabChunks / 2
  }

  func deallocate() {
    var slab = slabs
    while let memory = slab {
      slab = Chunk.link(memory)
      memory.deallocate()
    }
  }
}
