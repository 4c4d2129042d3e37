import Foundation
import Testing

@Suite struct ProvidersCommandTests {
  private static let library = Tool.repository.appending(path: ".build/highs/libhighs.so.1")
  private static let hasSolver = FileManager.default.fileExists(atPath: library.path)

  private func object(_ outcome: Outcome) throws -> [String: Any] {
    #expect(outcome.code == 0, "\(outcome.err)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
  }

  @Test("The store is listed, shown and scored in all formats; unknown names end with 5")
  func store() throws {
    try withTool { doorstep in
      let all = try object(doorstep("providers", "list", "--format", "json"))
      let providers = try #require(all["providers"] as? [[String: Any]])
      #expect(all["schema"] as? Int == 1 && providers.count >= 10)
      let parts = try #require(providers.first?["parts"] as? [String: Double])
      let weights = [
        "coverage": 0.2, "reliability": 0.3, "surge": 0.15, "cost": 0.15, "technology": 0.1, "compliance": 0.1,
      ]
      let score = parts.reduce(0) { $0 + $1.value * weights[$1.key]! }
      #expect(abs(score - (providers[0]["score"] as? Double ?? 0)) < 1e-9)
      #expect(
        try doorstep("providers", "list", "--status", "removed", "--format", "csv").out.contains("dusk-couriers,"))
      #expect(try doorstep("providers", "show", "swiftline", "--format", "md").out.hasPrefix("# swiftline: express"))
      let unknown = try doorstep("providers", "show", "nobody")
      #expect(unknown.code == 5 && unknown.err.contains("there is no provider \"nobody\""))
      #expect(try doorstep("providers", "list", "--status", "listed").code == 2)
      #expect(try doorstep("providers", "check", "--manifest", "nowhere").code == 2)
    }
  }

  @Test("A broken manifest ends with 3 and names its place")
  func broken() throws {
    try withTool { doorstep in
      try FileManager.default.createDirectory(
        at: doorstep.folder.appending(path: "mine"), withIntermediateDirectories: true)
      #expect(try doorstep("providers", "check", "--manifest", "mine").code == 5)
      try doorstep.write("name: one\nkind: post\nabout: x\ncurrency: USD\ncolor: red\n", to: "mine/one.yaml")
      let outcome = try doorstep("providers", "check", "--manifest", "mine")
      #expect(outcome.code == 3 && outcome.err.contains("mine/one.yaml:5:1: error: unknown field \"color\""))
      #expect(outcome.err.contains("missing field \"integration.cost\""), "\(outcome.err)")
    }
  }

  @Test("Without the solver the portfolio says which command installs it")
  func noSolver() throws {
    try withTool { doorstep in
      let outcome = try doorstep.wait(
        for: doorstep.start(
          ["providers", "portfolio", "scenarios/toys/two-orders.yaml"],
          shell: "export DOORSTEP_HIGHS=/no/such/libhighs.so"))
      #expect(outcome.code == 2 && outcome.err.contains("help: run tools/solver"), "\(outcome.err)")
    }
  }

  @Test(
    "The portfolio is chosen, simulated and written; threads do not show", .enabled(if: hasSolver, "run tools/solver"))
  func portfolio() throws {
    try withTool { doorstep in
      func run(_ more: [String]) throws -> Outcome {
        let arguments =
          ["providers", "portfolio", smoke, "--replications", "2", "--two-above", "20", "--quiet"] + short
          + ["--format", "json"] + more
        return try doorstep.wait(
          for: doorstep.start(arguments, shell: "export DOORSTEP_HIGHS=\(Self.library.path)"))
      }
      let one = try run(["--threads", "1", "--write", "chosen.yaml"])
      let found = try object(one)
      #expect(try run(["--threads", "2"]).out == one.out)
      #expect((found["solver"] as? String)?.hasPrefix("HiGHS 1.") == true)
      let volumes = try #require(found["volumes"] as? [[String: Any]])
      for lane in ["US-US", "DE-DE"] {
        let shares = volumes.filter { $0["lane"] as? String == lane }.compactMap { $0["share"] as? Double }
        #expect(shares.count >= 2 && abs(shares.reduce(0, +) - 1) < 1e-6 && shares.allSatisfy { $0 < 0.6 + 1e-6 })
      }
      #expect((found["simulated"] as? [[String: Any]])?.count ?? 0 >= 7)
      #expect(try doorstep("lint", "chosen.yaml").code == 0)
      let impossible = try run(["--on-time", "99.9 %"])
      #expect(impossible.code == 5 && impossible.err.contains("nobody is in time often enough"), "\(impossible.err)")
    }
  }
}
