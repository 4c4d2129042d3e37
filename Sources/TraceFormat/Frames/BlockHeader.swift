/// The structure frame before a block's columns.
struct BlockHeader {
  struct Stream {
    var stream: TraceStream
    var rawSize: UInt32
    var storedSize: UInt32
    var checksum: UInt32
  }

  struct KindCount {
    var kind: UInt8
    var count: Int
  }

  /// Bytes of the fixed part behind the prefix.
  static let fixedSize = 56
  /// No block header is larger: all streams and all kinds.
  static let largestSize = StructureFrame.prefixSize + fixedSize + 255 * 16 + 256 * 3 + StructureFrame.checksumSize
  /// No block's columns are larger: twice the records in memory.
  static let largestColumns = RecordBlock.fullCapacity * MemoryLayout<TraceRecord>.stride * 2

  var sequence: UInt64 = 0
  var firstRecord: UInt64 = 0
  /// The running hash before this block.
  var chain: UInt64 = 0
  var firstTime: Int64 = 0
  var lastTime: Int64 = 0
  var count = 0
  var storedSize = 0
  var region: UInt16 = 0
  var entityTransform = EntityTransform.families
  var streams: [Stream] = []
  var kindCounts: [KindCount] = []

  /// Appends the frame; returns its checksum.
  func write(fileID: UInt64, to output: ByteWriter) -> UInt32 {
    let start = StructureFrame.begin(.block, fileID: fileID, in: output)
    output.append(sequence)
    output.append(firstRecord)
    output.append(chain)
    output.append(firstTime)
    output.append(lastTime)
    output.append(UInt32(count))
    output.append(UInt32(storedSize))
    output.append(region)
    output.append(entityTransform.rawValue)
    output.append(UInt8(streams.count))
    output.append(UInt16(kindCounts.count))
    output.append(UInt16(0))
    for stream in streams {
      output.append(stream.stream.rawValue)
      output.append(UInt8(0))
      output.append(UInt16(0))
      output.append(stream.rawSize)
      output.append(stream.storedSize)
      output.append(stream.checksum)
    }
    for entry in kindCounts {
      output.append(entry.kind)
      output.append(UInt16(entry.count - 1))
    }
    return StructureFrame.end(start, in: output)
  }

  init() {}

  /// Parses an intact frame's content; throws when a number is outside its range.
  init(content: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
    var reader = ByteReader(content)
    sequence = try reader.read()
    firstRecord = try reader.read()
    chain = try reader.read()
    firstTime = try reader.read()
    lastTime = try reader.read()
    count = Int(try reader.read(UInt32.self))
    storedSize = Int(try reader.read(UInt32.self))
    region = try reader.read()
    guard let transform = EntityTransform(rawValue: try reader.read()) else { throw ByteReader.Malformed() }
    entityTransform = transform
    let streamCount = Int(try reader.read(UInt8.self))
    let kindCount = Int(try reader.read(UInt16.self))
    _ = try reader.read(UInt16.self)
    guard (1...RecordBlock.fullCapacity).contains(count), storedSize <= Self.largestColumns, firstTime <= lastTime
    else { throw ByteReader.Malformed() }
    streams.reserveCapacity(streamCount)
    for _ in 0..<streamCount { streams.append(try Self.readStream(&reader)) }
    kindCounts.reserveCapacity(kindCount)
    for _ in 0..<kindCount {
      let kind: UInt8 = try reader.read()
      kindCounts.append(KindCount(kind: kind, count: Int(try reader.read(UInt16.self)) + 1))
    }
    try checkSums()
  }

  private static func readStream(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Stream {
    guard let stream = TraceStream(rawValue: try reader.read()) else { throw ByteReader.Malformed() }
    guard try reader.read(UInt8.self) == 0 else { throw ByteReader.Malformed() }
    _ = try reader.read(UInt16.self)
    let entry = Stream(
      stream: stream, rawSize: try reader.read(), storedSize: try reader.read(), checksum: try reader.read())
    guard entry.rawSize > 0, Int(entry.rawSize) <= stream.largestSize else { throw ByteReader.Malformed() }
    return entry
  }

  /// The parts must add up to the whole, and each stream and kind stand once, in order.
  private func checkSums() throws(ByteReader.Malformed) {
    let stored = streams.reduce(0) { $0 + Int($1.storedSize) }
    let records = kindCounts.reduce(0) { $0 + $1.count }
    let streamsGrow = zip(streams, streams.dropFirst()).allSatisfy { $0.stream.rawValue < $1.stream.rawValue }
    let kindsGrow = zip(kindCounts, kindCounts.dropFirst()).allSatisfy { $0.kind < $1.kind }
    guard stored == storedSize, records == count, streamsGrow, kindsGrow else { throw ByteReader.Malformed() }
  }
}
