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

  @usableFromInline init(start: SimTime, end: SimTime, windows: Int, events: Int) {
    self.start = start
    self.end = end
    self.windows = windows
    self.events = events
  }
}

/// What an engine has done so far.
public struct RunReport: Sendable {
  /// Events executed since the engine was made.
  public var events: Int
  /// Windows since the engine was made.
  public var windows: Int
  /// Events executed by region.
  public var eventsByRegion: [Int]
  /// Every event before this instant has been executed.
  public var reached: SimTime
  /// Whether `atWindowEnd` stopped the run before its horizon.
  public var stoppedEarly: Bool
  /// Counts and host times by kind; empty unless the engine was asked to profile.
  public var profile: [KindProfile]

  @usableFromInline init(
    windows: Int, eventsByRegion: [Int], reached: SimTime, stoppedEarly: Bool, profilers: [KindProfiler]
  ) {
    self.events = eventsByRegion.reduce(0, +)
    self.windows = windows
    self.eventsByRegion = eventsByRegion
    self.reached = reached
    self.stoppedEarly = stoppedEarly
    self.profile = KindProfile.merge(profilers)
  }
}
