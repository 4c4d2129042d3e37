/// Servers in parallel with one line before them: a pack station, a storefront, an officer's desk.
///
/// A station schedules the events of its own completions and shifts on its region's scheduler; the model hands them back to
/// ``handle(_:on:_:)``. Jobs are rows of the model's tables. One event is pending per job in service, and one more while a
/// change of shift matters. Arrival and completion take O(1), O(log n) where a line has keys; ending a shift takes O(servers)
/// per job that is preempted. Nothing is allocated once line and servers have reached their largest size.
///
/// - SeeAlso: DOMAIN Appendix B5.
public final class Station {
  /// How many servers work when.
  public enum Capacity: Sendable {
    /// The same number at all times.
    case servers(Int)
    /// Servers with one common calendar.
    case calendar(WorkCalendar, servers: Int)
    /// Shifts: a number that changes.
    case stepped(CapacityCalendar)
  }

  /// What happens to the work in hand when a shift ends.
  public enum ShiftEnd: Sendable {
    /// The server finishes the job, then leaves.
    case finish
    /// Work stops and goes on later where it stopped.
    ///
    /// With a common calendar each server keeps its job: it ends at `workAdd(start, work)`. With shifts, the jobs started
    /// last go back to their places in the line with the work that remains.
    case preemptResume
  }

  /// What became of a job that came.
  public enum Arrival: Sendable, BitwiseCopyable {
    /// Its service has begun.
    case started
    /// It waits; with the ticket it can leave the line.
    case waiting(WaitingLine.Ticket)
    /// The line was full.
    case refused
  }

  /// What happened to a job in an event of the station.
  public enum Change: Sendable, BitwiseCopyable {
    /// Its service began, or was taken up again.
    case started(UInt32)
    /// Its service ended; it has left the station.
    case finished(UInt32)
    /// Its shift ended; it waits again.
    case preempted(UInt32)
  }

  @usableFromInline let core: UnsafeMutablePointer<Core>
  @usableFromInline let line: WaitingLine
  @usableFromInline let waits = WaitCounts()
  @usableFromInline let calendar: WorkCalendar?
  @usableFromInline let shifts: CapacityCalendar?
  @usableFromInline let shiftEnd: ShiftEnd
  @usableFromInline let maximumWaiting: Int
  @usableFromInline let kind: UInt16
  @usableFromInline let tag: UInt16

  /// A station without jobs.
  ///
  /// - Parameters:
  ///   - capacity: How many servers work when.
  ///   - shiftEnd: What happens to the work in hand when a shift ends.
  ///   - discipline: Who is served first.
  ///   - maximumWaiting: The longest line; who finds it full is refused.
  ///   - kind: The kind of the events that the station schedules.
  ///   - tag: The tag of these events: the station's number in the model.
  /// - Precondition: Numbers of servers and places are not negative.
  public init(
    _ capacity: Capacity, shiftEnd: ShiftEnd = .finish,
    discipline: WaitingLine.Discipline = .firstComeFirstServed, maximumWaiting: Int = .max, kind: UInt16,
    tag: UInt16 = 0
  ) {
    precondition(maximumWaiting >= 0, "a line has no negative number of places")
    self.shiftEnd = shiftEnd
    self.maximumWaiting = maximumWaiting
    self.kind = kind
    self.tag = tag
    line = WaitingLine(discipline)
    core = .allocate(capacity: 1)
    core.initialize(to: Core())
    switch capacity {
    case .servers(let count): (core.pointee.servers, calendar, shifts) = (count, nil, nil)
    case .calendar(let hours, let count): (core.pointee.servers, calendar, shifts) = (count, hours, nil)
    case .stepped(let steps): (core.pointee.servers, calendar, shifts) = (0, nil, steps)
    }
    precondition(core.pointee.servers >= 0, "a station has no negative number of servers")
    refreshLevel(.zero)
  }

  deinit {
    waits.deallocate()
    core.pointee.slots.deallocate()
    core.deallocate()
  }

  /// How many jobs wait.
  @inlinable public var waitingCount: Int { line.count }
  /// How many servers hold a job.
  @inlinable public var busyCount: Int { core.pointee.busy }
  /// How many jobs are here.
  @inlinable public var presentCount: Int { line.count + core.pointee.busy }

  /// How many servers work at an instant, which is not before the scheduler's clock last seen here.
  @inlinable public func serverCount(at now: SimTime) -> Int {
    if now >= core.pointee.levelUntil { refreshLevel(now) }
    return core.pointee.level
  }

  /// Takes a job in: it starts, waits, or is refused.
  ///
  /// - Parameters:
  ///   - job: The row of the job in the model's tables.
  ///   - work: The time a server works on it.
  ///   - priority: Its class or key in the line.
  @inlinable public func arrive<M>(
    _ job: UInt32, work: SimDuration, priority: Int64 = 0, on scheduler: Scheduler<M>
  ) -> Arrival {
    let now = observe(scheduler.now)
    core.pointee.statistics.arrived += 1
    if line.isEmpty, core.pointee.busy < serverCount(at: now) {
      let entry = WaitingLine.Entry(
        job: job, priority: priority, since: now, work: work, serial: line.nextSerial())
      start(entry, at: now, on: scheduler)
      arm(scheduler)
      return .started
    }
    guard line.count < maximumWaiting else {
      core.pointee.statistics.refused += 1
      return .refused
    }
    let ticket = line.join(job, priority: priority, at: now, work: work)
    core.pointee.statistics.longestLine = max(core.pointee.statistics.longestLine, line.count)
    arm(scheduler)
    return .waiting(ticket)
  }

  /// Executes an event of this station and reports what happened, in order.
  ///
  /// The station is consistent whenever it reports: the model may let jobs arrive here from within. A stale event, of a job
  /// that was preempted, reports nothing.
  @inlinable public func handle<M>(
    _ event: Event, on scheduler: Scheduler<M>, _ report: (Change) -> Void
  ) {
    let now = observe(scheduler.now)
    if event.index == Core.shiftChange {
      guard core.pointee.armedFor == now else { return }
      core.pointee.armedFor = .distantFuture
      settle(now, scheduler, report)
    } else {
      guard let job = finish(slot: event.index, at: now) else { return }
      report(.finished(job))
      startWaiting(scheduler, report)
      arm(scheduler)
    }
  }

  /// Takes a job out of the line: it has lost its patience. False when it does not wait any more.
  @inlinable public func leave<M>(_ ticket: WaitingLine.Ticket, on scheduler: Scheduler<M>) -> Bool {
    _ = observe(scheduler.now)
    guard line.remove(ticket) != nil else { return false }
    core.pointee.statistics.reneged += 1
    return true
  }

  /// Puts another number of servers in place of the planned one: a strike, overtime, absence; nil goes back to the plan.
  ///
  /// A common calendar still decides when they work. Fewer servers are treated like the end of a shift.
  @inlinable public func setServers<M>(
    _ count: Int?, on scheduler: Scheduler<M>, _ report: (Change) -> Void
  ) {
    precondition(count ?? 0 >= 0, "a station has no negative number of servers")
    let now = observe(scheduler.now)
    core.pointee.override = count ?? -1
    refreshLevel(now)
    settle(now, scheduler, report)
  }

  /// What the station has seen, up to `now`.
  public func statistics(at now: SimTime) -> StationStatistics {
    _ = observe(now)
    return core.pointee.statistics
  }

  /// Forgets what the station has seen, at the end of a warm-up; the jobs stay.
  public func resetStatistics(at now: SimTime) {
    core.pointee.statistics = StationStatistics(start: now)
    waits.reset()
  }
}

// Capacity: the level of the present interval is kept, so that most arrivals need no search.
extension Station {
  @usableFromInline func refreshLevel(_ now: SimTime) {
    let override = core.pointee.override
    if let calendar {
      let servers = override >= 0 ? override : core.pointee.servers
      core.pointee.level = calendar.isOpen(now) ? servers : 0
      core.pointee.levelUntil = calendar.nextChange(after: now)
    } else if let shifts {
      core.pointee.level = override >= 0 ? override : shifts.capacity(at: now)
      core.pointee.levelUntil = shifts.nextChange(after: now)
    } else {
      core.pointee.level = override >= 0 ? override : core.pointee.servers
      core.pointee.levelUntil = .distantFuture
    }
  }

  /// Schedules the next change of shift if anybody here could notice it.
  @inlinable func arm<M>(_ scheduler: Scheduler<M>) {
    if core.pointee.levelUntil <= scheduler.now { refreshLevel(scheduler.now) }
    let next = core.pointee.levelUntil
    guard next != .distantFuture, next != core.pointee.armedFor else { return }
    let isAwaited = line.count > 0 && (calendar == nil || core.pointee.level == 0)
    guard isAwaited || (shifts != nil && shiftEnd == .preemptResume && core.pointee.busy > 0) else { return }
    core.pointee.armedFor = next
    scheduler.schedule(kind, tag: tag, index: Core.shiftChange, at: next, priority: .calendar)
  }

  /// Brings the jobs in service in line with the capacity: stops some, or starts some.
  @inlinable func settle<M>(_ now: SimTime, _ scheduler: Scheduler<M>, _ report: (Change) -> Void) {
    if serverCount(at: now) < core.pointee.busy, shiftEnd == .preemptResume { preempt(now, report) }
    startWaiting(scheduler, report)
    arm(scheduler)
  }

  @inlinable func startWaiting<M>(_ scheduler: Scheduler<M>, _ report: (Change) -> Void) {
    while core.pointee.busy < serverCount(at: scheduler.now), let entry = line.removeFirst() {
      start(entry, at: scheduler.now, on: scheduler)
      report(.started(entry.job))
    }
  }
}

// Service.
extension Station {
  /// Brings the areas of the statistics up to now, and gives now.
  @inlinable func observe(_ now: SimTime) -> SimTime {
    core.pointee.statistics.advance(to: now, waiting: line.count, busy: core.pointee.busy)
    return now
  }

  @inlinable func start<M>(_ entry: WaitingLine.Entry, at now: SimTime, on scheduler: Scheduler<M>) {
    let slot = core.pointee.takeSlot()
    let end: SimTime
    if shiftEnd == .preemptResume, let calendar {
      end = calendar.workAdd(now, entry.work)
    } else {
      end = now + entry.work
    }
    let startSerial = core.pointee.startSerial
    core.pointee.startSerial = startSerial &+ 1
    core.pointee.slots[Int(slot)] = Slot(entry: entry, start: now, end: end, startSerial: startSerial)
    if !entry.hasStarted {
      core.pointee.statistics.addStart(wait: now - entry.since)
      waits.record(now - entry.since)
    }
    guard end != .distantFuture else { return }
    scheduler.schedule(kind, tag: tag, index: slot, at: end, priority: .completion)
  }

  /// Ends the service in a slot and gives the job; nil when the event is stale.
  @inlinable func finish(slot: UInt32, at now: SimTime) -> UInt32? {
    let record = core.pointee.slots[Int(slot)]
    guard record.startSerial != Slot.idle, record.end == now else { return nil }
    core.pointee.freeSlot(slot)
    core.pointee.statistics.finished += 1
    core.pointee.statistics.sojournSum += (now - record.entry.since).seconds
    return record.entry.job
  }

  /// Sends the jobs started last back to the line until the servers suffice; a job that ends now is not interrupted.
  @inlinable func preempt(_ now: SimTime, _ report: (Change) -> Void) {
    var surplus = core.pointee.busy - core.pointee.countEnding(at: now) - core.pointee.serversToKeep(calendar != nil)
    while surplus > 0, let slot = core.pointee.latestStarted(endingAfter: now) {
      let record = core.pointee.slots[Int(slot)]
      core.pointee.freeSlot(slot)
      var entry = record.entry
      let done = calendar.map { $0.workBetween(record.start, now) } ?? now - record.start
      entry.work = entry.work - done
      entry.hasStarted = true
      line.enter(entry)
      core.pointee.statistics.preempted += 1
      surplus -= 1
      report(.preempted(entry.job))
    }
  }
}
