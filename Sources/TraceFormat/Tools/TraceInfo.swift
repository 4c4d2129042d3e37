/// What a trace holds, and what its bytes are spent on.
public struct TraceInfo: Hashable, Sendable {
  /// The file's size in bytes.
  public var bytes: UInt64
  /// The records that can be found.
  public var records: UInt64
  /// The blocks that can be found.
  public var blocks: Int
  /// The earliest time in microseconds since the epoch, or nil without records.
  public var firstTime: Int64?
  /// The latest time in microseconds since the epoch, or nil without records.
  public var lastTime: Int64?
  /// Bytes by column.
  public var columns: [TraceColumnSize]
  /// Records by kind, in the order of the kinds' ids; kinds without records count 0.
  public var kinds: [TraceKindCount]
  /// Records by region, in the order of the regions' numbers.
  public var regions: [(region: UInt16, records: UInt64)] { regionCounts.map { ($0.kind, $0.count) } }
  /// The run's own figures.
  public var totals: [TraceTotal]
  /// The run's fingerprint, or nil when the file was cut off.
  public var fingerprint: String?
  /// Whether the run finished and nothing is missing.
  public var isComplete: Bool
  /// What is missing.
  public var losses: [TraceLoss]

  var regionCounts: [TraceKindCount]

  /// The size of the file by the number of its records; 0 without records.
  public var bytesPerRecord: Double { records == 0 ? 0 : Double(bytes) / Double(records) }
}

extension TraceReader {
  /// What the file holds, from its block headers; no column is decoded.
  public func info() throws(TraceError) -> TraceInfo {
    var streamBytes = [UInt64](repeating: 0, count: 256)
    var kinds = header.kinds.map { TraceKindCount(kind: $0.id, count: 0) }
    var regions: [TraceKindCount] = []
    var losses = losses
    for info in blocks {
      while regions.count <= Int(info.region) { regions.append(TraceKindCount(kind: UInt16(regions.count), count: 0)) }
      regions[Int(info.region)].count += UInt64(info.count)
      guard let block = try readBlockHeader(info) else {
        losses.append(TraceLoss(info, reason: "checksum of the block header"))
        continue
      }
      for stream in block.streams { streamBytes[Int(stream.stream.rawValue)] += UInt64(stream.storedSize) }
      for entry in block.kindCounts where Int(entry.kind) < kinds.count {
        kinds[Int(entry.kind)].count += UInt64(entry.count)
      }
    }
    return TraceInfo(
      bytes: size, records: blocks.reduce(0) { $0 + UInt64($1.count) }, blocks: blocks.count,
      firstTime: blocks.map(\.firstTime).min(), lastTime: blocks.map(\.lastTime).max(),
      columns: TraceColumnSize.make(streamBytes: streamBytes, index: try indexBytes(), total: size), kinds: kinds,
      totals: footer?.totals ?? [], fingerprint: footer?.fingerprint, isComplete: isComplete && losses.isEmpty,
      losses: losses, regionCounts: regions.filter { $0.count > 0 })
  }

  /// A block's header without its columns, or nil when it is damaged.
  private func readBlockHeader(_ info: TraceBlockInfo) throws(TraceError) -> BlockHeader? {
    let bytes = try file.read(info.offset, min(info.size, BlockHeader.largestSize), into: buffer)
    guard let prefix = StructureFrame.parsePrefix(bytes), prefix.kind == .block, prefix.frameSize <= bytes.count else {
      return nil
    }
    let frame = UnsafeRawBufferPointer(rebasing: bytes[..<prefix.frameSize])
    guard StructureFrame.isIntact(frame) else { return nil }
    return try? BlockHeader(content: StructureFrame.content(frame))
  }

  private func indexBytes() throws(TraceError) -> UInt64 {
    var sum: UInt64 = 0
    for offset in indices {
      let head = try file.read(offset, StructureFrame.prefixSize, into: buffer)
      sum += UInt64(StructureFrame.parsePrefix(head)?.frameSize ?? 0)
    }
    return sum
  }
}
