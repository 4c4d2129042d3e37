import NIOCore
import NIOPosix

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

  init(_ manner: Manner = .prompt) throws {
    let stall = Stall(manner)
    channel = try ServerBootstrap(group: group).serverChannelOption(.backlog, value: 256)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Answerer(stall)) }
      }.bind(host: "127.0.0.1", port: 0).wait()
  }

  var port: Int { channel.localAddress?.port ?? 0 }

  func stop() {
    try? channel.close().wait()
    try? group.syncShutdownGracefully()
  }

  /// Until when the server stands still; its only event loop touches it.
  private final class Stall: @unchecked Sendable {
    let manner: Manner
    var until: NIODeadline?
    init(_ manner: Manner) { self.manner = manner }
  }

  private final class Answerer: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    let stall: Stall

    init(_ stall: Stall) { self.stall = stall }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
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
      let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
    }
  }
}
