public import Kernel
import NIOCore
import NIOPosix

/// A load: what is sent where and when.
public struct LoadPlan: Sendable {
  /// Where requests go.
  public var target: LoadTarget
  /// When sessions start.
  public var source: any StartSource
  /// What stands before the paths of a map or a recording; empty, or from its slash on.
  public var prefix = ""
  /// What sessions do.
  public var map: JourneyMap
  /// The seed of countries, journeys, think times and choices.
  public var seed: UInt64
  /// The most connections at once; a connection carries one request at a time.
  public var connections: Int
  /// The longest wait for an answer from its send, and for a connection.
  public var timeout: SimDuration
  /// What must hold.
  public var gates: [LoadGate] = []
  /// What secures connections where the target says `https`; nil trusts the system's authorities alone.
  public var security: TransportSecurity?
  /// Whether anything but loopback is refused, as its name is looked up for the load itself.
  public var isLoopbackOnly = false
  /// Whether the sender looks at the clock between its turns instead of sleeping: it takes a whole processor, and is on time where
  /// the machine's timers are late.
  public var isBusy = false
  /// Whether sending stops when a gate can no longer be expected to hold.
  public var abortsOnFail = false

  /// A load.
  ///
  /// - Parameter map: Nil for one GET of the target's path a start.
  public init(
    target: LoadTarget, source: any StartSource, map: JourneyMap? = nil, seed: UInt64 = 1, connections: Int = 64,
    timeout: SimDuration = .seconds(10)
  ) {
    precondition(connections > 0 && timeout > .zero, "a load without connections or time")
    self.target = target
    self.source = source
    self.map = map ?? .single(target.path)
    self.seed = seed
    self.connections = connections
    self.timeout = timeout
  }

  /// The source's countries, then the map's others.
  public var countries: [String] {
    map.countries.map(\.name).reduce(into: source.countries) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Sends the load from one thread and waits for its end; takes as long as the plan does.
  ///
  /// - Parameters:
  ///   - figures: Those of this plan, which ``figures(_:)`` found.
  ///   - goesOn: Told 50 times a second where the load stands; after a false nothing more is sent, and what is under way is
  ///     awaited.
  public func run(
    _ figures: PlanFigures, goesOn: @escaping @Sendable (LoadProgress) -> Bool = { _ in true }
  ) throws -> LoadResult {
    let addresses = try target.addresses()
    if isLoopbackOnly, !addresses.allSatisfy(LoadTarget.isLoopback) {
      throw LoadError("host \"\(target.host)\" is not loopback")
    }
    try OpenFiles.allow(connections)
    let security = try security ?? (target.isSecure ? TransportSecurity() : nil)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer { try? group.syncShutdownGracefully() }
    let loop = group.next()
    let promise = loop.makePromise(of: LoadResult.self)
    let sender = LoadSender(
      self, figures, try PlanWalk(self), addresses, target.isSecure ? security : nil, loop, promise, goesOn: goesOn)
    loop.execute { sender.begin() }
    return try promise.futureResult.wait()
  }
}

/// Where a load stands.
public struct LoadProgress: Sendable {
  /// Seconds since its start.
  public var seconds: Double
  /// Requests sent.
  public var sent: Int
  /// Whole answers.
  public var answered: Int
  /// Requests that failed in any way.
  public var failed: Int
  /// Requests that are due and not sent.
  public var backlog: Int
  /// The seconds that have ended.
  public var timeline: [LoadSecond]
}
