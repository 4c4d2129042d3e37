/// Walks a file from frame to frame without trusting its tail; after damage it goes on at the next marker that starts an
/// intact frame.
final class FrameScanner {
  /// What a walk found.
  struct Findings {
    var blocks: [TraceBlockInfo] = []
    /// Offsets of the intact checkpoints.
    var indices: [UInt64] = []
    var footer: TraceFooter?
    var losses: [TraceLoss] = []
    /// Sequence numbers of blocks whose running hash does not follow from the block before them.
    var brokenChain: [UInt64] = []
    /// The running hash behind the last block.
    var chain: UInt64 = 0
  }

  private static let largestIndex = 16 << 20
  private static let chunk = 1 << 20

  private let file: InputFile
  private let fileID: UInt64
  private let buffer = ByteWriter()
  private let chunkBuffer = ByteWriter(capacity: FrameScanner.chunk)
  private var found = Findings()
  private var nextBlock: UInt64 = 0
  private var nextRecord: UInt64 = 0
  /// The first time of the last block, for an estimate of when lost records happened.
  private var lastBlockTime: Int64?
  private var entries: [UInt64: IndexFrame.Entry] = [:]
  /// Where to look for a marker when no frame stands at the expected offset.
  private var searchFrom: UInt64 = 0
  /// Where the damage started that has not been told yet.
  private var damage: UInt64?

  init(file: InputFile, fileID: UInt64) {
    self.file = file
    self.fileID = fileID
  }

  /// Walks the file from the first frame behind the header.
  func scan(from start: UInt64) throws(TraceError) -> Findings {
    found.chain = Chain.start(fileID: fileID)
    var offset = start
    searchFrom = start
    while offset < file.size {
      if let next = try takeFrame(at: offset) {
        offset = next
      } else {
        if damage == nil { damage = offset }
        guard let marker = try findMarker(from: searchFrom) else { break }
        searchFrom = marker + 1
        offset = marker
      }
    }
    tellEnd()
    for number in found.losses.indices { refine(&found.losses[number]) }
    return found
  }

  /// Takes the frame at the offset; returns where the next one should stand, or nil when there is none.
  private func takeFrame(at offset: UInt64) throws(TraceError) -> UInt64? {
    let head = try file.read(offset, StructureFrame.prefixSize, into: buffer)
    guard let prefix = StructureFrame.parsePrefix(head), prefix.fileID == fileID,
      prefix.frameSize <= (prefix.kind == .block ? BlockHeader.largestSize : Self.largestIndex)
    else { return nil }
    let frame = try file.read(offset, prefix.frameSize, into: buffer)
    guard frame.count == prefix.frameSize, StructureFrame.isIntact(frame) else { return nil }
    let end = offset + UInt64(prefix.frameSize)
    if found.footer != nil { damage = damage ?? offset }
    switch prefix.kind {
    case .header: return nil
    case .block: return takeBlock(frame, at: offset, end: end)
    case .index:
      guard let index = try? IndexFrame(head: frame) else { return nil }
      found.indices.append(offset)
      for (number, entry) in index.entries.enumerated() { entries[index.firstBlock + UInt64(number)] = entry }
    case .footer:
      guard let footer = try? TraceFooter(content: StructureFrame.content(frame)) else { return nil }
      found.footer = footer
    }
    searchFrom = end
    return end
  }

  private func takeBlock(_ frame: UnsafeRawBufferPointer, at offset: UInt64, end: UInt64) -> UInt64? {
    guard let header = try? BlockHeader(content: StructureFrame.content(frame)), header.sequence >= nextBlock,
      header.firstRecord >= nextRecord
    else { return nil }
    let next = end + UInt64(header.storedSize)
    searchFrom = end
    guard next <= file.size else {
      damage = damage ?? offset
      return nil
    }
    tellGap(upTo: header, at: offset)
    if header.chain != found.chain && header.sequence == nextBlock { found.brokenChain.append(header.sequence) }
    found.blocks.append(
      TraceBlockInfo(
        sequence: header.sequence, firstRecord: header.firstRecord, region: header.region, count: header.count,
        firstTime: header.firstTime, lastTime: header.lastTime, offset: offset, size: Int(next - offset)))
    let checksum = StructureFrame.word32(frame, frame.count - StructureFrame.checksumSize)
    found.chain = Chain.next(header.chain, checksum: checksum, sequence: header.sequence)
    nextBlock = header.sequence + 1
    nextRecord = header.firstRecord + UInt64(header.count)
    lastBlockTime = header.firstTime
    return next
  }

  /// Tells what is missing between the last block and this one.
  private func tellGap(upTo header: BlockHeader, at offset: UInt64) {
    if header.sequence > nextBlock || header.firstRecord > nextRecord {
      tell(
        "blocks are damaged or missing", header.sequence - nextBlock, header.firstRecord - nextRecord, at: offset,
        until: header.lastTime)
    } else if damage != nil {
      tell("damaged bytes between blocks", 0, 0, at: offset)
    }
  }

  private func tellEnd() {
    guard let footer = found.footer else {
      return tell("the file ends without a footer", nil, nil, at: file.size)
    }
    if footer.blocks > nextBlock || footer.records > nextRecord {
      let blocks = footer.blocks > nextBlock ? footer.blocks - nextBlock : 0
      let records = footer.records > nextRecord ? footer.records - nextRecord : 0
      tell("blocks before the footer are damaged or missing", blocks, records, at: file.size)
    } else if damage != nil {
      tell("damaged bytes", 0, 0, at: file.size)
    }
  }

  private func tell(
    _ reason: String, _ blocks: UInt64?, _ records: UInt64?, at offset: UInt64, until lastTime: Int64? = nil
  ) {
    let isEmpty = records == 0
    found.losses.append(
      TraceLoss(
        reason: reason, blocks: blocks, records: records, firstBlock: isEmpty ? nil : nextBlock,
        firstTime: isEmpty ? nil : lastBlockTime, lastTime: isEmpty ? nil : lastTime, offset: damage ?? offset))
    damage = nil
  }

  /// Replaces a loss's estimated times by what the checkpoints say, when they know all of its blocks.
  private func refine(_ loss: inout TraceLoss) {
    guard let first = loss.firstBlock, let count = loss.blocks, count > 0, count <= UInt64(entries.count) else {
      return
    }
    let lost = (first..<first + count).compactMap { entries[$0] }
    guard lost.count == Int(count) else { return }
    loss.firstTime = lost.map(\.firstTime).min()
    loss.lastTime = lost.map(\.lastTime).max()
  }

  /// Where the next frame that looks like ours starts, at or after the offset.
  private func findMarker(from start: UInt64) throws(TraceError) -> UInt64? {
    var offset = start
    while offset < file.size {
      let bytes = try file.read(offset, Self.chunk, into: chunkBuffer)
      guard bytes.count >= 16 else { return nil }
      for at in 0...bytes.count - 16 where bytes[at + 8] == StructureFrame.marker[0] {
        if bytes[at + 8..<at + 16].elementsEqual(StructureFrame.marker),
          StructureFrame.word32(bytes, at) == StructureFrame.magic
        {
          return offset + UInt64(at)
        }
      }
      offset += UInt64(bytes.count - 15)
    }
    return nil
  }
}
