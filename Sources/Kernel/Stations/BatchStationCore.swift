extension BatchStation {
  /// A job and when it came.
  @usableFromInline struct Member: BitwiseCopyable {
    @usableFromInline var job: UInt32
    @usableFromInline var since: SimTime

    @inlinable init(job: UInt32, since: SimTime) {
      self.job = job
      self.since = since
    }
  }

  /// The changing part of a batch station, behind one pointer.
  @usableFromInline struct Core {
    /// The index of timers and openings; all others name a server.
    @usableFromInline static var wakeUp: UInt32 { .max }

    @usableFromInline let batchSize: Int
    @usableFromInline let servers: Int
    /// The jobs of each server's batch, `batchSize` places a server.
    @usableFromInline let jobs: UnsafeMutablePointer<UInt32>
    @usableFromInline let arrivals: UnsafeMutablePointer<SimTime>
    /// The jobs in each server's batch; 0 when it is idle, negative while its batch is handed over.
    @usableFromInline let counts: UnsafeMutablePointer<Int>
    @usableFromInline var idle: Int
    @usableFromInline var served = 0
    @usableFromInline var started = 0
    @usableFromInline var line = Ring<Member>()
    @usableFromInline var armedFor = SimTime.distantFuture
    @usableFromInline var statistics = StationStatistics()

    @usableFromInline init(servers: Int, batchSize: Int) {
      self.batchSize = batchSize
      self.servers = servers
      idle = servers
      jobs = .allocate(capacity: servers * batchSize)
      arrivals = .allocate(capacity: servers * batchSize)
      counts = .allocate(capacity: servers)
      counts.initialize(repeating: 0, count: servers)
    }

    @usableFromInline func deallocate() {
      jobs.deallocate()
      arrivals.deallocate()
      counts.deallocate()
      line.deallocate()
    }

    @inlinable mutating func add(_ member: Member, to slot: Int, at now: SimTime) {
      let place = slot * batchSize + counts[slot]
      jobs[place] = member.job
      arrivals[place] = member.since
      counts[slot] += 1
      served += 1
      statistics.addStart(wait: now - member.since)
    }

    /// Adds a job to the first batch in progress that has a place.
    @inlinable mutating func join(_ job: UInt32, at now: SimTime) -> Bool {
      for slot in 0..<servers where counts[slot] > 0 && counts[slot] < batchSize {
        add(Member(job: job, since: now), to: slot, at: now)
        return true
      }
      return false
    }

    @inlinable mutating func startBatch(at now: SimTime) -> (slot: Int, jobs: Jobs) {
      var slot = 0
      while counts[slot] != 0 { slot += 1 }
      idle -= 1
      started += 1
      while counts[slot] < batchSize, let member = line.popFirst() { add(member, to: slot, at: now) }
      return (slot: slot, jobs: Jobs(start: jobs + slot * batchSize, count: counts[slot]))
    }

    @inlinable mutating func finish(_ slot: Int, at now: SimTime) -> Jobs {
      let count = counts[slot]
      precondition(count > 0, "a batch ends once")
      let first = slot * batchSize
      for place in first..<first + count { statistics.addFinish(sojourn: now - arrivals[place]) }
      served -= count
      counts[slot] = -1
      return Jobs(start: jobs + first, count: count)
    }

    @inlinable mutating func release(_ slot: Int) {
      counts[slot] = 0
      idle += 1
    }
  }
}

/// A first-in first-out queue of trivial values in one block that grows and is reused.
@usableFromInline struct Ring<Element: BitwiseCopyable> {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var head = 0
  @usableFromInline var count = 0
  @usableFromInline var mask: Int

  @usableFromInline init() {
    base = .allocate(capacity: 16)
    mask = 15
  }

  @usableFromInline func deallocate() { base.deallocate() }

  @inlinable var first: Element? { count == 0 ? nil : base[head] }

  @inlinable mutating func append(_ element: Element) {
    if count > mask { grow() }
    base[(head &+ count) & mask] = element
    count &+= 1
  }

  @inlinable mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = base[head]
    head = (head &+ 1) & mask
    count &-= 1
    return element
  }

  @inlinable mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * (mask + 1))
    let untilEnd = mask + 1 - head
    larger.update(from: base + head, count: untilEnd)
    (larger + untilEnd).update(from: base, count: head)
    base.deallocate()
    base = larger
    head = 0
    mask = 2 * mask + 1
  }
}
