import Foundation
import Testing

@Suite struct LoadCommandTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("Without --allow-host a load goes to loopback only, and nothing is sent before that is known")
  func loopback() throws {
    try withTool { doorstep in
      for host in ["shop.example", "10.0.0.1", "127.0.0.1.example"] {
        let outcome = try doorstep("load", "--target", "http://\(host)/", "--rate", "1", "--for", "1s")
        #expect(outcome.code == 2 && outcome.out.isEmpty)
        #expect(outcome.err.hasPrefix("error: host \"\(host)\" is not loopback\n  help: "), "\(outcome.err)")
      }
      let allowed = try doorstep(
        "load", "--target", "http://shop.example/", "--rate", "5", "--for", "2s", "--allow-host", "shop.example",
        "--dry-run")
      #expect(allowed.code == 0 && allowed.out.hasPrefix("plan: 10 requests to shop.example:80/ in "))
    }
  }

  @Test("A plan has one digest for one seed")
  func digest() throws {
    try withTool { doorstep in
      func digest(_ seed: String) throws -> String {
        let plan = try doorstep(
          "load", "--target", "http://127.0.0.1:1/", "--stages", "10..50/2s,50/1s", "--poisson", "--seed", seed,
          "--dry-run", "--format", "json")
        let object = try #require(try object(plan.out)["plan"] as? [String: Any])
        return try #require(object["digest"] as? String)
      }
      let (first, again, other) = (try digest("7"), try digest("7"), try digest("8"))
      #expect(first == again && first != other)
    }
  }

  @Test("A store that refuses every connection is a report, not a crash")
  func refused() throws {
    try withTool { doorstep in
      // Nothing listens on the first port of loopback.
      let outcome = try doorstep(
        "load", "--target", "http://127.0.0.1:1/", "--rate", "100", "--for", "0.2s", "--max-lag", "10s", "--format",
        "json")
      #expect(outcome.code == 99 && outcome.err.hasPrefix("plan: 20 requests"))
      #expect(outcome.err.contains("error: not one request of 20 succeeded"))
      let document = try object(outcome.out)
      #expect(document["schema"] as? Int == 1)
      #expect((document["failures"] as? [String: Int])?["connect"] == 20)
    }
  }

  @Test("A generator that missed its schedule ends with exit code 12")
  func late() throws {
    try withTool { doorstep in
      let outcome = try doorstep(
        "load", "--target", "http://127.0.0.1:1/", "--rate", "100", "--for", "0.2s", "--max-lag", "0.0000001s")
      #expect(outcome.code == 12 && outcome.err.contains("error: the generator missed its own schedule"))
    }
  }

  @Test("Stages, rates and caps are checked before anything is sent")
  func usage() throws {
    try withTool { doorstep in
      for arguments in [
        ["--rate", "120000"], ["--rate", "x"], ["--stages", "5"], ["--stages", "5/1"], ["--rate", "1..2..3"], [],
        ["--rate", "1", "--stages", "1/1s"], ["--rate", "1", "--for", "2h"],
        ["--rate", "1", "--ca", "/nowhere.pem"], ["--rate", "1", "--page", "70000"],
      ] {
        let outcome = try doorstep.run(["load", "--target", "http://127.0.0.1:1/"] + arguments)
        #expect(outcome.code == 2 && outcome.out.isEmpty, "\(arguments) \(outcome.err)")
      }
    }
  }

  @Test("An interrupted load prints what it has and exits 130")
  func interrupted() throws {
    try withTool { doorstep in
      let running = try doorstep.start([
        "load", "--target", "http://127.0.0.1:1/", "--rate", "20", "--for", "60s", "--max-lag", "10s", "--format",
        "json",
      ])
      while try Data(contentsOf: running.err).isEmpty { Thread.sleep(forTimeInterval: 0.01) }
      Thread.sleep(forTimeInterval: 0.3)
      running.process.interrupt()
      let outcome = try doorstep.wait(for: running)
      #expect(outcome.code == 130)
      let document = try object(outcome.out)
      #expect(document["interrupted"] as? Bool == true)
    }
  }

  @Test("The sessions of a scenario's window have one hash, whether the trace was there or is made")
  func scenario() throws {
    try withTool { doorstep in
      let window = [
        "--window", "2026-11-27T18:00:00Z..2026-11-27T18:10:00Z", "--speed", "60x", "--scale", "0.5", "--dry-run",
        "--format", "json", "--target", "http://127.0.0.1:1",
      ]
      let scenario = Tool.repository.appending(path: "scenarios/ci-smoke.yaml").path()
      let made = try doorstep.run(["load", scenario] + window)
      #expect(made.code == 0, "\(made.err)")
      let trace = URL.temporaryDirectory.appending(path: "load-\(UUID().uuidString).trace.zst").path()
      defer { try? FileManager.default.removeItem(atPath: trace) }
      _ = try doorstep("run", scenario, "--trace", trace, "--quiet")
      let read = try doorstep.run(["load", trace] + window)
      #expect(made.out == read.out)
      let plan = try #require(try object(made.out)["plan"] as? [String: Any])
      #expect(try #require(plan["sessions"] as? Int) > 20)
      #expect(try #require(plan["requests"] as? Int) > (plan["sessions"] as? Int) ?? 0)
    }
  }

  @Test("Thresholds are read before anything is sent; one that fails is graver than one without samples")
  func thresholds() throws {
    try withTool { doorstep in
      let load = ["load", "--target", "http://127.0.0.1:1/", "--rate", "20", "--for", "0.2s", "--max-lag", "10s"]
      for wrong in [
        "speed<1", "response_p99<5", "failed_share=1", "response_p99{node:a}<5ms", "requests", "requests{step:pay}>1",
        "requests{country:US}>1",
      ] {
        let outcome = try doorstep.run(load + ["--threshold", wrong])
        #expect(outcome.code == 2 && outcome.out.isEmpty, "\(wrong)")
      }
      let folder = URL.temporaryDirectory.appending(path: "load-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let outcome = try doorstep.run(
        load + ["--threshold", "failed_share<0.5", "--threshold", "service_p99<1s", "--out", folder])
      #expect(
        outcome.code == 99 && outcome.err.contains("has no samples") && outcome.err.contains("does not hold: 1.0"))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["junit.xml", "load.html", "results.sqlite", "summary.csv", "summary.json", "times.hlog"])
      #expect(try String(contentsOfFile: folder + "/junit.xml", encoding: .utf8).contains("failures=\"3\""))
    }
  }

  @Test("What could not be kept is told before anything is sent, and what would be ignored is refused")
  func forbidden() throws {
    try withTool { doorstep in
      let load = ["load", "--target", "http://127.0.0.1:1/", "--rate", "20", "--for", "200ms"]
      try FileManager.default.createDirectory(
        at: doorstep.folder.appending(path: "taken/summary.json"), withIntermediateDirectories: true)
      let taken = try doorstep.run(load + ["--out", "taken"])
      #expect(taken.code == 2 && taken.out.isEmpty && taken.err.contains("it is a folder"), "\(taken.err)")
      for extra in [["--speed", "2x"], ["--set", "name=x"], ["--stages", "1/1s"]] {
        #expect(try doorstep.run(load + extra).code == 2, "\(extra)")
      }
      let base = ["load", "--recorded", "log.csv", "--target", "http://127.0.0.1:1/shop?x=1", "--dry-run"]
      try doorstep.write("1,/a\n", to: "log.csv")
      #expect(try doorstep.run(base).err.contains("has the query"))
      #expect(try doorstep.run(base + ["--poisson"]).code == 2 && doorstep.run(base + ["--for", "1s"]).code == 2)
      let many = try doorstep.wait(
        for: doorstep.start(load + ["--connections", "500"], shell: "ulimit -n 200"))
      #expect(many.code == 2 && many.err.contains("500 connections need 564 open files"), "\(many.err)")
      // A store that is none is told before the load.
      let check = try doorstep.run(load + ["--check"])
      #expect(check.code == 2 && check.out.isEmpty && check.err.contains("the store at 127.0.0.1:1"), "\(check.err)")
    }
  }

  @Test("A recording has as many requests as lines, and says what it left out")
  func recorded() throws {
    try withTool { doorstep in
      let file = URL.temporaryDirectory.appending(path: "load-\(UUID().uuidString).csv")
      defer { try? FileManager.default.removeItem(at: file) }
      try "time,request\n2,/b\n1,/a\n\nnonsense\n61,GET /c\n".write(to: file, atomically: true, encoding: .utf8)
      let outcome = try doorstep(
        "load", "--recorded", file.path(), "--cap-gaps", "2s", "--target", "http://127.0.0.1:1", "--dry-run")
      #expect(outcome.code == 0 && outcome.out.hasPrefix("plan: 3 requests to 127.0.0.1:1/ in 3.0 s"))
      #expect(outcome.err == "recording: 4 lines in, 3 requests out, 1 left out, the first in line 5\n")
    }
  }
}
