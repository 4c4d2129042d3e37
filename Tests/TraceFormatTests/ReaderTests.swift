import Foundation
import Testing

@testable import TraceFormat

@Suite struct ReaderTests {
  private let folder = Folder()
  private let blocks = Worlds.blocks(seed: 11, count: 140, records: 60)

  private func open() throws -> TraceReader {
    let path = folder.file("run.trace.zst")
    if !FileManager.default.fileExists(atPath: path) { try Worlds.write(blocks, to: path) }
    return try TraceReader(path: path)
  }

  private var all: [TraceHit] {
    blocks.enumerated().flatMap { number, records in
      records.map { TraceHit(record: $0, region: UInt16(number % 3), block: UInt64(number)) }
    }
  }

  private func merged(_ hits: [TraceHit]) -> [TraceHit] {
    hits.enumerated().sorted { a, b in
      (a.element.record.time, Int(a.element.region), a.offset) < (
        b.element.record.time, Int(b.element.region), b.offset
      )
    }.map(\.element)
  }

  @Test("header, footer and blocks come back")
  func wholeFile() throws {
    let reader = try open()
    #expect(reader.header == Worlds.header())
    #expect(reader.isComplete && reader.losses.isEmpty)
    #expect(reader.footer?.records == 8400 && reader.footer?.fingerprint == "f00d")
    #expect(reader.footer?.totals == [TraceTotal("orders", 12)])
    #expect(reader.blocks.map(\.sequence) == Array(0..<140))
    var read: [[TraceRecord]] = []
    let report = try reader.forEachBlock { block, info in
      #expect(block.region == UInt16(info.sequence % 3))
      read.append(Array(block.buffer))
      return true
    }
    #expect(read == blocks)
    #expect(report == TraceReport(blocks: 140, records: 8400, losses: []))
    #expect(try reader.verify().isGood)
  }

  @Test("records come in file order or merged by time and region")
  func orders() throws {
    for (order, expected) in [(TraceOrder.file, all), (.merged, merged(all))] {
      var read: [TraceRecord] = []
      let report = try open().forEachRecord(order: order) { record, _ in
        read.append(record)
        return true
      }
      #expect(read == expected.map(\.record))
      #expect(report.isWhole && report.records == 8400)
    }
  }

  @Test("a pass can be stopped")
  func stop() throws {
    for order in [TraceOrder.file, .merged] {
      var count = 0
      let report = try open().forEachRecord(order: order) { _, _ in
        count += 1
        return count < 100
      }
      #expect(count == 100 && report.records == 100)
    }
  }

  @Test("a selection delivers what it says", arguments: [TraceOrder.file, .merged])
  func selections(order: TraceOrder) throws {
    let times = all.map(\.record.time).sorted()
    let (from, to) = (times[2000], times[5000])
    let order7 = all.first { $0.record.kind == 7 }!.record.entity
    let cases: [(TraceSelection, (TraceHit) -> Bool)] = [
      (TraceSelection(from: from), { $0.record.time >= from }), (TraceSelection(to: to), { $0.record.time < to }),
      (
        TraceSelection(from: from, to: to, regions: [1]),
        {
          $0.record.time >= from && $0.record.time < to && $0.region == 1
        }
      ),
      (TraceSelection(kinds: [7, 20]), { [7, 20].contains($0.record.kind) }),
      (
        TraceSelection(entities: [order7, 1 << 40 | 1003]),
        {
          [order7, 1 << 40 | 1003].contains($0.record.entity) && [3, 7, 20].contains($0.record.kind)
        }
      ),
      (
        TraceSelection(from: from, regions: [0, 2], kinds: [3], entities: [order7]),
        {
          $0.record.time >= from && $0.region != 1 && $0.record.kind == 3 && $0.record.entity == order7
        }
      ), (TraceSelection(from: .max), { _ in false }), (TraceSelection(regions: []), { _ in false }),
    ]
    for (selection, passes) in cases {
      var read: [TraceRecord] = []
      let report = try open().forEachRecord(selection, order: order) { record, _ in
        read.append(record)
        return true
      }
      #expect(read == (order == .file ? all : merged(all)).filter(passes).map(\.record), "\(selection)")
      #expect(report.records == UInt64(read.count))
    }
  }

  @Test("an entity's records are found through the index, in the blocks that have it and no others")
  func entities() throws {
    let reader = try open()
    for entity in [1 << 40 | 1003, 1010, 2 << 40 | 1499, 77] as [UInt64] {
      let expected = merged(all.filter { [3, 7, 20].contains($0.record.kind) && $0.record.entity == entity })
      let findings = try reader.find(entity: entity)
      #expect(findings.records == expected && findings.losses.isEmpty)
      #expect(try reader.findBlocks(entities: [entity]) == Set(expected.map(\.block)))
    }
  }

  @Test("a file without its tail opens by its block headers and says that the end is missing")
  func cutOff() throws {
    let whole = try open()
    let bytes = try bytes(of: whole.path)
    let path = folder.file("cut.trace.zst")
    let last = whole.blocks[100]
    try write(bytes[..<(Int(last.offset) + last.size - 1)], to: path)
    let reader = try TraceReader(path: path)
    #expect(!reader.isComplete && reader.footer == nil)
    #expect(reader.blocks == Array(whole.blocks[..<100]))
    #expect(reader.losses.count == 1 && reader.losses[0].records == nil && reader.losses[0].firstBlock == 100)
    #expect(reader.losses[0].offset == last.offset)
    #expect(try reader.find(entity: 1010).records == whole.find(entity: 1010).records.filter { $0.block < 100 })
  }

  @Test("damage costs its block and no other, and the loss has its records and times")
  func damagedBlock() throws {
    let whole = try open()
    var bytes = try bytes(of: whole.path)
    let hit = whole.blocks[70]
    bytes[Int(hit.offset) + hit.size - 3] ^= 4
    let path = folder.file("hit.trace.zst")
    try write(bytes, to: path)
    let report = try TraceReader(path: path).forEachBlock { _, info in
      #expect(info.sequence != 70)
      return true
    }
    #expect(report.blocks == 139 && report.records == 8340)
    let loss = try #require(report.losses.first)
    #expect(loss.blocks == 1 && loss.records == 60 && loss.firstBlock == 70)
    #expect(loss.firstTime == hit.firstTime && loss.lastTime == hit.lastTime)
    let verification = try TraceReader(path: path).verify()
    #expect(!verification.isGood && verification.losses.count == 1)
  }

  @Test("without tail and with a broken block header, the checkpoint still says what was lost")
  func lostHeader() throws {
    let whole = try open()
    var bytes = try bytes(of: whole.path)
    let hit = whole.blocks[30]
    bytes[Int(hit.offset) + 50] ^= 4
    let path = folder.file("hit.trace.zst")
    try write(bytes.dropLast(5), to: path)
    let reader = try TraceReader(path: path)
    #expect(reader.blocks.count == 139)
    let loss = try #require(reader.losses.first)
    #expect(loss.blocks == 1 && loss.records == 60 && loss.firstBlock == 30 && loss.offset == hit.offset)
    #expect(loss.firstTime == hit.firstTime && loss.lastTime == hit.lastTime)
    #expect(loss.description.hasPrefix("lost 60 records in 1 blocks at byte \(hit.offset), between"))
    let target = folder.file("back.trace.zst")
    let recovered = try TraceRecovery.recover(from: path, to: target)
    #expect(recovered.summary.records == 8340 && recovered.losses.count == 2)
    #expect(try TraceReader(path: target).verify().isGood)
    #expect(try TraceReader(path: target).header.derivation == "recovered from hit.trace.zst")
  }

  @Test("what is not a trace is refused with its reason")
  func refusals() throws {
    let path = folder.file("x")
    func fault(_ bytes: some Collection<UInt8>) throws -> TraceError? {
      try write(bytes, to: path)
      do throws(TraceError) {
        _ = try TraceReader(path: path)
        return nil
      } catch { return error }
    }
    let good = try bytes(of: open().path)
    #expect(try fault([]) == .notATrace(path: path))
    #expect(try fault(Array("time,kind\n".utf8) + [UInt8](repeating: 65, count: 99)) == .notATrace(path: path))
    #expect(try fault(good.prefix(100)) == .headerDamaged(path: path))
    var newer = good
    newer[17] = 2
    let end = Int(StructureFrame.parsePrefix(good.withUnsafeBytes { $0 })!.frameSize) - 4
    let checksum = newer[..<end].withUnsafeBytes { CRC32C.checksum($0) }
    for i in 0..<4 { newer[end + i] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(i))) }
    #expect(try fault(newer) == .unsupportedVersion(path: path, version: 2))
    #expect(throws: TraceError.system(operation: "open", path: "/nowhere", code: ENOENT)) {
      _ = try TraceReader(path: "/nowhere")
    }
    #expect(throws: TraceError.system(operation: "read", path: "/tmp", code: EISDIR)) {
      _ = try TraceReader(path: "/tmp")
    }
  }
}
