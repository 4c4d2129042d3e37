import Foundation
import Testing

@Suite struct TestCommandTests {
  @Test("Fingerprints are accepted with a reason, hold, and tell what moved when the world changes")
  func fingerprints() throws {
    try withTool { doorstep in
      try world(doorstep)
      let accepted = try doorstep("test", "worlds", "--accept", "first, of all")
      #expect(accepted.code == 0, "\(accepted.err)")
      let book = String(decoding: try doorstep.bytes(of: "worlds/fingerprints.csv"), as: UTF8.self)
      #expect(
        book.hasPrefix("scenario,set,hash,seed,replication,whole,times,places,entities,kinds,values,money,accepted\n"))
      #expect(book.contains("small.yaml,,") && book.contains("\"first, of all\""))
      let held = try doorstep("test", "worlds/small.yaml", "--quiet")
      #expect(held.code == 0 && held.err.isEmpty && held.out.contains("1 pass"))
      // Another price moves money and the scenario's hash; accepting it again leaves the row of the pack's user alone.
      try world(doorstep, price: "33.00")
      let moved = try doorstep("test", "worlds", "--quiet")
      #expect(moved.code == 99)
      #expect(moved.err.contains("moved: scenario, "), "\(moved.err)")
      #expect(moved.err.contains("money") && moved.err.contains("--accept"), "\(moved.err)")
      #expect(moved.out.contains("reproduce: doorstep test worlds/small.yaml"))
      #expect(moved.out.contains("worlds/pack.yaml: no scenario"))
      #expect(try doorstep("test", "worlds", "--accept", "a dollar more").code == 0)
      let rows = String(decoding: try doorstep.bytes(of: "worlds/fingerprints.csv"), as: UTF8.self)
      #expect(rows.contains(",a dollar more\n") && !rows.contains("first"))
      #expect(try doorstep("test", "worlds").code == 0)
    }
  }

  @Test("A scenario that the book does not know is missing: exit code 6")
  func unknownScenario() throws {
    try withTool { doorstep in
      try world(doorstep)
      try doorstep.write(
        "scenario,set,hash,seed,replication,whole,times,places,entities,kinds,values,money,accepted\n",
        to: "worlds/fingerprints.csv")
      let outcome = try doorstep("test", "worlds", "--quiet")
      #expect(outcome.code == 6 && outcome.err.contains("has no fingerprint of small.yaml"), "\(outcome.err)")
    }
  }

  @Test("A row of the book may change the scenario for the test")
  func variants() throws {
    try withTool { doorstep in
      try world(doorstep)
      #expect(try doorstep("test", "worlds", "--set", "scale.demand=0.5", "--accept", "half").code == 0)
      let outcome = try doorstep("test", "worlds", "--quiet")
      #expect(outcome.code == 0 && outcome.out.contains("worlds/small.yaml (scale.demand=0.5)"), "\(outcome.out)")
    }
  }

  @Test(
    "Every way to fail has its exit code and says what is wrong",
    arguments: [
      (["--filter", "nothing"], 5, "no case is selected: 1 found"),
      (["--threshold", "late_share{country:US}: value<-1"], 99, "threshold late_share{country:US}: value<-1 failed"),
      (["--threshold", "customs.clear_p95_h: value<1"], 5, "had nothing to measure"),
      (["--threshold", "late_shared: value<1"], 2, "is no metric"),
      (["--threshold", "orders.lost: upper<1000"], 13, "is inconclusive"),
      (["--metric", "late_shared"], 2, "\"late_shared\" is no metric"),
      (["--baseline", "none.csv"], 6, "there is no baseline \"none.csv\""),
      (["--plant", "non-determinism"], 10, "2 threads give"),
      (["--plant", "fingerprint"], 99, "moved: times"),
      (["--determinism", "2"], 2, "--determinism is a share"),
      (["--shard", "3/2"], 2, "--shard"),
      (["--accept", " "], 2, "--accept needs a reason"),
    ])
  func failures(arguments: [String], code: Int32, message: String) throws {
    try withTool { doorstep in
      try world(doorstep)
      let outcome = try doorstep.run(["test", "worlds", "--quiet"] + arguments)
      #expect(outcome.code == code, "\(outcome.err)")
      #expect(outcome.err.contains(message), "\(outcome.err)")
      #expect(outcome.lastErrorLine.hasPrefix("reproduce: doorstep test worlds"))
    }
  }

  @Test("A scenario with errors is a case that fails with exit code 3, beside those that pass")
  func invalid() throws {
    try withTool { doorstep in
      try world(doorstep)
      try doorstep.write("name: broken\nstart: soon\n", to: "worlds/broken.yaml")
      let outcome = try doorstep("test", "worlds", "--quiet")
      #expect(outcome.code == 3 && outcome.out.contains("1 pass, 1 fail"), "\(outcome.out)")
      #expect(outcome.err.contains("worlds/broken.yaml:2:8: error"), "\(outcome.err)")
      #expect(try doorstep("test", "nowhere").code == 2)
    }
  }

  @Test("A study among scenarios runs all its points, and a gate that fails at one of them fails the case")
  func study() throws {
    try withTool { doorstep in
      try world(doorstep)
      try doorstep.write(
        """
        scenario: small.yaml
        vary: { demand: { path: scale.demand, values: [0.5, 1] } }
        replications: 2
        metrics: [visits]
        thresholds: { visits: [value>0] }
        """, to: "worlds/study.yaml")
      let held = try doorstep("test", "worlds", "--determinism", "1")
      #expect(held.code == 0 && held.out.contains("2 pass"), "\(held.out)\(held.err)")
      let row = held.out.split(separator: "\n").first { $0.contains("worlds/study.yaml") } ?? ""
      #expect(row.split(separator: " ").contains("4"), "\(row)")
      let study = String(decoding: try doorstep.bytes(of: "worlds/study.yaml"), as: UTF8.self)
      try doorstep.write(study.replacing("value>0", with: "value<1"), to: "worlds/study.yaml")
      let failed = try doorstep("test", "worlds", "--quiet")
      #expect(failed.code == 99 && failed.err.contains("worlds/study.yaml: at point \"demand=0.5\""), "\(failed.err)")
      try doorstep.write(study.replacing("small.yaml", with: "gone.yaml"), to: "worlds/study.yaml")
      let broken = try doorstep("test", "worlds/study.yaml", "--quiet")
      #expect(broken.code == 3 && broken.err.contains("gone.yaml"), "\(broken.err)")
      #expect(try doorstep("test", "worlds/study.yaml", "--canary").code == 5)
    }
  }

  @Test("The canary finds every planted fault")
  func canary() throws {
    try withTool { doorstep in
      try world(doorstep)
      let outcome = try doorstep("test", "worlds", "--canary")
      #expect(outcome.code == 99 && outcome.err.contains("the canary fails, as it must"), "\(outcome.err)")
      for fault in ["fingerprint", "threshold", "regression", "non-determinism"] {
        #expect(outcome.out.contains("caught  \(fault)  "), "\(outcome.out)")
      }
    }
  }

  @Test("A baseline holds against itself, fails when worse, and one that is better is told")
  func baseline() throws {
    try withTool { doorstep in
      try world(doorstep)
      let test = ["test", "worlds", "--quiet", "--replications", "3", "--metric", "conversion", "--margin", "1 %"]
      #expect(try doorstep.run(test + ["--write-baseline", "base.csv"]).code == 0)
      let text = String(decoding: try doorstep.bytes(of: "base.csv"), as: UTF8.self)
      #expect(text.split(separator: "\n").count == 4 && text.contains("worlds/small.yaml,1,2,conversion,0.0"))
      let same = try doorstep.run(test + ["--baseline", "base.csv"])
      #expect(same.code == 0 && !same.out.contains("baseline:"), "\(same.err)")
      // Half and twice the conversion: three pairs differ by 50 % each, far outside any of their intervals.
      try world(doorstep, conversion: "1 %")
      let worse = try doorstep.run(test + ["--baseline", "base.csv"])
      #expect(worse.code == 99 && worse.err.contains("conversion is worse: 0.0"), "\(worse.err)")
      #expect(worse.err.contains("3 pairs"), "\(worse.err)")
      try world(doorstep, conversion: "5 %")
      let better = try doorstep.run(test + ["--baseline", "base.csv"])
      #expect(better.code == 0 && better.out.contains("conversion is better"), "\(better.out)")
      let one = try doorstep("test", "worlds", "--quiet", "--metric", "conversion", "--baseline", "base.csv")
      #expect(one.code == 13 && one.err.contains("ask for more --replications"), "\(one.err)")
      // A figure that the baseline lacks is missing, and does not hide what has become worse.
      #expect(try doorstep.run(test + ["--baseline", "base.csv", "--metric", "visits"]).code == 6)
      try world(doorstep, conversion: "1 %")
      let both = try doorstep.run(test + ["--baseline", "base.csv", "--metric", "visits"])
      #expect(both.code == 99 && both.err.contains("the baseline has no figures of visits"), "\(both.err)")
      try doorstep.write("case,seed,replication,metric,value,part,whole\n", to: "base.csv")
      #expect(try doorstep.run(test + ["--baseline", "base.csv"]).code == 6)
    }
  }

  @Test("The command of a failing case fails again, and files that are missing are told before anything runs")
  func again() throws {
    try withTool { doorstep in
      try world(doorstep)
      #expect(try doorstep("test", "worlds", "--accept", "first").code == 0)
      let failed = try doorstep("test", "worlds", "--threshold", "visits: value<0", "--determinism", "0.5")
      let line = try #require(failed.out.split(separator: "\n").first { $0.contains("reproduce: doorstep ") })
      #expect(line.hasSuffix("doorstep test worlds/small.yaml --threshold 'visits: value<0' --determinism 1"))
      let command = line.split(separator: "doorstep ")[1].split(separator: " ").map(String.init)
      let words = Array(command.prefix(3)) + ["visits: value<0"] + command.suffix(2)
      #expect(try doorstep.run(words).code == 99)
      for (option, code) in [("--fingerprints", 6), ("--junit", 2), ("--write-baseline", 2)] as [(String, Int32)] {
        let refused = try doorstep("test", "worlds", option, "missing/file")
        #expect(refused.code == code && refused.out.isEmpty && refused.err.contains("missing"), "\(refused.err)")
      }
      let unknown = try doorstep("test", "worlds", "--threshold", "visit: value<0")
      #expect(unknown.code == 2 && unknown.err.contains("\"visit\" is no metric; did you mean \"visits\"?"))
    }
  }

  @Test("JUnit, summary and JSON name the case, its failure and how it comes back")
  func reports() throws {
    try withTool { doorstep in
      try world(doorstep)
      let outcome = try doorstep(
        "test", "worlds", "--threshold", "visits: value<0", "--junit", "j.xml", "--summary", "s.md", "--format", "json")
      #expect(outcome.code == 99 && outcome.err.contains("fail  worlds/small.yaml"))
      let xml = try XMLCheck.elements(of: doorstep.bytes(of: "j.xml"))
      #expect(xml == ["testsuites", "testsuite", "testcase", "failure", "testcase", "skipped"])
      let summary = String(decoding: try doorstep.bytes(of: "s.md"), as: UTF8.self)
      #expect(summary.contains("**threshold** threshold visits: value<0 failed") && summary.contains("doorstep test "))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
      #expect(object["schema"] as? Int == 1)
      let cases = try #require(object["cases"] as? [[String: Any]])
      #expect(cases.count == 1 && cases[0]["code"] as? Int == 99 && cases[0]["reproduce"] as? String != nil)
    }
  }

  /// A folder with a small scenario and the pack that it includes.
  private func world(_ doorstep: Tool, price: String = "32.00", conversion: String = "2 %") throws {
    let folder = doorstep.folder.appending(path: "worlds")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try doorstep.write(
      """
      skus: { tee: { weight: 230 g, volume: 1600 cm3, unitCost: 4 USD, prices: { US: \(price) USD } } }

      """, to: "worlds/pack.yaml")
    try doorstep.write(
      """
      name: small
      include: pack.yaml
      start: 2026-11-23T00:00:00Z
      end: 2026-11-30T00:00:00Z
      currency: USD
      markets: { US: { timeZone: America/New_York, currency: USD, demand: { audience: 10000, organic: 40/h }, funnel: { conversion: \(conversion) } } }
      nodes: { ohio: { country: US, stock: { tee: 1000 } } }
      providers: { ground: { status: approved } }
      services: { ground: { provider: ground, from: [ohio], to: [US], price: { perParcel: 5 USD } } }

      """, to: "worlds/small.yaml")
  }
}

/// The elements of an XML text, in their order.
private final class XMLCheck {
  static func elements(of data: Data) throws -> [String] {
    let text = String(decoding: data, as: UTF8.self)
    return text.split(separator: "<").compactMap { part in
      part.first.map { "?/".contains($0) } ?? true ? nil : String(part.prefix { $0.isLetter })
    }
  }
}
