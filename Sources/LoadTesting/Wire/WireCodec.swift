public import NIOCore

/// How an answer is read from bytes: one exchange at a time on a connection.
public protocol WireCodec {
  /// Whether the next answer's body is kept.
  var keepsBody: Bool { get set }
  /// The last answer's body where it is kept.
  var body: [UInt8] { get }

  /// Forgets the last answer, for the next one.
  mutating func reset()

  /// Takes bytes of the answer.
  ///
  /// - Returns: The answer when it is complete; bytes behind it stay in the buffer.
  /// - Throws: ``WireError`` for bytes that are no answer.
  mutating func read(_ bytes: inout ByteBuffer) throws -> Answer?

  /// The answer when the connection's end completes it; nil when the end cuts it off.
  mutating func end() -> Answer?
}

/// What came back.
public struct Answer: Sendable, Equatable {
  /// The status code, 200 to 599.
  public var status: Int
  /// The bytes of its body.
  public var bodyBytes: Int
  /// Whether another request may follow on the connection.
  public var keepsAlive: Bool

  /// An answer.
  public init(status: Int, bodyBytes: Int, keepsAlive: Bool) {
    self.status = status
    self.bodyBytes = bodyBytes
    self.keepsAlive = keepsAlive
  }
}

/// Bytes that are no answer.
public struct WireError: Error, Equatable {
  /// What is wrong with them.
  public var reason: String
}
