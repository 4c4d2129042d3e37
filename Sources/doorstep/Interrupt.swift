@preconcurrency import Glibc
import Synchronization

/// Whether the user asked to stop (SIGINT) or the system did (SIGTERM).
///
/// The first signal asks a run to end well: partial results are written. The second one kills.
enum Interrupt {
  private static let flag = Atomic<Bool>(false)

  /// Starts to listen.
  static func install() {
    // Touched before a signal can come: a lazy global may not be made inside a handler.
    flag.store(false, ordering: .relaxed)
    // Whoever started this process may have blocked the signals, as worker threads of dispatch queues do.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { number in
        Interrupt.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether a signal came.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }
}
