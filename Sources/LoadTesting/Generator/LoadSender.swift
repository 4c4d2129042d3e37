import Histogram
import Kernel
import NIOCore
import NIOPosix

/// Sends each request at its instant, over keep-alive connections that are opened as they are needed.
///
/// A deadline is the load's start plus the offset, never a sleep after the last send, so lateness does not add up. What is due
/// and finds no free connection waits in its order, and is sent late rather than dropped; what builds on an answer that is not
/// there yet is sent when it comes. All of it runs on one event loop, which alone touches this object: hence the unchecked
/// conformance.
final class LoadSender: @unchecked Sendable {
  /// Above this rate requests are taken in turns of ``quantum``: half of the processor's time for a little lag.
  private static let pacedRate = 5_000
  private static let quantum: Int64 = 200_000

  private let plan: LoadPlan
  private let loop: any EventLoop
  private let goesOn: @Sendable (LoadProgress) -> Bool
  private let promise: EventLoopPromise<LoadResult>
  private let writer: RequestWriter
  private let addresses: [SocketAddress]
  private let security: TransportSecurity?
  private let picks: StreamFamily
  private let isPaced: Bool
  private let length: Int64
  private var walk: PlanWalk
  private var upcoming: PlannedRequest?
  private var result: LoadResult
  private var (start, firstSend): (Int64, Int64) = (0, -1)
  /// Due and able to be sent, by their intended starts.
  private var ready = CircularBuffer<PlannedRequest>()
  private var idle: [LoadConnection] = []
  private var open: [ObjectIdentifier: LoadConnection] = [:]
  private var (opening, underWay) = (0, 0)
  private var isDone = false
  private var isDispatching = false
  private var address = 0
  private var sends = DispersionCounter()
  private var watches = 0
  private var timeline = LoadTimeline()

  init(
    _ plan: LoadPlan, _ figures: PlanFigures, _ walk: PlanWalk, _ addresses: [SocketAddress],
    _ security: TransportSecurity?, _ loop: any EventLoop, _ promise: EventLoopPromise<LoadResult>,
    goesOn: @escaping @Sendable (LoadProgress) -> Bool
  ) {
    self.plan = plan
    self.loop = loop
    self.promise = promise
    self.goesOn = goesOn
    self.walk = walk
    self.addresses = addresses
    self.security = security
    writer = RequestWriter(plan)
    picks = Streams(seed: plan.seed)["load picks"]
    isPaced = figures.peakPerSecond > Self.pacedRate
    length = figures.length_ns
    result = LoadResult(steps: plan.map.stepNames, countries: plan.countries)
    result.planned = figures.requests
  }

  private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

  /// Begins shortly after now, so that the first request is not late.
  func begin() {
    start = Self.now + 20_000_000
    advance()
    scheduleTurn()
    scheduleWatch()
  }

  private func advance() {
    do { upcoming = try walk.next() } catch {
      upcoming = nil
      result.problem = "\(error)"
    }
  }

  private func scheduleTurn() {
    guard let upcoming, !result.wasInterrupted else { return }
    if plan.isBusy {
      // A deadline that has passed when the loop looks: it looks at its connections, too, and does not sleep.
      loop.scheduleTask(in: .microseconds(1)) { self.turn() }
      return
    }
    var offset = upcoming.intended
    if isPaced { offset += (Self.quantum - offset % Self.quantum) % Self.quantum }
    loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(start + offset))) { self.turn() }
  }

  /// Takes what is due.
  private func turn() {
    guard !isDone, !result.wasInterrupted else { return }
    let now = Self.now
    while let request = upcoming, start + request.intended <= now {
      _ = result.generatorLag.record(UInt64(now - start - request.intended))
      take(request)
      advance()
    }
    dispatch()
    scheduleTurn()
  }

  private func take(_ request: PlannedRequest) {
    let session = request.session
    if session.isOver {
      if session.endedInOrder { result.notNeeded += 1 } else { result.orphaned += 1 }
    } else if session.done < request.step {
      session.waiting.append(request.intended)
      result.heldByAnswer += 1
    } else {
      ready.append(request)
    }
  }

  /// Sends what is due on free connections, and asks for more connections while there may be more.
  private func dispatch() {
    // A connection that fails at once comes back here: it must not nest ten thousand deep.
    guard !isDispatching else { return }
    isDispatching = true
    while !ready.isEmpty, let connection = idle.popLast() {
      if !connection.isClosed { send(ready.removeFirst(), connection) }
    }
    isDispatching = false
    result.largestBacklog = max(result.largestBacklog, ready.count)
    timeline.waiting(ready.count)
    while opening < ready.count, open.count + opening < plan.connections { connect() }
    finishIfDone()
  }

  private func send(_ request: PlannedRequest, _ connection: LoadConnection) {
    let planned = request.session.steps[request.step]
    let bytes = writer.request(request.session, planned.step)
    let now = Self.now
    let intended = start + request.intended
    if firstSend < 0 { firstSend = now }
    underWay += 1
    result.sent += 1
    result.sentBytes += bytes.readableBytes
    result.sending_ns = now - firstSend
    _ = result.sendLag.record(UInt64(max(0, now - intended)))
    sends.add(now - firstSend)
    let isLate = now - intended > LoadResult.lateAfter_ns
    if isLate { result.late += 1 }
    result.cells.change(planned.step.number, request.session.country) {
      $0.sent += 1
      if isLate { $0.late += 1 }
    }
    let exchange = Exchange(session: request.session, step: request.step, intended: intended, sent: now)
    connection.send(
      bytes, exchange, keepsBody: !planned.step.extracts.isEmpty,
      hasNoBody: writer.isHead(request.session, planned))
  }

  private func connect() {
    opening += 1
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(.nanoseconds(plan.timeout.microseconds * 1_000))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
    bootstrap.connect(to: addresses[address % addresses.count]).whenComplete { outcome in
      // Never from within: the outcome of a refused one may be there before the call returns.
      self.loop.execute {
        switch outcome {
        case .success(let channel): self.opened(channel)
        case .failure: self.refused(.connect)
        }
      }
    }
  }

  private func opened(_ channel: any Channel) {
    let connection = LoadConnection(self, isSecured: security != nil, since: Self.now)
    do {
      if let security { try channel.pipeline.syncOperations.addHandler(security.handler(for: plan.target)) }
      try channel.pipeline.syncOperations.addHandler(connection)
    } catch { return refused(.tls, because: "\(error)") }
    guard !isDone, channel.isActive else {
      channel.close(promise: nil)
      return isDone ? () : refused(.connect)
    }
    open[ObjectIdentifier(connection)] = connection
    if security == nil { ready(connection) }
  }

  /// A connection may be used: at once, or when TLS has greeted.
  func ready(_ connection: LoadConnection) {
    opening -= 1
    guard !isDone else { return connection.close() }
    result.connections += 1
    idle.append(connection)
    dispatch()
  }

  /// A request that was due goes down with the connection it was to have; the target's next address may be better.
  func refused(_ failure: LoadFailure, because reason: String? = nil) {
    opening -= 1
    if let reason, result.securityProblem == nil { result.securityProblem = reason }
    if failure == .connect, result.connections == 0, address + 1 < addresses.count {
      address += 1
    } else if let request = ready.popFirst() {
      result.note(failure, request.session, request.session.steps[request.step].step)
      end(request.session, inOrder: false)
    }
    dispatch()
  }

  func closed(_ connection: LoadConnection) {
    open[ObjectIdentifier(connection)] = nil
    dispatch()
  }

  func failed(_ failure: LoadFailure, _ exchange: Exchange) {
    underWay -= 1
    result.note(failure, exchange.session, exchange.session.steps[exchange.step].step)
    end(exchange.session, inOrder: false)
    dispatch()
  }

  /// Nothing more of the session is sent.
  private func end(_ session: LoadSession, inOrder: Bool) {
    session.isOver = true
    session.endedInOrder = inOrder
    if inOrder { result.notNeeded += session.waiting.count } else { result.orphaned += session.waiting.count }
    session.waiting = []
  }

  func answered(_ answer: Answer, _ exchange: Exchange, _ body: [UInt8], _ connection: LoadConnection?) {
    let now = Self.now
    let session = exchange.session
    let planned = session.steps[exchange.step]
    underWay -= 1
    result.answered += 1
    result.statuses[answer.status] += 1
    result.bodyBytes += answer.bodyBytes
    let (response, service) = (UInt64(max(0, now - exchange.intended)), UInt64(max(0, now - exchange.sent)))
    result.cells.change(planned.step.number, session.country) {
      $0.answered += 1
      $0.bodyBytes += answer.bodyBytes
      _ = $0.responseTime.record(response)
      _ = $0.serviceTime.record(service)
    }
    timeline.answered(after: response)
    if let connection { idle.append(connection) }
    proceed(session, planned.step, exchange, answer.status, body)
    dispatch()
  }

  /// Lets the session go on, or ends it.
  private func proceed(
    _ session: LoadSession, _ step: JourneyStep, _ exchange: Exchange, _ status: Int, _ body: [UInt8]
  ) {
    switch step.verdict(status) {
    case .isUnexpected:
      result.note(.status, session, step)
      end(session, inOrder: false)
    case .ends:
      result.succeeded += 1
      end(session, inOrder: true)
    case .goesOn:
      guard extract(step, exchange, body) else {
        result.note(.value, session, step)
        return end(session, inOrder: false)
      }
      result.succeeded += 1
      session.done = exchange.step + 1
      guard !session.waiting.isEmpty else { return }
      ready.append(PlannedRequest(intended: session.waiting.removeFirst(), session: session, step: session.done))
    }
  }

  /// Takes values out of an answer; what the plan gave the session stays.
  private func extract(_ step: JourneyStep, _ exchange: Exchange, _ body: [UInt8]) -> Bool {
    let session = exchange.session
    for extract in step.extracts where session.values[extract.slot] == nil {
      var stream = picks[session.number, UInt32(exchange.step)]
      guard let value = extract.path.find(in: body, { Int(stream.below(UInt64($0))) }) else { return false }
      session.values[extract.slot] = value
    }
    return true
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
      if connection.isGreeting, now - connection.since > limit { connection.endGreeting("no greeting in time") }
    }
    watches += 1
    if plan.abortsOnFail, watches % 50 == 0, now - start >= 2_000_000_000, result.abortedBy == nil {
      result.abortedBy = plan.gates.first { $0.isUpper && $0.verdict(result).holds == false }
    }
    timeline.look(now - start, result, backlog: ready.count)
    let progress = LoadProgress(
      seconds: Double(now - start) / 1e9, sent: result.sent, answered: result.answered, failed: result.failed,
      backlog: ready.count, timeline: timeline.seconds)
    if !result.wasInterrupted, !goesOn(progress) || result.abortedBy != nil {
      result.wasInterrupted = true
      stop()
    }
    // A server that never answers may not hold the load for ever: what still waits after the drain stays unsent.
    if upcoming == nil, now - start > length + 3 * limit { stop() }
    dispatch()
  }

  /// Sends nothing more: what waits for an answer is not sent when it comes.
  private func stop() {
    upcoming = nil
    ready.removeAll()
    for connection in open.values { connection.exchange?.session.waiting = [] }
  }

  private func finishIfDone() {
    guard !isDone, upcoming == nil, ready.isEmpty, underWay == 0 else { return }
    isDone = true
    result.unsent =
      result.planned - result.sent - result.count(.connect) - result.count(.tls) - result.notNeeded - result.orphaned
    result.elapsed_ns = max(0, Self.now - start)
    result.dispersion = sends.value
    timeline.end(result)
    result.timeline = timeline.seconds
    idle = []
    for connection in open.values { connection.close() }
    promise.succeed(result)
  }
}
