/// What a station does, on a pointer to what it has.
///
/// Trivial, so that passing it on counts no references: a station is used several times in most events of a model. The
/// station that owns the pointer outlives every call.
extension Station {
  @usableFromInline struct Handle: BitwiseCopyable {
    @usableFromInline let core: UnsafeMutablePointer<Core>

    @inlinable init(core: UnsafeMutablePointer<Core>) { self.core = core }
  }
}

// Jobs come, are served and leave.
extension Station.Handle {
  @inlinable func arrive<M>(
    _ job: UInt32, work: SimDuration, priority: Int64, on scheduler: Scheduler<M>
  ) -> Station.Arrival {
    let now = observe(scheduler.now)
    core.pointee.statistics.arrived += 1
    if core.pointee.line.isEmpty, core.pointee.busy < serverCount(at: now) {
      let slot = core.pointee.takeSlot()
      slot.pointee.entry = WaitingLine.Entry(
        job: job, priority: priority, since: now, work: work, serial: core.pointee.line.nextSerial())
      start(slot, at: now, on: scheduler)
      arm(scheduler)
      return .started
    }
    guard core.pointee.line.count < core.pointee.maximumWaiting else {
      core.pointee.statistics.refused += 1
      return .refused
    }
    let ticket = core.pointee.line.join(job, priority: priority, at: now, work: work)
    core.pointee.statistics.longestLine = max(core.pointee.statistics.longestLine, core.pointee.line.count)
    arm(scheduler)
    return .waiting(ticket)
  }

  @inlinable func handle<M>(
    _ event: Event, on scheduler: Scheduler<M>, _ report: (Station.Change) -> Void
  ) {
    let now = observe(scheduler.now)
    if event.index == Station.Core.shiftChange {
      guard core.pointee.armedFor == now else { return }
      core.pointee.armedFor = .distantFuture
      settle(now, scheduler, report)
    } else {
      guard let job = finish(slot: event.index, at: now) else { return }
      report(.finished(job))
      while let started = startNext(scheduler) { report(.started(started)) }
      arm(scheduler)
    }
  }

  @inlinable func complete<M>(_ event: Event, on scheduler: Scheduler<M>) -> UInt32? {
    let now = observe(scheduler.now)
    guard event.index != Station.Core.shiftChange else {
      handle(event, on: scheduler) { _ in }
      return nil
    }
    guard let job = finish(slot: event.index, at: now) else { return nil }
    while startNext(scheduler) != nil {}
    arm(scheduler)
    return job
  }

  @inlinable func leave<M>(_ ticket: WaitingLine.Ticket, on scheduler: Scheduler<M>) -> Bool {
    _ = observe(scheduler.now)
    guard core.pointee.line.remove(ticket) != nil else { return false }
    core.pointee.statistics.reneged += 1
    return true
  }

  @inlinable func setServers<M>(
    _ count: Int?, on scheduler: Scheduler<M>, _ report: (Station.Change) -> Void
  ) {
    precondition(count ?? 0 >= 0, "a station has no negative number of servers")
    let now = observe(scheduler.now)
    core.pointee.override = count ?? -1
    refreshLevel(now)
    settle(now, scheduler, report)
  }
}

// Capacity: the level of the present interval is kept, so that most arrivals need no search.
extension Station.Handle {
  @inlinable func serverCount(at now: SimTime) -> Int {
    if now >= core.pointee.levelUntil { refreshLevel(now) }
    return core.pointee.level
  }

  @usableFromInline func refreshLevel(_ now: SimTime) {
    let override = core.pointee.override
    if let calendar = core.pointee.calendar {
      let servers = override >= 0 ? override : core.pointee.servers
      core.pointee.level = calendar.isOpen(now) ? servers : 0
      core.pointee.levelUntil = calendar.nextChange(after: now)
    } else if let shifts = core.pointee.shifts {
      core.pointee.level = override >= 0 ? override : shifts.capacity(at: now)
      core.pointee.levelUntil = shifts.nextChange(after: now)
    } else {
      core.pointee.level = override >= 0 ? override : core.pointee.servers
      core.pointee.levelUntil = .distantFuture
    }
  }

  /// Schedules the next change of shift if anybody here could notice it.
  @inlinable @inline(__always) func arm<M>(_ scheduler: Scheduler<M>) {
    if core.pointee.levelUntil != .distantFuture { armForChange(scheduler) }
  }

  @inlinable func armForChange<M>(_ scheduler: Scheduler<M>) {
    if core.pointee.levelUntil <= scheduler.now { refreshLevel(scheduler.now) }
    let next = core.pointee.levelUntil
    guard next != .distantFuture, next != core.pointee.armedFor else { return }
    let isAwaited = core.pointee.line.count > 0 && (!core.pointee.hasCalendar || core.pointee.level == 0)
    guard isAwaited || (core.pointee.hasShifts && core.pointee.preempts && core.pointee.busy > 0) else { return }
    core.pointee.armedFor = next
    scheduler.schedule(
      core.pointee.kind, tag: core.pointee.tag, index: Station.Core.shiftChange, at: next, priority: .calendar)
  }

  /// Brings the jobs in service in line with the capacity: stops some, or starts some.
  @inlinable func settle<M>(_ now: SimTime, _ scheduler: Scheduler<M>, _ report: (Station.Change) -> Void) {
    if serverCount(at: now) < core.pointee.busy, core.pointee.preempts { preempt(now, report) }
    while let started = startNext(scheduler) { report(.started(started)) }
    arm(scheduler)
  }

  /// Starts whoever is first in line, if a server is free for him; gives the job.
  @inlinable func startNext<M>(_ scheduler: Scheduler<M>) -> UInt32? {
    guard core.pointee.busy < serverCount(at: scheduler.now), let entry = core.pointee.line.takeFirst() else {
      return nil
    }
    let slot = core.pointee.takeSlot()
    slot.pointee.entry = entry.pointee
    start(slot, at: scheduler.now, on: scheduler)
    return slot.pointee.entry.job
  }
}

// Service.
extension Station.Handle {
  /// Brings the areas of the statistics up to now, and gives now.
  @inlinable @inline(__always) func observe(_ now: SimTime) -> SimTime {
    core.pointee.statistics.advance(to: now, waiting: core.pointee.line.count, busy: core.pointee.busy)
    return now
  }

  /// Begins the service of the job that has just been put into a slot.
  ///
  /// The job is read where it lies: a copy of what was written a moment ago would wait for the writes.
  @inlinable func start<M>(_ slot: UnsafeMutablePointer<Station.Slot>, at now: SimTime, on scheduler: Scheduler<M>) {
    let work = slot.pointee.entry.work
    let end = core.pointee.preempts && core.pointee.hasCalendar ? endOfWork(work, from: now) : now + work
    slot.pointee.start = now
    slot.pointee.end = end
    slot.pointee.startSerial = core.pointee.startSerial
    core.pointee.startSerial &+= 1
    if !slot.pointee.entry.hasStarted {
      let wait = now - slot.pointee.entry.since
      core.pointee.statistics.addStart(wait: wait)
      core.pointee.waits.record(wait)
    }
    guard end != .distantFuture else { return }
    let index = UInt32(truncatingIfNeeded: slot - core.pointee.slots)
    scheduler.schedule(core.pointee.kind, tag: core.pointee.tag, index: index, at: end, priority: .completion)
  }

  @usableFromInline func endOfWork(_ work: SimDuration, from now: SimTime) -> SimTime {
    core.pointee.calendar.map { $0.workAdd(now, work) } ?? now + work
  }

  @usableFromInline func workDone(from start: SimTime, to now: SimTime) -> SimDuration {
    core.pointee.calendar.map { $0.workBetween(start, now) } ?? now - start
  }

  /// Ends the service in a slot and gives the job; nil when the event is stale.
  @inlinable func finish(slot: UInt32, at now: SimTime) -> UInt32? {
    let record = core.pointee.slots[Int(slot)]
    guard record.startSerial != Station.Slot.idle, record.end == now else { return nil }
    core.pointee.freeSlot(slot)
    core.pointee.statistics.addFinish(sojourn: now - record.entry.since)
    return record.entry.job
  }

  /// Sends the jobs started last back to the line until the servers suffice; a job that ends now is not interrupted.
  @inlinable func preempt(_ now: SimTime, _ report: (Station.Change) -> Void) {
    var surplus = core.pointee.busy - core.pointee.countEnding(at: now) - core.pointee.serversToKeep
    while surplus > 0, let slot = core.pointee.latestStarted(endingAfter: now) {
      let record = core.pointee.slots[Int(slot)]
      core.pointee.freeSlot(slot)
      var entry = record.entry
      entry.work = entry.work - workDone(from: record.start, to: now)
      entry.hasStarted = true
      core.pointee.line.enter(entry)
      core.pointee.statistics.preempted += 1
      surplus -= 1
      report(.preempted(entry.job))
    }
  }
}
