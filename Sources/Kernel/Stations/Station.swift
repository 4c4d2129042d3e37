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

    var parts: (servers: Int, calendar: WorkCalendar?, shifts: CapacityCalendar?) {
      switch self {
      case .servers(let count): (count, nil, nil)
      case .calendar(let hours, let count): (count, hours, nil)
      case .stepped(let steps): (0, nil, steps)
      }
    }
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

  @usableFromInline let inner: Handle

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
    precondition(capacity.parts.servers >= 0, "a station has no negative number of servers")
    precondition(maximumWaiting >= 0, "a line has no negative number of places")
    inner = Handle(core: .allocate(capacity: 1))
    inner.core.initialize(
      to: Core(
        capacity, discipline: discipline, preempts: shiftEnd == .preemptResume, maximumWaiting: maximumWaiting,
        kind: kind, tag: tag))
    inner.refreshLevel(.zero)
  }

  deinit {
    inner.core.pointee.deallocate()
    inner.core.deinitialize(count: 1)
    inner.core.deallocate()
  }

  /// How many jobs wait.
  @inlinable public var waitingCount: Int { inner.core.pointee.line.count }
  /// How many servers hold a job.
  @inlinable public var busyCount: Int { inner.core.pointee.busy }
  /// How many jobs are here.
  @inlinable public var presentCount: Int { waitingCount + busyCount }

  /// How many servers work at an instant, which is not before the scheduler's clock last seen here.
  @inlinable public func serverCount(at now: SimTime) -> Int { inner.serverCount(at: now) }

  /// Takes a job in: it starts, waits, or is refused.
  ///
  /// - Parameters:
  ///   - job: The row of the job in the model's tables.
  ///   - work: The time a server works on it.
  ///   - priority: Its class or key in the line.
  @inlinable @inline(__always) public func arrive<M>(
    _ job: UInt32, work: SimDuration, priority: Int64 = 0, on scheduler: Scheduler<M>
  ) -> Arrival {
    withExtendedLifetime(self) { inner.arrive(job, work: work, priority: priority, on: scheduler) }
  }

  /// Executes an event of this station and reports what happened, in order.
  ///
  /// The station is consistent whenever it reports: the model may let jobs arrive here from within. A stale event, of a job
  /// that was preempted, reports nothing.
  @inlinable public func handle<M>(
    _ event: Event, on scheduler: Scheduler<M>, _ report: (Change) -> Void
  ) {
    withExtendedLifetime(self) { inner.handle(event, on: scheduler, report) }
  }

  /// Executes an event of this station and gives the job whose service it ended; nil for a change of shift, or when stale.
  ///
  /// The short form of ``handle(_:on:_:)``, for a model that need not know whose service begins or is interrupted: whoever
  /// waits has been started when it returns.
  @inlinable @inline(__always) public func complete<M>(_ event: Event, on scheduler: Scheduler<M>) -> UInt32? {
    withExtendedLifetime(self) { inner.complete(event, on: scheduler) }
  }

  /// Takes a job out of the line: it has lost its patience. False when it does not wait any more.
  @inlinable @inline(__always) public func leave<M>(_ ticket: WaitingLine.Ticket, on scheduler: Scheduler<M>) -> Bool {
    withExtendedLifetime(self) { inner.leave(ticket, on: scheduler) }
  }

  /// Puts another number of servers in place of the planned one: a strike, overtime, absence; nil goes back to the plan.
  ///
  /// A common calendar still decides when they work. Fewer servers are treated like the end of a shift.
  @inlinable public func setServers<M>(
    _ count: Int?, on scheduler: Scheduler<M>, _ report: (Change) -> Void
  ) {
    withExtendedLifetime(self) { inner.setServers(count, on: scheduler, report) }
  }

  /// What the station has seen, up to `now`.
  public func statistics(at now: SimTime) -> StationStatistics {
    _ = inner.observe(now)
    return inner.core.pointee.statistics
  }

  /// Forgets what the station has seen, at the end of a warm-up; the jobs stay.
  public func resetStatistics(at now: SimTime) {
    inner.core.pointee.statistics = StationStatistics(start: now)
    inner.core.pointee.waits.reset()
  }
}
