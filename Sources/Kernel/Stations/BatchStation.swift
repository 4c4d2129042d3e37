/// Servers that each work on several jobs at once: pick tours, an oven, a van load.
///
/// A batch holds up to a fixed number of jobs, taken from the front of the line, which start and end together. Nothing is
/// allocated once the line has reached its largest size; an event is pending per batch, and one for a timer or opening.
///
/// - SeeAlso: Gross et al., *Fundamentals of Queueing Theory*, 4th ed., section 3.2 (bulk service).
public final class BatchStation {
  /// When a free server takes a batch.
  public enum StartRule: Sendable, Equatable {
    /// As soon as anybody waits.
    case immediately
    /// When the batch is full, or, if a time is given, when the first has waited that long.
    case whenFull(orAfter: SimDuration?)
  }

  /// What became of a job that came.
  public enum Arrival: Sendable, Equatable, BitwiseCopyable {
    /// A batch with it has begun.
    case started
    /// It has joined a batch in progress, and will end with it.
    case joined
    /// It waits.
    case waiting
    /// The line was full.
    case refused
  }

  /// The jobs of a batch, in the order of their coming; valid during the call only.
  public typealias Jobs = UnsafeBufferPointer<UInt32>

  @usableFromInline let core: UnsafeMutablePointer<Core>
  @usableFromInline let calendar: WorkCalendar?
  @usableFromInline let shiftEnd: Station.ShiftEnd
  @usableFromInline let startRule: StartRule
  @usableFromInline let joinsBatchInProgress: Bool
  @usableFromInline let maximumWaiting: Int
  @usableFromInline let kind: UInt16
  @usableFromInline let tag: UInt16

  /// A station without jobs.
  ///
  /// - Parameters:
  ///   - servers: Batches that can be worked on at the same time, at least 1.
  ///   - batchSize: The most jobs in a batch, at least 1.
  ///   - startRule: When a free server takes a batch.
  ///   - joinsBatchInProgress: Whether who comes may join a batch that is not full.
  ///   - calendar: When the servers work; always when nil.
  ///   - shiftEnd: Whether a batch is finished after closing time, or goes on at the next opening.
  ///   - maximumWaiting: The longest line.
  ///   - kind: The kind of the events that the station schedules.
  ///   - tag: The tag of these events: the station's number in the model.
  public init(
    servers: Int, batchSize: Int, startRule: StartRule = .immediately, joinsBatchInProgress: Bool = false,
    calendar: WorkCalendar? = nil, shiftEnd: Station.ShiftEnd = .finish, maximumWaiting: Int = .max, kind: UInt16,
    tag: UInt16 = 0
  ) {
    precondition(servers >= 1 && batchSize >= 1 && maximumWaiting >= 0, "a batch station has servers and places")
    core = .allocate(capacity: 1)
    core.initialize(to: Core(servers: servers, batchSize: batchSize))
    self.calendar = calendar
    self.shiftEnd = shiftEnd
    self.startRule = startRule
    self.joinsBatchInProgress = joinsBatchInProgress
    self.maximumWaiting = maximumWaiting
    self.kind = kind
    self.tag = tag
  }

  deinit {
    core.pointee.deallocate()
    core.deallocate()
  }

  /// How many jobs wait.
  @inlinable public var waitingCount: Int { core.pointee.line.count }
  /// How many jobs are in batches.
  @inlinable public var servedCount: Int { core.pointee.served }
  /// How many jobs are here.
  @inlinable public var presentCount: Int { waitingCount + servedCount }

  /// Takes a job in.
  ///
  /// - Parameter work: How long a batch of these jobs takes; asked once, when it starts.
  @inlinable public func arrive<M>(
    _ job: UInt32, on scheduler: Scheduler<M>, work: (Jobs) -> SimDuration
  ) -> Arrival {
    let now = observe(scheduler.now)
    core.pointee.statistics.arrived += 1
    if joinsBatchInProgress, waitingCount == 0, core.pointee.join(job, at: now) { return .joined }
    guard waitingCount < maximumWaiting || (waitingCount == 0 && core.pointee.idle > 0) else {
      core.pointee.statistics.refused += 1
      return .refused
    }
    core.pointee.line.append(Member(job: job, since: now))
    let waitedBefore = core.pointee.started
    startBatches(scheduler, work)
    return core.pointee.started == waitedBefore ? .waiting : .started
  }

  /// Executes an event of this station: a batch ends, a timer runs out, or work opens.
  ///
  /// - Parameters:
  ///   - work: How long a batch of these jobs takes; asked for each batch that starts.
  ///   - finished: Gets the jobs of the batch that ended; they may arrive here again from within.
  @inlinable public func handle<M>(
    _ event: Event, on scheduler: Scheduler<M>, work: (Jobs) -> SimDuration, finished: (Jobs) -> Void
  ) {
    let now = observe(scheduler.now)
    if event.index == Core.wakeUp {
      guard core.pointee.armedFor == now else { return }
      core.pointee.armedFor = .distantFuture
    } else {
      finished(core.pointee.finish(Int(event.index), at: now))
      core.pointee.release(Int(event.index))
    }
    startBatches(scheduler, work)
  }

  /// Starts what waits although no batch is full: the last tour of the day. Closed servers stay closed.
  @inlinable public func startWaiting<M>(on scheduler: Scheduler<M>, work: (Jobs) -> SimDuration) {
    _ = observe(scheduler.now)
    startBatches(scheduler, force: true, work)
  }

  /// What the station has seen, up to `now`; waits end when the batch starts or is joined.
  public func statistics(at now: SimTime) -> StationStatistics {
    _ = observe(now)
    return core.pointee.statistics
  }

  /// Forgets what the station has seen, at the end of a warm-up; the jobs stay.
  public func resetStatistics(at now: SimTime) { core.pointee.statistics = StationStatistics(start: now) }
}

extension BatchStation {
  @inlinable func observe(_ now: SimTime) -> SimTime {
    core.pointee.statistics.advance(to: now, waiting: core.pointee.line.count, busy: core.pointee.served)
    return now
  }

  /// Whether the line now holds a batch that may start.
  @inlinable func isReady(_ now: SimTime) -> Bool {
    guard let first = core.pointee.line.first else { return false }
    switch startRule {
    case .immediately: return true
    case .whenFull(let patience):
      if core.pointee.line.count >= core.pointee.batchSize { return true }
      return patience.map { first.since + $0 <= now } ?? false
    }
  }

  @inlinable func startBatches<M>(_ scheduler: Scheduler<M>, force: Bool = false, _ work: (Jobs) -> SimDuration) {
    let now = scheduler.now
    while core.pointee.idle > 0, force ? waitingCount > 0 : isReady(now) {
      if let calendar, !calendar.isOpen(now) { break }
      let (slot, jobs) = core.pointee.startBatch(at: now)
      let length = work(jobs)
      let end = shiftEnd == .preemptResume ? calendar?.workAdd(now, length) ?? now + length : now + length
      if end != .distantFuture {
        scheduler.schedule(kind, tag: tag, index: UInt32(slot), at: end, priority: .completion)
      }
    }
    arm(scheduler)
  }

  /// Schedules the instant at which the line may start although nobody comes or goes: a timer, or the next opening.
  @inlinable func arm<M>(_ scheduler: Scheduler<M>) {
    guard core.pointee.idle > 0, let first = core.pointee.line.first else { return }
    var next = scheduler.now
    if case .whenFull(let patience) = startRule, core.pointee.line.count < core.pointee.batchSize {
      guard let patience else { return }
      next = max(next, first.since + patience)
    }
    if let calendar { next = calendar.nextOpen(next) }
    guard next != .distantFuture, next > scheduler.now, next != core.pointee.armedFor else { return }
    core.pointee.armedFor = next
    scheduler.schedule(kind, tag: tag, index: Core.wakeUp, at: next, priority: .calendar)
  }
}
