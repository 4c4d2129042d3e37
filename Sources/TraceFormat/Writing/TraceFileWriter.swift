/// Writes blocks to a file, one after the other, on whatever thread calls it.
///
/// The bytes depend on the header and the blocks alone. Memory: one block's columns and one checkpoint's postings.
final class TraceFileWriter {
  let file: OutputFile
  private let header: TraceHeader
  private let encoder: BlockEncoder
  private let postings = PostingsWriter()
  private let output = ByteWriter(capacity: 1 << 18)
  private let frame = ByteWriter()
  private let fileID: UInt64

  private var block = BlockHeader()
  private var index = IndexFrame()
  private var lastIndex: UInt64 = 0
  private var digest: TraceDigest
  private var streamBytes = [UInt64](repeating: 0, count: 256)
  private var indexBytes: UInt64 = 0
  private var kindTotals: [UInt64]
  private var lastTimes: [Int64] = []
  private(set) var records: UInt64 = 0
  private var sequence: UInt64 = 0
  private var chain: UInt64
  private var firstTime = Int64.max
  private var lastTime = Int64.min

  init(path: String, header: TraceHeader, suffix: String = ".partial", limit: UInt64 = .max) throws(TraceError) {
    try header.check()
    self.header = header
    encoder = BlockEncoder(header: header)
    digest = TraceDigest(quantum: header.quantum)
    kindTotals = [UInt64](repeating: 0, count: header.kinds.count)
    fileID = HeaderFrame.write(header, to: output)
    chain = Chain.start(fileID: fileID)
    file = try OutputFile(path: path, suffix: suffix, limit: limit)
    try append(output)
  }

  /// Writes a block; its times are rounded to the quantum.
  ///
  /// - Throws: ``TraceError``; the file then ends with the block before.
  func write(_ records: RecordBlock) throws(TraceError) {
    guard !records.isEmpty else { return }
    output.removeAll()
    var parts = digest.parts(of: records.region)
    try encoder.encode(records, digest: &parts, into: output)
    let times = (first: records.records[0].time, last: records.records[records.count - 1].time)
    while lastTimes.count <= Int(records.region) { lastTimes.append(.min) }
    let previous = lastTimes[Int(records.region)]
    guard times.first >= previous else {
      throw .timeWentBack(region: records.region, time: times.first, previous: previous)
    }
    frame.removeAll()
    fillHeader(records, times)
    let checksum = block.write(fileID: fileID, to: frame)
    let offset = file.size
    try append(frame)
    try append(output)
    digest.set(parts, of: records.region, adding: records.count)
    count(records, times)
    addToIndex(records, times, offset)
    chain = Chain.next(chain, checksum: checksum, sequence: sequence)
    sequence += 1
    if index.entries.count == IndexFrame.blocks { try writeIndex() }
  }

  private func fillHeader(_ records: RecordBlock, _ times: (first: Int64, last: Int64)) {
    block.sequence = sequence
    block.firstRecord = self.records
    block.chain = chain
    block.firstTime = times.first
    block.lastTime = times.last
    block.count = records.count
    block.storedSize = output.count
    block.region = records.region
    block.entityTransform = encoder.entityTransform
    block.streams = encoder.streams
    block.kindCounts = encoder.kindCounts
  }

  private func count(_ records: RecordBlock, _ times: (first: Int64, last: Int64)) {
    self.records += UInt64(records.count)
    firstTime = min(firstTime, times.first)
    lastTime = max(lastTime, times.last)
    lastTimes[Int(records.region)] = times.last
    for entry in block.kindCounts { kindTotals[Int(entry.kind)] += UInt64(entry.count) }
    for stream in block.streams { streamBytes[Int(stream.stream.rawValue)] += UInt64(stream.storedSize) }
  }

  private func addToIndex(_ records: RecordBlock, _ times: (first: Int64, last: Int64), _ offset: UInt64) {
    if index.entries.isEmpty { index.firstBlock = sequence }
    let entities = postings.add(encoder.entities)
    index.entries.append(
      IndexFrame.Entry(
        offset: offset, firstRecord: block.firstRecord, firstTime: times.first, lastTime: times.last,
        count: UInt32(records.count), size: UInt32(frame.count + output.count), region: records.region,
        entities: UInt32(entities)))
  }

  private func writeIndex() throws(TraceError) {
    index.previous = lastIndex
    index.chain = chain
    frame.removeAll()
    index.write(fileID: fileID, postings: postings, to: frame)
    let offset = file.size
    try append(frame)
    lastIndex = offset
    indexBytes += UInt64(frame.count)
    index.entries.removeAll(keepingCapacity: true)
    postings.removeAll()
  }

  private func append(_ bytes: ByteWriter) throws(TraceError) {
    do {
      try file.append(bytes.bytes)
    } catch {
      throw failure(error.code)
    }
  }

  private func failure(_ code: Int32) -> TraceError {
    .writeFailed(path: file.path, code: code, kept: file.partialPath, records: Int(records))
  }

  /// Ends the file with a last checkpoint and the footer, and gives it its final name.
  func finish(totals: [TraceTotal], fingerprint: String) throws(TraceError) -> TraceSummary {
    let footer = try end(isClean: true, totals: totals, fingerprint: fingerprint)
    do {
      try file.publish()
    } catch {
      throw failure(error.code)
    }
    return summary(footer, path: file.path)
  }

  /// Ends the file as incomplete and leaves it under its provisional name; what cannot be written is left out.
  func abandon() -> TraceSummary {
    file.trim()
    let size = file.size
    let footer = try? end(isClean: false, totals: [], fingerprint: "")
    if footer == nil && file.size == size { file.trim() }
    try? file.close()
    return summary(footer ?? makeFooter(isClean: false, totals: [], fingerprint: ""), path: file.partialPath)
  }

  private func end(isClean: Bool, totals: [TraceTotal], fingerprint: String) throws(TraceError) -> TraceFooter {
    if !index.entries.isEmpty { try writeIndex() }
    let footer = makeFooter(isClean: isClean, totals: totals, fingerprint: fingerprint)
    frame.removeAll()
    footer.write(fileID: fileID, to: frame)
    try append(frame)
    return footer
  }

  private func makeFooter(isClean: Bool, totals: [TraceTotal], fingerprint: String) -> TraceFooter {
    var footer = TraceFooter()
    footer.isClean = isClean
    footer.records = records
    footer.blocks = sequence
    footer.chain = chain
    footer.lastIndex = lastIndex
    footer.firstTime = records == 0 ? 0 : firstTime
    footer.lastTime = records == 0 ? 0 : lastTime
    footer.digest = digest.parts
    footer.fingerprint = fingerprint.isEmpty ? digest.text : fingerprint
    footer.kindCounts = zip(header.kinds, kindTotals).filter { $0.1 > 0 }.map { TraceKindCount(kind: $0.id, count: $1) }
    footer.totals = totals
    return footer
  }

  private func summary(_ footer: TraceFooter, path: String) -> TraceSummary {
    TraceSummary(
      path: path, records: records, blocks: sequence, bytes: file.size,
      columns: TraceColumnSize.make(streamBytes: streamBytes, index: indexBytes, total: file.size), footer: footer)
  }
}

extension TraceColumnSize {
  /// The sizes by column from the sizes by stream; what is neither stream nor index is structure.
  static func make(streamBytes: [UInt64], index: UInt64, total: UInt64) -> [TraceColumnSize] {
    var sizes = TraceStream.columnNames.map { TraceColumnSize(name: $0, bytes: 0) }
    var sum = index
    for stream in TraceStream.allCases {
      let bytes = streamBytes[Int(stream.rawValue)]
      sum += bytes
      if let at = sizes.firstIndex(where: { $0.name == stream.column }) { sizes[at].bytes += bytes }
    }
    let structure = total >= sum ? total - sum : 0
    return sizes + [TraceColumnSize(name: "index", bytes: index), TraceColumnSize(name: "structure", bytes: structure)]
  }
}
