/// The messages of a model whose regions send none.
public enum NoMessage: BitwiseCopyable, Sendable {}

extension LogicalProcess where Message == NoMessage {
  /// Never called: there is no message to take.
  @inlinable public func accept(_ message: NoMessage, from origin: RegionID, at time: SimTime) -> EventPayload {}
}
