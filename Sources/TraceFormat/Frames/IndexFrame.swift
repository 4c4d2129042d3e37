/// A checkpoint: where the blocks since the last one stand, and which entities each of them has.
struct IndexFrame {
  struct Entry: Hashable {
    /// Where the block's header starts in the file.
    var offset: UInt64
    var firstRecord: UInt64
    var firstTime: Int64
    var lastTime: Int64
    var count: UInt32
    /// The block's bytes, header and columns.
    var size: UInt32
    var region: UInt16
    /// How many distinct entities the block has.
    var entities: UInt32
  }

  /// Blocks between two checkpoints.
  static let blocks = 64
  static let entrySize = 48
  static let fixedSize = 40

  /// Where the checkpoint before this one stands, or 0.
  var previous: UInt64 = 0
  /// The sequence number of the first block listed.
  var firstBlock: UInt64 = 0
  /// The running hash behind the last block listed.
  var chain: UInt64 = 0
  var entries: [Entry] = []

  /// Bytes from the frame's start to the checksum over the entries, that checksum included.
  var headSize: Int { StructureFrame.prefixSize + Self.fixedSize + entries.count * Self.entrySize + 4 }

  /// Appends the frame with the postings' compressed streams behind the entries.
  func write(fileID: UInt64, postings: PostingsWriter, to output: ByteWriter) {
    let start = StructureFrame.begin(.index, fileID: fileID, in: output)
    output.append(previous)
    output.append(firstBlock)
    output.append(chain)
    output.append(UInt32(entries.count))
    output.append(UInt32(0))
    let postingsSizeAt = output.count
    output.append(UInt64(0))
    for entry in entries {
      output.append(entry.offset)
      output.append(entry.firstRecord)
      output.append(entry.firstTime)
      output.append(entry.lastTime)
      output.append(entry.count)
      output.append(entry.size)
      output.append(entry.entities)
      output.append(entry.region)
      output.append(UInt16(0))
    }
    let headEnd = output.count
    output.append(UInt32(0))
    postings.write(to: output)
    output.patch(UInt32(output.count - headEnd - 4), at: postingsSizeAt)
    output.patch(UInt32(output.count + StructureFrame.checksumSize - start - 8), at: start + 4)
    output.patch(CRC32C.checksum(UnsafeRawBufferPointer(rebasing: output.bytes[start..<headEnd])), at: headEnd)
    StructureFrame.end(start, in: output)
  }

  init() {}

  /// Parses the first bytes of a frame up to the entries' checksum; throws when they are damaged.
  ///
  /// - Parameter head: At least ``headSize`` bytes, or as many as the frame has.
  init(head: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
    var reader = ByteReader(head)
    _ = try reader.take(StructureFrame.prefixSize)
    previous = try reader.read()
    firstBlock = try reader.read()
    chain = try reader.read()
    let count = Int(try reader.read(UInt32.self))
    guard (1...Self.blocks).contains(count) else { throw ByteReader.Malformed() }
    _ = try reader.take(12)
    for _ in 0..<count {
      let entry = Entry(
        offset: try reader.read(), firstRecord: try reader.read(), firstTime: try reader.read(),
        lastTime: try reader.read(), count: try reader.read(), size: try reader.read(), region: 0,
        entities: try reader.read())
      entries.append(entry)
      entries[entries.count - 1].region = try reader.read()
      _ = try reader.read(UInt16.self)
    }
    let covered = UnsafeRawBufferPointer(rebasing: head.prefix(reader.offset))
    guard CRC32C.checksum(covered) == (try reader.read(UInt32.self)) else { throw ByteReader.Malformed() }
  }
}
