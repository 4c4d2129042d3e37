/// One region of a model: its own tables, streams and future event set, touched by one thread at a time.
public protocol LogicalProcess: AnyObject {
  /// What regions send each other: a trivial value, copied.
  associatedtype Message: BitwiseCopyable & Sendable

  /// Schedules the first events.
  func start(_ scheduler: Scheduler<Message>)
  /// Executes one event; it may schedule more at or after its time, and send messages to other regions.
  func execute(_ event: Event, _ scheduler: Scheduler<Message>)
  /// Takes a message that will arrive at `time`, and says what event stands for it.
  ///
  /// Called between windows, in a fixed order, before the clock reaches `time`; only tables may change here.
  func accept(_ message: Message, from origin: RegionID, at time: SimTime) -> EventPayload
}

/// The part of an event that the model owns.
public struct EventPayload: Sendable, BitwiseCopyable {
  /// What happens; the model numbers its kinds.
  public var kind: UInt16
  /// A small operand of the model's choice.
  public var tag: UInt16
  /// The row of the entity in the model's tables.
  public var index: UInt32

  /// Makes a payload from its parts.
  @inlinable public init(kind: UInt16, tag: UInt16 = 0, index: UInt32) {
    self.kind = kind
    self.tag = tag
    self.index = index
  }
}
