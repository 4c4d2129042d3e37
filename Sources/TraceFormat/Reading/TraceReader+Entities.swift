/// A record and where it was found.
public struct TraceHit: Hashable, Sendable {
  /// The record.
  public var record: TraceRecord
  /// Its region.
  public var region: UInt16
  /// The sequence number of its block.
  public var block: UInt64
}

/// All records of an entity.
public struct TraceFindings: Hashable, Sendable {
  /// By time, then region, then place within the region.
  public var records: [TraceHit]
  /// What was lost, in the whole file or in a block that the entity is in.
  public var losses: [TraceLoss]
}

extension TraceReader {
  /// All records of an order, a parcel, a consignment…, through the order index.
  ///
  /// Blocks that no intact checkpoint covers are read through.
  public func find(entity: UInt64) throws(TraceError) -> TraceFindings {
    let holding = try findBlocks(entities: [entity])
    let filter = RecordFilter(TraceSelection(entities: [entity]), header: header)
    var findings = TraceFindings(records: [], losses: losses)
    let block = RecordBlock()
    for info in blocks where holding.contains(info.sequence) {
      do throws(TraceError) {
        try read(info, into: block)
      } catch {
        guard case .blockDamaged(_, let reason) = error else { throw error }
        findings.losses.append(TraceLoss(info, reason: reason))
        continue
      }
      for record in block.buffer where filter.passes(record) {
        findings.records.append(TraceHit(record: record, region: info.region, block: info.sequence))
      }
    }
    findings.records = Self.merged(findings.records)
    return findings
  }

  /// Sorts by time and region; hits that are equal in both keep their order.
  private static func merged(_ hits: [TraceHit]) -> [TraceHit] {
    hits.enumerated().sorted { a, b in
      if a.element.record.time != b.element.record.time { return a.element.record.time < b.element.record.time }
      if a.element.region != b.element.region { return a.element.region < b.element.region }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// The sequence numbers of the blocks that may have one of the entities.
  func findBlocks(entities: [UInt64]) throws(TraceError) -> Set<UInt64> {
    let zstd = ZstdDecompressor()
    var holding: Set<UInt64> = []
    var covered: Set<UInt64> = []
    for offset in indices {
      guard let (index, postings) = try readPostings(offset) else { continue }
      guard let numbers = try? PostingsReader.find(entities, in: postings, entries: index.entries, zstd: zstd) else {
        continue
      }
      for number in index.entries.indices { covered.insert(index.firstBlock + UInt64(number)) }
      for number in numbers { holding.insert(index.firstBlock + UInt64(number)) }
    }
    for block in blocks where !covered.contains(block.sequence) { holding.insert(block.sequence) }
    return holding
  }

  /// A checkpoint's entries and the bytes of its postings; nil when damaged.
  private func readPostings(_ offset: UInt64) throws(TraceError) -> (IndexFrame, UnsafeRawBufferPointer)? {
    let head = try file.read(offset, StructureFrame.prefixSize, into: buffer)
    guard let prefix = StructureFrame.parsePrefix(head), prefix.kind == .index, prefix.fileID == fileID else {
      return nil
    }
    let frame = try file.read(offset, prefix.frameSize, into: buffer)
    guard frame.count == prefix.frameSize, StructureFrame.isIntact(frame), let index = try? IndexFrame(head: frame),
      index.headSize + StructureFrame.checksumSize <= frame.count
    else { return nil }
    let postings = frame[index.headSize..<frame.count - StructureFrame.checksumSize]
    return (index, UnsafeRawBufferPointer(rebasing: postings))
  }
}
