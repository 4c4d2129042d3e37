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
  /// The window that a pause has interrupted.
  @usableFromInline var open: OpenWindow?

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
    run(until: horizon, pauses: [], atPause: { _ in true }, atWindowEnd: atWindowEnd)
  }

  /// Executes all events before `horizon`, and stands still at some instants on the way.
  ///
  /// A pause changes nothing: the window that it lies in goes on afterwards, and messages are exchanged where they always are.
  ///
  /// - Parameters:
  ///   - pauses: Instants at which to stand still, ascending.
  ///   - atPause: Called on this thread when every event before a pause has been executed and none at or after it; false stops
  ///     the run there. Messages may be under way.
  ///   - atWindowEnd: Called between windows; false stops the run.
  @inlinable @discardableResult
  public func run(
    until horizon: SimTime, pauses: [SimTime], atPause: (SimTime) -> Bool, atWindowEnd: (WindowReport) -> Bool
  ) -> RunReport {
    startProcesses()
    let crew = Crew(self)
    defer { crew.stop() }
    var rest = pauses[...]
    while let window = nextWindow(before: horizon) {
      if let pause = rest.first, pause <= window.reached {
        rest.removeFirst()
        if !atPause(pause) { return report(reached: pause, stoppedEarly: true) }
        continue
      }
      if let pause = rest.first, pause < window.end {
        open = executePart(of: window, to: pause, crew)
        if open != nil { continue }
      } else {
        open = OpenWindow(start: window.start, reached: window.reached, end: crew.runWindow(to: window.end))
      }
      let end = open?.end ?? crew.finishPart()
      open = nil
      windows += 1
      let report = WindowReport(start: window.start, end: end, windows: windows, events: executed)
      if !atWindowEnd(report) { return self.report(reached: end, stoppedEarly: true) }
    }
    for pause in rest where pause <= horizon && !atPause(pause) { return report(reached: pause, stoppedEarly: true) }
    return report(reached: horizon, stoppedEarly: false)
  }

  /// The window that a pause has interrupted, else the next one; nil when nothing happens before the horizon.
  @inlinable func nextWindow(before horizon: SimTime) -> OpenWindow? {
    if let open { return open }
    guard let start = earliest(), start < horizon else { return nil }
    return OpenWindow(start: start, reached: start, end: windowEnd(from: start, horizon))
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
