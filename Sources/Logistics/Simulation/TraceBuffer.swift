import TraceFormat

/// Where one region's records go: into the digest always, and into blocks for the writer when the scenario asks for them.
///
/// A handle to storage that its region owns; see ``Table`` for why.
struct TraceBuffer {
  private struct Storage {
    var digest = Digest()
    var emitted = 0
    /// Full blocks in time order, taken by the simulation between windows.
    var full: [RecordBlock] = []
    var block: RecordBlock?
    var records: UnsafeMutablePointer<TraceRecord>?
    var count = 0
    let region: UInt16
    let pool: RecordBlockPool?
    let from: Int64
    let until: Int64
  }

  private let storage: UnsafeMutablePointer<Storage>
  private let isKept: UnsafeMutablePointer<Bool>

  /// A buffer that keeps the kinds of a filter, or only digests when there is no pool to take blocks from.
  init(region: UInt16, filter: RecordFilter, pool: RecordBlockPool?) {
    storage = .allocate(capacity: 1)
    storage.initialize(to: Storage(region: region, pool: pool, from: filter.from, until: filter.until))
    isKept = .allocate(capacity: 256)
    isKept.initialize(repeating: false, count: 256)
    if pool != nil, filter.keeps(region: region) { for kind in filter.kinds { isKept[Int(kind)] = true } }
  }

  /// Releases the storage; no handle may be used afterwards.
  func deallocate() {
    isKept.deallocate()
    storage.deinitialize(count: 1)
    storage.deallocate()
  }

  /// The digest of all records emitted so far.
  var digest: Digest { storage.pointee.digest }
  /// Records emitted, whether kept or not.
  var emitted: Int { storage.pointee.emitted }

  @inline(__always) func append(_ record: TraceRecord) {
    storage.pointee.digest.add(record)
    storage.pointee.emitted &+= 1
    if isKept[Int(record.kind & 0xFF)] { keep(record) }
  }

  @inline(__always) private func keep(_ record: TraceRecord) {
    guard record.time >= storage.pointee.from, record.time < storage.pointee.until else { return }
    if storage.pointee.records == nil { takeBlock() }
    storage.pointee.records.unsafelyUnwrapped[storage.pointee.count] = record
    storage.pointee.count &+= 1
    if storage.pointee.count == RecordBlock.fullCapacity { finishBlock() }
  }

  @inline(never) private func takeBlock() {
    let fresh = storage.pointee.pool!.take(region: storage.pointee.region)
    storage.pointee.block = fresh
    storage.pointee.records = fresh.records
    storage.pointee.count = 0
  }

  @inline(never) private func finishBlock() {
    guard let block = storage.pointee.block, storage.pointee.count > 0 else { return }
    block.setCount(storage.pointee.count)
    storage.pointee.full.append(block)
    storage.pointee.block = nil
    storage.pointee.records = nil
    storage.pointee.count = 0
  }

  /// Whether ``takeFull(all:_:)`` has something to hand over.
  var hasFullBlocks: Bool { !storage.pointee.full.isEmpty }

  /// Keeps nothing from now on: the sink has failed. The digest goes on.
  func stopKeeping() {
    isKept.update(repeating: false, count: 256)
    storage.pointee.full.removeAll()
    storage.pointee.block = nil
    storage.pointee.records = nil
    storage.pointee.count = 0
  }

  /// Hands over the full blocks, and with `all` also the one being filled.
  func takeFull(all: Bool, _ body: (RecordBlock) throws -> Void) rethrows {
    if all { finishBlock() }
    for block in storage.pointee.full { try body(block) }
    storage.pointee.full.removeAll(keepingCapacity: true)
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

extension TraceBuffer {
  /// Takes over the digest of another buffer, and its records: the other keeps none any more.
  func inherit(_ old: TraceBuffer) {
    storage.pointee.digest = old.storage.pointee.digest
    storage.pointee.emitted = old.storage.pointee.emitted
    storage.pointee.full = old.storage.pointee.full
    storage.pointee.block = old.storage.pointee.block
    storage.pointee.records = old.storage.pointee.records
    storage.pointee.count = old.storage.pointee.count
    old.stopKeeping()
  }
}
