/// The parts of a future event set, and how an event gets in and out; the idea stands at ``FutureEventSet``.
///
/// Invariants between calls: events in the front are at or before `frontLast`, events in rungs after it. The bucket of
/// `base`, which has `frontBits` bits, holds the instant of the last event popped; rungs cover all bits above it.
@usableFromInline struct Ladder {
  /// A bucket of up to this many events is sorted into the front at once.
  static var sortLimit: Int { 32 }
  /// A front of this many events is spread over rungs.
  static var frontLimit: Int { 64 }

  @usableFromInline var head: UnsafeMutablePointer<Event>
  @usableFromInline var tail: UnsafeMutablePointer<Event>
  /// The last instant that belongs to the front.
  var frontLast: Int64 = .max
  /// An instant of the bucket that the front stands for.
  var base: Int64 = 0
  @usableFromInline var count = 0
  /// By the highest bit in which a time differs from `base`: where it belongs.
  var rungOfBit: UnsafeMutablePointer<UnsafeMutablePointer<Rung>>
  @usableFromInline var overtakers = EventHeap()

  var front: UnsafeMutablePointer<Event>
  var frontEnd: UnsafeMutablePointer<Event>
  /// Bits of time within the bucket that the front stands for.
  var frontBits = 64
  /// The time of an event popped lately: nothing can be pushed before it.
  var floor: Int64 = .min
  /// The bucket whose least time is known, as far as its events went then.
  var peekedDigit = -1
  var peekedRung = 0
  var peekedEnd: UInt = 0
  var peekedLeast: Int64 = .max
  /// From the coarsest to the finest, `depth` of them in use.
  var rungs: UnsafeMutablePointer<Rung>
  var depth = 0
  var chunks = ChunkPool()
  /// Room for the keys of a short bucket.
  let rankKeys: UnsafeMutablePointer<SIMD4<Int32>>

  init() {
    front = .allocate(capacity: 4 * Ladder.frontLimit)
    frontEnd = front + 4 * Ladder.frontLimit
    head = front
    tail = front
    rungs = .allocate(capacity: 64)
    for i in 0..<64 { (rungs + i).initialize(to: Rung()) }
    rankKeys = .allocate(capacity: Ladder.sortLimit / 4)
    rankKeys.initialize(repeating: SIMD4(), count: Ladder.sortLimit / 4)
    rungOfBit = .allocate(capacity: 64)
    rungOfBit.initialize(repeating: rungs, count: 64)
  }

  func deallocate() {
    front.deallocate()
    for i in 0..<64 { rungs[i].deallocate() }
    rungs.deallocate()
    rungOfBit.deallocate()
    rankKeys.deallocate()
    overtakers.deallocate()
    chunks.deallocate()
  }

  // MARK: In

  @usableFromInline mutating func push(_ event: Event) {
    count &+= 1
    if event.time.microseconds > frontLast { file(event) } else { insert(event) }
  }

  /// Puts an event later than the front into its bucket.
  @inline(__always) mutating func file(_ event: Event) {
    let bit = 63 &- (event.time.microseconds ^ base).leadingZeroBitCount
    rungOfBit[bit].pointee.append(event, &chunks)
  }

  /// Puts an event into the sorted front.
  @inline(__always) mutating func insert(_ event: Event) {
    if tail == frontEnd { reserve(tail - head) }
    if tail - head >= Ladder.frontLimit { return insertIntoLong(event) }
    place(event)
  }

  /// Shifts what comes after an event, from the end of the front, and stores it.
  @inline(__always) mutating func place(_ event: Event) {
    var hole = tail
    tail += 1
    // The times alone decide nearly always; equal ones stand next to each other.
    while hole > head, hole[-1].time.microseconds > event.time.microseconds {
      hole.pointee = hole[-1]
      hole -= 1
    }
    while hole > head, hole[-1].time.microseconds == event.time.microseconds, Event.precedes(event, hole[-1]) {
      hole.pointee = hole[-1]
      hole -= 1
    }
    hole.pointee = event
  }

  /// Appends an event to a long front if it is the last of its last instant, else makes the front shorter.
  @inline(never) mutating func insertIntoLong(_ event: Event) {
    if event.time == tail[-1].time, Event.precedes(tail[-1], event) { return place(event) }
    updateFloor()
    if head[0].time == tail[-1].time, floor == head[0].time.microseconds {
      if frontLast != floor { narrow() }
      if event.time.microseconds > frontLast { file(event) } else { overtakers.push(event) }
    } else {
      spreadFront()
      if event.time.microseconds > frontLast { file(event) } else { insert(event) }
    }
  }

  // MARK: Out

  /// Pops the least event when the front is empty or overtaken.
  @usableFromInline @inline(never) mutating func popSlowly(_ last: Int64) -> Event? {
    if overtakers.count > 0, head == tail || Event.precedes(overtakers.base[0], head[0]) {
      guard overtakers.base[0].time.microseconds <= last else { return nil }
      count &-= 1
      floor = overtakers.base[0].time.microseconds
      return overtakers.pop()
    }
    if head == tail, !advance(last) { return nil }
    guard head[0].time.microseconds <= last else { return nil }
    count &-= 1
    head += 1
    return head[-1]
  }

  /// The time of the least event when the front is empty or overtaken.
  @usableFromInline @inline(never) mutating func earliestSlowly() -> SimTime? {
    if overtakers.count > 0 {
      let time = overtakers.base[0].time
      return head == tail ? time : min(time, head[0].time)
    }
    if head < tail { return head[0].time }
    guard let (rung, digit) = nextBucket() else { return nil }
    return SimTime(microseconds: leastTime(rung, digit))
  }

  // MARK: The front's block

  /// Moves the front to the start of its block, and gives it a larger block when `needed` events fill more than half.
  mutating func reserve(_ needed: Int) {
    updateFloor()
    let length = tail - head
    if frontEnd - front < 2 * needed {
      let new = UnsafeMutablePointer<Event>.allocate(capacity: 2 * needed)
      new.update(from: head, count: length)
      front.deallocate()
      front = new
      frontEnd = new + 2 * needed
    } else {
      front.update(from: head, count: length)
    }
    head = front
    tail = front + length
  }

  /// Before `head` lies the event that was popped last, unless the front has moved since.
  @inline(__always) mutating func updateFloor() {
    if head > front { floor = head[-1].time.microseconds }
  }
}
