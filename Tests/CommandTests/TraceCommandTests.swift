import Foundation
import Testing
import TraceFormat

@Suite struct TraceCommandTests {
  @Test("A trace is the same for any number of threads, and replays equal")
  func replay() throws {
    try withTool { doorstep in
      for threads in ["1", "2", "3"] {
        let run = ["run", smoke, "--trace", "\(threads).trace.zst", "--threads", threads, "--quiet"]
        #expect(try doorstep.run(run + short).code == 0)
      }
      #expect(try doorstep.bytes(of: "1.trace.zst") == doorstep.bytes(of: "2.trace.zst"))
      #expect(try doorstep.bytes(of: "1.trace.zst") == doorstep.bytes(of: "3.trace.zst"))
      let replay = try doorstep("replay", "--verify", "1.trace.zst", "--threads", "2")
      #expect(replay.code == 0 && replay.out.contains("records agree, fingerprint"), "\(replay.err)")
    }
  }

  @Test("replay finds the first record that differs, prints what came before it, and exits 10")
  func divergence() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--trace", "t.trace.zst", "--quiet"] + short).code == 0)
      let number = try alter("t.trace.zst", to: "altered.trace.zst", after: 1_000, in: doorstep.folder)
      let outcome = try doorstep("replay", "--verify", "altered.trace.zst", "--quiet")
      #expect(outcome.code == 10, "\(outcome.err)")
      #expect(
        outcome.out.hasPrefix("\(number / 1_000),\(String(number + 1_000).suffix(3)) records agree; then"),
        "\(outcome.out)")
      for word in ["  recorded  ", "  replayed  ", "before it in the region:"] { #expect(outcome.out.contains(word)) }
      #expect(outcome.lastErrorLine == "reproduce: doorstep replay --verify altered.trace.zst --quiet")
    }
  }

  @Test("A bad trace exits 11 and says what was lost; no trace at all exits 2")
  func badTraces() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--trace", "t.trace.zst", "--quiet"] + short).code == 0)
      var bytes = try doorstep.bytes(of: "t.trace.zst")
      try bytes.prefix(bytes.count * 6 / 10).write(to: doorstep.folder.appending(path: "cut.trace.zst"))
      bytes[bytes.count / 2] ^= 0x10
      try bytes.write(to: doorstep.folder.appending(path: "flipped.trace.zst"))
      for name in ["cut.trace.zst", "flipped.trace.zst"] {
        #expect(try doorstep("trace", "verify", name).code == 11, "\(name)")
        #expect(try doorstep("replay", "--verify", name).code == 11, "\(name)")
        let export = try doorstep("trace", "export", name)
        #expect(export.code == 11 && export.err.contains("lost") && export.out.split(separator: "\n").count > 100)
        #expect(try doorstep("trace", "recover", name, "good-\(name)").code == 0)
        #expect(try doorstep("trace", "verify", "good-\(name)").code == 0)
      }
      #expect(try doorstep("trace", "info", "cut.trace.zst").err.contains("lost"))
      #expect(try doorstep("trace", "info", "missing.trace.zst").code == 2)
      #expect(try doorstep("trace", "info", smoke).code == 11)
      #expect(try doorstep("trace", "recover", "cut.trace.zst", "t.trace.zst").code == 2)
    }
  }

  @Test("cut, order and export select by time, region, kind and order")
  func selections() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--trace", "t.trace.zst", "--quiet"] + short).code == 0)
      let from = ["--from", "2026-11-25", "--to", "2026-11-26T12:00:00Z", "--region", "DE"]
      #expect(try doorstep.run(["trace", "cut", "t.trace.zst", "c.trace.zst"] + from).code == 0)
      #expect(try doorstep("trace", "verify", "c.trace.zst").code == 0)
      let whole = try doorstep.run(["trace", "export", "t.trace.zst"] + from).out
      #expect(try doorstep("trace", "export", "c.trace.zst").out == whole)
      #expect(whole.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("2026-11-2") && $0.contains(",DE,") })
      #expect(try doorstep("trace", "export", "t.trace.zst", "--kind", "nonsense").code == 2)
      #expect(try doorstep("trace", "order", "t.trace.zst", "18446744073709551615").code == 5)
      #expect(try doorstep.run(["replay", "--verify", "c.trace.zst"]).code == 11)
      let info = try doorstep("trace", "info", "t.trace.zst", "--format", "json")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(info.out.utf8)) as? [String: Any])
      #expect(object["complete"] as? Bool == true && object["derivation"] as? String == "")
    }
  }

  /// Writes a trace again with one record's order changed, by the same rules, so that only a replay can tell.
  ///
  /// - Returns: The number of the changed record: the first one from `start` on that has an order.
  private func alter(_ source: String, to target: String, after start: Int, in folder: URL) throws -> Int {
    let reader = try TraceReader(path: folder.appending(path: source).path)
    let writer = try TraceWriter(path: folder.appending(path: target).path, header: reader.header)
    var seen = 0
    var changed: Int?
    for info in reader.blocks {
      let block = RecordBlock()
      try reader.read(info, into: block)
      let copy = writer.pool.take(region: info.region)
      for record in block.buffer {
        var record = record
        if changed == nil, seen >= start, record.entity > 0 {
          record.entity += 1
          changed = seen
        }
        copy.append(record)
        seen += 1
      }
      try writer.append(copy)
    }
    let footer = try #require(reader.footer)
    _ = try writer.finish(totals: footer.totals, fingerprint: footer.fingerprint)
    return try #require(changed)
  }
}
