/// Executes logical processes in conservative windows of simulated time.
///
/// Each window starts at the earliest event anywhere and lasts for the lookahead: no message sent in it can arrive in
/// it. Between windows regions take their messages, by source region and then in send order.
public final class Engine<P: LogicalProcess> {
  /// The regions, in the order of their numbers.
  public let processes: [P]
  @usableFromInline let schedulers: [Scheduler<P.Message>]
  @usableFromInline let windowLength: SimDuration
  @usableFromInline var windows = 0
  @usableFromInline var started = false

  /// Makes an engine whose region numbers are places in `processes`.
  ///
  /// - Parameters:
  ///   - lookahead: The least delay of a message between regions, at least one microsecond.
  ///   - threads: Threads that execute regions, the caller's included.
  ///   - start: The clock's first reading.
  ///   - windowLimit: The longest window; with a single region this alone spaces the calls of `atWindowEnd`.
  public init(
    _ processes: [P], lookahead: SimDuration, threads: Int = 1, start: SimTime = .zero,
    windowLimit: SimDuration = .hours(1)
  ) {
    precondition(!processes.isEmpty && processes.count <= 65_536, "an engine has 1 to 65,536 regions")
    precondition(lookahead > .zero && windowLimit > .zero, "lookahead and window limit are positive")
    precondition(threads >= 1, "an engine has at least one thread")
    self.processes = processes
    schedulers = processes.indices.map {
      Scheduler(region: RegionID(rawValue: UInt16($0)), regions: processes.count, start: start, lookahead: lookahead)
    }
    windowLength = processes.count == 1 ? windowLimit : min(lookahead, windowLimit)
  }

  /// The scheduler of a region.
  public func scheduler(of region: RegionID) -> Scheduler<P.Message> { schedulers[Int(region.rawValue)] }

  /// Executes all events before `horizon`; a later call goes on from there.
  ///
  /// - Parameter atWindowEnd: Called on this thread between windows, always at the same simulated times whatever the
  ///   number of threads; false stops the run.
  @inlinable @discardableResult
  public func run(until horizon: SimTime, atWindowEnd: (WindowReport) -> Bool = { _ in true }) -> RunReport {
    if !started {
      started = true
      for (process, scheduler) in zip(processes, schedulers) { process.start(scheduler) }
      exchange()
    }
    var report = RunReport(reached: horizon)
    while let start = earliest(), start < horizon {
      var end = min(start + windowLength, horizon)
      for (process, scheduler) in zip(processes, schedulers) {
        scheduler.state.pointee.windowEnd = end
        while let event = scheduler.pending.pop(before: scheduler.state.pointee.windowEnd) {
          scheduler.state.pointee.now = event.time
          scheduler.state.pointee.executed += 1
          process.execute(event, scheduler)
        }
        end = min(end, scheduler.state.pointee.windowEnd)
      }
      windows += 1
      exchange()
      let events = schedulers.reduce(0) { $0 + $1.state.pointee.executed }
      if !atWindowEnd(WindowReport(start: start, end: end, windows: windows, events: events)) {
        report.reached = end
        report.stoppedEarly = true
        break
      }
    }
    report.eventsByRegion = schedulers.map { $0.state.pointee.executed }
    report.events = report.eventsByRegion.reduce(0, +)
    report.windows = windows
    return report
  }

  @inlinable func earliest() -> SimTime? {
    var least: SimTime?
    for scheduler in schedulers {
      guard let time = scheduler.pending.earliest else { continue }
      least = least.map { min($0, time) } ?? time
    }
    return least
  }

  @inlinable func exchange() {
    for (destination, (process, scheduler)) in zip(processes, schedulers).enumerated() {
      for source in schedulers {
        let lane = source.outbox.lanes[destination]
        for i in 0..<lane.count {
          let mail = lane.base.unsafelyUnwrapped[i]
          let payload = process.accept(mail.message, from: source.region, at: mail.time)
          scheduler.pending.push(
            Event(time: mail.time, order: mail.order, kind: payload.kind, tag: payload.tag, index: payload.index))
        }
        source.outbox.lanes[destination].count = 0
      }
    }
  }
}
