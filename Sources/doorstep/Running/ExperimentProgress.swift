import Reporting

/// A live line on standard error while many runs are done; nothing when that is no terminal, or with `--quiet`.
struct ExperimentProgress {
  private let isOn: Bool
  private var total: Int?
  private let began = Host.seconds()
  private var done = 0
  private var lastDrawn = -1.0
  private var hasLine = false

  /// A line for so many runs; nil when nobody knows how many there will be.
  init(total: Int?, quiet: Bool) {
    isOn = Terminal.isLive && !quiet
    self.total = total
  }

  /// Adds runs to those that are to come.
  mutating func expect(_ runs: Int) { total = (total ?? 0) + runs }

  /// Counts a run that ended, and shows where the work stands, at most ten times a second.
  mutating func advance(_ note: String = "") {
    done += 1
    let now = Host.seconds()
    guard isOn, now - lastDrawn >= 0.1 else { return }
    lastDrawn = now
    hasLine = true
    Terminal.redraw(Self.text(done: done, total: total, seconds: now - began, note: note))
  }

  /// Takes the line away.
  mutating func clear() {
    guard hasLine else { return }
    hasLine = false
    Terminal.redraw("")
  }

  /// The line's text, for example `37 of 200 runs, 12.3 runs/s, 13 s left`.
  static func text(done: Int, total: Int?, seconds: Double, note: String) -> String {
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var text = grouped(done) + (total.map { " of \(grouped($0))" } ?? "") + " runs, \(short(rate)) runs/s"
    if let total, rate > 0 { text += ", \(grouped(Int((Double(total - done) / rate).rounded(.up)))) s left" }
    return note.isEmpty ? text : text + "  " + note
  }
}
