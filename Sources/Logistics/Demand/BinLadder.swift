import Kernel

/// How long the time bins are when: seconds after a drop, longer in live sessions, a minute elsewhere.
///
/// Feedback on the funnel acts with a lag of one bin, so bins are short where things change fast.
struct BinLadder: Sendable {
  /// A span that wants bins of at most a length.
  struct Window: Sendable {
    var from: SimTime
    var until: SimTime
    var length: SimDuration
  }

  /// Where the length changes, ascending, and the length from there on.
  private let starts: [SimTime]
  private let lengths: [SimDuration]

  init(normal: SimDuration, windows: [Window], from start: SimTime) {
    var edges = [start]
    for window in windows where window.until > start && window.until > window.from {
      edges.append(max(start, window.from))
      edges.append(window.until)
    }
    edges.sort()
    var starts: [SimTime] = []
    var lengths: [SimDuration] = []
    for edge in edges where starts.last != edge {
      let open = windows.filter { $0.from <= edge && edge < $0.until }
      starts.append(edge)
      lengths.append(open.map(\.length).min().map { min($0, normal) } ?? normal)
    }
    self.starts = starts
    self.lengths = lengths
  }

  /// Where the bin that begins at `time` ends; `cursor` remembers the place, as time only goes forward.
  func end(ofBinAt time: SimTime, _ cursor: inout Int) -> SimTime {
    while cursor + 1 < starts.count, starts[cursor + 1] <= time { cursor += 1 }
    let end = time + lengths[cursor]
    return cursor + 1 < starts.count ? min(end, starts[cursor + 1]) : end
  }
}
