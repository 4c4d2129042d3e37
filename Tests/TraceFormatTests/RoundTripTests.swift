import Testing

@testable import TraceFormat

@Suite struct RoundTripTests {
  /// Encodes blocks and decodes each alone; returns the first difference.
  private func difference(_ blocks: [[TraceRecord]], header: TraceHeader = Worlds.header()) throws -> String? {
    let encoder = BlockEncoder(header: header)
    let decoder = BlockDecoder(header: header)
    let (output, result) = (ByteWriter(), RecordBlock())
    for (number, records) in blocks.enumerated() {
      let block = Worlds.block(2, records)
      output.removeAll()
      var parts = TraceDigest.Parts()
      try encoder.encode(block, digest: &parts, into: output)
      var frame = BlockHeader()
      frame.count = block.count
      frame.firstTime = block.records[0].time
      frame.lastTime = block.records[block.count - 1].time
      frame.region = 2
      frame.storedSize = output.count
      frame.entityTransform = encoder.entityTransform
      frame.streams = encoder.streams
      frame.kindCounts = encoder.kindCounts
      try decoder.decode(frame, output.bytes, into: result)
      let expected = records.map { record in
        var record = record
        record.time = Quantum.floor(record.time, header.quantum)
        return record
      }
      guard result.count == records.count else { return "block \(number) has \(result.count) records" }
      for (place, record) in expected.enumerated() where result.records[place] != record {
        return "block \(number), record \(place): \(result.records[place]) instead of \(record)"
      }
    }
    return nil
  }

  @Test("records as runs write them go round", arguments: [1, 2, 17, 1000, 16_384])
  func plainRecords(count: Int) throws {
    #expect(try difference(Worlds.blocks(seed: UInt64(count), count: 3, records: count)) == nil)
  }

  @Test("records with fields of any size go round", arguments: [1 as UInt64, 2, 3, 4])
  func wildRecords(seed: UInt64) throws {
    var dice = Dice(seed)
    let blocks = [1, 5, 300, 3000].map { count in
      let times = (0..<count).map { _ in Int64(bitPattern: dice.next()) }.sorted()
      return times.map { Worlds.wild(&dice, time: $0) }
    }
    #expect(try difference(blocks) == nil)
    #expect(try difference(blocks, header: Worlds.header(quantum: 1000)) == nil)
  }

  @Test("extreme values go round in every mode of a group")
  func extremes() throws {
    let values: [[Int64]] = [
      [.min, .max], [.min, -1], [0, .max], [.max - 1, .max], [.min, .min + 1], [5, 5], [-5, -5], [0, 255], [0, 256],
      [-300, -1], [-40_000, -39_000], [40_000, 40_900], [-1, 1], [.min, .min], [1 << 62, 1 << 62 + 255],
    ]
    let blocks = values.map { pair in
      pair.map { TraceRecord(time: 1, kind: 300, entity: UInt64(bitPattern: $0), value: $0, aux: .max, node: .max) }
    }
    #expect(try difference(blocks) == nil)
    let times: [Int64] = [.min, .min, -1, 0, 1, .max, .max]
    #expect(try difference([times.map { TraceRecord(time: $0, kind: 9) }]) == nil)
  }

  @Test("ids that jump ahead, fall back, and end their family go round")
  func entityJumps() throws {
    let serials: [UInt64] = [
      0, 1, 2, 1, 0, 258, 259, 600, 66_000, 17_000_000, (1 << 40) - 2, (1 << 40) - 1, 0, 5, (1 << 40) - 1,
    ]
    let families: [UInt64] = [0, 1, 0xFF_FFFF]
    let ids = families.flatMap { family in serials.map { family << 40 | $0 } }
    let blocks = [ids, ids.reversed(), ids.shuffled(using: &Self.dice)]
    #expect(try difference(blocks.map { $0.map { TraceRecord(time: 0, kind: 7, entity: $0) } }) == nil)
  }

  nonisolated(unsafe) private static var dice = Dice(9)

  @Test("a block with more families than fit writes plain ids", arguments: [255, 256, 1000])
  func manyFamilies(count: Int) throws {
    let records = (0..<count).map { TraceRecord(time: 0, kind: 7, entity: UInt64($0) << 40 | UInt64($0)) }
    #expect(try difference([records, records]) == nil)
  }

  private func encode(_ block: RecordBlock) throws(TraceError) {
    var parts = TraceDigest.Parts()
    try BlockEncoder(header: Worlds.header()).encode(block, digest: &parts, into: ByteWriter())
  }

  @Test("a record that its kind does not allow is refused by name")
  func faults() throws {
    func fault(_ records: [TraceRecord]) -> String {
      do throws(TraceError) {
        try encode(Worlds.block(1, records))
        return ""
      } catch { return error.description }
    }
    #expect(fault([TraceRecord(time: 0, kind: 9)]) == "")
    #expect(fault([TraceRecord(time: 0, kind: 8)]) == "record of kind 8, which the trace header does not list")
    #expect(
      fault([TraceRecord(time: 0, kind: 9, country: 1)])
        == "record of kind \"tick\" has a value in its undeclared field \"country\"")
    #expect(
      fault([TraceRecord(time: 0, kind: 7, entity: 1, value: -1)])
        == "record of kind \"picked\" has a value in its undeclared field \"value\"")
    let block = Worlds.block(1, [TraceRecord(time: 5, kind: 9), TraceRecord(time: 5, kind: 9)])
    block.records[1].time = 4
    #expect(throws: TraceError.timeWentBack(region: 1, time: 4, previous: 5)) {
      try encode(block)
    }
  }

  @Test("the digest does not see how records are cut into blocks, and its parts see what moved")
  func digest() {
    var dice = Dice(4)
    let records = (0..<500).map { Worlds.plain(&dice, time: Int64($0)) }
    func parts(_ cuts: [Int], _ change: (inout TraceRecord) -> Void = { _ in }) -> TraceDigest.Parts {
      var digest = TraceDigest()
      var changed = records
      change(&changed[250])
      for (from, to) in zip([0] + cuts, cuts + [500]) { digest.add(Worlds.block(1, Array(changed[from..<to]))) }
      return digest.parts
    }
    let whole = parts([])
    #expect(parts([3, 4, 499]) == whole)
    var timesMoved = parts([]) { $0.time += 1 }
    #expect(timesMoved.times != whole.times)
    timesMoved.times = whole.times
    #expect(timesMoved == whole)
    #expect(parts([]) { $0.node ^= 1 }.places != whole.places)
    #expect(parts([]) { $0.kind ^= 1 }.kinds != whole.kinds)
    #expect(parts([]) { $0.value ^= 1 }.values != whole.values)
    #expect(parts([]) { $0.entity ^= 1 }.values != whole.values)
  }
}
