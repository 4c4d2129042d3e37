@preconcurrency import Glibc
import Synchronization

/// Whether the user asked to stop (SIGINT), the system did (SIGTERM), or the terminal went away (SIGHUP).
///
/// The first signal asks a run to end well: partial results are written. The second one kills. Under `nohup`, which ignores
/// SIGHUP, it stays ignored.
enum Interrupt {
  private static let flag = Atomic<Bool>(false)

  /// Starts to listen.
  static func install() {
    // Touched before a signal can come: a lazy global may not be made inside a handler.
    flag.store(false, ordering: .relaxed)
    // Whoever started this process may have blocked the signals, as worker threads of dispatch queues do.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !isIgnored(number) {
      sigaddset(&signals, number)
      signal(number) { number in
        Interrupt.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether whoever started this process wants a signal to be ignored.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Whether a signal came.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }
}
