import Foundation
import Testing

@testable import TraceFormat

/// The pairs in `traces/`: a file, and in JSON what a reader must find in it. `RECORD=1 swift test` writes them anew.
@Suite struct ConformanceTests {
  private static let traces = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("traces").path
  private let folder = Folder()

  private static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] != nil }

  /// The life of one order, from click to door.
  private func oneParcel() -> [(UInt16, [TraceRecord])] {
    let start: Int64 = 1_795_802_400_000_000
    let order: UInt64 = 1 << 56 | 77
    return [
      (
        0,
        [
          TraceRecord(time: start, kind: 3, entity: order, value: 2499, aux: 1, node: 0, country: 0),
          TraceRecord(time: start, kind: 20, entity: order, value: start + 259_200_000_000),
          TraceRecord(time: start + 5_400_000_000, kind: 7, entity: order, node: 0),
          TraceRecord(time: start + 7_200_000_000, kind: 9),
          TraceRecord(
            time: start + 172_800_000_001, kind: 300, entity: 2 << 56 | 1, value: -2499, aux: 4_000_000_000,
            node: 40_000, country: 255, flags: 129),
        ]
      )
    ]
  }

  /// Three regions, blocks that interleave, times in milliseconds, and a block with too many families of ids.
  private func threeRegions() -> [(UInt16, [TraceRecord])] {
    var dice = Dice(77)
    var blocks = Worlds.blocks(seed: 7, count: 66, records: 8).enumerated().map { (UInt16($0 % 3), $1) }
    let last = blocks[65].1.last!.time
    blocks.append((2, (0..<300).map { TraceRecord(time: last + Int64($0) * 700, kind: 7, entity: UInt64($0) << 41) }))
    let times = (0..<40).map { _ in Int64(bitPattern: dice.next() >> 2) + last }.sorted()
    blocks.append((0, times.map { Worlds.wild(&dice, time: $0) }))
    return blocks
  }

  private func write(_ blocks: [(UInt16, [TraceRecord])], quantum: Int64, to path: String) throws {
    let writer = try TraceWriter(path: path, header: Worlds.header(quantum: quantum))
    for (region, records) in blocks { try writer.append(Worlds.block(region, records)) }
    _ = try writer.finish(totals: [TraceTotal("orders", 1), TraceTotal("late", -2)], fingerprint: "")
  }

  /// What a reader finds, as text.
  private func describe(_ path: String) throws -> String {
    let reader = try TraceReader(path: path)
    var blocks: [String] = []
    let report = try reader.forEachBlock { block, info in
      let records = block.buffer.map { record in
        "      [\(record.time), \(record.kind), \(record.entity), \(record.value), \(record.aux), \(record.node), "
          + "\(record.country), \(record.flags)]"
      }
      blocks.append(
        """
            {"sequence": \(info.sequence), "region": \(info.region), "records": [
        \(records.joined(separator: ",\n"))
            ]}
        """)
      return true
    }
    let header = reader.header
    func list(_ texts: [String]) -> String { "[" + texts.map { "\"\(escape($0))\"" }.joined(separator: ", ") + "]" }
    let kinds = header.kinds.map { "      [\($0.id), \"\($0.name)\", \(list($0.fields.map(\.name)))]" }
    let dictionaries = header.dictionaries.map { "      \"\($0.name)\": \(list($0.values))" }
    let totals = reader.footer.map { footer in
      "{" + footer.totals.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}"
    }
    return """
      {
        "columns": ["time", "kind", "entity", "value", "aux", "node", "country", "flags"],
        "header": {
          "scenario": "\(escape(header.scenario))",
          "scenario_hash": "\(header.scenarioHash)",
          "seed": \(header.seed),
          "epoch_us": \(header.epoch),
          "quantum_us": \(header.quantum),
          "regions": \(list(header.regions)),
          "dictionaries": {
      \(dictionaries.joined(separator: ",\n"))
          },
          "kinds": [
      \(kinds.joined(separator: ",\n"))
          ]
        },
        "complete": \(reader.isComplete && report.isWhole),
        "digest": \(reader.footer.map { "\"\($0.digest.text)\"" } ?? "null"),
        "totals": \(totals ?? "null"),
        "losses": \(list(report.losses.map(\.description))),
        "blocks": [
      \(blocks.joined(separator: ",\n"))
        ]
      }

      """
  }

  private func escape(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private func makeFile(_ name: String) throws -> String {
    let path = folder.file(name + ".trace.zst")
    switch name {
    case "one-parcel": try write(oneParcel(), quantum: 1, to: path)
    case "three-regions": try write(threeRegions(), quantum: 1000, to: path)
    default:
      try write(threeRegions(), quantum: 1000, to: path)
      let whole = try TraceReader(path: path)
      var bytes = try bytes(of: path)
      if name == "incomplete" {
        bytes.removeLast(bytes.count - Int(whole.blocks[20].offset) - 150)
      } else {
        bytes[Int(whole.blocks[10].offset) + whole.blocks[10].size - 2] ^= 1
        bytes[Int(whole.blocks[40].offset) + 60] ^= 1
      }
      #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
    }
    return path
  }

  @Test(
    "the files in traces/ come out byte for byte, and read as their JSON says",
    arguments: ["one-parcel", "three-regions", "incomplete", "damaged"])
  func pairs(name: String) throws {
    let stored = Self.traces + "/\(name).trace.zst"
    let made = try makeFile(name)
    if Self.isRecording {
      _ = FileManager.default.createFile(atPath: stored, contents: FileManager.default.contents(atPath: made))
      try describe(stored).write(toFile: Self.traces + "/\(name).json", atomically: true, encoding: .utf8)
    }
    let text = try String(contentsOfFile: Self.traces + "/\(name).json", encoding: .utf8)
    #expect(try describe(stored) == text)
    // Another version of the library may compress to other bytes; then the content alone must agree.
    if ZstdLibrary.version == "1.5.4" {
      #expect(try bytes(of: made) == bytes(of: stored))
    } else if name.contains("-") {
      #expect(try describe(made) == text)
    }
  }

  @Test("the Python reader finds the same")
  func python() throws {
    let test = Self.traces + "/../tools/test_doorstep_trace.py"
    guard let result = try run("python3", [test]) else { return }
    #expect(result.status == 0, "\(result.errors)")
  }
}
