import Foundation
import Testing

@testable import TraceFormat

/// Damaged files: whatever the bytes, reading ends, stays small, and delivers no record that was not written at its place;
/// what is missing is told.
@Suite struct FuzzTests {
  private let folder = Folder()

  /// A file, and what stands in it.
  private struct Original {
    var bytes: [UInt8]
    var blocks: [[TraceRecord]]
    var records: UInt64 { UInt64(blocks.reduce(0) { $0 + $1.count }) }
  }

  private func makeOriginal(blocks count: Int, records: Int) throws -> Original {
    let path = folder.file("original.trace.zst")
    let blocks = Worlds.blocks(seed: 31, count: count, records: records)
    try Worlds.write(blocks, to: path)
    return Original(bytes: try bytes(of: path), blocks: blocks)
  }

  /// What is wrong with how the bytes are read, or nil.
  private func fault(_ bytes: [UInt8], _ original: Original, recovers: Bool) throws -> String? {
    let path = folder.file("damaged.trace.zst")
    try write(bytes, to: path)
    let reader: TraceReader
    do { reader = try TraceReader(path: path) } catch { return nil }
    guard reader.header == Worlds.header() else { return "another header" }
    if let fault = try passFault(reader, original) { return fault }
    if let fault = try entityFault(reader, original) { return fault }
    let verification = try reader.verify()
    if verification.isGood != (bytes == original.bytes) { return "verify says good: \(verification.isGood)" }
    return recovers ? try recoveryFault(path, original) : nil
  }

  private func passFault(_ reader: TraceReader, _ original: Original) throws -> String? {
    var wrong: String?
    var lastSequence = -1
    let report = try reader.forEachBlock { block, info in
      let sequence = Int(info.sequence)
      if sequence <= lastSequence { wrong = "block \(sequence) twice" }
      lastSequence = sequence
      if sequence >= original.blocks.count || Array(block.buffer) != original.blocks[sequence] {
        wrong = "block \(sequence) has other records"
      }
      return wrong == nil
    }
    if let wrong { return wrong }
    if report.records < original.records && report.isWhole { return "\(report.records) records, and no loss is told" }
    if report.records == original.records { return nil }
    let told = report.losses.reduce(UInt64(0)) { $0 + ($1.records ?? 0) }
    let isOpenEnded = report.losses.contains { $0.records == nil }
    let sum = report.records + told
    return isOpenEnded
      ? (sum > original.records ? "\(told) records lost are too many" : nil)
      : (sum != original.records ? "\(told) records lost instead of \(original.records - report.records)" : nil)
  }

  private func entityFault(_ reader: TraceReader, _ original: Original) throws -> String? {
    let entity = original.blocks[0].first { $0.entity != 0 }!.entity
    let expected = original.blocks.enumerated().flatMap { number, records in
      records.filter { $0.entity == entity }.map {
        TraceHit(record: $0, region: UInt16(number % 3), block: UInt64(number))
      }
    }
    let findings = try reader.find(entity: entity)
    if !findings.records.allSatisfy({ expected.contains($0) }) { return "an entity has records that it had not" }
    if findings.records.count < expected.count && findings.losses.isEmpty { return "an entity lost records silently" }
    return nil
  }

  private func recoveryFault(_ path: String, _ original: Original) throws -> String? {
    let target = folder.file("recovered.trace.zst")
    do { _ = try TraceRecovery.recover(from: path, to: target) } catch { return nil }
    let verification = try TraceReader(path: target).verify()
    return verification.isGood ? nil : "the recovered file does not verify: \(verification.problems)"
  }

  @Test("a file cut off at any byte gives its whole blocks and says that the rest is missing")
  func truncation() throws {
    let original = try makeOriginal(blocks: 6, records: 12)
    for length in original.bytes.indices {
      let fault = try fault(Array(original.bytes[..<length]), original, recovers: length % 16 == 0)
      try #require(fault == nil, "cut off at byte \(length) of \(original.bytes.count)")
    }
    #expect(try fault(original.bytes, original, recovers: true) == nil)
  }

  /// `TRACE_FUZZ_SEED=n` replays one mutation.
  @Test(
    "10,000 random mutations never crash, hang, or pass a wrong record",
    arguments: [(blocks: 6, records: 12, seeds: 0..<8000), (blocks: 70, records: 3, seeds: 8000..<10_000)])
  func mutations(blocks: Int, records: Int, seeds: Range<Int>) throws {
    let original = try makeOriginal(blocks: blocks, records: records)
    let one = ProcessInfo.processInfo.environment["TRACE_FUZZ_SEED"].flatMap { Int($0) }
    for seed in one.map({ $0..<$0 + 1 }) ?? seeds {
      let bytes = Mutation.apply(seed: UInt64(seed), to: original.bytes)
      let fault = try fault(bytes, original, recovers: seed % 8 == 0)
      try #require(fault == nil, "replay: TRACE_FUZZ_SEED=\(seed) swift test --filter FuzzTests")
    }
  }

  @Test("mutations with repaired checksums are refused or read without a crash")
  func repairedMutations() throws {
    let original = try makeOriginal(blocks: 6, records: 40)
    let path = folder.file("repaired.trace.zst")
    for seed in 0..<2000 {
      try write(Mutation.applyInsideFrame(seed: UInt64(seed), to: original.bytes), to: path)
      guard let reader = try? TraceReader(path: path) else { continue }
      _ = try reader.forEachRecord(order: .merged) { _, _ in true }
      _ = try reader.verify()
      _ = try reader.info()
      _ = try reader.find(entity: 1010)
    }
  }

  @Test("the fuzzer notices a reader that accepts a wrong record (canary)")
  func canary() throws {
    var original = try makeOriginal(blocks: 6, records: 12)
    original.blocks[3][5].time += 1
    #expect(try fault(original.bytes, original, recovers: false) == "block 3 has other records")
    original = try makeOriginal(blocks: 6, records: 12)
    original.blocks.append([TraceRecord(time: 0, kind: 9)])
    #expect(try fault(original.bytes, original, recovers: false) == "72 records, and no loss is told")
  }
}

/// Ways in which bytes go wrong.
private enum Mutation {
  /// One to three mutations; never the original itself.
  static func apply(seed: UInt64, to original: [UInt8]) -> [UInt8] {
    var dice = Dice(seed)
    var bytes = original
    repeat {
      for _ in 0...dice.below(3) where !bytes.isEmpty { mutate(&bytes, original, &dice) }
    } while bytes == original
    return bytes
  }

  private static func mutate(_ bytes: inout [UInt8], _ original: [UInt8], _ dice: inout Dice) {
    let at = dice.below(bytes.count)
    let end = min(bytes.count, at + 1 + dice.below(1 << dice.below(12)))
    switch dice.below(9) {
    case 0, 1: bytes[at] ^= 1 << UInt8(dice.below(8))
    case 2: bytes[at] = UInt8(truncatingIfNeeded: dice.next())
    case 3: for i in at..<end { bytes[i] = UInt8(truncatingIfNeeded: dice.next()) }
    case 4: for i in at..<end { bytes[i] = 0 }
    case 5: bytes.removeSubrange(at..<end)
    case 6: bytes.insert(contentsOf: bytes[at..<end], at: dice.below(bytes.count))
    case 7: bytes.removeSubrange(at...)
    default:
      let from = dice.below(original.count)
      let piece = original[from..<min(original.count, from + end - at)]
      bytes.replaceSubrange(at..<min(bytes.count, at + piece.count), with: piece)
    }
  }

  /// Changes bytes inside one structure frame and repairs its checksum, so that the parsers behind it are reached.
  static func applyInsideFrame(seed: UInt64, to original: [UInt8]) -> [UInt8] {
    var dice = Dice(seed)
    var bytes = original
    let starts = bytes.indices.filter { at in
      at + 32 < bytes.count && bytes[at + 8..<at + 16].elementsEqual(StructureFrame.marker)
    }
    let start = starts[dice.below(starts.count)]
    let size = bytes.withUnsafeBytes { Int(StructureFrame.word32($0, start + 4)) + 8 }
    for _ in 0...dice.below(4) { bytes[start + 32 + dice.below(size - 36)] = UInt8(truncatingIfNeeded: dice.next()) }
    if bytes[start + 16] == StructureFrame.Kind.index.rawValue {
      let count = bytes.withUnsafeBytes { Int(StructureFrame.word32($0, start + 56)) }
      let head = 72 + count * IndexFrame.entrySize
      if count <= 64 && head + 4 <= size { repair(&bytes, start, start + head) }
    }
    repair(&bytes, start, start + size - 4)
    return bytes
  }

  private static func repair(_ bytes: inout [UInt8], _ start: Int, _ end: Int) {
    let checksum = bytes[start..<end].withUnsafeBytes { CRC32C.checksum($0) }
    for i in 0..<4 { bytes[end + i] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(i))) }
  }
}
