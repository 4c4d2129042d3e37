import Foundation
import GRDB
import Testing

private let study = "scenarios/studies/smoke.yaml"

@Suite struct StudyCommandTests {
  @Test("A study prints its points in every format, and keeps its runs")
  func formats() throws {
    try withTool { doorstep in
      let run = ["study", study, "--quiet", "--out", "s", "--resume"]
      let text = try doorstep.run(run)
      #expect(text.code == 0 && text.err.isEmpty, "\(text.err)")
      #expect(text.out.contains("12 done, 0 known before") && text.out.contains("demand=high, stations=2"))
      let json = try doorstep.run(run + ["--format", "json"])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
      #expect(object["schema"] as? Int == 1 && object["passed"] as? Bool == true)
      let points = try #require(object["points"] as? [[String: Any]])
      #expect(points.count == 4 && points[3]["values"] as? [String: String] == ["demand": "0.4", "stations": "2"])
      let metrics = try #require(points[0]["metrics"] as? [String: [String: Double]])
      #expect((metrics["orders.placed"]?["half_width"] ?? 0) > 0)
      let csv = try doorstep.run(run + ["--format", "csv"])
      #expect(
        csv.out.hasPrefix("point,demand,stations,metric,replications,empty,estimate,half_width,lower,upper,rule\n"))
      #expect(csv.out.split(separator: "\n").count == 1 + 4 * 3)
      #expect(try doorstep.run(run + ["--format", "md"]).out.contains("| demand=low, stations=1 | 3 |"))
    }
  }

  @Test("The list names every run with its key, does none, and shards have each of them once")
  func list() throws {
    try withTool { doorstep in
      func keys(_ more: [String]) throws -> [String] {
        let outcome = try doorstep.run(["study", study, "-q", "--quiet", "--format", "json"] + more)
        #expect(outcome.code == 0)
        let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
        return (object?["runs"] as? [[String: Any]] ?? []).compactMap { $0["key"] as? String }
      }
      let all = try keys([])
      #expect(all.count == 12 && Set(all).count == 12)
      let parts = try (1...5).flatMap { try keys(["--shard", "\($0)/5"]) }
      #expect(parts.count == 12 && Set(parts) == Set(all))
      #expect(!doorstep.has("smoke-results"))
      for wrong in ["0/2", "3/2", "x", "1/0", "1"] {
        #expect(try doorstep("study", study, "-q", "--shard", wrong).code == 2)
      }
    }
  }

  @Test("Results that are there are not added to unless --resume says so")
  func resume() throws {
    try withTool { doorstep in
      let run = ["study", study, "--quiet", "--out", "s"]
      #expect(try doorstep.run(run).code == 0)
      let again = try doorstep.run(run)
      #expect(again.code == 2 && again.err.contains("already has 12 runs of this study"), "\(again.err)")
      #expect(again.err.contains("--resume"))
      let changed = try doorstep.run(run + ["--set", "seed=5"])
      #expect(changed.code == 2 && changed.err.contains("was another one"), "\(changed.err)")
      let other = try doorstep.run(run + ["--set", "seed=5", "--resume"])
      #expect(other.code == 0 && other.err.contains("warning: "), "\(other.err)")
      #expect(try doorstep.run(["study", study, "--set", "scale.demand=1", "-q"]).code == 3)
      let single = try doorstep.run(["run", smoke, "--out", "s", "--quiet"] + short)
      #expect(single.code == 2 && single.err.contains("experiments"), "\(single.err)")
    }
  }

  @Test("A gate that fails at a point names it and exits 99; an invalid study exits 3 before anything runs")
  func gates() throws {
    try withTool { doorstep in
      try doorstep.write(
        "include: \(study)\nscenario: \(smoke)\nthresholds: { orders.placed: [upper<10] }\n", to: "g.yaml")
      let outcome = try doorstep("study", "g.yaml", "--quiet")
      #expect(outcome.code == 99, "\(outcome.err)")
      #expect(outcome.err.contains("error: at point \"demand=high, stations=1\": orders.placed: upper<10 failed: "))
      #expect(outcome.lastErrorLine == "reproduce: doorstep study g.yaml --quiet --resume")
      #expect(doorstep.has("g-results/results.sqlite"))
      try doorstep.write("scenario: nowhere.yaml\n", to: "b.yaml")
      let broken = try doorstep("study", "b.yaml")
      #expect(broken.code == 3 && broken.err.contains("there is no such file") && !doorstep.has("b-results"))
    }
  }

  @Test(
    "Killed ten times at random moments, a study loses no committed run, does none twice, and ends as if never killed")
  func kills() throws {
    try withTool { doorstep in
      try doorstep.write("include: \(study)\nscenario: \(smoke)\nreplications: 12\n", to: "k.yaml")
      #expect(try doorstep("study", "k.yaml", "--quiet", "--out", "whole").code == 0)
      var random: UInt64 = 8_231
      var kept: Set<String> = []
      let runs = "SELECT key || fingerprint FROM run"
      var killed = 0
      for _ in 0..<10 {
        let running = try doorstep.start(["study", "k.yaml", "--quiet", "--out", "killed", "--resume"])
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let wanted = kept.count + Int(random >> 33 % 4)
        while running.process.isRunning, try rows(doorstep, "killed", runs).count < wanted { usleep(5_000) }
        usleep(UInt32((random >> 40) % 100_000))
        kill(running.process.processIdentifier, SIGKILL)
        killed += try doorstep.wait(for: running).code == 1_000 + SIGKILL ? 1 : 0
        let now = try Set(rows(doorstep, "killed", runs))
        #expect(kept.isSubset(of: now))
        kept = now
      }
      #expect(killed == 10 && (1..<48).contains(kept.count), "\(killed) kills, \(kept.count) runs")
      let last = try doorstep("study", "k.yaml", "--out", "killed", "--resume")
      #expect(last.code == 0 && last.out.contains("Runs        \(48 - kept.count) done, \(kept.count) known before"))
      let host = "('wall_s', 'events_per_s', 'orders_per_wall_s', 'peak_rss_bytes')"
      for query in [
        "SELECT key || ' ' || fingerprint FROM run ORDER BY 1",
        """
        SELECT key || scope || metrics.name || metric || coalesce(value, '') || coalesce(part, '') || coalesce(whole, '')
        FROM metrics JOIN run ON run.id = run_id WHERE metric NOT IN \(host) ORDER BY 1
        """,
        "SELECT place || ' ' || label || ' ' || key FROM point_run JOIN point ON point.id = point_id JOIN run ON run.id = run_id ORDER BY 1",
        "PRAGMA integrity_check", "SELECT count(*) FROM run GROUP BY key HAVING count(*) > 1",
      ] {
        #expect(try rows(doorstep, "killed", query) == rows(doorstep, "whole", query))
      }
      #expect(try rows(doorstep, "killed", "SELECT key FROM run").count == 48)
    }
  }

  @Test("An interrupted study keeps what is done, exits 130 and says how to go on")
  func interrupt() throws {
    try withTool { doorstep in
      try doorstep.write("include: \(study)\nscenario: \(smoke)\nreplications: 500\n", to: "i.yaml")
      let running = try doorstep.start(["study", "i.yaml", "--out", "i"])
      while running.process.isRunning, try rows(doorstep, "i", "SELECT key FROM run").isEmpty { usleep(20_000) }
      kill(running.process.processIdentifier, SIGINT)
      let outcome = try doorstep.wait(for: running)
      #expect(outcome.code == 130, "\(outcome.err)")
      #expect(outcome.err.contains("all runs that were done are kept in \"i/results.sqlite\""))
      #expect(outcome.lastErrorLine == "reproduce: doorstep study i.yaml --out i --resume")
      let count = try rows(doorstep, "i", "SELECT key FROM run").count
      #expect(outcome.out.contains("Runs        \(count) done") && (1..<2_000).contains(count))
    }
  }

  @Test("Merged parts give the file of the whole; a file that cannot be merged is refused")
  func merge() throws {
    try withTool { doorstep in
      for part in 1...2 {
        #expect(try doorstep("study", study, "--quiet", "--out", "p", "--shard", "\(part)/2").code == 0)
      }
      let files = ["p/results-1-of-2.sqlite", "p/results-2-of-2.sqlite"]
      let merged = try doorstep.run(["merge", "p/results.sqlite"] + files + ["--format", "csv"])
      #expect(merged.code == 0 && merged.out == "file,added,known\n\(files[0]),6,0\n\(files[1]),6,0\n", "\(merged.err)")
      #expect(try doorstep("study", study, "--out", "p", "--resume").out.contains("0 done, 12 known before"))
      #expect(try doorstep.run(["merge", files[0], files[0]]).code == 2)
      #expect(try doorstep.run(["merge", "p/results.sqlite", "none.sqlite"]).code == 2)
      try DatabaseQueue(path: doorstep.folder.path + "/" + files[0]).write {
        try $0.execute(sql: "UPDATE run SET fingerprint = 'ffffffffffffffff' WHERE id = 1")
      }
      let conflict = try doorstep.run(["merge", "p/results.sqlite", files[0]])
      #expect(conflict.code == 10 && conflict.err.contains("equal keys must give equal runs"), "\(conflict.err)")
    }
  }
}

/// The first column of a query on the results of a folder; nothing where there are none yet.
private func rows(_ doorstep: Tool, _ folder: String, _ query: String) throws -> [String] {
  guard doorstep.has(folder + "/results.sqlite") else { return [] }
  var configuration = Configuration()
  configuration.busyMode = .timeout(10)
  let path = doorstep.folder.appending(path: folder + "/results.sqlite").path
  return try DatabaseQueue(path: path, configuration: configuration).read { database in
    let isNew = try Int.fetchOne(database, sql: "PRAGMA user_version") == 0
    return isNew ? [] : try String.fetchAll(database, sql: query)
  }
}

@Suite struct StudyGuideTests {
  @Test("The guide's queries run on the results of a study, and each finds something")
  func queries() throws {
    let guide = try String(contentsOf: Tool.repository.appending(path: "docs/guide/studies.md"), encoding: .utf8)
    let queries = guide.components(separatedBy: "```sql\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(queries.count >= 5)
    try withTool { doorstep in
      #expect(try doorstep("study", study, "--quiet", "--out", "s").code == 0)
      let results = try DatabaseQueue(path: doorstep.folder.appending(path: "s/results.sqlite").path)
      for query in queries {
        let found = try results.read { try Row.fetchAll($0, sql: query) }
        #expect(!found.isEmpty, "\(query)")
      }
    }
  }

  @Test("The studies of the repository are valid: every point of each has a model")
  func studies() throws {
    try withTool { doorstep in
      let names = try FileManager.default.contentsOfDirectory(atPath: doorstep.folder.path + "/scenarios/studies")
      #expect(names.count >= 3)
      for name in names.sorted() where name.hasSuffix(".yaml") {
        let outcome = try doorstep("study", "scenarios/studies/\(name)", "--list", "--quiet")
        #expect(outcome.code == 0, "\(outcome.err)")
      }
    }
  }
}
