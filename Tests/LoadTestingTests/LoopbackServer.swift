import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A small server on a free loopback port that answers every request with two bytes.
final class LoopbackServer {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let channel: any Channel

  /// How it answers.
  enum Manner: Sendable {
    /// At once.
    case prompt
    /// With so long a stop of the whole server once after its first request.
    case stalling(TimeAmount)
    /// Never.
    case silent
  }

  private let log = Log()

  /// What it was asked, in the order of arrival.
  var requests: [String] { log.requests.withLock { $0 } }

  /// - Parameter security: What it speaks TLS with; nil for plain HTTP.
  init(
    _ manner: Manner = .prompt, status: String = "200 OK", body: String = "ok", host: String = "127.0.0.1",
    security: NIOSSLContext? = nil
  ) throws {
    let answer = "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    let stall = Stall(manner, answer, log)
    channel = try ServerBootstrap(group: group).serverChannelOption(.backlog, value: 256)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let security { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: security)) }
          try channel.pipeline.syncOperations.addHandler(Answerer(stall))
        }
      }.bind(host: host, port: 0).wait()
  }

  var port: Int { channel.localAddress?.port ?? 0 }

  func stop() {
    try? channel.close().wait()
    try? group.syncShutdownGracefully()
  }

  private final class Log: Sendable {
    let requests = Mutex<[String]>([])
  }

  /// Until when the server stands still; its only event loop touches it.
  private final class Stall: @unchecked Sendable {
    let manner: Manner
    let answer: String
    let log: Log
    var until: NIODeadline?
    init(_ manner: Manner, _ answer: String, _ log: Log) {
      (self.manner, self.answer, self.log) = (manner, answer, log)
    }
  }

  private final class Answerer: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    let stall: Stall

    init(_ stall: Stall) { self.stall = stall }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let request = String(buffer: unwrapInboundIn(data))
      stall.log.requests.withLock { $0.append(request) }
      if case .silent = stall.manner { return }
      if case .stalling(let time) = stall.manner, stall.until == nil { stall.until = .now() + time }
      // Requests of these loads are smaller than a segment: each comes in one read.
      if let until = stall.until, until > .now() {
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.value.eventLoop.scheduleTask(deadline: until) { self.answer(context.value) }
      } else {
        answer(context)
      }
    }

    private func answer(_ context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: stall.answer)), promise: nil)
    }
  }
}
