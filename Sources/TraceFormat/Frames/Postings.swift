/// Collects which entities the blocks of a checkpoint have: per block the distinct ids in growing order, as the integer
/// code of the gaps between them.
///
/// Sorting is a radix sort over the digits that differ at all. Linear, no allocation in steady state.
final class PostingsWriter {
  private static let digitBits: UInt64 = 11
  private static let recentCount = 1024

  private let codes = ByteWriter(capacity: 1 << 18)
  private let bits = ByteWriter(capacity: 1 << 18)
  private var ids: UnsafeMutablePointer<UInt64>
  private var other: UnsafeMutablePointer<UInt64>
  private let counts: UnsafeMutablePointer<Int>
  /// Ids seen lately, by hash.
  private let recent: UnsafeMutablePointer<UInt64>
  private let symbolCompressor = ZstdCompressor(.symbols)
  private let bitCompressor = ZstdCompressor(.bits)
  private let frames = ByteWriter(capacity: 1 << 16)

  init() {
    ids = .allocate(capacity: RecordBlock.fullCapacity + 1)
    other = .allocate(capacity: RecordBlock.fullCapacity + 1)
    counts = .allocate(capacity: 1 << Int(Self.digitBits))
    recent = .allocate(capacity: Self.recentCount)
  }

  deinit {
    ids.deallocate()
    other.deallocate()
    counts.deallocate()
    recent.deallocate()
  }

  func removeAll() {
    codes.removeAll()
    bits.removeAll()
  }

  /// Adds a block; returns the number of its distinct entities.
  func add(_ block: RecordBlock, hasEntity: UnsafePointer<Bool>) -> Int {
    let count = collect(block.buffer, hasEntity)
    sort(count)
    return appendGaps(count)
  }

  /// Gathers the ids; those seen a short while ago are left out already here, because sorting costs more.
  private func collect(_ records: UnsafeBufferPointer<TraceRecord>, _ hasEntity: UnsafePointer<Bool>) -> Int {
    let (ids, recent) = (ids, recent)
    recent.update(repeating: 0, count: Self.recentCount)
    var count = 0
    for record in records {
      let id = record.entity
      let slot = Int(truncatingIfNeeded: (id &* 0x9E37_79B9_7F4A_7C15) &>> 54)
      // No branch, because nobody can predict it. Zero marks an empty slot, so the id 0 is never left out.
      let isNew = (recent[slot] ^ id) | (id == 0 ? 1 : 0)
      recent[slot] = id
      ids[count] = id
      count &+= isNew != 0 && hasEntity[Int(record.kind)] ? 1 : 0
    }
    return count
  }

  private func sort(_ count: Int) {
    var different: UInt64 = 0
    for i in 0..<count { different |= ids[i] ^ ids[0] }
    var shift: UInt64 = 0
    while shift < 64 {
      if different &>> shift & (1 &<< Self.digitBits &- 1) != 0 { sortDigit(shift, count) }
      shift += Self.digitBits
    }
  }

  /// A stable counting sort by the digit at `shift`.
  private func sortDigit(_ shift: UInt64, _ count: Int) {
    let (from, to, counts) = (ids, other, counts)
    let mask = (1 as UInt64) &<< Self.digitBits &- 1
    counts.update(repeating: 0, count: 1 << Int(Self.digitBits))
    for i in 0..<count { counts[Int(truncatingIfNeeded: from[i] &>> shift & mask)] &+= 1 }
    var place = 0
    for digit in 0..<Int(mask) + 1 {
      let size = counts[digit]
      counts[digit] = place
      place &+= size
    }
    for i in 0..<count {
      let digit = Int(truncatingIfNeeded: from[i] &>> shift & mask)
      to[counts[digit]] = from[i]
      counts[digit] &+= 1
    }
    swap(&ids, &other)
  }

  private func appendGaps(_ count: Int) -> Int {
    guard count > 0 else { return 0 }
    let distinct = removeRepetitions(count)
    let ids = ids
    let codeRoom = codes.reserve(distinct)
    let bitRoom = bits.reserve(distinct * 8 + 16)
    var encoder = IntegerEncoder(codes: codeRoom.assumingMemoryBound(to: UInt8.self), bits: bitRoom)
    encoder.put(ids[0])
    for i in 1..<distinct { encoder.put(ids[i] &- ids[i &- 1] &- 1) }
    codes.advance(distinct)
    bits.advance(bitRoom.distance(to: encoder.bits.end))
    return distinct
  }

  /// Closes up the sorted ids so that each stands once; returns how many there are.
  private func removeRepetitions(_ count: Int) -> Int {
    let ids = ids
    var last = 0
    for i in 1..<count {
      last &+= ids[i] == ids[last] ? 0 : 1
      ids[last] = ids[i]
    }
    return last + 1
  }

  /// Appends raw and stored sizes of both streams, then their frames.
  func write(to output: ByteWriter) {
    frames.removeAll()
    let storedCodes = codes.count == 0 ? 0 : symbolCompressor.compress(codes.bytes, into: frames)
    let storedBits = bits.count == 0 ? 0 : bitCompressor.compress(bits.bytes, into: frames)
    for size in [codes.count, storedCodes, bits.count, storedBits] { output.append(UInt32(size)) }
    output.append(frames.bytes)
  }
}

/// Reads the postings of one checkpoint.
struct PostingsReader {
  /// Finds the blocks that have one of the entities.
  ///
  /// - Parameters:
  ///   - entities: Ids, in any order.
  ///   - postings: The bytes between the entries' checksum and the frame's.
  ///   - entries: The checkpoint's entries.
  /// - Returns: The numbers of the blocks in the checkpoint that have one of them.
  static func find(
    _ entities: [UInt64], in postings: UnsafeRawBufferPointer, entries: [IndexFrame.Entry], zstd: ZstdDecompressor
  ) throws(ByteReader.Malformed) -> [Int] {
    let total = entries.reduce(0) { $0 + Int($1.entities) }
    guard total <= IndexFrame.blocks * RecordBlock.fullCapacity else { throw ByteReader.Malformed() }
    var reader = ByteReader(postings)
    let rawCodes = Int(try reader.read(UInt32.self))
    let storedCodes = Int(try reader.read(UInt32.self))
    let rawBits = Int(try reader.read(UInt32.self))
    let storedBits = Int(try reader.read(UInt32.self))
    guard rawCodes == total, rawBits <= total * 8 + entries.count else { throw ByteReader.Malformed() }
    let codes = UnsafeMutableRawBufferPointer.allocate(byteCount: total + 16, alignment: 16)
    let bits = UnsafeMutableRawBufferPointer.allocate(byteCount: total * 8 + entries.count + 32, alignment: 16)
    defer {
      codes.deallocate()
      bits.deallocate()
    }
    codes.initializeMemory(as: UInt8.self, repeating: 0)
    bits.initializeMemory(as: UInt8.self, repeating: 0)
    let codeFrame = try reader.take(storedCodes)
    let bitFrame = try reader.take(storedBits)
    guard rawCodes == 0 || zstd.decompress(codeFrame, to: codes.baseAddress!, size: rawCodes),
      rawBits == 0 || zstd.decompress(bitFrame, to: bits.baseAddress!, size: rawBits)
    else { throw ByteReader.Malformed() }
    return try scan(entities, entries, codes: UnsafeRawBufferPointer(codes), bits: UnsafeRawBufferPointer(bits))
  }

  private static func scan(
    _ entities: [UInt64], _ entries: [IndexFrame.Entry], codes: UnsafeRawBufferPointer, bits: UnsafeRawBufferPointer
  ) throws(ByteReader.Malformed) -> [Int] {
    var found: [Int] = []
    let wanted = entities.sorted()
    let start = codes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    var decoder = IntegerDecoder(codes: start, bits: bits.baseAddress!)
    for (number, entry) in entries.enumerated() where entry.entities > 0 {
      if findAny(wanted, Int(entry.entities), &decoder) { found.append(number) }
      decoder.position = (decoder.position + 7) & ~7
    }
    guard decoder.bytesUsed <= bits.count else { throw ByteReader.Malformed() }
    return found
  }

  /// Decodes one block's ids and says whether one of the wanted ones, which grow, is among them.
  private static func findAny(_ wanted: [UInt64], _ count: Int, _ decoder: inout IntegerDecoder) -> Bool {
    var local = decoder
    defer { decoder = local }
    var isHere = false
    var place = 0
    var id: UInt64 = 0
    for number in 0..<count {
      id = number == 0 ? local.next() : id &+ local.next() &+ 1
      while place < wanted.count && wanted[place] < id { place += 1 }
      isHere = isHere || place < wanted.count && wanted[place] == id
    }
    return isHere
  }
}
