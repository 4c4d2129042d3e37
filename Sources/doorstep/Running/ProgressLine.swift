import Logistics
import Reporting

/// A live line on standard error while a run works; nothing when that is no terminal, or with `--quiet`.
struct ProgressLine {
  private let isOn: Bool
  private var lastDrawn = -1.0
  private var hasLine = false

  init(quiet: Bool) { isOn = Terminal.isLive && !quiet }

  /// Shows where the run stands, at most ten times a second.
  mutating func show(_ progress: Progress) {
    guard isOn, progress.wallSeconds - lastDrawn >= 0.1 else { return }
    lastDrawn = progress.wallSeconds
    hasLine = true
    Terminal.redraw(Self.text(progress, color: Terminal.hasColor))
  }

  /// Takes the line away.
  mutating func clear() {
    guard hasLine else { return }
    hasLine = false
    Terminal.redraw("")
  }

  /// The line's text, for example `2026-11-28 14:00 UTC  37 %  3.21 M events/s  12,345 orders, 678 open`.
  static func text(_ progress: Progress, color: Bool) -> String {
    let length = (progress.end - progress.start).seconds
    let done = length > 0 ? (progress.simulated - progress.start).seconds / length : 1
    let rate = progress.wallSeconds > 0 ? Double(progress.events) / progress.wallSeconds : 0
    let share = percent(min(max(done, 0), 1), 0)
    return CivilDate(microseconds: progress.simulated.microseconds).minuteText
      + "  \(color ? "\u{1B}[1m\(share)\u{1B}[0m" : share)  \(short(rate)) events/s  "
      + "\(grouped(progress.ordersPlaced)) orders, \(grouped(progress.ordersOpen)) open"
  }
}
