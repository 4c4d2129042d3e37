/// Turns a block's streams back into records.
///
/// All checksums are checked before a byte is interpreted, and all sizes before a byte is written; a block either comes
/// back whole or throws. The buffers have room for the largest legal block, so that no content leads outside them.
final class BlockDecoder {
  /// Why a block does not decode.
  struct Damage: Error {
    var reason: String
  }

  let table: KindTable
  let columns = BlockColumns()
  private let quantum: Int64
  private let ids: UnsafeMutablePointer<UInt16>
  private let declared: UnsafeMutablePointer<UInt8>
  private let instantMasks: UnsafeMutablePointer<Int64>
  private let largest: UnsafeMutablePointer<UInt64>
  private let prefixes: UnsafeMutablePointer<UInt64>
  private let zstd = ZstdDecompressor()
  /// By stream: its content's size in this block, 0 when absent.
  private var sizes: [Int]

  init(header: TraceHeader) {
    table = KindTable(header.kinds)
    quantum = header.quantum
    ids = .allocate(capacity: 256)
    declared = .allocate(capacity: 256)
    instantMasks = .allocate(capacity: 256)
    ids.initialize(repeating: 0, count: 256)
    declared.initialize(repeating: 0, count: 256)
    instantMasks.initialize(repeating: 0, count: 256)
    ids.update(from: table.ids, count: table.count)
    declared.update(from: table.declared, count: table.count)
    instantMasks.update(from: table.instantMasks, count: table.count)
    largest = .allocate(capacity: 256)
    prefixes = .allocate(capacity: 256)
    sizes = [Int](repeating: 0, count: 256)
  }

  deinit {
    ids.deallocate()
    declared.deallocate()
    instantMasks.deallocate()
    largest.deallocate()
    prefixes.deallocate()
  }

  /// Decodes the columns that follow a block's header.
  ///
  /// - Parameters:
  ///   - header: The block's parsed header.
  ///   - stored: `header.storedSize` bytes.
  ///   - block: Receives the records and the region; large enough, or replaced by the caller.
  func decode(_ header: BlockHeader, _ stored: UnsafeRawBufferPointer, into block: RecordBlock) throws(Damage) {
    precondition(block.capacity >= header.count, "block too small for the records of the file")
    try decompress(header, stored)
    try sortKinds(header)
    var modes = ByteReader(UnsafeRawBufferPointer(start: columns.raw(.groupModes), count: sizes[.groupModes]))
    if header.entityTransform == .families {
      try decodeFamilies()
      try decodeEntityDistances(header)
    } else {
      try decodeIntegers(.entity, header, &modes)
    }
    try decodeIntegers(.value, header, &modes)
    try decodeIntegers(.aux, header, &modes)
    guard modes.remaining == 0 else { throw Damage(reason: "group modes left over") }
    try decodeNodes(header)
    try spread(.countries, .country, header, to: columns.sorted.countries)
    try spread(.flags, .flags, header, to: columns.sorted.flags)
    try assemble(header, into: block)
  }

  private func decompress(_ header: BlockHeader, _ stored: UnsafeRawBufferPointer) throws(Damage) {
    for i in sizes.indices { sizes[i] = 0 }
    var offset = 0
    for entry in header.streams {
      let end = offset + Int(entry.storedSize)
      guard end <= stored.count else { throw Damage(reason: "columns end early") }
      let frame = UnsafeRawBufferPointer(rebasing: stored[offset..<end])
      guard CRC32C.checksum(frame) == entry.checksum else {
        throw Damage(reason: "checksum of stream \(entry.stream)")
      }
      guard zstd.decompress(frame, to: columns.raw(entry.stream), size: Int(entry.rawSize)) else {
        throw Damage(reason: "stream \(entry.stream) does not decompress")
      }
      sizes[entry.stream] = Int(entry.rawSize)
      offset = end
    }
  }

  private func sortKinds(_ header: BlockHeader) throws(Damage) {
    guard sizes[.kinds] == header.count, sizes[.timeCodes] == header.count else {
      throw Damage(reason: "kinds or times of another number of records")
    }
    columns.kinds.update(from: columns.bytes(.kinds), count: header.count)
    columns.sortKinds(header.count)
    for entry in header.kindCounts where columns.group(Int(entry.kind)).count != entry.count {
      throw Damage(reason: "kinds differ from the block header's")
    }
    guard header.kindCounts.allSatisfy({ Int($0.kind) < table.count }) else { throw Damage(reason: "unknown kind") }
  }

  private func decodeFamilies() throws(Damage) {
    guard sizes[.families] % 8 == 0 else { throw Damage(reason: "size of the table of families") }
    let words = columns.raw(.families)
    for family in 0..<sizes[.families] / 8 {
      let word = UInt64(littleEndian: words.load(fromByteOffset: family * 8, as: UInt64.self))
      prefixes[family] = word & ~FamilyTable.serialMask
      largest[family] = word & FamilyTable.serialMask
    }
  }

  private func decodeEntityDistances(_ header: BlockHeader) throws(Damage) {
    let familyCount = sizes[.families] / 8
    if familyCount > 1 {
      try spread(.familyIndices, .entity, header, to: columns.sorted.families)
    } else {
      columns.sorted.families.update(repeating: 0, count: header.count)
    }
    var decoder = IntegerDecoder(codes: columns.bytes(.entityCodes), bits: columns.raw(.entityBits))
    let entities = columns.sorted.entities
    var count = 0
    for entry in header.kindCounts where declares(entry, .entity) {
      for place in columns.group(Int(entry.kind)) {
        let code = decoder.codes.pointee
        let number = decoder.next()
        entities[place] = code <= IntegerCode.lastClass ? number : EntityDistance.aheadFlag | number
      }
      count += entry.count
    }
    try checkUse(decoder, count, .entityCodes, .entityBits)
    let lastFamily = familyCount > 1 ? Int(LargestByte.of(columns.bytes(.familyIndices), count)) : 0
    guard count == 0 || lastFamily < familyCount else { throw Damage(reason: "unknown family of entities") }
    guard LargestByte.of(columns.bytes(.entityCodes), count) <= EntityDistance.lastAheadClass else {
      throw Damage(reason: "unknown class of entity")
    }
  }

  private func decodeIntegers(_ slot: TraceSlot, _ header: BlockHeader, _ modes: inout ByteReader) throws(Damage) {
    let (codes, bits, numbers) = integers(slot)
    var decoder = IntegerDecoder(codes: columns.bytes(codes), bits: columns.raw(bits))
    for entry in header.kindCounts {
      let group = columns.group(Int(entry.kind))
      guard declares(entry, slot) else {
        (numbers + group.lowerBound).update(repeating: 0, count: group.count)
        continue
      }
      guard let raw = try? modes.read(UInt8.self), let mode = GroupMode(rawValue: raw),
        let base = try? modes.readVarint()
      else { throw Damage(reason: "group mode of column \(slot)") }
      guard Self.decode(group, mode, IntegerCode.unzigzag(base), to: numbers, &decoder) else {
        throw Damage(reason: "unknown class of integer in column \(slot)")
      }
    }
    try checkUse(decoder, UnsafePointer(columns.bytes(codes)).distance(to: decoder.codes), codes, bits)
  }

  private static func decode(
    _ group: Range<Int>, _ mode: GroupMode, _ base: Int64, to numbers: UnsafeMutablePointer<Int64>,
    _ decoder: inout IntegerDecoder
  ) -> Bool {
    if mode == .constant {
      (numbers + group.lowerBound).update(repeating: base, count: group.count)
      return true
    }
    var local = decoder
    defer { decoder = local }
    if mode == .bytes {
      for place in group {
        numbers[place] = base &+ Int64(local.codes.pointee)
        local.codes += 1
      }
      return true
    }
    let codes = local.codes
    switch mode {
    case .above: for place in group { numbers[place] = base &+ Int64(bitPattern: local.next()) }
    case .below: for place in group { numbers[place] = base &- Int64(bitPattern: local.next()) }
    default: for place in group { numbers[place] = IntegerCode.unzigzag(local.next()) }
    }
    return LargestByte.of(codes, group.count) <= IntegerCode.lastClass
  }

  private func integers(_ slot: TraceSlot) -> (TraceStream, TraceStream, UnsafeMutablePointer<Int64>) {
    switch slot {
    case .entity:
      let entities = UnsafeMutableRawPointer(columns.sorted.entities).assumingMemoryBound(to: Int64.self)
      return (.entityCodes, .entityBits, entities)
    case .value: return (.valueCodes, .valueBits, columns.sorted.values)
    default: return (.auxCodes, .auxBits, columns.sorted.auxes)
    }
  }

  private func checkUse(
    _ decoder: IntegerDecoder, _ count: Int, _ codes: TraceStream, _ bits: TraceStream
  ) throws(Damage) {
    guard count == sizes[codes], decoder.bytesUsed == sizes[bits] else {
      throw Damage(reason: "streams \(codes) and \(bits) of another length")
    }
  }

  private func decodeNodes(_ header: BlockHeader) throws(Damage) {
    let (low, high, nodes) = (columns.bytes(.nodeLow), columns.bytes(.nodeHigh), columns.sorted.nodes)
    let hasHigh = sizes[.nodeHigh] > 0
    var count = 0
    for entry in header.kindCounts {
      let group = columns.group(Int(entry.kind))
      guard declares(entry, .node) else {
        (nodes + group.lowerBound).update(repeating: 0, count: group.count)
        continue
      }
      for place in group {
        nodes[place] = UInt16(low[count]) | (hasHigh ? UInt16(high[count]) &<< 8 : 0)
        count &+= 1
      }
    }
    guard count == sizes[.nodeLow], !hasHigh || count == sizes[.nodeHigh] else {
      throw Damage(reason: "nodes of another number of records")
    }
  }

  /// Copies a stream of bytes to the groups that have it, and zeros to the others.
  private func spread(
    _ stream: TraceStream, _ slot: TraceSlot, _ header: BlockHeader, to column: UnsafeMutablePointer<UInt8>
  ) throws(Damage) {
    let source = columns.bytes(stream)
    var count = 0
    for entry in header.kindCounts {
      let group = columns.group(Int(entry.kind))
      if declares(entry, slot) {
        (column + group.lowerBound).update(from: source + count, count: group.count)
        count += group.count
      } else {
        (column + group.lowerBound).update(repeating: 0, count: group.count)
      }
    }
    guard count == sizes[stream] else { throw Damage(reason: "stream \(stream) of another length") }
  }

  private func declares(_ entry: BlockHeader.KindCount, _ slot: TraceSlot) -> Bool {
    declared[Int(entry.kind)] & 1 << slot.rawValue != 0
  }

  /// Puts the records together in time order.
  private func assemble(_ header: BlockHeader, into block: RecordBlock) throws(Damage) {
    let codes = UnsafePointer(columns.bytes(.timeCodes))
    guard LargestByte.of(codes, header.count) <= IntegerCode.lastClass else {
      throw Damage(reason: "unknown class of time")
    }
    var times = IntegerDecoder(codes: codes, bits: columns.raw(.timeBits))
    let lastTime =
      header.entityTransform == .families
      ? assembleFamilies(header, block.records, &times) : assemblePlain(header, block.records, &times)
    guard times.bytesUsed == sizes[.timeBits], lastTime == header.lastTime else {
      throw Damage(reason: "times differ from the block header's")
    }
    block.region = header.region
    block.setCount(header.count)
  }

  private func assembleFamilies(
    _ header: BlockHeader, _ records: UnsafeMutablePointer<TraceRecord>, _ times: inout IntegerDecoder
  ) -> Int64 {
    var local = times
    var time = header.firstTime
    let (kinds, cursors, sorted, quantum) = (columns.kinds, columns.cursors, columns.sorted, quantum)
    let (largest, prefixes, ids, declared, instantMasks) = (largest, prefixes, ids, declared, instantMasks)
    for i in 0..<header.count {
      time &+= Int64(bitPattern: local.next()) &* quantum
      let kind = Int(kinds[i])
      let place = cursors[kind]
      cursors[kind] = place &+ 1
      var entity: UInt64 = 0
      if declared[kind] & 1 != 0 {
        let family = Int(sorted.families[place])
        let serial = EntityDistance.serial(sorted.entities[place], largest: largest[family])
        // A branch, because most ids are old: then the next record need not wait for this one.
        if serial > largest[family] { largest[family] = serial }
        entity = prefixes[family] | serial & FamilyTable.serialMask
      }
      Self.fill(records + i, time, ids[kind], entity, place, instantMasks[kind], sorted)
    }
    times = local
    return time
  }

  private func assemblePlain(
    _ header: BlockHeader, _ records: UnsafeMutablePointer<TraceRecord>, _ times: inout IntegerDecoder
  ) -> Int64 {
    var time = header.firstTime
    for i in 0..<header.count {
      time &+= Int64(bitPattern: times.next()) &* quantum
      let kind = Int(columns.kinds[i])
      let place = columns.cursors[kind]
      columns.cursors[kind] = place &+ 1
      let entity = declared[kind] & 1 != 0 ? columns.sorted.entities[place] : 0
      Self.fill(records + i, time, ids[kind], entity, place, instantMasks[kind], columns.sorted)
    }
    return time
  }

  @inline(__always) private static func fill(
    _ record: UnsafeMutablePointer<TraceRecord>, _ time: Int64, _ id: UInt16, _ entity: UInt64, _ place: Int,
    _ instantMask: Int64, _ sorted: BlockColumns.Sorted
  ) {
    record.initialize(
      to: TraceRecord(
        time: time, kind: id, entity: entity, value: sorted.values[place] &+ time & instantMask,
        aux: UInt32(truncatingIfNeeded: sorted.auxes[place]), node: sorted.nodes[place],
        country: sorted.countries[place], flags: sorted.flags[place]))
  }
}

extension [Int] {
  /// The entry of a stream.
  fileprivate subscript(_ stream: TraceStream) -> Int {
    get { self[Int(stream.rawValue)] }
    set { self[Int(stream.rawValue)] = newValue }
  }
}
