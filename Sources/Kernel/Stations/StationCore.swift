extension Station {
  /// A server and the job it holds.
  @usableFromInline struct Slot: BitwiseCopyable {
    @usableFromInline var entry: WaitingLine.Entry
    @usableFromInline var start: SimTime
    @usableFromInline var end: SimTime
    /// The place among all starts, or ``idle``.
    @usableFromInline var startSerial: UInt64

    @usableFromInline static var idle: UInt64 { .max }

    @inlinable init(entry: WaitingLine.Entry, start: SimTime, end: SimTime, startSerial: UInt64) {
      self.entry = entry
      self.start = start
      self.end = end
      self.startSerial = startSerial
    }
  }

  /// All that a station has, behind one pointer: no exclusivity checks, no copies.
  @usableFromInline struct Core: ~Copyable {
    /// The index of events that change the shift; all others name a slot.
    @usableFromInline static var shiftChange: UInt32 { .max }

    @usableFromInline var slots: UnsafeMutablePointer<Slot> = .allocate(capacity: 1)
    @usableFromInline var slotCount = 0
    /// The first free slot; each names the next in its `entry.job`.
    @usableFromInline var firstFree: UInt32 = .max
    @usableFromInline var busy = 0
    @usableFromInline var startSerial: UInt64 = 0
    /// The planned servers of a station without shifts.
    @usableFromInline var servers = 0
    /// The servers in place of the plan; negative when there is none.
    @usableFromInline var override = -1
    /// The servers that work now, and the instant up to which that holds.
    @usableFromInline var level = 0
    @usableFromInline var levelUntil = SimTime.distantFuture
    @usableFromInline var armedFor = SimTime.distantFuture
    @usableFromInline var statistics = StationStatistics()

    @usableFromInline let line: WaitingLine
    @usableFromInline let waits = WaitCounts()
    let calendar: WorkCalendar?
    let shifts: CapacityCalendar?
    // What the hot path asks about the two above: looking at them there would count references.
    @usableFromInline let hasCalendar: Bool
    @usableFromInline let hasShifts: Bool
    @usableFromInline let preempts: Bool
    @usableFromInline let maximumWaiting: Int
    @usableFromInline let kind: UInt16
    @usableFromInline let tag: UInt16

    init(
      _ capacity: Capacity, discipline: WaitingLine.Discipline, preempts: Bool, maximumWaiting: Int, kind: UInt16,
      tag: UInt16
    ) {
      line = WaitingLine(discipline)
      (servers, calendar, shifts) = capacity.parts
      (hasCalendar, hasShifts) = (capacity.parts.calendar != nil, capacity.parts.shifts != nil)
      self.preempts = preempts
      self.maximumWaiting = maximumWaiting
      self.kind = kind
      self.tag = tag
    }

    func deallocate() {
      waits.deallocate()
      slots.deallocate()
    }

    /// A free slot, from now on busy; it stays where it is until the next one is taken.
    @inlinable mutating func takeSlot() -> UnsafeMutablePointer<Slot> {
      if firstFree == .max { grow() }
      let slot = slots + Int(firstFree)
      firstFree = slot.pointee.entry.job
      busy += 1
      return slot
    }

    @inlinable mutating func freeSlot(_ slot: UInt32) {
      slots[Int(slot)].startSerial = Slot.idle
      slots[Int(slot)].entry.job = firstFree
      firstFree = slot
      busy -= 1
    }

    @usableFromInline mutating func grow() {
      let count = max(4, slotCount * 2)
      let larger = UnsafeMutablePointer<Slot>.allocate(capacity: count)
      larger.update(from: slots, count: slotCount)
      for slot in slotCount..<count {
        let next = slot + 1 == count ? UInt32.max : UInt32(slot + 1)
        let entry = WaitingLine.Entry(job: next, priority: 0, since: .zero, work: .zero)
        larger[slot] = Slot(entry: entry, start: .zero, end: .zero, startSerial: Slot.idle)
      }
      slots.deallocate()
      slots = larger
      firstFree = UInt32(slotCount)
      slotCount = count
    }

    /// How many jobs may stay in service: with a common calendar servers keep theirs while it is closed.
    @inlinable var serversToKeep: Int {
      hasCalendar ? (override >= 0 ? override : servers) : level
    }

    @usableFromInline func countEnding(at now: SimTime) -> Int {
      (0..<slotCount).count { slots[$0].startSerial != Slot.idle && slots[$0].end == now }
    }

    /// The busy slot whose service began last and does not end by `now`.
    @usableFromInline func latestStarted(endingAfter now: SimTime) -> UInt32? {
      var latest: UInt32?
      for slot in 0..<slotCount where slots[slot].startSerial != Slot.idle && slots[slot].end > now {
        if latest.map({ slots[Int($0)].startSerial < slots[slot].startSerial }) ?? true { latest = UInt32(slot) }
      }
      return latest
    }
  }
}
