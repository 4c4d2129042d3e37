import Foundation
import Testing

/// A shell command that plants a bug in the process that follows.
private func plant(_ bug: String) -> String { "export DOORSTEP_PLANTED_BUG=\(bug)" }

@Suite struct SwarmCommandTests {
  @Test("Clean worlds end with 0, one line in JSON, and the same worlds on one worker or two")
  func clean() throws {
    try withTool { doorstep in
      let runs = try ["1", "2"].map { workers in
        try doorstep("swarm", "--seed", "1", "--count", "2", "--threads", workers, "--format", "json", "--quiet")
      }
      #expect(runs[0].code == 0 && runs[0].err.isEmpty, "\(runs[0].err)")
      #expect(runs[0].out == runs[1].out)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(runs[0].out.utf8)) as? [String: Any])
      #expect(object["schema"] as? Int == 1 && object["worlds"] as? Int == 2)
      #expect((object["failing"] as? [Any])?.isEmpty == true)
    }
  }

  @Test("A trap in the model ends a child: exit code 4, a small scenario, and a command that brings it back")
  func trap() throws {
    try withTool { doorstep in
      let bug = plant("messageInsideLookahead")
      let found = try doorstep(
        "swarm", "--seed", "1", "--count", "3", "--quiet", "--most-attempts", "25", shell: bug)
      #expect(found.code == 4, "\(found.out)\(found.err)")
      #expect(found.out.contains("the model trapped"))
      let file = try #require(found.out.split(separator: "\n").last { $0.contains("doorstep swarm --scenario ") })
        .split(separator: " ").last.map(String.init)
      let again = try doorstep("swarm", "--scenario", try #require(file), shell: bug)
      #expect(again.code == 4 && again.out.contains("the model trapped"), "\(again.out)\(again.err)")
      let without = try doorstep("swarm", "--scenario", try #require(file))
      #expect(without.code == 0 && without.out.contains("everything holds"), "\(without.out)\(without.err)")
    }
  }

  @Test("What is not deterministic ends with 10")
  func notDeterministic() throws {
    try withTool { doorstep in
      let found = try doorstep(
        "swarm", "--seed", "1", "--world", "1", "--most-attempts", "5", shell: plant("nonDeterminism"))
      #expect(found.code == 10, "\(found.out)\(found.err)")
      #expect(found.err.contains("warning: DOORSTEP_PLANTED_BUG"))
    }
  }

  @Test("The canary sings when the planted bug is found")
  func canary() throws {
    try withTool { doorstep in
      let outcome = try doorstep("swarm", "--canary", "--seed", "1")
      #expect(outcome.code == 0 && outcome.out.hasPrefix("found the planted bug"), "\(outcome.err)")
    }
  }

  @Test("A canary that stays silent ends with 1: nobody gets money back where nobody buys")
  func silentCanary() throws {
    try withTool { doorstep in
      let quiet = """
        start: 2026-11-26T00:00:00Z
        end: 2026-11-28T00:00:00Z
        markets: { US: { timeZone: America/New_York, currency: USD } }
        skus: { tee: { prices: { US: 9.00 USD } } }
        nodes: { west: { country: US } }
        providers: { post: {} }
        services: { van: { provider: post, from: [west], to: [US] } }
        """
      try doorstep.write(quiet, to: "quiet.yaml")
      let outcome = try doorstep("swarm", "--canary", "--scenario", "quiet.yaml")
      #expect(outcome.code == 1 && outcome.err.contains("was not found in 1 world"), "\(outcome.err)")
    }
  }

  @Test("A world that takes too long is ended, and counts as a failure")
  func hanging() throws {
    try withTool { doorstep in
      let outcome = try doorstep(
        "swarm", "--seed", "1", "--world", "0", "--time-limit", "0.001", "--most-attempts", "0")
      #expect(outcome.code == 4 && outcome.out.contains("the run does not end"), "\(outcome.out)\(outcome.err)")
    }
  }

  @Test("Seeds, budgets and bugs that are none are told")
  func usage() throws {
    try withTool { doorstep in
      #expect(try doorstep("swarm", "--seed", "xyz").err.contains("write hexadecimal digits"))
      #expect(try doorstep("swarm", "--budget", "10").err.contains("write a time with a unit"))
      #expect(try doorstep("swarm", "--scenario", "nowhere.yaml").code == 2)
      let unknown = try doorstep("swarm", "--count", "1", shell: plant("nothing"))
      #expect(unknown.code == 2 && unknown.err.contains("is no planted bug"))
      try doorstep.write("name: broken", to: "broken.yaml")
      #expect(try doorstep("swarm", "--scenario", "broken.yaml").code == 3)
    }
  }

  @Test("A budget ends a swarm")
  func budget() throws {
    try withTool { doorstep in
      let outcome = try doorstep("swarm", "--seed", "1", "--budget", "6s", "--count", "100000")
      #expect([0, 5].contains(outcome.code), "\(outcome.err)")
    }
  }

  @Test("An interrupted swarm says what it has and ends with 130")
  func interrupted() throws {
    try withTool { doorstep in
      let running = try doorstep.start(["swarm", "--seed", "1", "--count", "100000"])
      Thread.sleep(forTimeInterval: 2)
      running.process.interrupt()
      let outcome = try doorstep.wait(for: running)
      #expect(outcome.code == 130 && outcome.err.contains("interrupted after"), "\(outcome.err)")
    }
  }
}
