import NIOCore
import NIOTLS

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

  // Kept: TLS says goodbye after the last answer, when nobody else needs the sender any more. A closed connection is let go.
  private let sender: LoadSender
  // The concrete type: a codec behind an existential costs a tenth of what the generator itself does for a request.
  private var codec = HTTP1Codec()
  private(set) var context: ChannelHandlerContext?
  /// What is under way.
  private(set) var exchange: Exchange?
  /// Whether it must not be used again.
  private(set) var isClosed = false

  /// Whether TLS is being agreed upon.
  private(set) var isGreeting: Bool
  /// When the connection was made, in nanoseconds of the monotonic clock.
  let since: Int64

  init(_ sender: LoadSender, isSecured: Bool, since: Int64) {
    self.sender = sender
    self.since = since
    isGreeting = isSecured
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func send(_ request: ByteBuffer, _ exchange: Exchange, keepsBody: Bool, hasNoBody: Bool) {
    codec.reset()
    codec.hasNoBody = hasNoBody
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

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if isGreeting, case .handshakeCompleted? = event as? TLSUserEvent {
      isGreeting = false
      sender.ready(self)
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// Gives up on TLS.
  func endGreeting(_ reason: String) {
    guard isGreeting else { return }
    isGreeting = false
    close()
    sender.refused(.tls, because: reason)
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosed = true
    endGreeting("the server closed the connection")
    if exchange != nil {
      if let answer = codec.end() { finish(answer, isSpoilt: true) } else { fail(.closed) }
    }
    sender.closed(self)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    endGreeting(TransportSecurity.reason(error))
    close()
  }

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
