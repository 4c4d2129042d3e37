/// The threads of one run: who executes which region, and what all do together.
///
/// With one thread there is no pool and nothing is synchronised.
@usableFromInline struct Crew<P: LogicalProcess> {
  /// What the workers of a round do.
  @usableFromInline final class Round {
    @usableFromInline var end = SimTime.zero
    @usableFromInline var isExchange = false

    @inlinable init() {}
  }

  /// A window that is expected to cost less than this, in nanoseconds, is not worth waking a thread for.
  @usableFromInline static var worthSharing: Double { 10_000 }
  /// Nor are so few messages.
  @usableFromInline static var mailWorthSharing: Int { 256 }

  @usableFromInline let engine: Engine<P>
  @usableFromInline let round = Round()
  @usableFromInline let pool: WorkerPool?

  @inlinable init(_ engine: Engine<P>) {
    self.engine = engine
    pool =
      engine.threads == 1
      ? nil
      : WorkerPool(engine.threads) { [engine, round] worker in
        if round.isExchange {
          Self.exchange(engine, worker)
        } else {
          Self.execute(engine, worker, to: round.end)
        }
      }
  }

  @inlinable func stop() { pool?.stop() }

  /// Executes a window and exchanges its messages; returns the window's true end.
  @inlinable func runWindow(to end: SimTime) -> SimTime {
    execute(to: end)
    exchange()
    return engine.processes.count == 1 ? engine.schedulers[0].state.pointee.windowEnd : end
  }

  /// Exchanges the messages of a window that a region alone has ended by a message to itself; returns the window's end.
  @inlinable func finishPart() -> SimTime {
    exchange()
    return engine.schedulers[0].state.pointee.windowEnd
  }

  @inlinable func execute(to end: SimTime) {
    let engine = engine
    // A region that is alone and has nothing to do in the rest of a window is not asked: its end is said here.
    if engine.processes.count == 1 { engine.schedulers[0].state.pointee.windowEnd = end }
    let takesPart = { (region: Int) in engine.schedulers[region].state.pointee.next < end }
    guard let pool else {
      for region in engine.processes.indices where takesPart(region) { engine.execute(region, to: end) }
      return
    }
    if engine.plan.expectedCost(takesPart) < Self.worthSharing {
      for region in engine.processes.indices where takesPart(region) { Self.executeTimed(engine, region, to: end) }
      return
    }
    engine.plan.assign(takesPart)
    round.end = end
    round.isExchange = false
    pool.run()
  }

  @inlinable func exchange() {
    let engine = engine
    let messages = engine.collectMail()
    if messages == 0 { return }
    let hasMail = { (region: Int) in !engine.inboxes[region].isEmpty }
    guard let pool, messages >= Self.mailWorthSharing else {
      for region in engine.processes.indices where hasMail(region) { engine.takeMail(region) }
      return
    }
    engine.plan.assignToOwners(hasMail)
    round.isExchange = true
    pool.run()
  }

  // MARK: On a worker

  @inlinable static func execute(_ engine: Engine<P>, _ worker: Int, to end: SimTime) {
    var cursor = WorkPlan.Cursor()
    while let region = engine.plan.claim(worker, &cursor) { executeTimed(engine, region, to: end) }
  }

  @inlinable static func executeTimed(_ engine: Engine<P>, _ region: Int, to end: SimTime) {
    let start = hostNanoseconds()
    engine.execute(region, to: end)
    engine.plan.record(region, nanoseconds: hostNanoseconds() &- start)
  }

  @inlinable static func exchange(_ engine: Engine<P>, _ worker: Int) {
    var cursor = WorkPlan.Cursor()
    while let region = engine.plan.claim(worker, &cursor) { engine.takeMail(region) }
  }
}
