import NIOCore

/// A request under way: what is sent for whom, when it was meant to start, and when it did, in nanoseconds of the monotonic clock.
struct Exchange {
  var session: LoadSession
  var step: Int
  var intended: Int64
  var sent: Int64
}

/// A connection with at most one request under way; its event loop alone touches it.
final class LoadConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private unowned let sender: LoadSender
  private var codec: any WireCodec
  private(set) var context: ChannelHandlerContext?
  /// What is under way.
  private(set) var exchange: Exchange?
  /// Whether it must not be used again.
  private(set) var isClosed = false

  init(_ sender: LoadSender, _ codec: any WireCodec) {
    self.sender = sender
    self.codec = codec
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func send(_ request: ByteBuffer, _ exchange: Exchange, keepsBody: Bool) {
    codec.reset()
    codec.keepsBody = keepsBody
    self.exchange = exchange
    context?.writeAndFlush(wrapOutboundOut(request), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    guard exchange != nil else { return close() }
    do {
      guard let answer = try codec.read(&bytes) else { return }
      finish(answer, isSpoilt: bytes.readableBytes > 0)
    } catch {
      fail(.malformed)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosed = true
    if exchange != nil {
      if let answer = codec.end() { finish(answer, isSpoilt: true) } else { fail(.closed) }
    }
    sender.closed(self)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { close() }

  /// Gives up on what is under way.
  func fail(_ failure: LoadFailure) {
    guard let exchange else { return }
    self.exchange = nil
    close()
    sender.failed(failure, exchange)
  }

  func close() {
    isClosed = true
    context?.close(promise: nil)
  }

  private func finish(_ answer: Answer, isSpoilt: Bool) {
    guard let exchange else { return }
    self.exchange = nil
    let isReusable = answer.keepsAlive && !isSpoilt && !isClosed
    if !isReusable, !isClosed { close() }
    sender.answered(answer, exchange, codec.body, isReusable ? self : nil)
  }
}
