public import Kernel
import NIOCore
import NIOPosix
import NIOTLS

/// One GET on a connection of its own, awaited: for what is asked beside a load.
public struct SingleRequest: Sendable {
  /// Where it goes.
  public var target: LoadTarget
  /// What secures it where the target says `https`; nil trusts the system's authorities alone.
  public var security: TransportSecurity?
  /// The longest wait for the whole answer.
  public var timeout: SimDuration

  /// A request to a target, whose path is not used.
  public init(_ target: LoadTarget, security: TransportSecurity? = nil, timeout: SimDuration = .seconds(10)) {
    (self.target, self.security, self.timeout) = (target, security, timeout)
  }

  /// Asks for a path and waits for the answer.
  ///
  /// - Returns: The body of an answer with status 200, up to 64 MiB.
  /// - Throws: ``LoadError`` that continues "the store at HOST".
  public func get(_ path: String) throws(LoadError) -> [UInt8] {
    let addresses = try target.addresses()
    var security = security
    if target.isSecure, security == nil { security = try TransportSecurity() }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer { try? group.syncShutdownGracefully() }
    var problem = LoadError("has no address")
    for address in addresses {
      do throws(LoadError) { return try get(path, address, target.isSecure ? security : nil, group) } catch {
        problem = error
      }
    }
    throw problem
  }

  private func get(
    _ path: String, _ address: SocketAddress, _ security: TransportSecurity?, _ group: MultiThreadedEventLoopGroup
  ) throws(LoadError) -> [UInt8] {
    let promise = group.next().makePromise(of: [UInt8].self)
    let wait = TimeAmount.nanoseconds(timeout.microseconds * 1_000)
    let request =
      "GET \(path) HTTP/1.1\r\nHost: \(target.authority)\r\nUser-Agent: doorstep\r\nConnection: close\r\n\r\n"
    let (target, path) = (target, path)
    let bootstrap = ClientBootstrap(group: group).connectTimeout(wait).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        if let security { try channel.pipeline.syncOperations.addHandler(security.handler(for: target)) }
        let asker = Asker(request, path, promise, startsAtOnce: security == nil)
        try channel.pipeline.syncOperations.addHandler(asker)
      }
    }
    bootstrap.connect(to: address).whenFailure { promise.fail(LoadError("does not answer: \($0)")) }
    promise.futureResult.eventLoop.scheduleTask(in: wait) { promise.fail(LoadError("takes too long to answer")) }
    do { return try promise.futureResult.wait() } catch let error as LoadError { throw error } catch {
      throw LoadError("does not answer: \(error)")
    }
  }

  /// Sends the request when the connection stands, and reads the answer.
  private final class Asker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private let path: String
    private let promise: EventLoopPromise<[UInt8]>
    private let startsAtOnce: Bool
    private var codec = HTTP1Codec()

    init(_ request: String, _ path: String, _ promise: EventLoopPromise<[UInt8]>, startsAtOnce: Bool) {
      (self.request, self.path, self.promise, self.startsAtOnce) = (request, path, promise, startsAtOnce)
      codec.longestBody = 64 << 20
      codec.keepsBody = true
    }

    func channelActive(context: ChannelHandlerContext) { if startsAtOnce { ask(context) } }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case .handshakeCompleted? = event as? TLSUserEvent { ask(context) }
      context.fireUserInboundEventTriggered(event)
    }

    private func ask(_ context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var bytes = unwrapInboundIn(data)
      do { if let answer = try codec.read(&bytes) { finish(answer, context) } } catch {
        end(LoadError("does not speak HTTP"), context)
      }
    }

    func channelInactive(context: ChannelHandlerContext) {
      if let answer = codec.end() { return finish(answer, context) }
      end(LoadError("closed the connection before it had answered"), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      end(LoadError("cannot be reached: \(TransportSecurity.reason(error))"), context)
    }

    private func finish(_ answer: Answer, _ context: ChannelHandlerContext) {
      guard answer.status == 200 else { return end(LoadError("answered \(path) with \(answer.status)"), context) }
      promise.succeed(codec.body)
      context.close(promise: nil)
    }

    private func end(_ error: LoadError, _ context: ChannelHandlerContext) {
      promise.fail(error)
      context.close(promise: nil)
    }
  }
}
