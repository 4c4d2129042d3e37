/// How the front gets its order.
///
/// A short bucket is sorted by rank: each event's place is the number of keys below its own. That takes n squared
/// comparisons, but four at a time and without a branch to mispredict, which for 8 to 32 events is the fastest way.
extension Ladder {
  /// Buckets of up to this many bits of time have keys of 32 bits: the time in the bucket, then the place of arrival.
  static var rankBits: Int { 31 - 5 }

  /// Copies a chain of at most 32 events into the empty front in the order of time, then of arrival.
  mutating func drainSorted(_ first: UnsafeMutableRawPointer, _ last: UnsafeMutableRawPointer, _ n: Int) {
    head = front
    tail = front + n
    let keys = UnsafeMutableRawPointer(rankKeys).assumingMemoryBound(to: Int32.self)
    var arrival = 0
    Chunk.forEach(first, last) { chunk, count in
      let events = Chunk.events(chunk)
      for i in 0..<count {
        let offset = Int32(truncatingIfNeeded: events[i].time.microseconds &- base)
        keys[arrival] = offset &<< 5 | Int32(truncatingIfNeeded: arrival)
        arrival &+= 1
      }
    }
    arrival = 0
    var ranks = SIMD4<Int32>()
    Chunk.forEach(first, last) { chunk, count in
      let events = Chunk.events(chunk)
      for i in 0..<count {
        if arrival & 3 == 0 { ranks = rank(rankKeys[arrival &>> 2], among: keys, n) }
        front[Int(ranks[arrival & 3])] = events[i]
        arrival &+= 1
      }
      chunks.free(chunk)
    }
  }

  /// How many of the first `n` keys are below each of four.
  @inline(__always) func rank(_ four: SIMD4<Int32>, among keys: UnsafePointer<Int32>, _ n: Int) -> SIMD4<Int32> {
    var ranks = SIMD4<Int32>()
    for j in 0..<n { ranks &-= unsafeBitCast(four .> SIMD4(repeating: keys[j]), to: SIMD4<Int32>.self) }
    return ranks
  }

  /// Sorts a short front that mostly is in order already.
  func sortNearly(_ n: Int) {
    let events = head
    var i = 1
    while i < n {
      let event = events[i]
      var hole = i
      while hole > 0, Event.precedes(event, events[hole - 1]) {
        events[hole] = events[hole - 1]
        hole -= 1
      }
      if hole < i { events[hole] = event }
      i += 1
    }
  }

  /// Sorts many events of one instant: mostly they are in order.
  func sortInstant(_ n: Int) {
    var i = 1
    while i < n, Event.precedes(head[i - 1], head[i]) { i += 1 }
    if i == n { return }
    var events = UnsafeMutableBufferPointer(start: head, count: n)
    events.sort(by: Event.precedes)
  }
}
