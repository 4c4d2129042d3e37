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

  @Test("A fork says what changed, in every format, and its trace is no run from the start")
  func fork() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--quiet"] + short + Self.when).code == 0)
      let fork = ["replay", "--from", Self.ckpt, "--set", "scale.demand=2", "--trace", "f.trace.zst"]
      let text = try doorstep.run(fork + ["--out", "out"])
      #expect(text.code == 0 && text.out.contains(" at 2026-11-27T18:00:30Z\n"), "\(text.err)")
      #expect(text.out.contains("forked from "))
      #expect(text.out.contains("\nwhat changed ") && text.out.contains("\norders delivered "))
      #expect(doorstep.has("out/summary.json") && doorstep.has("out/scenario.resolved.yaml"))
      let json = try doorstep.run(fork + ["--format", "json", "--threads", "1"])
      let object = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
      let kept = try JSONSerialization.jsonObject(with: doorstep.bytes(of: "out/summary.json")) as? [String: Any]
      #expect(object?["fingerprint"] as? String == kept?["fingerprint"] as? String, "threads do not show")
      let differences = (object?["fork"] as? [String: Any])?["differences"] as? [[String: Any]]
      let visits = differences?.first { $0["metric"] as? String == "visits" }
      #expect((visits?["difference"] as? Double ?? 0) > 0)
      #expect(try doorstep.run(fork + ["--format", "csv"]).out.contains("\ndifference,,visits,"))
      #expect(try doorstep.run(fork + ["--format", "md"]).out.contains("\n## What changed\n"))
      #expect(!(try doorstep.run(fork + ["--no-baseline"])).out.contains("what changed"))
      let verified = try doorstep("replay", "--verify", "f.trace.zst")
      #expect(verified.code == 11 && verified.err.contains("forked from "), "\(verified.err)")
      #expect(try doorstep("trace", "verify", "f.trace.zst").code == 0)
    }
  }

  @Test("What a fork cannot change is an error of the scenario; what it can and is not felt is told")
  func refusedAndUnfelt() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--quiet"] + short + Self.when).code == 0)
      let refused = try doorstep("replay", "--from", Self.ckpt, "--set", "seed=4", "--set", "end=2026-12-20T00:00:00Z")
      #expect(refused.code == 3 && refused.out.isEmpty)
      #expect(refused.err.contains("--set seed: error: seed cannot be changed by a fork\n  help: "), "\(refused.err)")
      let unfelt = try doorstep("replay", "--from", Self.ckpt, "--set", "inventory.view.lag=3 h")
      #expect(unfelt.code == 0 && unfelt.err.contains("warning: the changes make no difference"), "\(unfelt.err)")
      #expect(try doorstep("replay", "--verify", "x.trace.zst", "--set", "scale.demand=2").code == 2)
    }
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
