import Foundation
import Testing

@Suite struct CheckpointCommandTests {
  private static let ckpt = "ci-smoke-2026-11-27T18:00:30Z.ckpt"
  private static let when = ["--checkpoint", "at=2026-11-27T18:00:30Z", "--checkpoint", "every=3d"]

  @Test("Checkpoints change nothing, and what continues from one is the same run to the byte")
  func same() throws {
    try withTool { doorstep in
      let plain = try doorstep.run(["run", smoke, "--trace", "a.trace.zst", "--format", "json", "--quiet"] + short)
      let kept = try doorstep.run(
        ["run", smoke, "--trace", "b.trace.zst", "--out", "out", "--threads", "1", "--quiet"] + short + Self.when)
      #expect(plain.code == 0 && kept.code == 0, "\(plain.err) \(kept.err)")
      #expect(try doorstep.bytes(of: "a.trace.zst") == doorstep.bytes(of: "b.trace.zst"))
      for name in [Self.ckpt, "ci-smoke-2026-11-26T00:00:00Z.ckpt", "ci-smoke-2026-11-29T00:00:00Z.ckpt"] {
        #expect(doorstep.has("out/\(name)"), "\(name)")
      }
      for threads in ["1", "2"] {
        let again = try doorstep.run(
          ["replay", "--from", "out/\(Self.ckpt)", "--trace", "c.trace.zst", "--threads", threads, "--format", "json"])
        #expect(again.code == 0, "\(again.err)")
        #expect(again.err.contains("continued from 2026-11-27T18:00:30Z"))
        #expect(try doorstep.bytes(of: "a.trace.zst") == doorstep.bytes(of: "c.trace.zst"))
        #expect(try print(of: again) == print(of: plain))
      }
    }
  }

  private func print(of outcome: Outcome) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
    return try #require(object?["fingerprint"] as? String)
  }

  @Test("A checkpoint that cannot be used says why")
  func errors() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--quiet"] + short + Self.when).code == 0)
      let text = String(decoding: try doorstep.bytes(of: Self.ckpt), as: UTF8.self)
      func expect(_ content: String, _ code: Int32, _ words: String) throws {
        try doorstep.write(content, to: "x.ckpt")
        let outcome = try doorstep("replay", "--from", "x.ckpt", "--quiet")
        #expect(outcome.code == code && outcome.err.contains(words), "\(outcome.code) \(outcome.err)")
        #expect(outcome.err.contains("  help: "))
      }
      try expect("name: drop\n", 11, "it is no checkpoint")
      try expect(String(text.prefix(text.count / 2)), 11, "error: cannot continue from \"x.ckpt\": ")
      try expect(text.replacing("\"seed\" : 1", with: "\"seed\" : 2"), 11, "the checkpoint is damaged")
      let missing = try doorstep("replay", "--from", "nowhere.ckpt")
      #expect(missing.code == 2 && missing.err.contains("it cannot be read"))
      #expect(try doorstep("replay").code == 2)
      #expect(try doorstep("replay", "--from", Self.ckpt, "--verify", "a.trace.zst").code == 2)
      let late = try doorstep.run(["run", smoke, "--checkpoint", "at=2027-01-01"] + short)
      #expect(late.code == 0 && late.err.contains("warning: no checkpoint is written at 2027-01-01T00:00:00Z"))
      #expect(try doorstep.run(["run", smoke, "--checkpoint", "every=0 s"]).code == 2)
      let unwritable = try doorstep.run(
        ["run", smoke, "--trace", "nofolder/a.trace.zst", "--checkpoint", "every=3d"] + short)
      #expect(unwritable.code == 2, "\(unwritable.err)")
    }
  }
}
