/// Collects which entities the blocks of a checkpoint have: per block the distinct ids in growing order, as the integer
/// code of the gaps between them.
///
/// Sorting is a radix sort over the digits that differ at all. Linear, no allocation in steady state.
final class PostingsWriter {
  private static let digitBits: UInt64 = 11

  private let codes = ByteWriter(capacity: 1 << 18)
  private let bits = ByteWriter(capacity: 1 << 18)
  private let first: UnsafeMutablePointer<UInt64>
  private let second: UnsafeMutablePointer<UInt64>
  private let counts: UnsafeMutablePointer<Int>
  private let symbolCompressor = ZstdCompressor(.symbols)
  private let bitCompressor = ZstdCompressor(.bits)
  private let frames = ByteWriter(capacity: 1 << 16)

  init() {
    first = .allocate(capacity: RecordBlock.fullCapacity)
    second = .allocate(capacity: RecordBlock.fullCapacity)
    counts = .allocate(capacity: 1 << Int(Self.digitBits))
  }

  deinit {
    first.deallocate()
    second.deallocate()
    counts.deallocate()
  }

  func removeAll() {
    codes.removeAll()
    bits.removeAll()
  }

  /// Adds the entities of a block, whose list is used up; returns how many are distinct.
  func add(_ entities: EntityList) -> Int {
    guard entities.count > 0 else { return 0 }
    let sorted = sort(entities.ids, entities.count)
    return appendGaps(sorted, removeRepetitions(sorted, entities.count))
  }

  /// Sorts ids, and returns where they are then: where they were, or in one of the two other buffers.
  private func sort(_ ids: UnsafeMutablePointer<UInt64>, _ count: Int) -> UnsafeMutablePointer<UInt64> {
    var different: UInt64 = 0
    for i in 0..<count { different |= ids[i] ^ ids[0] }
    var from = ids
    for shift in stride(from: 0, to: 64, by: UInt64.Stride(Self.digitBits)) {
      guard different &>> UInt64(shift) & (1 &<< Self.digitBits &- 1) != 0 else { continue }
      let to = from == first ? second : first
      sortDigit(UInt64(shift), from, to, count)
      from = to
    }
    return from
  }

  /// A stable counting sort by the digit at `shift`.
  private func sortDigit(
    _ shift: UInt64, _ from: UnsafeMutablePointer<UInt64>, _ to: UnsafeMutablePointer<UInt64>, _ count: Int
  ) {
    let counts = counts
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
  }

  /// Closes up sorted ids so that each stands once; returns how many there are.
  private func removeRepetitions(_ ids: UnsafeMutablePointer<UInt64>, _ count: Int) -> Int {
    var last = 0
    for i in 1..<count {
      last &+= ids[i] == ids[last] ? 0 : 1
      ids[last] = ids[i]
    }
    return last + 1
  }

  private func appendGaps(_ ids: UnsafeMutablePointer<UInt64>, _ count: Int) -> Int {
    let codeRoom = codes.reserve(count)
    let bitRoom = bits.reserve(count * 8 + 16)
    var encoder = IntegerEncoder(codes: codeRoom.assumingMemoryBound(to: UInt8.self), bits: bitRoom)
    encoder.put(ids[0])
    for i in 1..<count { encoder.put(ids[i] &- ids[i &- 1] &- 1) }
    codes.advance(count)
    bits.advance(bitRoom.distance(to: encoder.bits.end))
    return count
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
