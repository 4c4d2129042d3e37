import LoadTesting
import Reporting
import Synchronization

/// A live line on standard error while a load is sent; nothing when that is no terminal, or with `--quiet`.
final class LoadLine: Sendable {
  private let isOn: Bool
  private let planned: Int
  private let count = Atomic<Int>(0)

  init(quiet: Bool, planned: Int) {
    isOn = Terminal.isLive && !quiet
    self.planned = planned
  }

  /// Shows where the load stands, ten times a second.
  func show(_ progress: LoadProgress) {
    guard isOn, count.add(1, ordering: .relaxed).oldValue % 5 == 0 else { return }
    Terminal.redraw(Self.text(progress, planned: planned))
  }

  /// Takes the line away.
  func clear() { if isOn { Terminal.redraw("") } }

  /// The line, for example `12.3 s  2,460 of 5,000 sent  2,455 answered, 0 failed  backlog 5`.
  static func text(_ progress: LoadProgress, planned: Int) -> String {
    "\(fixed(max(0, progress.seconds), 1)) s  \(grouped(progress.sent)) of \(grouped(planned)) sent  "
      + "\(grouped(progress.answered)) answered, \(grouped(progress.failed)) failed  backlog \(grouped(progress.backlog))"
  }
}
