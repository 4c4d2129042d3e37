import Foundation
import GRDB
import Testing

private let results = [
  "results.sqlite", "scenario.resolved.yaml", "summary.json", "summary.txt", "picture.svg", "report.html",
]

@Suite struct RunCommandTests {
  @Test("JSON has the promised keys; its head goes to standard error")
  func json() throws {
    try withTool { doorstep in
      let outcome = try doorstep.run(["run", smoke, "--format", "json", "--seed", "7", "--threads", "1"] + short)
      #expect(outcome.code == 0)
      #expect(outcome.err.hasPrefix("doorstep 0.1.0, scenario ci-smoke "))
      #expect(outcome.err.contains(", seed 7, 1 thread\n"))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
      #expect(object["schema"] as? Int == 1 && object["seed"] as? Int == 7)
      let orders = try #require(object["orders"] as? [String: Int])
      #expect(orders["placed"] ?? 0 > 0)
      #expect(orders["placed"] == ["delivered", "cancelled", "lost", "in_flight"].reduce(0) { $0 + (orders[$1] ?? 0) })
      #expect((object["by_country"] as? [String: Any])?.keys.sorted() == ["DE", "US"])
      #expect((object["invariants"] as? [String: Any])?["violations"] as? Int == 0)
      #expect((object["events_per_order"] as? Double ?? 0) > 1)
    }
  }

  @Test("Text goes to standard output, head first; standard error stays empty when it is no terminal")
  func text() throws {
    try withTool { doorstep in
      let outcome = try doorstep.run(["run", smoke] + short)
      #expect(outcome.code == 0 && outcome.err.isEmpty)
      #expect(outcome.out.hasPrefix("doorstep 0.1.0, scenario ci-smoke "))
      for word in ["Traffic", "Stock", "Countries", "Bottlenecks", "583,000", "Fingerprint"] {
        #expect(outcome.out.contains(word), "\(word)")
      }
      let csv = try doorstep.run(["run", smoke, "--format", "csv", "--quiet"] + short)
      #expect(csv.err.isEmpty && csv.out.hasPrefix("scope,name,metric,value\n"))
      #expect(try doorstep.run(["run", smoke, "--format", "md", "--quiet"] + short).out.hasPrefix("# Run of ci-smoke"))
    }
  }

  @Test("--out keeps results, parameters with sources, resolved scenario, summaries and picture")
  func out() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--out", "a/b", "--quiet"] + short).code == 0)
      for name in results { #expect(doorstep.has("a/b/\(name)"), "\(name)") }
      let names = try FileManager.default.contentsOfDirectory(atPath: doorstep.folder.path + "/a/b")
      #expect(names.sorted() == results.sorted())
      let path = doorstep.folder.appending(path: "a/b/results.sqlite").path
      func count(_ query: String) throws -> Double {
        try DatabaseQueue(path: path).read { try Double.fetchOne($0, sql: query) } ?? 0
      }
      #expect(try count("SELECT value FROM metrics WHERE metric = 'orders.placed'") > 0)
      #expect(try count("SELECT count(*) FROM parameters WHERE source IS NOT NULL") > 10)
      #expect(try count("SELECT count(*) FROM hourly") > 100)
      #expect(try doorstep.run(["run", "a/b/scenario.resolved.yaml", "--quiet"]).code == 0)
    }
  }

  @Test("A folder that cannot be written is refused before the run, with exit code 2")
  func unwritable() throws {
    try withTool { doorstep in
      try doorstep.write("a file", to: "file")
      for arguments in [["--out", "file"], ["--out", "/proc/nothing"], ["--trace", "no/such/folder/t.trace.zst"]] {
        let outcome = try doorstep.run(["run", smoke] + arguments)
        #expect(outcome.code == 2, "\(arguments): \(outcome.err)")
        #expect(outcome.out.isEmpty, "\(arguments)")
        #expect(outcome.lastErrorLine.hasPrefix("reproduce: doorstep run \(smoke)"))
      }
      #expect(try doorstep.bytes(of: "file") == Data("a file".utf8))
    }
  }

  @Test("Without --threads a run has one for each processor it may use, and says so")
  func threads() throws {
    try withTool { doorstep in
      let processors = ProcessInfo.processInfo.activeProcessorCount
      let head = try #require(try doorstep.run(["run", smoke] + short).out.split(separator: "\n").first)
      #expect(head.hasSuffix(", \(processors) thread\(processors == 1 ? "" : "s")"), "\(head)")
      for threads in ["0", "1025", "x"] { #expect(try doorstep("run", smoke, "--threads", threads).code == 2) }
    }
  }

  @Test("A scenario that keeps no records writes no trace, and leaves a file of that name alone")
  func noRecords() throws {
    try withTool { doorstep in
      try doorstep.write("mine", to: "t.trace.zst")
      let run = ["run", smoke, "--trace", "t.trace.zst", "--set", "record.kinds=[none]", "--format", "json", "--quiet"]
      let outcome = try doorstep.run(run + short)
      #expect(outcome.code == 0 && outcome.out.contains("\"trace\": null"))
      #expect(outcome.err.hasPrefix("warning: ") && outcome.err.contains("record.kinds"), "\(outcome.err)")
      #expect(try doorstep.bytes(of: "t.trace.zst") == Data("mine".utf8) && !doorstep.has("t.trace.zst.partial"))
    }
  }

  @Test("A signal writes what there is, closes the trace well, and exits 130", arguments: [SIGINT, SIGTERM, SIGHUP])
  func interrupt(signal: Int32) throws {
    try withTool { doorstep in
      let big = ["--set", "scale.demand=200", "--set", "scale.stock=200", "--set", "scale.capacity=200"]
      let running = try doorstep.start(["run", smoke, "--out", "out", "--trace", "t.trace.zst"] + big)
      for _ in 0..<600 where !doorstep.has("t.trace.zst.partial") { usleep(20_000) }
      usleep(300_000)
      kill(running.process.processIdentifier, signal)
      let outcome = try doorstep.wait(for: running)
      #expect(outcome.code == 130, "\(outcome.err)")
      #expect(outcome.out.contains("interrupted: all figures cover this part only"))
      for name in results { #expect(doorstep.has("out/\(name)"), "\(name)") }
      #expect(try doorstep("trace", "verify", "t.trace.zst").code == 0)
      #expect(
        try String(decoding: doorstep.bytes(of: "out/summary.json"), as: UTF8.self).contains("\"interrupted\": true"))
      #expect(try doorstep("replay", "--verify", "t.trace.zst").code == 0)
    }
  }

  @Test("Under nohup a run outlives its terminal")
  func nohup() throws {
    try withTool { doorstep in
      let big = ["--set", "scale.demand=5", "--set", "scale.stock=5", "--set", "scale.capacity=5"]
      let running = try doorstep.start(["run", smoke, "--trace", "t.trace.zst"] + big, shell: "trap '' HUP")
      for _ in 0..<600 where !doorstep.has("t.trace.zst.partial") { usleep(5_000) }
      kill(running.process.processIdentifier, SIGHUP)
      let outcome = try doorstep.wait(for: running)
      #expect(outcome.code == 0 && !outcome.out.contains("interrupted"), "\(outcome.err)")
    }
  }

  @Test(
    "Thresholds decide the exit code, the gravest first, in every format",
    arguments: [
      (["conversion: value>0.001"], 0, ""), (["late_share: value<0"], 99, "late_share: value<0 failed: "),
      (["orders.placed: upper<1e9"], 13, "one run gives no interval for orders.placed"),
      (["orders.placed: upper<1e9", "visits: value<1"], 99, "visits: value<1 failed"),
      (["late_shar: value<1"], 2, "did you mean \"late_share\"?"), (["nonsense"], 2, "there is no condition"),
      (["late_share{country:FR}: value<1"], 2, "is no country of the scenario"),
    ])
  func thresholds(gates: [String], code: Int32, said: String) throws {
    try withTool { doorstep in
      let run = ["run", smoke, "--quiet"] + short + gates.flatMap { ["--threshold", $0] }
      let text = try doorstep.run(run)
      #expect(text.code == code && (said.isEmpty || text.err.contains(said)), "\(text.err)")
      #expect(code == 0 ? text.err.isEmpty : text.lastErrorLine.hasPrefix("reproduce: doorstep run "))
      guard code != 2 else { return }
      let name = try #require(gates[0].split(separator: ":").first)
      #expect(text.out.contains("Thresholds\n") && text.out.contains("\n  \(name) "))
      #expect(try doorstep.run(run + ["--format", "md"]).out.contains("| \(name) | "))
      #expect(try doorstep.run(run + ["--format", "csv"]).out.contains("\nthreshold,\(name): "))
      let json = try doorstep.run(run + ["--format", "json", "--out", "out"])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
      let verdicts = try #require(object["thresholds"] as? [[String: Any]])
      #expect(json.code == code && verdicts.count == 2 + gates.count)
      #expect(verdicts.allSatisfy { $0["metric"] is String && $0["outcome"] is String && $0["value"] is Double })
      let store = try DatabaseQueue(path: doorstep.folder.appending(path: "out/results.sqlite").path)
      #expect(try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM thresholds") } == 2 + gates.count)
      let intervals = "SELECT count(*) FROM thresholds WHERE lower < value AND value < upper"
      #expect(try store.read { try Int.fetchOne($0, sql: intervals) } ?? 0 > 0)
      let plain = try doorstep.run(["run", smoke, "--quiet"] + short)
      func fingerprint(_ text: String) -> Substring? {
        text.split(separator: "\n").first { $0.hasPrefix("Fingerprint") }
      }
      #expect(fingerprint(plain.out) != nil && fingerprint(plain.out) == fingerprint(text.out))
    }
  }

  @Test("A threshold without anything to measure exits 5")
  func noSamples() throws {
    try withTool { doorstep in
      let run = ["run", smoke, "--quiet", "--set", "end=2026-11-23T01:00:00Z", "--threshold", "late_share: value<1"]
      let outcome = try doorstep.run(run)
      #expect(outcome.code == 5 && outcome.err.contains("late_share: value<1 had nothing to measure"), "\(outcome.err)")
    }
  }

  @Test("A full disk leaves an incomplete trace that can be recovered, keeps the results, and exits 11")
  func fullDisk() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--trace", "t.trace.zst", "--quiet"] + short).code == 0)
      let before = try doorstep.bytes(of: "t.trace.zst")
      let outcome = try doorstep("run", smoke, "--trace", "t.trace.zst", "--format", "json", shell: "ulimit -f 200")
      #expect(outcome.code == 11, "\(outcome.err)")
      #expect(outcome.out.contains("\"schema\": 1") && outcome.out.contains("File too large"))
      #expect(try doorstep.bytes(of: "t.trace.zst") == before)
      #expect(try doorstep("trace", "verify", "t.trace.zst.partial").code == 11)
      #expect(try doorstep("trace", "recover", "t.trace.zst.partial", "recovered.trace.zst").code == 0)
      #expect(try doorstep("trace", "verify", "recovered.trace.zst").code == 0)
    }
  }

  @Test("A full disk keeps the summary and the results of an earlier run, says why, and exits 2", arguments: [16, 64])
  func fullDiskForResults(blocks: Int) throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--out", "out", "--quiet"] + short).code == 0)
      let before = try results.map { try doorstep.bytes(of: "out/\($0)") }
      let arguments = ["run", smoke, "--out", "out", "--quiet", "--seed", "2"] + short
      let running = try doorstep.start(arguments, shell: "ulimit -f \(blocks)")
      let outcome = try doorstep.wait(for: running)
      #expect(outcome.code == 2, "\(outcome.err)")
      #expect(outcome.out.contains("Fingerprint"))
      #expect(outcome.err.hasPrefix("error: cannot write results to \"out\": "), "\(outcome.err)")
      #expect(!outcome.err.contains("Error Domain") && outcome.err.contains("  help: make room"))
      #expect(outcome.lastErrorLine == "reproduce: doorstep " + arguments.joined(separator: " "))
      #expect(try results.map { try doorstep.bytes(of: "out/\($0)") } == before)
      let names = try FileManager.default.contentsOfDirectory(atPath: doorstep.folder.path + "/out")
      #expect(names.sorted() == results.sorted())
    }
  }

  @Test("A trace takes the place of an earlier trace, and of nothing else")
  func tracePlaces() throws {
    try withTool { doorstep in
      try doorstep.write("include: scenarios/ci-smoke.yaml\n", to: "mine.yaml")
      let scenario = try doorstep.bytes(of: "mine.yaml")
      let refused = try doorstep.run(["run", "mine.yaml", "--quiet", "--trace", "mine.yaml"] + short)
      #expect(refused.code == 2 && refused.err.contains("a file that is no trace stands there"), "\(refused.err)")
      #expect(try doorstep.bytes(of: "mine.yaml") == scenario)
      let named = try doorstep.run(
        ["run", smoke, "--quiet", "--out", "out", "--trace", "out/../out/summary.json"] + short)
      #expect(named.code == 2 && named.err.contains("--out keeps another result"), "\(named.err)")
      #expect(!doorstep.has("out/summary.json") && !doorstep.has("out/summary.json.partial"))
      try doorstep.write("", to: "t.trace.zst")
      for seed in ["1", "2"] {
        #expect(
          try doorstep.run(["run", smoke, "--quiet", "--trace", "t.trace.zst", "--seed", seed] + short).code == 0)
        #expect(try doorstep("trace", "verify", "t.trace.zst").code == 0)
      }
    }
  }

  @Test("A place that is taken by a folder leaves all files as they were")
  func takenPlace() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(["run", smoke, "--out", "out", "--quiet"] + short).code == 0)
      let before = try doorstep.bytes(of: "out/results.sqlite")
      let place = doorstep.folder.appending(path: "out/picture.svg")
      try FileManager.default.removeItem(at: place)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
      let outcome = try doorstep.run(["run", smoke, "--out", "out", "--quiet", "--seed", "2"] + short)
      #expect(outcome.code == 2 && outcome.err.contains("\"out/picture.svg\": it is a folder"), "\(outcome.err)")
      #expect(try doorstep.bytes(of: "out/results.sqlite") == before)
    }
  }

  @Test("Standard output that cannot be written is an error, not a silent success")
  func fullOutput() throws {
    try withTool { doorstep in
      let outcome = try doorstep.run(["explain"])
      #expect(outcome.code == 0)
      let full = try doorstep("explain", shell: "exec > /dev/full")
      #expect(full.code == 2 && full.err.contains("standard output"))
    }
  }
}
