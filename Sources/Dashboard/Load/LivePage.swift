import Foundation
import Hummingbird
public import LoadTesting
import Logging
import NIOCore
import Synchronization

/// The page of a load that is being sent, on loopback: it asks for the latest seconds by itself.
public final class LivePage: Sendable {
  private struct State {
    var seconds: [LoadSecond] = []
    var hasEnded = false
  }

  /// What came of listening, for the thread that waits for it.
  private final class Opening: Sendable {
    private let outcome = Mutex<Result<Int, any Error>?>(nil)
    private let signal = DispatchSemaphore(value: 0)

    func end(_ result: Result<Int, any Error>) {
      outcome.withLock { $0 = $0 ?? result }
      signal.signal()
    }

    func wait() throws -> Int {
      signal.wait()
      return try outcome.withLock { $0 }?.get() ?? 0
    }
  }

  private let page: LoadPage
  private let state = Mutex(State())
  private let opening = Opening()
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// A page for a load that is about to begin.
  public init(title: String, planned: Int) {
    page = LoadPage(title: title, planned: planned, source: "/seconds.json")
  }

  /// Serves on 127.0.0.1 until ``stop()``.
  ///
  /// - Parameter port: 0 for a free one.
  /// - Returns: The port.
  /// - Throws: What listening fails with.
  public func start(port: Int) throws -> Int {
    let router = Router()
    router.get("/") { [self] _, _ in answer(page.html(state.withLock { $0.seconds }), "text/html; charset=utf-8") }
    router.get("/seconds.json") { [self] _, _ in
      let (seconds, hasEnded) = state.withLock { ($0.seconds, $0.hasEnded) }
      return answer("{\"ended\":\(hasEnded),\"seconds\":\(LoadPage.json(seconds))}", "application/json")
    }
    var logger = Logger(label: "page")
    logger.logLevel = .critical
    let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
    let started = Task.detached { [opening, logger] in
      let application = Application(
        router: router, configuration: configuration,
        onServerRunning: { channel in opening.end(.success(channel.localAddress?.port ?? port)) }, logger: logger)
      do { try await application.runService(gracefulShutdownSignals: []) } catch { opening.end(.failure(error)) }
    }
    task.withLock { $0 = started }
    return try opening.wait()
  }

  /// Shows the seconds so far.
  public func show(_ seconds: [LoadSecond], hasEnded: Bool = false) {
    state.withLock {
      if $0.seconds.count < seconds.count || hasEnded { $0 = State(seconds: seconds, hasEnded: hasEnded) }
    }
  }

  /// Ends the server.
  public func stop() { task.withLock { $0?.cancel() } }

  private func answer(_ text: String, _ type: String) -> Response {
    Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
