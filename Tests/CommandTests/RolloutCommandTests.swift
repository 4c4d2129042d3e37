import Foundation
import Testing

@Suite struct RolloutCommandTests {
  /// Two futures of two windows of three days.
  private let short = [
    "rollout", smoke, "--futures", "2", "--windows", "2", "--start", "20%", "--set", "end=2026-11-26T00:00:00Z",
    "--quiet",
  ]

  @Test("The log has a line per decision, both ways of launching have intervals, and threads do not show")
  func log() throws {
    try withTool { doorstep in
      let one = try doorstep.run(short + ["--format", "json", "--threads", "1"])
      #expect(one.code == 0, "\(one.err)")
      #expect(one.out == (try doorstep.run(short + ["--format", "json", "--threads", "2"])).out)
      let report = try #require(try JSONSerialization.jsonObject(with: Data(one.out.utf8)) as? [String: Any])
      #expect(report["schema"] as? Int == 1)
      let log = try #require(report["log"] as? [[String: Any]])
      #expect(log.count >= 4)
      for entry in log {
        #expect(["scale", "continue", "stop"].contains(entry["decision"] as? String ?? ""))
        let chances = [entry["p_profit"], entry["p_on_time"]].compactMap { $0 as? Double }
        #expect(chances.count == 2 && chances.allSatisfy { (0...1).contains($0) })
      }
      let csv = try doorstep.run(short + ["--format", "csv"]).out.split(separator: "\n")
      #expect(csv.count == log.count + 1)
    }
  }

  @Test("A folder keeps the report in three forms; a file in its place is refused before anything runs")
  func out() throws {
    try withTool { doorstep in
      #expect(try doorstep.run(short + ["--out", "launch"]).code == 0)
      for name in ["rollout.json", "rollout.md", "rollout.csv"] { #expect(doorstep.has("launch/\(name)")) }
      try doorstep.write("", to: "taken")
      let refused = try doorstep.run(short + ["--out", "taken"])
      #expect(refused.code == 2 && refused.out.isEmpty && refused.err.contains("is a file"))
    }
  }

  @Test("Nonsense is refused with 2, a single market with 5")
  func usage() throws {
    try withTool { doorstep in
      for wrong in [
        ["--start", "0%"], ["--start", "120%"], ["--target", "100%"], ["--spend-cap", "-1"], ["--windows", "0"],
        ["--futures", "1"], ["--window-deviation", "-1"], ["--correlation", "1.2"], ["--order-deviation", "0"],
      ] {
        let outcome = try doorstep.run(["rollout", smoke] + wrong)
        #expect(outcome.code == 2 && outcome.out.isEmpty, "\(wrong): \(outcome.err)")
      }
      let toy = try doorstep.run([
        "rollout", Tool.repository.appending(path: "scenarios/toys/two-orders.yaml").path, "--quiet",
      ])
      #expect(toy.code == 5 && toy.err.contains("at least two"), "\(toy.err)")
    }
  }
}
