import Foundation
import TraceFormat

/// A small deterministic generator (SplitMix64), so that tests do not depend on the kernel's streams.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  /// A number of random size: each bit length is as likely as any other.
  mutating func anySize() -> UInt64 { next() >> UInt64(below(64)) }
}

/// Tiny headers and records for the tests.
enum Worlds {
  static let kinds = [
    TraceKind(
      id: 3, name: "orderCreated",
      fields: [
        TraceField(.entity, "order"), TraceField(.value, "amount_minor", .minor),
        TraceField(.aux, "sku", dictionary: "skus"), TraceField(.node, "warehouse", dictionary: "nodes"),
        TraceField(.country, "country", dictionary: "countries"),
      ]),
    TraceKind(id: 7, name: "picked", fields: [TraceField(.entity, "order"), TraceField(.node, "warehouse")]),
    TraceKind(id: 9, name: "tick", fields: []),
    TraceKind(id: 20, name: "promised", fields: [TraceField(.entity, "order"), TraceField(.value, "due", .instant)]),
    TraceKind(
      id: 300, name: "everything",
      fields: [
        TraceField(.entity, "id"), TraceField(.value, "value"), TraceField(.aux, "aux"), TraceField(.node, "node"),
        TraceField(.country, "country_code"), TraceField(.flags, "flags"),
      ]),
    TraceKind(id: 301, name: "visits", fields: [TraceField(.value, "visits", .count), TraceField(.flags, "late")]),
  ]

  static func header(quantum: Int64 = 1) -> TraceHeader {
    TraceHeader(
      scenario: "name: tiny\n", scenarioHash: "ab12", scenarioName: "tiny", seed: 42, replication: 7,
      engineVersion: "0.1.0", randomVersion: 1, epoch: 0, quantum: quantum, kinds: kinds,
      dictionaries: [
        TraceDictionary(name: "countries", values: ["DE", "US", "JP"]),
        TraceDictionary(name: "nodes", values: ["berlin", "reno, nv", "osaka"]),
        TraceDictionary(name: "skus", values: ["mug", "cap \"blue\""]),
      ], regions: ["eu", "us", "jp"])
  }

  /// A record of a random kind whose fields have the sizes that runs have.
  static func plain(_ dice: inout Dice, time: Int64, region: Int = 0) -> TraceRecord {
    let order = UInt64(region) << 40 | UInt64(1000 + dice.below(500))
    switch dice.below(5) {
    case 0:
      return TraceRecord(
        time: time, kind: 3, entity: order, value: Int64(dice.below(10_000)), aux: UInt32(dice.below(2)),
        node: UInt16(dice.below(3)), country: UInt8(dice.below(3)))
    case 1: return TraceRecord(time: time, kind: 7, entity: order, node: UInt16(dice.below(400)))
    case 2: return TraceRecord(time: time, kind: 9)
    case 3: return TraceRecord(time: time, kind: 20, entity: order, value: time + 86_400_000_000)
    default: return TraceRecord(time: time, kind: 301, value: -Int64(dice.below(900)), flags: UInt8(dice.below(2)))
    }
  }

  /// A record of any kind with fields of any size.
  static func wild(_ dice: inout Dice, time: Int64) -> TraceRecord {
    var record = TraceRecord(time: time, kind: kinds[dice.below(kinds.count)].id)
    let kind = kinds.first { $0.id == record.kind }!
    for field in kind.fields {
      let number = dice.anySize()
      switch field.slot {
      case .entity: record.entity = number
      case .value: record.value = Int64(bitPattern: dice.below(2) == 0 ? number : 0 &- number)
      case .aux: record.aux = UInt32(truncatingIfNeeded: number)
      case .node: record.node = UInt16(truncatingIfNeeded: number)
      case .country: record.country = UInt8(truncatingIfNeeded: number)
      case .flags: record.flags = UInt8(truncatingIfNeeded: number)
      }
    }
    return record
  }

  static func block(_ region: UInt16, _ records: [TraceRecord]) -> RecordBlock {
    let block = RecordBlock(region: region)
    for record in records { block.append(record) }
    return block
  }

  /// Blocks of several regions with plain records, as a run would hand them over.
  static func blocks(seed: UInt64, count: Int, records: Int, regions: Int = 3) -> [[TraceRecord]] {
    var dice = Dice(seed)
    var times = [Int64](repeating: 1_700_000_000_000_000, count: regions)
    return (0..<count).map { number in
      (0..<records).map { _ in
        times[number % regions] += Int64(dice.below(3_000_000))
        return plain(&dice, time: times[number % regions], region: number % regions)
      }
    }
  }

  /// Writes blocks, whose regions go round, to a file.
  @discardableResult static func write(
    _ blocks: [[TraceRecord]], to path: String, header: TraceHeader = header(), regions: Int = 3
  ) throws -> TraceSummary {
    let writer = try TraceWriter(path: path, header: header)
    for (number, records) in blocks.enumerated() {
      try writer.append(block(UInt16(number % regions), records))
    }
    return try writer.finish(totals: [TraceTotal("orders", 12)], fingerprint: "f00d")
  }
}

/// A folder that goes away with the value's last use.
final class Folder {
  let path: String
  init() {
    let memory = "/dev/shm"
    let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = parent + "/trace-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  func file(_ name: String) -> String { path + "/" + name }
}

func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

func write(_ bytes: some Collection<UInt8>, to path: String) throws {
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { throw CocoaError(.fileWriteUnknown) }
}

/// Runs a program; returns its status and what it printed, or nil when it is not installed.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: Data, errors: String)? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return process.terminationStatus == 127 ? nil : (process.terminationStatus, data, text)
}
