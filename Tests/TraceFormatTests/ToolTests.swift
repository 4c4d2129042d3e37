import Foundation
import Testing

@testable import TraceFormat

@Suite struct ToolTests {
  private let folder = Folder()
  private let blocks = Worlds.blocks(seed: 21, count: 12, records: 100)

  private func make() throws -> String {
    let path = folder.file("run.trace.zst")
    try Worlds.write(blocks, to: path)
    return path
  }

  @Test("a cut has the selected records and verifies")
  func cut() throws {
    let path = try make()
    let times = blocks.flatMap { $0.map(\.time) }.sorted()
    let selection = TraceSelection(from: times[300], to: times[900], regions: [0, 1], kinds: [3, 9])
    let target = folder.file("cut.trace.zst")
    let cut = try TraceCut.cut(from: path, to: target, selection)
    #expect(cut.losses.isEmpty)
    func read(_ path: String, _ selection: TraceSelection) throws -> [TraceRecord] {
      var records: [TraceRecord] = []
      _ = try TraceReader(path: path).forEachRecord(selection, order: .merged) { record, _ in
        records.append(record)
        return true
      }
      return records
    }
    let expected = try read(path, selection)
    #expect(try read(target, TraceSelection()) == expected && !expected.isEmpty)
    let reader = try TraceReader(path: target)
    #expect(try reader.verify().isGood)
    #expect(reader.header.derivation == "cut of run.trace.zst")
    #expect(reader.footer?.fingerprint == cut.summary.digest.text)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["cut.trace.zst", "run.trace.zst"])
  }

  @Test("recovering a file over its own partial file works, and a copy keeps digest, totals and fingerprint")
  func recover() throws {
    let path = try make()
    let partial = path + ".partial"
    try FileManager.default.moveItem(atPath: path, toPath: partial)
    let original = try TraceReader(path: partial).footer
    let recovery = try TraceRecovery.recover(from: partial, to: path)
    let reader = try TraceReader(path: path)
    #expect(recovery.losses.isEmpty)
    #expect(try reader.verify().isGood)
    #expect(reader.footer?.digest == original?.digest && reader.footer?.totals == original?.totals)
    #expect(reader.footer?.fingerprint == "f00d")
    #expect(FileManager.default.fileExists(atPath: partial))
  }

  @Test("a file without an undamaged record cannot be recovered, and nothing is left behind")
  func nothingToRecover() throws {
    let path = try make()
    let reader = try TraceReader(path: path)
    let target = folder.file("back.trace.zst")
    try write(try bytes(of: path).prefix(Int(reader.headerEnd) + 40), to: folder.file("stub"))
    #expect(throws: TraceError.nothingToRecover(path: folder.file("stub"))) {
      _ = try TraceRecovery.recover(from: folder.file("stub"), to: target)
    }
    #expect(!FileManager.default.fileExists(atPath: target))
    #expect(!FileManager.default.fileExists(atPath: target + ".new"))
  }

  @Test("info adds up")
  func info() throws {
    let info = try TraceReader(path: make()).info()
    #expect(info.records == 1200 && info.blocks == 12 && info.isComplete)
    #expect(info.columns.reduce(0) { $0 + $1.bytes } == info.bytes)
    #expect(info.columns.map(\.name).contains("time") && info.columns.last?.name == "structure")
    #expect(info.kinds.reduce(0) { $0 + $1.count } == 1200)
    #expect(info.regions.map(\.records) == [400, 400, 400])
    #expect(info.firstTime == blocks.flatMap { $0.map(\.time) }.min())
    #expect(info.bytesPerRecord == Double(info.bytes) / 1200)
    #expect(info.totals == [TraceTotal("orders", 12)] && info.fingerprint == "f00d")
  }

  private func export(_ records: [TraceRecord], _ body: (TraceReader, TraceReader.Sink) throws -> TraceReport) throws
    -> String
  {
    let path = folder.file("small.trace.zst")
    let writer = try TraceWriter(path: path, header: Worlds.header())
    try writer.append(Worlds.block(1, records))
    _ = try writer.finish()
    var text: [UInt8] = []
    let report = try body(TraceReader(path: path)) { text += $0 }
    #expect(report.isWhole && report.records == UInt64(records.count))
    return String(decoding: text, as: UTF8.self)
  }

  private let examples = [
    TraceRecord(time: 1_795_802_400_000_000, kind: 3, entity: 1 << 40 | 5, value: 1299, aux: 1, node: 1, country: 2),
    TraceRecord(time: 1_795_802_400_000_001, kind: 9),
    TraceRecord(time: 1_795_802_400_000_002, kind: 20, entity: 6, value: 1_795_888_800_000_000),
    TraceRecord(time: 1_795_802_400_000_003, kind: 301, value: -4, flags: 1),
    TraceRecord(time: 1_795_802_400_000_004, kind: 7, entity: 6, node: 9),
  ]

  @Test("CSV has names, texts and ISO times")
  func csv() throws {
    let text = try export(examples) { try $0.exportCSV(TraceSelection(kinds: [3, 7, 9, 20, 301]), to: $1) }
    #expect(
      text == #"""
        time,region,kind,order,amount_minor,sku,warehouse,country,due,visits,late
        2026-11-27T18:00:00.000000Z,us,orderCreated,1099511627781,1299,"cap ""blue""","reno, nv",JP,,,
        2026-11-27T18:00:00.000001Z,us,tick,,,,,,,,
        2026-11-27T18:00:00.000002Z,us,promised,6,,,,,2026-11-28T18:00:00.000000Z,,
        2026-11-27T18:00:00.000003Z,us,visits,,,,,,,-4,1
        2026-11-27T18:00:00.000004Z,us,picked,6,,,9,,,,

        """#)
  }

  @Test("every line of NDJSON is an object with the kind's own names")
  func ndjson() throws {
    let text = try export(examples) { try $0.exportNDJSON(to: $1) }
    let lines = text.split(separator: "\n")
    #expect(
      lines[0]
        == #"{"time":"2026-11-27T18:00:00.000000Z","region":"us","kind":"orderCreated","order":1099511627781,"amount_minor":1299,"sku":"cap \"blue\"","warehouse":"reno, nv","country":"JP"}"#
    )
    #expect(lines[1] == #"{"time":"2026-11-27T18:00:00.000001Z","region":"us","kind":"tick"}"#)
    for line in lines {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
  }
}
