public import Kernel
import NIOCore
import NIOPosix

/// A load: what is sent where and when.
public struct LoadPlan: Sendable {
  /// Where requests go.
  public var target: LoadTarget
  /// When they start.
  public var schedule: SendSchedule
  /// The most connections at once; a connection carries one request at a time.
  public var connections: Int
  /// The longest wait for an answer from its send, and for a connection.
  public var timeout: SimDuration

  /// A load.
  public init(target: LoadTarget, schedule: SendSchedule, connections: Int = 64, timeout: SimDuration = .seconds(10)) {
    precondition(connections > 0 && timeout > .zero, "a load without connections or time")
    self.target = target
    self.schedule = schedule
    self.connections = connections
    self.timeout = timeout
  }

  /// Sends the load from one thread and waits for its end; takes as long as the plan does.
  ///
  /// - Parameter isStopped: Asked 50 times a second; after a true nothing more is sent, and what is under way is awaited.
  public func run(isStopped: @escaping @Sendable () -> Bool = { false }) throws -> LoadResult {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer { try? group.syncShutdownGracefully() }
    let loop = group.next()
    let promise = loop.makePromise(of: LoadResult.self)
    let sender = LoadSender(self, loop, promise, isStopped: isStopped)
    loop.execute { sender.begin() }
    // The connections know their sender, but do not keep it.
    return try withExtendedLifetime(sender) { try promise.futureResult.wait() }
  }
}
