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
      #expect(outcome.code == 0 && outcome.err.hasPrefix("plan: 20 requests"))
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
        ["--rate", "60000"], ["--rate", "x"], ["--stages", "5"], ["--stages", "5/1"], ["--rate", "1..2..3"], [],
        ["--rate", "1", "--stages", "1/1s"], ["--rate", "1", "--for", "2h"],
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
}
