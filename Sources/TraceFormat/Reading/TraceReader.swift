/// Reads a trace: whole, by time, by region, by kind, by entity; also one that was cut off or damaged.
///
/// A file is opened by its tail; where the tail is missing or does not add up, by walking from block header to block
/// header. What is missing is in ``losses``; a block found damaged when it is read is skipped and told in the pass's
/// ``TraceReport``. A record that is delivered is the one that was written.
///
/// Memory: one block for passes in file order, one per region for merged passes. One thread at a time may use a reader.
public final class TraceReader {
  /// Where the file stands.
  public let path: String
  /// The file's size in bytes.
  public let size: UInt64
  /// What the file says about itself.
  public let header: TraceHeader
  /// The blocks that can be found, in the order of the file.
  public let blocks: [TraceBlockInfo]
  /// The footer, or nil when the file was cut off.
  public let footer: TraceFooter?
  /// What opening found missing.
  public let losses: [TraceLoss]

  let file: InputFile
  let fileID: UInt64
  let headerEnd: UInt64
  /// Offsets of the checkpoints.
  let indices: [UInt64]
  let buffer = ByteWriter(capacity: 1 << 18)
  let decoder: BlockDecoder

  /// Opens a trace.
  ///
  /// - Throws: ``TraceError``: `system`, `notATrace`, `unsupportedVersion` or `headerDamaged`; damage behind the header
  ///   does not throw.
  public init(path: String) throws(TraceError) {
    self.path = path
    file = try InputFile(path: path)
    size = file.size
    (header, fileID, headerEnd) = try Self.readHeader(file)
    if let tail = try TailOpener.open(file, fileID: fileID, headerEnd: headerEnd) {
      (blocks, footer, losses, indices) = (tail.blocks, tail.footer, [], tail.indices)
    } else {
      let found = try FrameScanner(file: file, fileID: fileID).scan(from: headerEnd)
      (blocks, footer, losses, indices) = (found.blocks, found.footer, found.losses, found.indices)
    }
    decoder = BlockDecoder(header: header)
  }

  /// Whether a file starts as a trace does, be it damaged further on, or is empty: what a new trace may replace.
  public static func isTraceOrEmpty(path: String) -> Bool {
    do throws(TraceError) {
      let file = try InputFile(path: path)
      if file.size > 0 { _ = try readHeader(file) }
      return true
    } catch {
      switch error {
      case .headerDamaged, .unsupportedVersion: return true
      default: return false
      }
    }
  }

  /// Whether the run that wrote the file finished it, and opening found nothing missing.
  public var isComplete: Bool { footer?.isClean == true && losses.isEmpty }

  private static func readHeader(_ file: InputFile) throws(TraceError) -> (TraceHeader, UInt64, UInt64) {
    let buffer = ByteWriter()
    let start = try file.read(0, StructureFrame.prefixSize, into: buffer)
    guard start.count >= 16, StructureFrame.word32(start, 0) == StructureFrame.magic,
      start[8..<16].elementsEqual(StructureFrame.marker)
    else { throw .notATrace(path: file.path) }
    guard let prefix = StructureFrame.parsePrefix(start), prefix.kind == .header,
      UInt64(prefix.frameSize) <= file.size
    else { throw .headerDamaged(path: file.path) }
    let frame = try file.read(0, prefix.frameSize, into: buffer)
    guard frame.count == prefix.frameSize, StructureFrame.isIntact(frame) else {
      throw .headerDamaged(path: file.path)
    }
    guard prefix.version == StructureFrame.version else {
      throw .unsupportedVersion(path: file.path, version: Int(prefix.version))
    }
    guard let header = try? HeaderFrame.parse(StructureFrame.content(frame)) else {
      throw .headerDamaged(path: file.path)
    }
    return (header, prefix.fileID, UInt64(prefix.frameSize))
  }

  /// Reads one block.
  ///
  /// - Parameters:
  ///   - info: One of ``blocks``.
  ///   - block: Receives region and records; must have room for them.
  /// - Throws: ``TraceError/blockDamaged(sequence:reason:)``, or `system`.
  public func read(_ info: TraceBlockInfo, into block: RecordBlock) throws(TraceError) {
    let bytes = try file.read(info.offset, info.size, into: buffer)
    let header = try parse(info, bytes)
    let columns = UnsafeRawBufferPointer(rebasing: bytes[(info.size - header.storedSize)...])
    do {
      try decoder.decode(header, columns, into: block)
    } catch {
      throw .blockDamaged(sequence: info.sequence, reason: error.reason)
    }
  }

  /// The header of a block whose bytes were read; it must be intact and agree with what is known of the block.
  func parse(_ info: TraceBlockInfo, _ bytes: UnsafeRawBufferPointer) throws(TraceError) -> BlockHeader {
    guard bytes.count == info.size else { throw .blockDamaged(sequence: info.sequence, reason: "the file ends early") }
    guard let prefix = StructureFrame.parsePrefix(bytes), prefix.kind == .block, prefix.fileID == fileID,
      prefix.frameSize <= bytes.count
    else { throw .blockDamaged(sequence: info.sequence, reason: "no block header") }
    let frame = UnsafeRawBufferPointer(rebasing: bytes[..<prefix.frameSize])
    guard StructureFrame.isIntact(frame), let header = try? BlockHeader(content: StructureFrame.content(frame)) else {
      throw .blockDamaged(sequence: info.sequence, reason: "checksum of the block header")
    }
    guard header.sequence == info.sequence, header.count == info.count, header.region == info.region,
      header.firstRecord == info.firstRecord, header.firstTime == info.firstTime, header.lastTime == info.lastTime,
      prefix.frameSize + header.storedSize == info.size
    else { throw .blockDamaged(sequence: info.sequence, reason: "the block header differs from the checkpoint") }
    return header
  }
}
