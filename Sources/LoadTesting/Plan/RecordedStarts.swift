public import Kernel

/// A request of a recording.
public struct RecordedRequest: Sendable, Hashable {
  /// The method.
  public var method: String
  /// The path and query.
  public var path: String
}

/// Recorded traffic: requests with their instants, sent with their original gaps.
public struct RecordedStarts: StartSource {
  /// The requests, by instant; those of one instant in the order of the recording.
  public let requests: [RecordedRequest]
  /// Lines of the recording that hold something.
  public let lines: Int
  /// Lines that are no request, by number from 1.
  public let leftOut: [Int]
  private let offsets: [Int64]

  /// Reads a common or combined access log, or a CSV of `time,request` where a time is an instant or a number of seconds and a
  /// request `GET /path` or `/path`.
  ///
  /// - Parameters:
  ///   - speed: Recorded seconds in one second of the load.
  ///   - longestGap: Gaps above it are cut to it, after the speed is applied; nil keeps all.
  /// - Throws: ``LoadError`` without any request, or for a speed that makes no sense.
  public init(_ text: String, speed: Double = 1, longestGap: SimDuration? = nil) throws(LoadError) {
    guard speed > 0, speed <= 1e6 else { throw LoadError("a speed of \(speed) is not above 0 and at most a million") }
    var found: [(time: Int64, request: RecordedRequest)] = []
    var (lines, leftOut): (Int, [Int]) = (0, [])
    var columns = (time: 0, request: 1, count: 2)
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard !line.allSatisfy(\.isWhitespace) else { continue }
      if lines == 0, leftOut.isEmpty, let head = Self.head(line) {
        columns = head
        continue
      }
      lines += 1
      if let entry = Self.access(line) ?? Self.csv(line, columns) {
        found.append(entry)
      } else {
        leftOut.append(index + 1)
      }
    }
    guard !found.isEmpty else {
      throw LoadError(
        "the recording has no request in \(lines) lines: they are of an access log, or time,request with seconds or instants"
      )
    }
    // Stable: equal instants keep the order of the recording.
    let order = found.indices.sorted { (found[$0].time, $0) < (found[$1].time, $1) }
    let origin = found[order[0]].time
    let longest = longestGap.map { $0.microseconds * 1_000 } ?? .max
    var (shift, previous): (Int64, Int64) = (0, 0)
    offsets = order.map { index in
      let elapsed = Double(found[index].time &- origin) * 1_000 / speed
      let planned = Int64(min(9e18, elapsed).rounded()) - shift
      let start = planned - previous > longest ? previous + longest : planned
      shift += planned - start
      previous = start
      return start
    }
    requests = order.map { found[$0].request }
    (self.lines, self.leftOut) = (lines, leftOut)
  }

  /// The starts.
  public func starts() -> any StartStream { Stream(offsets: offsets) }

  private struct Stream: StartStream {
    let offsets: [Int64]
    var place = 0

    mutating func next() -> SessionStart? {
      guard place < offsets.count else { return nil }
      defer { place += 1 }
      return SessionStart(offsets[place], request: place)
    }
  }

  /// `host ident user [10/Oct/2000:13:55:36 -0700] "GET /path HTTP/1.0" 200 2326 …`
  private static func access(_ line: Substring) -> (Int64, RecordedRequest)? {
    guard let open = line.firstIndex(of: "["), let close = line[open...].firstIndex(of: "]"),
      let time = accessTime(line[line.index(after: open)..<close]),
      let quote = line[close...].firstIndex(of: "\"")
    else { return nil }
    let rest = line[line.index(after: quote)...]
    guard let end = rest.firstIndex(of: "\""), let request = request(rest[..<end]) else { return nil }
    return (time, request)
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func accessTime(_ text: Substring) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, parts[0].utf8.count == 20, parts[1].utf8.count == 5 else { return nil }
    let fields = parts[0].split { $0 == "/" || $0 == ":" }
    guard fields.count == 6, let month = months.firstIndex(where: { $0 == fields[1] }) else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    let local = SimTime(iso8601: "\(fields[2])-\(number)-\(fields[0])T\(fields[3]):\(fields[4]):\(fields[5])Z")
    guard let local, let zone = Int64(parts[1].dropFirst()), parts[1].hasPrefix("-") || parts[1].hasPrefix("+") else {
      return nil
    }
    let minutes = (zone / 100 * 60 + zone % 100) * (parts[1].hasPrefix("-") ? -1 : 1)
    return local.microseconds - minutes * 60_000_000
  }

  private typealias Columns = (time: Int, request: Int, count: Int)

  /// The places of the columns that a first line names; nil where it is no such line.
  private static func head(_ line: Substring) -> Columns? {
    let names = cells(line).map { $0.lowercased().trimmingPrefix { $0.isWhitespace } }
    guard let time = names.firstIndex(of: "time"), let request = names.firstIndex(of: "request") else { return nil }
    return (time, request, names.count)
  }

  /// The cells of a line; commas within quotes belong to their cell.
  private static func cells(_ line: Substring) -> [Substring] {
    var cells: [Substring] = []
    var rest = line
    while true {
      if rest.hasPrefix("\""), let end = rest.dropFirst().firstIndex(of: "\"") {
        cells.append(rest[rest.index(after: rest.startIndex)..<end])
        rest = rest[rest.index(after: end)...]
      } else {
        let cell = rest.prefix { $0 != "," }
        cells.append(cell)
        rest = rest.dropFirst(cell.count)
      }
      guard rest.hasPrefix(",") else { return cells }
      rest = rest.dropFirst()
    }
  }

  /// `2026-11-27T18:00:00.5Z,GET /path`, `12.5,/path`. Of two columns the last may have commas without quotes.
  private static func csv(_ line: Substring, _ columns: Columns) -> (Int64, RecordedRequest)? {
    var cells = cells(line)
    if columns.count == 2, columns.time == 0, cells.count > 2, let comma = line.firstIndex(of: ",") {
      cells = [line[..<comma], line[line.index(after: comma)...]]
    }
    guard cells.count == columns.count, let request = request(cells[columns.request]) else { return nil }
    let time = cells[columns.time]
    if let seconds = Double(time), abs(seconds) < 1e12 { return (Int64((seconds * 1e6).rounded()), request) }
    return SimTime(iso8601: String(time)).map { ($0.microseconds, request) }
  }

  private static func request(_ text: Substring) -> RecordedRequest? {
    let parts = text.split(separator: " ")
    let isPathAlone = parts.count == 1
    guard let path = isPathAlone ? parts.first : parts.dropFirst().first, path.hasPrefix("/"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), parts.count <= 3
    else { return nil }
    let method = isPathAlone ? "GET" : String(parts[0])
    guard ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"].contains(method) else { return nil }
    return RecordedRequest(method: method, path: String(path.prefix { $0 != "#" }))
  }
}
