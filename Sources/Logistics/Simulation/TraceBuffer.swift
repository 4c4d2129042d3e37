import TraceFormat

/// Where one region's records go: into the digest always, and into blocks for the writer when the scenario asks for them.
struct TraceBuffer: ~Copyable {
  private(set) var digest = Digest()
  /// Records emitted, whether kept or not.
  private(set) var emitted = 0
  /// Full blocks in time order, taken by the simulation between windows.
  private var full: [RecordBlock] = []
  private var block: RecordBlock?
  private var records: UnsafeMutablePointer<TraceRecord>?
  private var count = 0
  private let region: UInt16
  private let pool: RecordBlockPool?
  private let isKept: UnsafeMutablePointer<Bool>
  private let from: Int64
  private let until: Int64

  /// A buffer that keeps the kinds of a filter, or only digests when there is no pool to take blocks from.
  init(region: UInt16, filter: RecordFilter, pool: RecordBlockPool?) {
    self.region = region
    self.pool = pool
    from = filter.from
    until = filter.until
    isKept = .allocate(capacity: 256)
    isKept.initialize(repeating: false, count: 256)
    if pool != nil, filter.keeps(region: region) { for kind in filter.kinds { isKept[Int(kind)] = true } }
  }

  deinit { isKept.deallocate() }

  @inline(__always) mutating func append(_ record: TraceRecord) {
    digest.times = Digest.mix(digest.times, UInt64(bitPattern: record.time))
    digest.places = Digest.mix(digest.places, record.entity ^ UInt64(record.node) << 48)
    digest.kinds = Digest.mix(digest.kinds, UInt64(record.kind) << 8 | UInt64(record.flags))
    digest.values = Digest.mix(digest.values, UInt64(bitPattern: record.value) ^ UInt64(record.aux) << 32)
    emitted += 1
    if isKept[Int(record.kind & 0xFF)] { keep(record) }
  }

  private mutating func keep(_ record: TraceRecord) {
    guard record.time >= from, record.time < until else { return }
    if records == nil { takeBlock() }
    records![count] = record
    count += 1
    if count == RecordBlock.fullCapacity { finishBlock() }
  }

  private mutating func takeBlock() {
    let fresh = pool!.take(region: region)
    block = fresh
    records = fresh.records
    count = 0
  }

  private mutating func finishBlock() {
    guard let block, count > 0 else { return }
    block.setCount(count)
    full.append(block)
    self.block = nil
    records = nil
    count = 0
  }

  /// Whether ``takeFull(all:_:)`` has something to hand over.
  var hasFullBlocks: Bool { !full.isEmpty }

  /// Hands over the full blocks, and with `all` also the one being filled.
  mutating func takeFull(all: Bool, _ body: (RecordBlock) throws -> Void) rethrows {
    if all { finishBlock() }
    for block in full { try body(block) }
    full.removeAll(keepingCapacity: true)
  }
}

/// Which records a scenario wants to keep.
struct RecordFilter: Sendable {
  /// Kinds by number.
  var kinds: [UInt16]
  /// Regions by number; nil keeps all.
  var regions: [UInt16]?
  /// First instant, and the first one after the window, in microseconds.
  var from = Int64.min
  var until = Int64.max

  func keeps(region: UInt16) -> Bool { regions?.contains(region) ?? true }
}
