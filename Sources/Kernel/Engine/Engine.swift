/// Executes logical processes in conservative windows of simulated time.
///
/// A window starts at the earliest event anywhere and lasts for the lookahead, so no message sent in it arrives in it
/// and regions need nothing from each other. After it they take their messages, by source region and then in send
/// order. Empty time is skipped. Threads share out the regions; neither they nor the host's timing change a result.
///
/// A region that is alone needs no lookahead: its windows last for `windowLimit`, unless it sends itself a message.
public final class Engine<P: LogicalProcess> {
  /// The regions, in the order of their numbers.
  public let processes: [P]
  @usableFromInline let schedulers: [Scheduler<P.Message>]
  @usableFromInline let windowLength: SimDuration
  @usableFromInline let threads: Int
  @usableFromInline let plan: WorkPlan
  /// By destination: the sources that have messages for it, in ascending order.
  @usableFromInline var inboxes: [[Int]]
  @usableFromInline var windows = 0
  @usableFromInline var isStarted = false

  /// Makes an engine whose region numbers are places in `processes`.
  ///
  /// - Parameters:
  ///   - lookahead: The least delay of a message between regions, at least one microsecond.
  ///   - threads: Threads that execute regions, the caller's included; more than there are regions have no use.
  ///   - start: The clock's first reading.
  ///   - windowLimit: The longest window, which bounds the simulated time between two calls of `atWindowEnd`.
  ///   - profile: Whether to count events and sample host time by kind.
  public init(
    _ processes: [P], lookahead: SimDuration, threads: Int = 1, start: SimTime = .zero,
    windowLimit: SimDuration = .hours(1), profile: Bool = false
  ) {
    precondition(!processes.isEmpty && processes.count <= 65_536, "an engine has 1 to 65,536 regions")
    precondition(lookahead > .zero && windowLimit > .zero, "lookahead and window limit are positive")
    precondition(threads >= 1, "an engine has at least one thread")
    self.processes = processes
    self.threads = min(threads, processes.count)
    windowLength = processes.count == 1 ? windowLimit : min(lookahead, windowLimit)
    plan = WorkPlan(regions: processes.count, workers: self.threads)
    inboxes = Array(repeating: [], count: processes.count)
    schedulers = processes.indices.map {
      Scheduler(region: RegionID(rawValue: UInt16($0)), regions: processes.count, start: start, lookahead: lookahead)
    }
    if profile { schedulers.forEach { $0.startProfiling() } }
  }

  /// The scheduler of a region.
  public func scheduler(of region: RegionID) -> Scheduler<P.Message> { schedulers[Int(region.rawValue)] }

  /// Executes all events before `horizon`; a later call goes on from there.
  ///
  /// - Parameter atWindowEnd: Called on this thread between windows, when all messages have been taken and no region
  ///   executes, always at the same simulated times whatever the number of threads; false stops the run.
  @inlinable @discardableResult
  public func run(until horizon: SimTime, atWindowEnd: (WindowReport) -> Bool = { _ in true }) -> RunReport {
    startProcesses()
    let crew = Crew(self)
    defer { crew.stop() }
    while let start = earliest(), start < horizon {
      let end = crew.runWindow(to: windowEnd(from: start, horizon))
      windows += 1
      let report = WindowReport(start: start, end: end, windows: windows, events: executed)
      if !atWindowEnd(report) { return self.report(reached: end, stoppedEarly: true) }
    }
    return report(reached: horizon, stoppedEarly: false)
  }

  @inlinable func startProcesses() {
    if isStarted { return }
    isStarted = true
    for (process, scheduler) in zip(processes, schedulers) { process.start(scheduler) }
    collectMail()
    for region in processes.indices {
      if let time = schedulers[region].pending.earliest { schedulers[region].state.pointee.next = time }
      takeMail(region)
    }
  }

  @inlinable func windowEnd(from start: SimTime, _ horizon: SimTime) -> SimTime {
    let (end, overflow) = start.microseconds.addingReportingOverflow(windowLength.microseconds)
    return overflow ? horizon : min(SimTime(microseconds: end), horizon)
  }

  /// The earliest event anywhere.
  @inlinable func earliest() -> SimTime? {
    var least = SimTime.distantFuture
    for scheduler in schedulers { least = min(least, scheduler.state.pointee.next) }
    return least == .distantFuture ? nil : least
  }

  @inlinable var executed: Int {
    var sum = 0
    for scheduler in schedulers { sum += scheduler.state.pointee.executed }
    return sum
  }

  @inlinable func report(reached: SimTime, stoppedEarly: Bool) -> RunReport {
    RunReport(
      windows: windows, eventsByRegion: schedulers.map { $0.state.pointee.executed }, reached: reached,
      stoppedEarly: stoppedEarly, profilers: schedulers.compactMap { $0.state.pointee.profiler?.pointee })
  }
}
