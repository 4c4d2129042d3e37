import Kernel
import Scenario
import TraceFormat

/// A recorded count per time bin as demand: visits of a channel, or checkouts, at another time and in another volume.
///
/// A row's count spreads evenly until the next row; the last one lasts as long as the one before it.
struct RecordedSeries: Sendable, Equatable {
  /// The channel whose visits they are; nil for checkouts that skip the funnel.
  var channel: Channel?
  /// Where the rows begin, ascending, and the counts until the next one; one more start than counts.
  var starts: [SimTime]
  var counts: [Double]

  /// The count between two instants; `cursor` remembers the place, as time only goes forward.
  func count(from: SimTime, to: SimTime, _ cursor: inout Int) -> Double {
    var sum = 0.0
    while cursor < counts.count, starts[cursor + 1] <= from { cursor += 1 }
    var row = cursor
    while row < counts.count, starts[row] < to {
      let low = max(from, starts[row])
      let high = min(to, starts[row + 1])
      let whole = (starts[row + 1] - starts[row]).seconds
      if high > low, whole > 0 { sum += counts[row] * (high - low).seconds / whole }
      row += 1
    }
    return sum
  }
}

/// Reads a recorded series line by line: plain or compressed CSV with a header.
struct RecordedSeriesReader {
  /// Which column means what, and how the series is moved and scaled.
  struct Format {
    var time: String
    var count: String
    /// The clock of times without an offset.
    var timeZone: TimeZoneRules
    /// Where the first row is moved to; nil leaves it.
    var start: SimTime?
    /// Factors on the time between rows, and on the counts.
    var stretch: Double
    var volume: Double
  }

  let format: Format
  private var rows: [(at: SimTime, count: Double)] = []
  private var wrong = 0
  private static let shownErrors = 10

  init(_ format: Format) { self.format = format }

  /// Reads a file; what is wrong with it is added to the problems.
  mutating func read(
    _ file: FilePath, channel: Channel?, at mark: Mark, _ problems: inout Diagnostics
  ) -> RecordedSeries? {
    do throws(TextLinesError) {
      let lines = try TextLines(path: file.resolved)
      try read(lines.next, name: file.path, &problems)
    } catch {
      problems.error(
        at: mark, "cannot read \"\(file.path)\": \(error.reason)",
        help: "paths start at the folder of the scenario file")
      return nil
    }
    guard wrong == 0, rows.count >= 2 else {
      if wrong == 0 {
        problems.error(
          at: mark, "\"\(file.path)\" has fewer than two rows", help: "a series needs two rows to know their length")
      }
      return nil
    }
    return series(channel)
  }

  private mutating func read(
    _ next: () throws(TextLinesError) -> ArraySlice<UInt8>?, name: String, _ problems: inout Diagnostics
  ) throws(TextLinesError) {
    var cells: [String] = []
    var number = 1
    guard let header = try next() else { return }
    CSVLine.split(header, into: &cells)
    let columns = [format.time, format.count].map { cells.firstIndex(of: $0) }
    for (column, place) in zip([format.time, format.count], columns) where place == nil {
      wrong += 1
      problems.error(
        at: Mark(file: name, line: 1, column: 1),
        "there is no column \"\(column)\"" + NearestName.suggestion(for: column, in: cells),
        help: "the columns are \(cells.joined(separator: ", "))")
    }
    guard let time = columns[0], let count = columns[1] else { return }
    while let line = try next() {
      number += 1
      if line.isEmpty { continue }
      CSVLine.split(line, into: &cells)
      guard max(time, count) < cells.count, let at = WallTime(cells[time])?.instant(in: format.timeZone),
        let value = Double(cells[count]), value >= 0, value < 1e15, at > rows.last?.at ?? SimTime(microseconds: .min)
      else {
        wrong += 1
        if wrong <= Self.shownErrors {
          problems.error(
            at: Mark(file: name, line: number, column: 1), "the line is no later time with a count of at least 0",
            help: "write it as 2026-11-27 08:00:00,1250, times ascending")
        }
        continue
      }
      rows.append((at, value))
    }
  }

  private func series(_ channel: Channel?) -> RecordedSeries {
    let first = rows[0].at
    let start = format.start ?? first
    var starts = rows.map { start + SimDuration(seconds: ($0.at - first).seconds * format.stretch) }
    starts.append(starts[starts.count - 1] + (starts[starts.count - 1] - starts[starts.count - 2]))
    return RecordedSeries(channel: channel, starts: starts, counts: rows.map { $0.count * format.volume })
  }
}
