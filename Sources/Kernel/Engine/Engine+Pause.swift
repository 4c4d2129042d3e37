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
