/// How buckets are opened and spread.
extension Ladder {
  /// The last instant of the bucket of `base`.
  var bucketLast: Int64 { frontBits == 64 ? .max : base | ((1 &<< Int64(frontBits)) &- 1) }

  // MARK: From rungs to the front

  /// Opens buckets until the front has the least event, if that happens by `last`; the front is empty.
  ///
  /// A bucket is opened only if one of its events is popped at once: nothing can be pushed before its start then.
  mutating func advance(_ last: Int64) -> Bool {
    updateFloor()
    guard let (rung, digit) = nextBucket() else { return false }
    let start = rung.pointee.start(of: digit, near: base)
    let end = start | ((1 &<< rung.pointee.shift) &- 1)
    if start > last || (end > last && leastTime(rung, digit) > last) { return false }
    peekedDigit = -1
    open(rung, digit)
    while head == tail {
      guard let (rung, digit) = nextBucket() else { preconditionFailure("a spread bucket has no events") }
      open(rung, digit)
    }
    return true
  }

  /// The next bucket in time; nil when there is none. Rungs that are used up go.
  mutating func nextBucket() -> (UnsafeMutablePointer<Rung>, Int)? {
    while depth > 0 {
      let rung = rungs + (depth - 1)
      if let digit = rung.pointee.firstOccupied() { return (rung, digit) }
      depth -= 1
      frontBits = Int(rung.pointee.shift) + rung.pointee.width
      frontLast = bucketLast
    }
    return nil
  }

  /// The least time in the next bucket; reads only what came since the last look.
  mutating func leastTime(_ rung: UnsafeMutablePointer<Rung>, _ digit: Int) -> Int64 {
    if peekedDigit != digit || peekedRung != depth {
      peekedDigit = digit
      peekedRung = depth
      peekedEnd = 0
      peekedLeast = .max
    }
    let end = rung.pointee.ends[digit]
    peekedLeast = min(peekedLeast, Chunk.leastTime(end, since: peekedEnd))
    peekedEnd = end
    return peekedLeast
  }

  /// Sorts a bucket's events into the empty front, or spreads them over a new rung.
  mutating func open(_ rung: UnsafeMutablePointer<Rung>, _ digit: Int) {
    base = rung.pointee.start(of: digit, near: base)
    frontBits = Int(rung.pointee.shift)
    frontLast = bucketLast
    let last = rung.pointee.take(digit)
    let (first, n) = Chunk.reverse(last)
    if n <= Ladder.sortLimit {
      if frontBits <= Ladder.rankBits { drainSorted(first, last, n) } else { drain(first, last, n) }
      sortNearly(n)
    } else if let bit = Chunk.highestDifferingBit(first, last, below: frontBits) {
      base = Chunk.events(first)[0].time.microseconds
      spread(first, last, over: addRungs(from: bit, n))
    } else {
      drain(first, last, n)
      sortInstant(n)
      narrow()
    }
  }

  /// Files a chain of chunks in a rung.
  mutating func spread(
    _ first: UnsafeMutableRawPointer, _ last: UnsafeMutableRawPointer, over rung: UnsafeMutablePointer<Rung>
  ) {
    Chunk.forEach(first, last) { chunk, count in
      let events = Chunk.events(chunk)
      for i in 0..<count { rung.pointee.append(events[i], &chunks) }
      chunks.free(chunk)
    }
  }

  /// Copies a chain of chunks into the empty front.
  mutating func drain(_ first: UnsafeMutableRawPointer, _ last: UnsafeMutableRawPointer, _ n: Int) {
    head = front
    tail = front
    if frontEnd - front <= n { reserve(n) }
    Chunk.forEach(first, last) { chunk, count in
      tail.update(from: Chunk.events(chunk), count: count)
      tail += count
      chunks.free(chunk)
    }
  }

  // MARK: From the front to rungs

  /// Files the later part of a long front, until it is short or has one instant only, that of `floor`.
  mutating func spreadFront() {
    precondition(head[0].time.microseconds >= floor, "event before the last one popped")
    peekedDigit = -1
    while tail - head > Ladder.frontLimit / 2, tail[-1].time.microseconds != floor {
      base = floor
      let bit = 63 - (floor ^ tail[-1].time.microseconds).leadingZeroBitCount
      _ = addRungs(from: bit, tail - head)
      frontLast = bucketLast
      fileTail()
    }
  }

  /// Files the events of the front that happen after `frontLast`.
  mutating func fileTail() {
    var kept = tail
    while kept > head, kept[-1].time.microseconds > frontLast { kept -= 1 }
    var event = kept
    while event < tail {
      file(event.pointee)
      event += 1
    }
    tail = kept
  }

  /// Lets the front stand for its one instant only.
  mutating func narrow() {
    base = head[0].time.microseconds
    addEmptyRungs(downTo: 0)
    frontLast = base
  }

  // MARK: Rungs

  /// Covers the bits of the front's bucket: the last of the new rungs spreads `n` events that differ in `bit`.
  mutating func addRungs(from bit: Int, _ n: Int) -> UnsafeMutablePointer<Rung> {
    precondition(bit >= 0 && bit < frontBits, "the events are not of the bucket that is spread")
    addEmptyRungs(downTo: bit + 1)
    let wanted = max(1, 61 - n.leadingZeroBitCount)
    let width = min(wanted, Rung.maxWidth, bit + 1)
    return addRung(width)
  }

  /// Covers the bits of the front's bucket from the top down to `bit`.
  mutating func addEmptyRungs(downTo bit: Int) {
    while frontBits > bit { _ = addRung(min(8, frontBits - bit)) }
  }

  mutating func addRung(_ width: Int) -> UnsafeMutablePointer<Rung> {
    let rung = rungs + depth
    depth += 1
    frontBits -= width
    rung.pointee.prepare(shift: frontBits, width: width)
    for bit in frontBits..<frontBits + width { rungOfBit[bit] = rung }
    return rung
  }
}
