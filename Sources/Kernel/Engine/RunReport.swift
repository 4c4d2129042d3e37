/// What the engine tells between two windows.
public struct WindowReport: Sendable {
  /// The time of the window's first event.
  public var start: SimTime
  /// Every event before this instant has been executed, in every region.
  public var end: SimTime
  /// Windows since the engine was made.
  public var windows: Int
  /// Events executed since the engine was made.
  public var events: Int

  @inlinable init(start: SimTime, end: SimTime, windows: Int, events: Int) {
    self.start = start
    self.end = end
    self.windows = windows
    self.events = events
  }
}

/// What a run did.
public struct RunReport: Sendable {
  /// Events executed since the engine was made.
  public var events = 0
  /// Windows since the engine was made.
  public var windows = 0
  /// Events executed by region.
  public var eventsByRegion: [Int] = []
  /// Every event before this instant has been executed.
  public var reached: SimTime
  /// Whether `atWindowEnd` stopped the run before its horizon.
  public var stoppedEarly = false

  @inlinable init(reached: SimTime) { self.reached = reached }
}
