import NIOCore

/// A connection with at most one request under way; its event loop alone touches it.
final class LoadConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private unowned let sender: LoadSender
  private var codec: any WireCodec
  private(set) var context: ChannelHandlerContext?
  /// What is under way: when it was meant to start, and when it did, in nanoseconds of the monotonic clock.
  private(set) var exchange: (intended: Int64, sent: Int64)?

  init(_ sender: LoadSender, _ codec: any WireCodec) {
    self.sender = sender
    self.codec = codec
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func send(_ request: ByteBuffer, intended: Int64, now: Int64) {
    codec.reset()
    exchange = (intended, now)
    context?.writeAndFlush(wrapOutboundOut(request), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    guard exchange != nil else { return context.close(promise: nil) }
    do {
      guard let answer = try codec.read(&bytes) else { return }
      finish(answer, isSpoilt: bytes.readableBytes > 0)
    } catch {
      fail(.malformed)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if exchange != nil {
      if let answer = codec.end() { finish(answer, isSpoilt: true) } else { fail(.closed) }
    }
    sender.closed(self)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Gives up on what is under way.
  func fail(_ failure: LoadFailure) {
    guard exchange != nil else { return }
    exchange = nil
    sender.failed(failure)
    context?.close(promise: nil)
  }

  private func finish(_ answer: Answer, isSpoilt: Bool) {
    guard let exchange else { return }
    self.exchange = nil
    let isReusable = answer.keepsAlive && !isSpoilt
    if !isReusable { context?.close(promise: nil) }
    sender.answered(answer, exchange, isReusable ? self : nil)
  }
}
