/// What one region schedules with: its clock, its future event set and the messages it sends.
public final class Scheduler<Message: BitwiseCopyable & Sendable> {
  /// The region this scheduler belongs to.
  public let region: RegionID
  @usableFromInline let state: UnsafeMutablePointer<SchedulerState>
  @usableFromInline let pending: FutureEventSet
  @usableFromInline let outbox: Outbox<Message>

  @usableFromInline init(region: RegionID, regions: Int, start: SimTime, lookahead: SimDuration) {
    self.region = region
    state = .allocate(capacity: 1)
    state.initialize(to: SchedulerState(now: start, lookahead: lookahead))
    pending = FutureEventSet()
    outbox = Outbox(destinations: regions)
  }

  deinit { state.deallocate() }

  /// The time of the event that executes now; in `start`, the engine's start.
  @inlinable public var now: SimTime { state.pointee.now }

  /// The least delay of a message to another region.
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
  /// The event keeps its place in the sender's order. `time` is at least the lookahead after `now`.
  @inlinable public func send(
    _ message: Message, to destination: RegionID, at time: SimTime, priority: EventPriority = .normal
  ) {
    precondition(time >= now + lookahead, "message below the lookahead")
    if destination == region, time < state.pointee.windowEnd { state.pointee.windowEnd = time }
    outbox.append(message, to: destination, at: time, order: nextOrder(priority))
  }

  @inlinable func nextOrder(_ priority: EventPriority) -> EventOrder {
    let serial = state.pointee.serial
    state.pointee.serial = serial &+ 1
    return EventOrder(priority: priority, origin: region, serial: serial)
  }
}

@usableFromInline struct SchedulerState {
  @usableFromInline var now: SimTime
  @usableFromInline var windowEnd = SimTime.distantFuture
  @usableFromInline var lookahead: SimDuration
  @usableFromInline var serial: UInt64 = 0
  @usableFromInline var executed = 0
  @inlinable init(now: SimTime, lookahead: SimDuration) {
    self.now = now
    self.lookahead = lookahead
  }
}
