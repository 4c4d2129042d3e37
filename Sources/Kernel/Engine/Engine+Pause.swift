/// A window that is executed in parts.
@usableFromInline struct OpenWindow {
  /// The time of its first event.
  @usableFromInline var start: SimTime
  /// Every event before this instant has been executed.
  @usableFromInline var reached: SimTime
  @usableFromInline var end: SimTime

  @inlinable init(start: SimTime, reached: SimTime, end: SimTime) {
    self.start = start
    self.reached = reached
    self.end = end
  }
}

extension Engine {
  /// Executes a window's events before a pause, and leaves messages where they are.
  ///
  /// - Returns: What is left of the window; nil when a region that is alone has ended it by a message to itself.
  @inlinable func executePart(of window: OpenWindow, to pause: SimTime, _ crew: Crew<P>) -> OpenWindow? {
    crew.execute(to: pause)
    guard processes.count == 1 else { return OpenWindow(start: window.start, reached: pause, end: window.end) }
    guard schedulers[0].state.pointee.windowEnd == pause else { return nil }
    let end = min(window.end, schedulers[0].outbox.earliest(to: 0))
    return OpenWindow(start: window.start, reached: pause, end: end)
  }
}

/// What a region has done at a pause.
public struct RegionStanding: Sendable, Equatable {
  /// Events executed.
  public var executed: Int
  /// Events scheduled and messages sent.
  public var scheduled: Int
  /// Events pending.
  public var pending: Int
}

extension Engine {
  /// What each region has done, between windows or at a pause.
  public var standings: [RegionStanding] {
    schedulers.map {
      RegionStanding(
        executed: $0.state.pointee.executed, scheduled: Int($0.state.pointee.serial), pending: $0.pending.count)
    }
  }
}

// Forks: an engine of other processes goes on where this one stands at a pause.
extension Engine {
  /// Schedules the first events; ``run(until:atWindowEnd:)`` does it by itself.
  public func begin() { startProcesses() }

  /// The pending events of each region in their order, at a pause; messages under way become events before.
  public func pendingEvents() -> [[Event]] {
    collectMail()
    for region in processes.indices where !inboxes[region].isEmpty { takeMail(region) }
    return schedulers.map { $0.pending.sorted() }
  }

  /// Takes over clocks and counts of an engine at a pause, without any event.
  ///
  /// - Parameter shifts: What each region's numbers of events are higher by.
  public func resume(_ other: Engine<P>, at now: SimTime, shifts: [Int]) {
    isStarted = true
    windows = other.windows
    open = other.open
    for (place, scheduler) in schedulers.enumerated() {
      let old = other.schedulers[place].state.pointee
      scheduler.pending.refill([])
      scheduler.state.pointee.now = now
      scheduler.state.pointee.serial = UInt64(Int(old.serial) + shifts[place])
      scheduler.state.pointee.executed = old.executed
    }
  }

  /// Adds events to those of each region, at a pause.
  public func insert(_ events: [[Event]]) {
    for (scheduler, events) in zip(schedulers, events) { for event in events { scheduler.pending.push(event) } }
  }

  /// Looks at the earliest event of each region again, after events were scheduled at a pause.
  public func noteNext() {
    for scheduler in schedulers { scheduler.state.pointee.next = scheduler.pending.earliest ?? .distantFuture }
  }
}
