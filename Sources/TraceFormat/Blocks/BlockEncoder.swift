/// Turns a block of records into compressed streams.
///
/// One pass in time order codes times and kinds, folds the digest and lists the entities; a second sorts the other
/// columns by kind, stably; a third looks for what a kind does not declare; then each column is coded group by group.
/// Linear in the records, no allocation in steady state.
final class BlockEncoder {
  let table: KindTable
  private let kinds: [TraceKind]
  private let quantum: Int64
  private let indices: UnsafeMutablePointer<UInt16>
  private let forbidden: UnsafeMutablePointer<KindTable.Forbidden>
  private let instantMasks: UnsafeMutablePointer<Int64>
  let columns = BlockColumns()
  let modes = ByteWriter()
  let symbolCompressor = ZstdCompressor(.symbols)
  let literalCompressor = ZstdCompressor(.literals)
  let bitCompressor = ZstdCompressor(.bits)
  let families = FamilyTable()
  /// The entities of the block encoded last.
  let entities = EntityList()

  /// The streams of the block encoded last, in the order of their frames.
  var streams: [BlockHeader.Stream] = []
  /// The kinds of the block encoded last.
  private(set) var kindCounts: [BlockHeader.KindCount] = []
  /// How the entities of the block encoded last are written.
  private(set) var entityTransform = EntityTransform.families
  /// The bits of entities of kinds that declare none, in the block encoded last.
  private var undeclaredEntities: UInt64 = 0

  /// Records that are coded and folded while they are in the first-level cache.
  private static let stretch = 256

  init(header: TraceHeader) {
    precondition(Operands.isLayoutKnown, "records lie otherwise in memory than expected")
    table = KindTable(header.kinds)
    kinds = header.kinds
    quantum = header.quantum
    indices = table.makeIndices()
    forbidden = .allocate(capacity: max(1, table.count))
    forbidden.initialize(from: table.forbidden, count: table.count)
    instantMasks = .allocate(capacity: max(1, table.count))
    instantMasks.initialize(from: table.instantMasks, count: table.count)
  }

  deinit {
    indices.deallocate()
    forbidden.deallocate()
    instantMasks.deallocate()
  }

  /// Rounds the block's times to the quantum, then appends its streams, compressed, to the output.
  ///
  /// - Parameter digest: Of the region's records so far; the block's are folded in, unless it has a fault.
  func encode(
    _ block: RecordBlock, digest: inout TraceDigest.Parts, into output: ByteWriter
  ) throws(TraceError) {
    streams.removeAll(keepingCapacity: true)
    let count = block.count
    if quantum != 1 { roundTimes(block) }
    var parts = digest
    let timeBits = try encodeTimesAndKinds(block, &parts)
    columns.sortKinds(count)
    collectKindCounts()
    sortColumns(block)
    if hasUndeclared() { throw findFault(block) }
    digest = parts
    emit(.timeCodes, count, output)
    emit(.timeBits, timeBits, output)
    columns.bytes(.kinds).update(from: columns.kinds, count: count)
    emit(.kinds, count, output)
    emitSortedColumns(output)
  }

  private func roundTimes(_ block: RecordBlock) {
    for i in 0..<block.count { block.records[i].time = Quantum.floor(block.records[i].time, quantum) }
  }

  /// Codes the time column and the kind column; returns the size of the packed time bits.
  private func encodeTimesAndKinds(
    _ block: RecordBlock, _ digest: inout TraceDigest.Parts
  ) throws(TraceError) -> Int {
    let indices = indices
    entities.removeAll()
    var encoder = IntegerEncoder(codes: columns.bytes(.timeCodes), bits: columns.raw(.timeBits))
    var previous = block.records[0].time
    var isOrdered = true
    for start in stride(from: 0, to: block.count, by: Self.stretch) {
      let stretch = UnsafeBufferPointer(rebasing: block.buffer[start..<min(start + Self.stretch, block.count)])
      encodeTimes(stretch, &previous, &isOrdered, &encoder)
      var unknown: UInt16 = 0
      let kinds = columns.kinds + start
      for i in stretch.indices {
        let index = indices[Int(stretch[i].kind)]
        kinds[i] = UInt8(truncatingIfNeeded: index)
        unknown |= index
      }
      // A header has at most 256 kinds, so only the mark of an unknown one is larger than a byte.
      if unknown > 255 { throw findFault(block) }
      digest.fold(stretch)
      entities.append(stretch, kinds: kinds, forbidden: forbidden)
    }
    if !isOrdered { throw findFault(block) }
    return columns.raw(.timeBits).distance(to: encoder.bits.end)
  }

  private func encodeTimes(
    _ records: UnsafeBufferPointer<TraceRecord>, _ previous: inout Int64, _ isOrdered: inout Bool,
    _ encoder: inout IntegerEncoder
  ) {
    var local = encoder
    var time = previous
    var order: Int64 = 0
    let quantum = UInt64(quantum)
    for record in records {
      order |= record.time < time ? 1 : 0
      let delta = UInt64(bitPattern: record.time &- time)
      local.put(quantum == 1 ? delta : delta / quantum)
      time = record.time
    }
    encoder = local
    previous = time
    if order != 0 { isOrdered = false }
  }

  /// Whether a record uses a slot that its kind does not declare.
  private func hasUndeclared() -> Bool {
    let (sorted, forbidden) = (columns.sorted, forbidden)
    var faults = undeclaredEntities
    for entry in kindCounts {
      let mask = forbidden[Int(entry.kind)]
      let value = Int64(bitPattern: mask.value)
      var values: Int64 = 0
      var operands: UInt64 = 0
      for place in columns.group(Int(entry.kind)) {
        values |= sorted.values[place]
        operands |= sorted.operands[place]
      }
      faults |= UInt64(bitPattern: values & value) | operands & mask.operands
    }
    return faults != 0
  }

  /// The first record that breaks a rule, as an error.
  private func findFault(_ block: RecordBlock) -> TraceError {
    var previous = Int64.min
    for record in block.buffer {
      let index = indices[Int(record.kind)]
      guard index != KindTable.unknown else { return .unknownKind(record.kind) }
      let kind = kinds[Int(index)]
      if record.time < previous { return .timeWentBack(region: block.region, time: record.time, previous: previous) }
      previous = record.time
      let used: [(TraceSlot, Bool)] = [
        (.entity, record.entity != 0), (.value, record.value != 0), (.aux, record.aux != 0), (.node, record.node != 0),
        (.country, record.country != 0), (.flags, record.flags != 0),
      ]
      for (slot, isUsed) in used where isUsed && kind.findField(slot) == nil {
        return .undeclaredField(kind: kind.name, slot: slot)
      }
    }
    preconditionFailure("a fault was seen and not found")
  }

  private func collectKindCounts() {
    kindCounts.removeAll(keepingCapacity: true)
    for kind in 0..<table.count where columns.group(kind).count > 0 {
      kindCounts.append(BlockHeader.KindCount(kind: UInt8(kind), count: columns.group(kind).count))
    }
  }

  private func sortColumns(_ block: RecordBlock) {
    entityTransform = .families
    families.beginBlock()
    if !sortColumnsWithFamilies(block) {
      entityTransform = .plain
      columns.cursors.update(from: columns.starts, count: 257)
      families.beginBlock()
      sortColumnsPlain(block)
    }
    families.endBlock()
  }

  /// Moves the columns to their kind's group, entities as distances; false when there are too many families.
  private func sortColumnsWithFamilies(_ block: RecordBlock) -> Bool {
    let (records, sorted, families) = (block.records, columns.sorted, families)
    let (kinds, cursors, largest) = (columns.kinds, columns.cursors, families.largest)
    let (forbidden, instantMasks) = (forbidden, instantMasks)
    let recent = families.recentByKind
    var undeclared: UInt64 = 0
    defer { undeclaredEntities = undeclared }
    for i in 0..<block.count {
      let kind = Int(kinds[i])
      let place = cursors[kind]
      cursors[kind] = place &+ 1
      Self.sortOperands(records + i, place, instantMasks[kind], sorted)
      let entity = records[i].entity
      guard forbidden[kind].entity == 0 else {
        undeclared |= entity
        continue
      }
      let prefix = entity &>> FamilyTable.serialBits
      if prefix != recent[kind].prefix {
        guard let found = families.find(entity) else { return false }
        recent[kind] = FamilyTable.Recent(prefix: prefix, family: found)
      }
      let family = recent[kind].family
      sorted.families[place] = UInt8(truncatingIfNeeded: family)
      let serial = entity & FamilyTable.serialMask
      let top = largest[family]
      sorted.entities[place] = EntityDistance.code(serial: serial, largest: top)
      // A branch, because most ids are old: then the next record need not wait for this one.
      if serial > top { largest[family] = serial }
    }
    return true
  }

  private func sortColumnsPlain(_ block: RecordBlock) {
    undeclaredEntities = 0
    for i in 0..<block.count {
      let kind = Int(columns.kinds[i])
      let place = columns.cursors[kind]
      columns.cursors[kind] = place &+ 1
      Self.sortOperands(block.records + i, place, instantMasks[kind], columns.sorted)
      columns.sorted.entities[place] = block.records[i].entity
      undeclaredEntities |= block.records[i].entity & forbidden[kind].entity
    }
  }

  @inline(__always) private static func sortOperands(
    _ record: UnsafeMutablePointer<TraceRecord>, _ place: Int, _ instantMask: Int64, _ sorted: BlockColumns.Sorted
  ) {
    sorted.values[place] = record.pointee.value &- record.pointee.time & instantMask
    sorted.operands[place] = Operands.pack(record)
  }
}

/// A serial number against the largest one of its family so far.
enum EntityDistance {
  /// Set in a coded distance when the serial jumps ahead of the next expected one.
  static let aheadFlag: UInt64 = 1 << 63
  /// The first of the four classes that carry jumps of 8, 16, 24 and 40 bits.
  static let firstAheadClass: UInt8 = 251
  /// The last of them.
  static let lastAheadClass: UInt8 = 254

  /// The distance back from the next expected serial, or the flagged distance ahead of it.
  @inline(__always) static func code(serial: UInt64, largest: UInt64) -> UInt64 {
    let next = largest &+ 1
    return serial <= next ? next &- serial : aheadFlag | (serial &- next &- 1)
  }

  /// The serial that ``code(serial:largest:)`` coded.
  @inline(__always) static func serial(_ distance: UInt64, largest: UInt64) -> UInt64 {
    let next = largest &+ 1
    return distance & aheadFlag == 0 ? next &- distance : next &+ 1 &+ (distance & ~aheadFlag)
  }

  /// The class and the width of a jump.
  static func aheadClass(_ jump: UInt64) -> (code: UInt8, width: UInt64) {
    switch jump {
    case 0..<1 << 8: (251, 8)
    case 0..<1 << 16: (252, 16)
    case 0..<1 << 24: (253, 24)
    default: (254, 40)
    }
  }
}
