/// What one region schedules with: its clock, its future event set and the messages it sends.
public final class Scheduler<Message: BitwiseCopyable & Sendable> {
  /// The region this scheduler belongs to.
  public let region: RegionID
  @usableFromInline let state: UnsafeMutablePointer<SchedulerState>
  @usableFromInline let pending: FutureEventSet
  @usableFromInline let outbox: Outbox<Message>

  init(region: RegionID, regions: Int, start: SimTime, lookahead: SimDuration) {
    self.region = region
    state = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 128)
      .bindMemory(to: SchedulerState.self, capacity: 1)
    state.initialize(to: SchedulerState(now: start, lookahead: lookahead))
    pending = FutureEventSet()
    outbox = Outbox(destinations: regions)
  }

  deinit {
    if let profiler = state.pointee.profiler {
      profiler.pointee.deallocate()
      profiler.deallocate()
    }
    state.deallocate()
  }

  func startProfiling() {
    let profiler = UnsafeMutablePointer<KindProfiler>.allocate(capacity: 1)
    profiler.initialize(to: KindProfiler())
    state.pointee.profiler = profiler
  }

  /// The time of the event that executes now; in `start`, the engine's start.
  @inlinable public var now: SimTime { state.pointee.now }

  /// The least delay of a message.
  @inlinable public var lookahead: SimDuration { state.pointee.lookahead }

  /// How many events of this region are pending.
  @inlinable public var pendingCount: Int { pending.count }

  /// Schedules an event of this region at or after `now`.
  @inlinable public func schedule(
    _ kind: UInt16, tag: UInt16 = 0, index: UInt32, at time: SimTime, priority: EventPriority = .normal
  ) {
    precondition(time >= now, "event in the past")
    pending.push(Event(time: time, order: nextOrder(priority), kind: kind, tag: tag, index: index))
  }

  /// Sends a message to a region, this one included, where it becomes an event at `time`.
  ///
  /// The event's place among those of its instant is the sender's. `time` is at least the lookahead after `now`.
  @inlinable public func send(
    _ message: Message, to destination: RegionID, at time: SimTime, priority: EventPriority = .normal
  ) {
    precondition(time >= now + lookahead, "message below the lookahead")
    if time < state.pointee.windowEnd { state.pointee.windowEnd = time }
    outbox.append(message, to: destination, at: time, order: nextOrder(priority))
  }

  @inlinable func nextOrder(_ priority: EventPriority) -> EventOrder {
    let serial = state.pointee.serial
    state.pointee.serial = serial &+ 1
    return EventOrder(priority: priority, origin: region, serial: serial)
  }
}

/// What changes in a scheduler.
@usableFromInline struct SchedulerState {
  @usableFromInline var now: SimTime
  /// The end of the window; a region that is alone ends its own when it sends itself a message that arrives before.
  @usableFromInline var windowEnd = SimTime.distantFuture
  @usableFromInline var lookahead: SimDuration
  @usableFromInline var serial: UInt64 = 0
  @usableFromInline var executed = 0
  /// The region's least pending time between windows.
  @usableFromInline var next = SimTime.distantFuture
  @usableFromInline var profiler: UnsafeMutablePointer<KindProfiler>?

  init(now: SimTime, lookahead: SimDuration) {
    self.now = now
    self.lookahead = lookahead
  }
}
