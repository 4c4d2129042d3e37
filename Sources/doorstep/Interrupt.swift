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
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interrupt.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Whether a signal came.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }
}
