/// In which order a pass delivers records.
public enum TraceOrder: Sendable {
  /// As the blocks stand in the file.
  case file
  /// By time, then region, then place within the region.
  case merged
}

extension TraceReader {
  /// Delivers the blocks that may have selected records, whole, in the order of the file.
  ///
  /// - Parameters:
  ///   - selection: Blocks outside its times, regions and entities are skipped; the records are not filtered.
  ///   - body: Takes a block, which is valid during the call only; false stops the pass.
  public func forEachBlock(
    _ selection: TraceSelection = TraceSelection(), _ body: (RecordBlock, TraceBlockInfo) throws -> Bool
  ) throws -> TraceReport {
    var report = TraceReport(losses: losses)
    let block = RecordBlock()
    for info in try candidates(selection, &report) {
      guard try readOrTell(info, into: block, &report) else { continue }
      report.records += UInt64(block.count)
      if try !body(block, info) { break }
    }
    return report
  }

  /// Delivers the selected records.
  ///
  /// - Parameters:
  ///   - selection: Which records.
  ///   - order: In which order.
  ///   - body: Takes a record and its region; false stops the pass.
  public func forEachRecord(
    _ selection: TraceSelection = TraceSelection(), order: TraceOrder = .file,
    _ body: (TraceRecord, UInt16) throws -> Bool
  ) throws -> TraceReport {
    switch order {
    case .file: try forEachInFileOrder(selection, body)
    case .merged: try forEachMerged(selection, body)
    }
  }

  private func forEachInFileOrder(
    _ selection: TraceSelection, _ body: (TraceRecord, UInt16) throws -> Bool
  ) throws -> TraceReport {
    let filter = RecordFilter(selection, header: header)
    var delivered: UInt64 = 0
    var report = try forEachBlock(selection) { block, _ in
      for record in block.buffer where filter.isOpen || filter.passes(record) {
        delivered += 1
        if try !body(record, block.region) { return false }
      }
      return true
    }
    report.records = delivered
    return report
  }

  private func forEachMerged(
    _ selection: TraceSelection, _ body: (TraceRecord, UInt16) throws -> Bool
  ) throws -> TraceReport {
    let filter = RecordFilter(selection, header: header)
    var report = TraceReport(losses: losses)
    var lanes = MergeLane.make(try candidates(selection, &report))
    for lane in lanes { try advance(lane, &report) }
    lanes.removeAll { $0.isAtEnd }
    while let (lane, limit) = MergeLane.next(lanes) {
      while !lane.isAtEnd && lane.precedes(limit) {
        let record = lane.block.records[lane.place]
        if filter.isOpen || filter.passes(record) {
          report.records += 1
          if try !body(record, lane.region) { return report }
        }
        lane.place += 1
        if lane.place == lane.block.count { try advance(lane, &report) }
      }
      if lane.isAtEnd { lanes.removeAll { $0 === lane } }
    }
    return report
  }

  /// Reads a lane's next undamaged block.
  private func advance(_ lane: MergeLane, _ report: inout TraceReport) throws {
    lane.place = 0
    lane.block.removeAll()
    while let info = lane.takeNext() {
      if try readOrTell(info, into: lane.block, &report) { return }
    }
  }

  /// Reads a block; a damaged one becomes a loss.
  private func readOrTell(
    _ info: TraceBlockInfo, into block: RecordBlock, _ report: inout TraceReport
  ) throws(TraceError) -> Bool {
    do throws(TraceError) {
      try read(info, into: block)
      report.blocks += 1
      return true
    } catch {
      guard case .blockDamaged(_, let reason) = error else { throw error }
      report.losses.append(TraceLoss(info, reason: reason))
      return false
    }
  }

  /// The blocks that may have selected records, in the order of the file.
  func candidates(_ selection: TraceSelection, _ report: inout TraceReport) throws(TraceError) -> [TraceBlockInfo] {
    let inTime = blocks.filter { selection.mayInclude($0) }
    guard let entities = selection.entities else { return inTime }
    let holding = try findBlocks(entities: entities)
    return inTime.filter { holding.contains($0.sequence) }
  }
}

extension TraceLoss {
  /// The loss of one block that is known by its place.
  init(_ info: TraceBlockInfo, reason: String) {
    self.init(
      reason: reason, blocks: 1, records: UInt64(info.count), firstBlock: info.sequence, firstTime: info.firstTime,
      lastTime: info.lastTime, offset: info.offset)
  }
}

/// One region's records in a merged pass.
private final class MergeLane {
  let region: UInt16
  let block = RecordBlock()
  var place = 0
  private var waiting: ArraySlice<TraceBlockInfo>

  private init(region: UInt16, blocks: [TraceBlockInfo]) {
    self.region = region
    waiting = blocks[...]
  }

  /// The lanes of all regions, by growing region.
  static func make(_ blocks: [TraceBlockInfo]) -> [MergeLane] {
    var byRegion: [[TraceBlockInfo]] = []
    for block in blocks {
      while byRegion.count <= Int(block.region) { byRegion.append([]) }
      byRegion[Int(block.region)].append(block)
    }
    return byRegion.enumerated().filter { !$0.element.isEmpty }.map {
      MergeLane(region: UInt16($0.offset), blocks: $0.element)
    }
  }

  func takeNext() -> TraceBlockInfo? { waiting.popFirst() }

  var isAtEnd: Bool { block.isEmpty }

  private var time: Int64 { block.records[place].time }

  /// Whether the lane's next record comes before that of another lane.
  func precedes(_ other: (time: Int64, region: UInt16)?) -> Bool {
    guard let other else { return true }
    return time != other.time ? time < other.time : region < other.region
  }

  /// The lane with the first record, and the next one's first record, up to which the lane can go on.
  static func next(_ lanes: [MergeLane]) -> (MergeLane, (time: Int64, region: UInt16)?)? {
    guard var first = lanes.first else { return nil }
    var second: (time: Int64, region: UInt16)?
    for lane in lanes.dropFirst() {
      if lane.time < first.time {
        second = (first.time, first.region)
        first = lane
      } else if second.map({ lane.precedes($0) }) ?? true {
        second = (lane.time, lane.region)
      }
    }
    return (first, second)
  }
}
