import Kernel
public import TraceFormat

/// The visits and orders of a time window of a trace, as sessions.
///
/// A bin of visits starts that many sessions at random instants within it; an order is a session from its checkout's instant on,
/// and one visit of its region fewer. The file is read in slices of the window, so that memory does not follow its length.
public struct TraceStarts: StartSource {
  /// Which part of the trace is sent, and how fast.
  public struct Window: Sendable, Hashable {
    /// The first instant, in microseconds since the trace's epoch; nil for the trace's first record.
    public var from: Int64?
    /// The instant that is no longer sent; nil for the trace's last record.
    public var to: Int64?
    /// Simulated seconds in one second of the load; above 0.
    public var speed = 1.0
    /// The share of the sessions that is sent, above 0 and at most 1000; above 1 each is sent more than once.
    public var scale = 1.0

    /// All of it, as it was.
    public init() {}
  }

  /// The regions of the trace.
  public let countries: [String]
  /// The SKUs of the trace.
  public let skus: [String]
  private let path: String
  private let from: Int64
  private let to: Int64
  private let window: Window
  private let seed: UInt64

  /// The sessions of a trace.
  ///
  /// - Throws: ``LoadError`` when speed, scale or window make no sense, or the trace has neither visits nor orders.
  public init(_ reader: TraceReader, _ window: Window = Window(), seed: UInt64) throws(LoadError) {
    guard window.speed > 0, window.speed <= 1e6 else {
      throw LoadError("a speed of \(window.speed) is not above 0 and at most a million")
    }
    guard window.scale > 0, window.scale <= 1_000 else {
      throw LoadError("a scale of \(window.scale) is not above 0 and at most 1000")
    }
    let names = reader.header.kinds.map(\.name)
    guard names.contains(TraceStream.visits) || names.contains(TraceStream.orders) else {
      throw LoadError("the trace has no records of visits or checkouts")
    }
    path = reader.path
    countries = reader.header.regions
    skus = reader.header.dictionaries.first { $0.name == "skus" }?.values ?? []
    from = window.from ?? reader.blocks.map(\.firstTime).min() ?? 0
    to = window.to ?? (reader.blocks.map(\.lastTime).max().map { $0 + 1 } ?? 0)
    guard from < to, !from.subtractingReportingOverflow(to).overflow else {
      throw LoadError("the window has no length")
    }
    self.window = window
    self.seed = seed
  }

  /// The starts, read from the file as they are asked for.
  public func starts() throws -> any StartStream {
    try TraceStream(TraceReader(path: path), from: from, to: to, window, seed: seed)
  }
}

/// Reads slices of a window, and keeps the starts that lie behind the slice's end for the next one.
struct TraceStream: StartStream {
  static let visits = "cohortTick"
  static let orders = "checkoutStart"

  private static let most: Int64 = 10_000_000

  private let reader: TraceReader
  private let (from, to): (Int64, Int64)
  private let window: TraceStarts.Window
  private let draws: StreamFamily
  private let kinds: (visits: UInt16?, orders: UInt16?)
  private let slice: Int64
  private var sliceEnd: Int64
  private var records: UInt64 = 0
  private var ready: [SessionStart] = []
  private var place = 0
  /// Starts behind the end of the slice.
  private var later: [SessionStart] = []
  /// By region: orders that are not yet taken off the visits.
  private var owed: [Int64] = []

  init(
    _ reader: TraceReader, from: Int64, to: Int64, _ window: TraceStarts.Window, seed: UInt64
  ) throws {
    self.reader = reader
    (self.from, self.to, self.window) = (from, to, window)
    draws = Streams(seed: seed)["load sessions"]
    func kind(_ name: String) -> UInt16? { reader.header.kinds.first { $0.name == name }?.id }
    kinds = (kind(Self.visits), kind(Self.orders))
    // So many slices that each has about 64 Ki records of all kinds.
    let within = reader.blocks.filter { $0.lastTime >= from && $0.firstTime < to }
    let records = within.reduce(0) { $0 + $1.count }
    slice = max(1, (to - from) / Int64(max(1, records / 65_536)))
    sliceEnd = from
    owed = [Int64](repeating: 0, count: max(1, reader.header.regions.count) + 1)
  }

  mutating func next() throws -> SessionStart? {
    while place == ready.count {
      guard sliceEnd < to || !later.isEmpty else { return nil }
      try readSlice()
    }
    place += 1
    return ready[place - 1]
  }

  private mutating func readSlice() throws {
    let begin = sliceEnd
    sliceEnd = to - begin > slice ? begin + slice : to
    var found = later
    if begin < to {
      let selection = TraceSelection(
        from: begin, to: sliceEnd, kinds: [kinds.visits, kinds.orders].compactMap { $0 })
      _ = try reader.forEachRecord(selection, order: .merged) { record, region in
        try take(record, Int(region), &found)
        return true
      }
    }
    let isLast = begin >= to
    let limit = isLast ? Int64.max : offset(Double(sliceEnd))
    later = found.filter { $0.offset_ns >= limit }
    ready = found.filter { $0.offset_ns < limit }
    ready.sort { ($0.offset_ns, $0.country ?? 0, $0.sku ?? 0) < ($1.offset_ns, $1.country ?? 0, $1.sku ?? 0) }
    place = 0
  }

  private mutating func take(_ record: TraceRecord, _ region: Int, _ found: inout [SessionStart]) throws {
    var stream = draws[records]
    records += 1
    while owed.count <= region { owed.append(0) }
    if record.kind == kinds.orders {
      owed[region] += 1
      let start = SessionStart(
        offset(Double(record.time)), occasion: .order, country: region, sku: Int(record.aux))
      for _ in 0..<copies(1, &stream) { found.append(start) }
      return
    }
    let spent = min(owed[region], max(0, record.value))
    owed[region] -= spent
    let width = Double(record.aux) * 1_000
    let sessions = copies(max(0, record.value) - spent, &stream)
    // Each has at least one request, so a plan with these is above every cap: better said than stored.
    guard sessions < Self.most - Int64(found.count) else {
      throw LoadError("more than \(Self.most) sessions are in a part of the window; narrow it, or lower --scale")
    }
    for _ in 0..<sessions {
      let time = min(Double(record.time) + stream.uniform() * width, Double(to) - 1)
      found.append(SessionStart(offset(time), occasion: .visit, country: region))
    }
  }

  /// So many sessions of so many, on average the scale.
  private func copies(_ count: Int64, _ stream: inout RandomStream) -> Int64 {
    let wanted = min(1e15, Double(count) * window.scale)
    let whole = wanted.rounded(.down)
    return Int64(whole) + (wanted > whole && stream.bernoulli(wanted - whole) ? 1 : 0)
  }

  /// From the window's beginning, so that roundings never add up.
  private func offset(_ time: Double) -> Int64 {
    Int64(min(9e18, (time - Double(from)) * 1_000 / window.speed).rounded())
  }
}
