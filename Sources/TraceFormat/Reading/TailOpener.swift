/// Opens a file by its tail: the footer leads to the last checkpoint, and each checkpoint to the one before it.
enum TailOpener {
  /// What the tail leads to.
  struct Findings {
    var blocks: [TraceBlockInfo]
    /// Offsets of the checkpoints in the order of the file.
    var indices: [UInt64]
    var footer: TraceFooter
  }

  /// The blocks by the tail, or nil when any part of the way is damaged or does not add up.
  static func open(_ file: InputFile, fileID: UInt64, headerEnd: UInt64) throws(TraceError) -> Findings? {
    let buffer = ByteWriter()
    guard let footer = try readFooter(file, fileID, headerEnd, buffer) else { return nil }
    var frames: [(offset: UInt64, index: IndexFrame)] = []
    var offset = footer.lastIndex
    var end = footer.blocks
    while offset != 0 {
      guard offset >= headerEnd, frames.last.map({ offset < $0.offset }) ?? true,
        let index = try readIndex(file, fileID, offset, buffer), index.firstBlock + UInt64(index.entries.count) == end
      else { return nil }
      frames.append((offset, index))
      end = index.firstBlock
      offset = index.previous
    }
    guard end == 0, let blocks = collect(frames.reversed().map(\.index), footer, headerEnd) else { return nil }
    return Findings(blocks: blocks, indices: frames.reversed().map(\.offset), footer: footer)
  }

  private static func readFooter(
    _ file: InputFile, _ fileID: UInt64, _ headerEnd: UInt64, _ buffer: ByteWriter
  ) throws(TraceError) -> TraceFooter? {
    guard file.size >= headerEnd + UInt64(StructureFrame.prefixSize + TraceFooter.tailSize) else { return nil }
    let tail = try file.read(file.size - UInt64(TraceFooter.tailSize), TraceFooter.tailSize, into: buffer)
    guard tail.count == TraceFooter.tailSize, tail[4..<12].elementsEqual(StructureFrame.endMarker) else { return nil }
    let size = Int(StructureFrame.word32(tail, 0))
    guard size <= StructureFrame.largestSize, UInt64(size) <= file.size - headerEnd else { return nil }
    let frame = try file.read(file.size - UInt64(size), size, into: buffer)
    guard let prefix = StructureFrame.parsePrefix(frame), prefix.kind == .footer, prefix.fileID == fileID,
      prefix.frameSize == size, StructureFrame.isIntact(frame)
    else { return nil }
    return try? TraceFooter(content: StructureFrame.content(frame))
  }

  /// The entries of the checkpoint at the offset, or nil when they are damaged.
  static func readIndex(
    _ file: InputFile, _ fileID: UInt64, _ offset: UInt64, _ buffer: ByteWriter
  ) throws(TraceError) -> IndexFrame? {
    let largest = StructureFrame.prefixSize + IndexFrame.fixedSize + IndexFrame.blocks * IndexFrame.entrySize + 4
    let head = try file.read(offset, largest, into: buffer)
    guard let prefix = StructureFrame.parsePrefix(head), prefix.kind == .index, prefix.fileID == fileID else {
      return nil
    }
    return try? IndexFrame(head: head)
  }

  /// The blocks of all checkpoints, or nil when they do not add up to the footer.
  private static func collect(
    _ frames: [IndexFrame], _ footer: TraceFooter, _ headerEnd: UInt64
  ) -> [TraceBlockInfo]? {
    var blocks: [TraceBlockInfo] = []
    var records: UInt64 = 0
    var end = headerEnd
    for frame in frames {
      for (number, entry) in frame.entries.enumerated() {
        guard entry.firstRecord == records, entry.offset >= end, entry.firstTime <= entry.lastTime,
          (1...RecordBlock.fullCapacity).contains(Int(entry.count)), entry.isPlausible
        else { return nil }
        blocks.append(TraceBlockInfo(sequence: frame.firstBlock + UInt64(number), entry: entry))
        records += UInt64(entry.count)
        end = entry.offset + UInt64(entry.size)
      }
    }
    return records == footer.records ? blocks : nil
  }
}

extension IndexFrame.Entry {
  /// Whether the sizes are within a block's bounds.
  var isPlausible: Bool { Int(size) <= BlockHeader.largestSize + BlockHeader.largestColumns && offset < 1 << 62 }
}

extension TraceBlockInfo {
  init(sequence: UInt64, entry: IndexFrame.Entry) {
    self.init(
      sequence: sequence, firstRecord: entry.firstRecord, region: entry.region, count: Int(entry.count),
      firstTime: entry.firstTime, lastTime: entry.lastTime, offset: entry.offset, size: Int(entry.size))
  }
}
