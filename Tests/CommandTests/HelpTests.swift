import Foundation
import Testing

/// Every verb with its words.
private let verbs = [
  [], ["init"], ["lint"], ["explain"], ["run"], ["answers"], ["study"], ["merge"], ["compare"], ["sensitivity"],
  ["breakpoint"], ["stress"], ["providers"], ["providers", "list"], ["providers", "show"], ["providers", "score"],
  ["providers", "check"], ["providers", "portfolio"], ["rollout"], ["test"], ["swarm"], ["replay"], ["load"],
  ["storefront"], ["audit"], ["calibrate"], ["trace"],
  ["trace", "info"], ["trace", "verify"], ["trace", "recover"],
  ["trace", "cut"], ["trace", "order"], ["trace", "export"], ["help"],
]

@Suite struct HelpTests {
  @Test("Help reads as recorded, and `help VERB` is the same as `VERB --help`", arguments: verbs)
  func help(words: [String]) throws {
    try withTool { doorstep in
      let asked = try doorstep.run(["help"] + words)
      let flagged = try doorstep.run(words + ["--help"])
      #expect(asked.code == 0 && flagged.code == 0)
      #expect(asked.out == flagged.out)
      #expect(asked.err.isEmpty)
      try expectGolden(flagged.out, "help\(words.map { "-\($0)" }.joined()).txt")
    }
  }

  @Test("Every exit code has its line in `help exit-codes`")
  func exitCodes() throws {
    try withTool { doorstep in
      let text = try doorstep("help", "exit-codes").out
      for code in [0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 99, 130] {
        #expect(
          text.split(separator: "\n").contains { $0.split(separator: " ").first == Substring("\(code)") }, "\(code)")
      }
      try expectGolden(text, "help-exit-codes.txt")
    }
  }

  @Test("The examples of every verb run as they stand", arguments: verbs)
  func examples(words: [String]) throws {
    try withTool { doorstep in
      let before = ["run", smoke, "--trace", "run.trace.zst", "--checkpoint", "at=2026-11-27", "--quiet"]
      #expect(try doorstep.run(before + short).code == 0)
      #expect(try doorstep.run(["init", "my-drop"]).code == 0)
      let order = try firstOrder(doorstep)
      let text = try doorstep.run(words + ["--help"]).out
      let examples = text.split(separator: "\n").filter { $0.hasPrefix("  $ doorstep ") }
      #expect(!examples.isEmpty)
      for part in 1...2 where words == ["merge"] {
        let study = ["study", "scenarios/studies/smoke.yaml", "--out", "parts", "--shard", "\(part)/2"]
        #expect(try doorstep.run(study).code == 0)
      }
      for (rate, mean) in [(200, 10.0), (500, 10.6), (700, 16.4)] where words == ["calibrate"] {
        try writeSummary(doorstep, rate, mean: mean)
      }
      if words == ["audit"] {
        let store = ["storefront", smoke, "--port", "0", "--for", "0.1s", "--database", "store.sqlite"]
        #expect(try doorstep.run(store).code == 0)
      }
      if words == ["init"] { try FileManager.default.removeItem(at: doorstep.folder.appending(path: "my-drop.yaml")) }
      for example in examples {
        var arguments = example.dropFirst(13).split(separator: " ").map { String($0).replacing("'", with: "") }
        arguments = arguments.map { $0 == "4294967297" ? order : $0 }
        if words == ["trace", "recover"] { arguments = ["trace", "recover", "run.trace.zst", "recovered.trace.zst"] }
        if words.isEmpty && arguments[0] == "init" { arguments[1] = "another-drop" }
        let outcome = try doorstep.run(arguments)
        #expect(outcome.code == 0, "\(example): \(outcome.err)")
      }
    }
  }

  private func firstOrder(_ doorstep: Tool) throws -> String {
    let lines = try doorstep("trace", "export", "run.trace.zst", "--format", "ndjson").out.split(separator: "\n")
    let line = try #require(lines.first { $0.contains("\"order\":") })
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    return try #require(object["order"] as? NSNumber).stringValue
  }

  @Test("What is not understood exits 2, says why and how to ask again")
  func usage() throws {
    try withTool { doorstep in
      for arguments in [
        ["frob"], ["run"], ["run", "a.yaml", "--seed", "x"], ["help", "nope"], ["run", "a", "--set", "b"],
      ] {
        let outcome = try doorstep.run(arguments)
        #expect(outcome.code == 2, "\(arguments)")
        #expect(outcome.out.isEmpty && outcome.err.hasPrefix("error: "), "\(outcome.err)")
        #expect(outcome.lastErrorLine == "reproduce: doorstep " + arguments.joined(separator: " "))
      }
    }
  }

  @Test("A verb that has only verbs of its own prints its help, with examples")
  func groups() throws {
    try withTool { doorstep in
      let outcome = try doorstep("trace")
      let help = try doorstep("help", "trace")
      #expect(outcome.code == 0 && outcome.out == help.out)
      #expect(try doorstep.run([]).out.contains("EXAMPLES:"))
    }
  }

  @Test("A number that is none, below zero or too large is told with its range")
  func numbers() throws {
    try withTool { doorstep in
      for (option, value, range) in [
        ("--seed", "-1", "0 to 18446744073709551615"), ("--seed", "1.5", "0 to 18446744073709551615"),
        ("--replication", "4294967296", "0 to 4294967295"), ("--threads", "0", "1 to 1024"),
      ] {
        let outcome = try doorstep("run", smoke, option, value)
        #expect(outcome.code == 2)
        #expect(
          outcome.err.hasPrefix("error: The value '\(value)' is invalid for '\(option) <"), "\(outcome.err)")
        #expect(outcome.err.contains("write a whole number, \(range)"), "\(outcome.err)")
      }
      let order = try doorstep("trace", "export", "t.trace.zst", "--order", "-4")
      #expect(order.code == 2 && order.err.hasPrefix("error: The value '-4' is invalid for '--order <id>'"))
    }
  }

  @Test("The version is printed alone")
  func version() throws {
    try withTool { doorstep in
      let outcome = try doorstep("--version")
      #expect(outcome.code == 0 && outcome.out.split(separator: ".").count == 3 && outcome.out.hasSuffix("\n"))
    }
  }
}
