import Histogram
import Kernel
import NIOCore
import NIOPosix

/// Sends each request at its instant, over keep-alive connections that are opened as they are needed.
///
/// A deadline is the load's start plus the offset, never a sleep after the last send, so lateness does not add up. What is due
/// and finds no free connection waits in its order, and is sent late rather than dropped. All of it runs on one event loop,
/// which alone touches this object: hence the unchecked conformance.
final class LoadSender: @unchecked Sendable {
  private let plan: LoadPlan
  private let loop: any EventLoop
  private let isStopped: @Sendable () -> Bool
  private let promise: EventLoopPromise<LoadResult>
  private let request: ByteBuffer
  private var result = LoadResult()
  private var start: Int64 = 0
  /// The next request that is not due yet, and the next one to send: those between wait.
  private var (due, next) = (0, 0)
  private var idle: [LoadConnection] = []
  private var open: [ObjectIdentifier: LoadConnection] = [:]
  private var opening = 0
  private var isDone = false

  init(
    _ plan: LoadPlan, _ loop: any EventLoop, _ promise: EventLoopPromise<LoadResult>,
    isStopped: @escaping @Sendable () -> Bool
  ) {
    self.plan = plan
    self.loop = loop
    self.promise = promise
    self.isStopped = isStopped
    request = HTTP1Codec().request(to: plan.target, ByteBufferAllocator())
    result.planned = plan.schedule.count
  }

  private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

  /// Begins shortly after now, so that the first request is not late.
  func begin() {
    start = Self.now + 20_000_000
    scheduleTurn()
    scheduleWatch()
  }

  private func scheduleTurn() {
    guard due < plan.schedule.count, !result.wasInterrupted else { return }
    let deadline = NIODeadline.uptimeNanoseconds(UInt64(start + plan.schedule.offsets_ns[due]))
    loop.scheduleTask(deadline: deadline) { self.turn() }
  }

  /// Takes what is due.
  private func turn() {
    guard !isDone, !result.wasInterrupted else { return }
    let now = Self.now
    while due < plan.schedule.count, start + plan.schedule.offsets_ns[due] <= now {
      _ = result.generatorLag.record(UInt64(now - start - plan.schedule.offsets_ns[due]))
      due += 1
    }
    dispatch()
    scheduleTurn()
  }

  /// Sends what is due on free connections, and asks for more connections while there may be more.
  private func dispatch() {
    while next < due, let connection = idle.popLast() {
      let intended = start + plan.schedule.offsets_ns[next]
      let now = Self.now
      next += 1
      result.sent += 1
      _ = result.sendLag.record(UInt64(max(0, now - intended)))
      connection.send(request, intended: intended, now: now)
    }
    result.largestBacklog = max(result.largestBacklog, due - next)
    while opening < due - next, open.count + opening < plan.connections { connect() }
    finishIfDone()
  }

  private func connect() {
    opening += 1
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(.nanoseconds(plan.timeout.microseconds * 1_000))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
    bootstrap.connect(host: plan.target.host, port: plan.target.port).hop(to: loop).whenComplete { outcome in
      self.opening -= 1
      switch outcome {
      case .success(let channel): self.opened(channel)
      case .failure: self.refused()
      }
    }
  }

  private func opened(_ channel: any Channel) {
    let connection = LoadConnection(self, HTTP1Codec())
    do { try channel.pipeline.syncOperations.addHandler(connection) } catch { return refused() }
    guard !isDone, channel.isActive else { return channel.close(promise: nil) }
    result.connections += 1
    open[ObjectIdentifier(connection)] = connection
    idle.append(connection)
    dispatch()
  }

  /// A request that was due goes down with the connection it was to have.
  private func refused() {
    if next < due {
      next += 1
      result.note(.connect)
    }
    dispatch()
  }

  func closed(_ connection: LoadConnection) {
    open[ObjectIdentifier(connection)] = nil
    idle.removeAll { $0 === connection }
    dispatch()
  }

  func failed(_ failure: LoadFailure) { result.note(failure) }

  func answered(_ answer: Answer, _ exchange: (intended: Int64, sent: Int64), _ connection: LoadConnection?) {
    let now = Self.now
    result.answered += 1
    result.statuses[answer.status] += 1
    result.bodyBytes += answer.bodyBytes
    result.elapsed_ns = now - start
    _ = result.responseTime.record(UInt64(max(0, now - exchange.intended)))
    _ = result.serviceTime.record(UInt64(max(0, now - exchange.sent)))
    if let connection { idle.append(connection) }
    dispatch()
  }

  /// Every 20 ms: whether to stop, and which exchanges took too long.
  private func scheduleWatch() {
    loop.scheduleTask(in: .milliseconds(20)) {
      guard !self.isDone else { return }
      self.watch()
      self.scheduleWatch()
    }
  }

  private func watch() {
    let now = Self.now
    let limit = plan.timeout.microseconds * 1_000
    for connection in Array(open.values) {
      if let exchange = connection.exchange, now - exchange.sent > limit { connection.fail(.timeout) }
    }
    if !result.wasInterrupted, isStopped() {
      result.wasInterrupted = true
      (due, next) = (next, next)
    }
    // A server that never answers may not hold the load for ever: what still waits after the drain stays unsent.
    if due == plan.schedule.count, let last = plan.schedule.offsets_ns.last, now - start > last + 3 * limit {
      due = next
    }
    dispatch()
  }

  private func finishIfDone() {
    let isPlanOver = due == plan.schedule.count || result.wasInterrupted || next == due && isDrainOver
    guard !isDone, isPlanOver, next == due, open.values.allSatisfy({ $0.exchange == nil }) else { return }
    isDone = true
    result.unsent = plan.schedule.count - next
    for connection in open.values { connection.context?.close(promise: nil) }
    promise.succeed(result)
  }

  private var isDrainOver: Bool {
    guard let last = plan.schedule.offsets_ns.last else { return true }
    return Self.now - start > last + 3 * plan.timeout.microseconds * 1_000
  }
}
