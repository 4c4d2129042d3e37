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
      #expect(replay.err.hasPrefix("replaying 1.trace.zst: doorstep 0.1.0, scenario ci-smoke "), "\(replay.err)")
      #expect(replay.err.contains(", seed 1, 2 threads\n"), "\(replay.err)")
      for (format, start) in [("csv", "trace,records,equal,"), ("md", "| trace | records | "), ("json", "{\n")] {
        let other = try doorstep("replay", "--verify", "1.trace.zst", "--format", format, "--quiet")
        #expect(other.code == 0 && other.out.hasPrefix(start) && other.err.isEmpty, "\(other.out)")
      }
      let verified = try doorstep("trace", "verify", "1.trace.zst", "--format", "csv").out
      let cells = verified.split(separator: "\n").last?.split(separator: ",") ?? []
      #expect(cells.count == 4 && Int(cells[2]) ?? 0 > 1_000, "\(verified)")
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

  @Test("recover and cut never write over what they read, by whatever name")
  func ownInput() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--trace", "t.trace.zst", "--quiet"] + short).code == 0)
      let bytes = try doorstep.bytes(of: "t.trace.zst")
      let own = doorstep.folder.appending(path: "t.trace.zst")
      let link = doorstep.folder.appending(path: "link.trace.zst")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: own)
      try FileManager.default.linkItem(at: own, to: doorstep.folder.appending(path: "hard.trace.zst"))
      try FileManager.default.linkItem(at: own, to: doorstep.folder.appending(path: "target.new"))
      for verb in ["recover", "cut"] {
        for target in ["t.trace.zst", "./t.trace.zst", "link.trace.zst", "hard.trace.zst", "target"] {
          let outcome = try doorstep("trace", verb, "t.trace.zst", target, "--force")
          #expect(
            outcome.code == 2 && outcome.err.contains("cannot take its place"), "\(verb) \(target): \(outcome.err)")
        }
        #expect(try doorstep("trace", verb, "t.trace.zst", "other.trace.zst", "--force").code == 0)
      }
      #expect(try doorstep.bytes(of: "t.trace.zst") == bytes)
    }
  }

  @Test("The advice for an incomplete trace can be typed, and never names a file that is there")
  func advice() throws {
    try withTool { doorstep in
      for name in ["my trace.zst", "t.trace.zst"] {
        let end = ["--set", "end=2026-11-23T01:00:00Z"]
        #expect(try doorstep.run(["run", smoke, "--trace", name, "--quiet"] + end).code == 0)
        let before = try doorstep.bytes(of: name)
        let outcome = try doorstep("run", smoke, "--trace", name, "--quiet", shell: "ulimit -f 200")
        let help = try #require(outcome.err.split(separator: "\n").first { $0.hasPrefix("  help: doorstep ") })
        let typed = help.dropFirst(16)
        let shell = try doorstep("trace", "info", shell: "eval \"$0 \(typed.replacing("\"", with: "\\\""))\"; exit $?")
        #expect(shell.code == 0 && shell.out.contains("recovered-\(name)"), "\(typed): \(shell.err)")
        #expect(try doorstep.bytes(of: name) == before)
      }
    }
  }

  @Test("A loss says when, as a clock and a calendar do")
  func readableLosses() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--trace", "t.trace.zst", "--quiet"] + short).code == 0)
      var bytes = try doorstep.bytes(of: "t.trace.zst")
      bytes[bytes.count / 2] ^= 0x10
      try bytes.write(to: doorstep.folder.appending(path: "flipped.trace.zst"))
      for arguments in [["export"], ["verify"], ["verify", "--format", "json"]] {
        let outcome = try doorstep.run(["trace"] + arguments + ["flipped.trace.zst"])
        #expect(outcome.code == 11 && outcome.err.contains("between 2026-11-2"), "\(outcome.err)")
        #expect(!outcome.err.contains(" us") && !outcome.err.contains("lost: lost"), "\(outcome.err)")
      }
      #expect(try doorstep("trace", "recover", "flipped.trace.zst", "r.trace.zst").out.contains("between 2026-11-2"))
      let replay = try doorstep("replay", "--verify", "r.trace.zst")
      #expect(replay.err.contains("is not what a run wrote: recovered from flipped.trace.zst"), "\(replay.err)")
    }
  }

  @Test("A pipe, a device or a folder is refused at once where a file must be")
  func noFiles() throws {
    try withTool { doorstep in
      #expect(mkfifo(doorstep.folder.appending(path: "pipe").path, 0o600) == 0)
      #expect(mkfifo(doorstep.folder.appending(path: "t.zst.partial").path, 0o600) == 0)
      for place in ["pipe", "/dev/null", "scenarios"] {
        let lint = try doorstep("lint", place, shell: "ulimit -t 20")
        #expect(lint.code == 3 && (lint.out + lint.err).contains("\(place): error: this is a "), "\(lint.out)")
        #expect(try doorstep("run", place).code == 3)
        #expect(try doorstep("trace", "info", place).code == 2)
        #expect(try doorstep("replay", "--verify", place).code == 2)
        #expect(try doorstep("run", smoke, "--trace", place).code == 2)
      }
      #expect(try doorstep("run", smoke, "--trace", "t.zst").code == 2)
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
