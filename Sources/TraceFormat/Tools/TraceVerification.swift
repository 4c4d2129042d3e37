/// The result of checking a whole file.
public struct TraceVerification: Hashable, Sendable {
  /// What is wrong, one line each; at most ``TraceVerification/mostProblems``.
  public internal(set) var problems: [String] = []
  /// What could not be read.
  public internal(set) var losses: [TraceLoss] = []
  /// The records that were read.
  public internal(set) var records: UInt64 = 0
  /// The blocks that were read.
  public internal(set) var blocks: UInt64 = 0
  /// The digest of the records that were read.
  public internal(set) var digest = TraceDigest.Parts()
  /// The fingerprint in the footer, or nil without footer.
  public internal(set) var fingerprint: String?
  /// Whether every check passed.
  public var isGood: Bool { problems.isEmpty && losses.isEmpty }

  /// Problems that are listed before the rest is left out.
  public static let mostProblems = 100

  mutating func note(_ problem: String) {
    if problems.count < Self.mostProblems { problems.append(problem) }
  }
}

extension TraceReader {
  /// Checks every byte: frames one behind the other, all checksums, the running hash, sequence numbers, checkpoints,
  /// counts, times, and the digest.
  ///
  /// - Throws: ``TraceError/system(operation:path:code:)``; damage does not throw.
  public func verify() throws(TraceError) -> TraceVerification {
    let found = try FrameScanner(file: file, fileID: fileID).scan(from: headerEnd)
    var result = TraceVerification()
    result.losses = found.losses
    result.fingerprint = found.footer?.fingerprint
    for sequence in found.brokenChain { result.note("block \(sequence) does not follow from the block before it") }
    try checkIndices(found, &result)
    let counts = try checkRecords(found, &result)
    checkFooter(found, counts, &result)
    return result
  }

  /// The checkpoints must be whole and say of the blocks what the blocks say.
  private func checkIndices(_ found: FrameScanner.Findings, _ result: inout TraceVerification) throws(TraceError) {
    var covered = 0
    var previous: UInt64 = 0
    for offset in found.indices {
      guard let index = try TailOpener.readIndex(file, fileID, offset, buffer) else {
        result.note("checkpoint at byte \(offset) is damaged")
        continue
      }
      if index.previous != previous { result.note("checkpoint at byte \(offset) does not lead to the one before it") }
      previous = offset
      for (number, entry) in index.entries.enumerated() {
        let sequence = index.firstBlock + UInt64(number)
        guard let info = Self.findBlock(sequence, found.blocks) else { continue }
        covered += 1
        if info != TraceBlockInfo(sequence: sequence, entry: entry) {
          result.note("checkpoint at byte \(offset) differs from block \(sequence)")
        }
      }
    }
    if found.footer != nil && covered != found.blocks.count {
      result.note("the checkpoints list \(covered) of \(found.blocks.count) blocks")
    }
  }

  private static func findBlock(_ sequence: UInt64, _ blocks: [TraceBlockInfo]) -> TraceBlockInfo? {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].sequence < sequence { low = middle + 1 } else { high = middle }
    }
    return low < blocks.count && blocks[low].sequence == sequence ? blocks[low] : nil
  }

  /// Reads all records; returns their number by kind id.
  private func checkRecords(
    _ found: FrameScanner.Findings, _ result: inout TraceVerification
  ) throws(TraceError) -> [UInt64] {
    var digest = TraceDigest(quantum: header.quantum)
    var counts = [UInt64](repeating: 0, count: Int(header.kinds.last?.id ?? 0) + 1)
    var lastTimes: [Int64] = []
    let block = RecordBlock()
    for info in found.blocks {
      do throws(TraceError) {
        try read(info, into: block)
      } catch {
        guard case .blockDamaged(_, let reason) = error else { throw error }
        result.losses.append(TraceLoss(info, reason: reason))
        continue
      }
      while lastTimes.count <= Int(info.region) { lastTimes.append(.min) }
      if info.firstTime < lastTimes[Int(info.region)] {
        result.note("block \(info.sequence) is earlier than the one before it in region \(info.region)")
      }
      lastTimes[Int(info.region)] = info.lastTime
      for record in block.buffer { counts[Int(record.kind)] += 1 }
      digest.add(block)
      result.blocks += 1
    }
    result.records = digest.count
    result.digest = digest.parts
    return counts
  }

  private func checkFooter(_ found: FrameScanner.Findings, _ counts: [UInt64], _ result: inout TraceVerification) {
    guard let footer = found.footer else { return }
    if !footer.isClean { result.note("closed as incomplete: the run did not finish") }
    if footer.records != result.records { result.note("\(result.records) of \(footer.records) records") }
    if footer.blocks != result.blocks { result.note("\(result.blocks) of \(footer.blocks) blocks") }
    if footer.chain != found.chain { result.note("the running hash differs from the footer's") }
    if footer.lastIndex != found.indices.last ?? 0 { result.note("the footer does not lead to the last checkpoint") }
    let times = (found.blocks.map(\.firstTime).min() ?? 0, found.blocks.map(\.lastTime).max() ?? 0)
    if times != (footer.firstTime, footer.lastTime) { result.note("the times differ from the footer's") }
    let kinds = header.kinds.map { TraceKindCount(kind: $0.id, count: counts[Int($0.id)]) }.filter { $0.count > 0 }
    if kinds != footer.kindCounts { result.note("the records by kind differ from the footer's") }
    if result.digest != footer.digest {
      result.note("digest \(result.digest.text) differs from the footer's \(footer.digest.text)")
    }
  }
}
