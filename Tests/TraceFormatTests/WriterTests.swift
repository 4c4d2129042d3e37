import Foundation
import Testing

@testable import TraceFormat

@Suite struct WriterTests {
  private let folder = Folder()

  @Test("the same blocks give the same bytes")
  func deterministicBytes() throws {
    let blocks = Worlds.blocks(seed: 1, count: 150, records: 40)
    let first = try Worlds.write(blocks, to: folder.file("a.trace.zst"))
    let second = try Worlds.write(blocks, to: folder.file("b.trace.zst"))
    #expect(try bytes(of: folder.file("a.trace.zst")) == bytes(of: folder.file("b.trace.zst")))
    #expect(first.records == 6000 && first.blocks == 150)
    #expect(first.columns.reduce(0) { $0 + $1.bytes } == first.bytes)
    #expect(first.digest == second.digest)
    #expect(Int(first.bytes) == (try bytes(of: folder.file("a.trace.zst")).count))
  }

  @Test("a file takes its name when it is finished, not before")
  func finalName() throws {
    let path = folder.file("run.trace.zst")
    try write("good".utf8, to: path)
    let writer = try TraceWriter(path: path, header: Worlds.header())
    try writer.append(Worlds.block(0, Worlds.blocks(seed: 2, count: 1, records: 9)[0]))
    #expect(try bytes(of: path) == Array("good".utf8))
    _ = try writer.finish()
    #expect(try TraceReader(path: path).isComplete)
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    #expect(throws: TraceError.closed(path: path)) { try writer.append(RecordBlock()) }
    #expect(throws: TraceError.closed(path: path)) { _ = try writer.finish() }
  }

  @Test("an abandoned file stays beside the good one, can be read, and is not complete")
  func abandoned() throws {
    let path = folder.file("run.trace.zst")
    try write("good".utf8, to: path)
    let writer = try TraceWriter(path: path, header: Worlds.header())
    let blocks = Worlds.blocks(seed: 3, count: 5, records: 30, regions: 1)
    for records in blocks { try writer.append(Worlds.block(0, records)) }
    let summary = try #require(writer.abandon())
    #expect(summary.path == path + ".partial" && summary.records == 150)
    #expect(try bytes(of: path) == Array("good".utf8))
    let reader = try TraceReader(path: summary.path)
    #expect(!reader.isComplete && reader.losses.isEmpty && reader.blocks.count == 5)
    #expect(try reader.verify().problems == ["closed as incomplete: the run did not finish"])
    let recovered = try TraceRecovery.recover(from: summary.path, to: path)
    #expect(recovered.losses.isEmpty && recovered.summary.records == 150)
    #expect(try TraceReader(path: path).verify().isGood)
  }

  @Test("a full disk surfaces as an error that says what is kept, and the rest can be recovered", arguments: 1...12)
  func fullDisk(step: Int) throws {
    let path = folder.file("full.trace.zst")
    let blocks = Worlds.blocks(seed: 4, count: 80, records: 50)
    let whole = try Worlds.write(blocks, to: folder.file("whole.trace.zst"))
    let limit = 600 + (whole.bytes - 600) * UInt64(step) / 13
    var failure: TraceError?
    do throws(TraceError) {
      let writer = try TraceWriter(path: path, header: Worlds.header(), limit: limit)
      for (number, records) in blocks.enumerated() { try writer.append(Worlds.block(UInt16(number % 3), records)) }
      _ = try writer.finish()
    } catch { failure = error }
    guard case .writeFailed(let at, let code, let kept, let records)? = failure else {
      Issue.record("no write error but \(String(describing: failure))")
      return
    }
    #expect(at == path && code == ENOSPC && kept == path + ".partial")
    #expect(failure?.description.contains("doorstep trace recover \(kept) \(path)") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
    guard records > 0 else { return }
    let recovered = try TraceRecovery.recover(from: kept, to: path)
    #expect(recovered.summary.records == UInt64(records))
    #expect(try TraceReader(path: path).verify().isGood)
  }

  @Test("a folder that does not exist, or may not be written, is an error of the system")
  func noFolder() {
    #expect(throws: TraceError.system(operation: "create", path: "/nowhere/x.trace.zst.partial", code: ENOENT)) {
      _ = try TraceWriter(path: "/nowhere/x.trace.zst", header: Worlds.header())
    }
  }

  @Test("a fault in a block surfaces at the next append or at finish")
  func faultyBlock() throws {
    let path = folder.file("fault.trace.zst")
    let writer = try TraceWriter(path: path, header: Worlds.header())
    try writer.append(Worlds.block(0, [TraceRecord(time: 9, kind: 9)]))
    try writer.append(Worlds.block(0, [TraceRecord(time: 8, kind: 9)]))
    #expect(throws: TraceError.timeWentBack(region: 0, time: 8, previous: 9)) { _ = try writer.finish() }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("written blocks come back through the pool, and no more exist than can be in use")
  func pool() throws {
    let writer = try TraceWriter(path: folder.file("pool.trace.zst"), header: Worlds.header())
    var seen: Set<ObjectIdentifier> = []
    for time in 0..<500 {
      let block = writer.pool.take(region: 1)
      #expect(block.isEmpty)
      seen.insert(ObjectIdentifier(block))
      block.append(TraceRecord(time: Int64(time), kind: 9))
      try writer.append(block)
    }
    _ = try writer.finish()
    #expect(seen.count <= TraceWriter.queuedBlocks + 2)
    #expect(writer.pool.count == seen.count)
  }

  @Test("a file without records is whole")
  func empty() throws {
    let path = folder.file("empty.trace.zst")
    let summary = try TraceWriter(path: path, header: Worlds.header()).finish()
    #expect(summary.records == 0 && summary.bytesPerRecord == 0)
    let reader = try TraceReader(path: path)
    #expect(reader.isComplete && reader.blocks.isEmpty)
    #expect(try reader.verify().isGood)
    #expect(try TraceRecovery.recover(from: path, to: folder.file("again.trace.zst")).losses.isEmpty)
  }

  @Test("zstd accepts the file, and its columns are what it decompresses")
  func zstdAccepts() throws {
    let path = folder.file("run.trace.zst")
    try Worlds.write(Worlds.blocks(seed: 5, count: 70, records: 100), to: path)
    guard let test = try run("zstd", ["-t", path]) else { return }
    #expect(test.status == 0, "\(test.errors)")
    let content = try #require(try run("zstd", ["-dc", path]))
    #expect(content.status == 0 && content.output.count > 7000 * 2)
  }
}
