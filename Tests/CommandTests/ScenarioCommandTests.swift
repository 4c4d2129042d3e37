import Foundation
import Testing

@Suite struct ScenarioCommandTests {
  @Test("Each template makes a scenario that is valid and runs", arguments: ["starter", "cross-border"])
  func templates(template: String) throws {
    try withTool { doorstep in
      #expect(try doorstep("init", "my-drop", "--template", template).code == 0)
      #expect(try doorstep("lint", "my-drop.yaml").code == 0)
      let run = try doorstep("run", "my-drop.yaml", "--set", "end=2026-11-30T00:00:00Z", "--quiet")
      #expect(run.code == 0 && run.out.contains("scenario my-drop"))
    }
  }

  @Test("init never overwrites, and refuses names that are none")
  func initRefuses() throws {
    try withTool { doorstep in
      try doorstep.write("mine", to: "drop.yaml")
      let second = try doorstep("init", "drop")
      #expect(second.code == 2 && second.err.contains("\"drop.yaml\""))
      #expect(try doorstep.bytes(of: "drop.yaml") == Data("mine".utf8))
      #expect(try doorstep("init", "../").code == 2)
      #expect(try doorstep("init", "no/such/folder/drop").code == 2)
    }
  }

  @Test("lint reports all problems at once, with file, line and column, and exits 3")
  func lint() throws {
    try withTool { doorstep in
      let broken = "name: x\nstart: 2026-11-27T00:00:00Z\nend: yesterday\nmarkts: {}\ncurrency: EURO\n"
      try doorstep.write(broken, to: "broken.yaml")
      let text = try doorstep("lint", "broken.yaml", smoke)
      #expect(text.code == 3)
      for place in ["broken.yaml:3:6: error:", "broken.yaml:4:1: error:", "broken.yaml:5:11: error:"] {
        #expect(text.out.contains(place), "\(place) in \(text.out)")
      }
      #expect(text.out.contains("\(smoke): valid"))
      #expect(text.lastErrorLine == "reproduce: doorstep lint broken.yaml \(smoke)")
      let json = try doorstep("lint", "broken.yaml", "--format", "json")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
      let scenario = try #require((object["scenarios"] as? [[String: Any]])?.first)
      #expect(scenario["valid"] as? Bool == false)
      #expect((scenario["problems"] as? [[String: Any]])?.contains { $0["line"] as? Int == 4 } == true)
    }
  }

  @Test("The resolved scenario resolves to itself, with the same hash")
  func resolved() throws {
    try withTool { doorstep in
      let resolved = try doorstep("lint", smoke, "--resolved").out
      try doorstep.write(resolved, to: "resolved.yaml")
      #expect(try doorstep("lint", "resolved.yaml", "--resolved").out == resolved)
      func hash(_ path: String) throws -> Substring? { try doorstep("lint", path).out.split(separator: " ").last }
      #expect(try hash("resolved.yaml") == hash(smoke))
      #expect(try doorstep("lint", smoke, "--set", "scale.demand=2").out.split(separator: " ").last != hash(smoke))
    }
  }

  @Test("A run of a broken scenario exits 3 before it writes anything")
  func brokenRun() throws {
    try withTool { doorstep in
      for scenario in ["missing.yaml", "scenarios", "/dev/null"] {
        let outcome = try doorstep("run", scenario, "--out", "out", "--trace", "t.trace.zst")
        #expect(outcome.code == 3, "\(scenario): \(outcome.err)")
        #expect(outcome.err.contains("error:"))
      }
      let override = try doorstep("run", smoke, "--set", "scale.demand=nan")
      #expect(override.code == 3 && override.err.contains("--set scale.demand"))
      #expect(!doorstep.has("out") && !doorstep.has("t.trace.zst"))
    }
  }

  @Test(
    "Every mistake of input exits 3 with its place and a way out",
    arguments: ["not-a-number", "zero-audience", "branching-one", "no-countries", "no-carrier", "all-at-once"])
  func mistakes(name: String) throws {
    try withTool { doorstep in
      let folder = Tool.repository.appending(path: "Tests/LogisticsTests/Scenario/Broken")
      let expected = try String(contentsOf: folder.appending(path: name + ".expected"), encoding: .utf8)
      let outcome = try doorstep("lint", folder.appending(path: name + ".yaml").path)
      #expect(outcome.code == 3)
      #expect(outcome.out.replacing(folder.path + "/", with: "").hasPrefix(expected), "\(outcome.out)")
    }
  }

  @Test("A file that cannot be read, and one of 200 MB, exit 3 and say so")
  func unreadable() throws {
    try withTool { doorstep in
      try doorstep.write("", to: "large.yaml")
      let handle = try FileHandle(forWritingTo: doorstep.folder.appending(path: "large.yaml"))
      try handle.truncate(atOffset: 200 << 20)
      try handle.close()
      for (path, message) in [
        ("large.yaml", "the file has 200 MB; a scenario may have 64 MB"),
        (".", "this is a folder, not a scenario file"),
        ("/proc/self/mem", "cannot read the file: input/output error"),
      ] {
        let outcome = try doorstep("lint", path)
        #expect(outcome.code == 3 && outcome.out.contains("error: \(message)"), "\(path): \(outcome.out)")
      }
    }
  }

  @Test("explain prints a field, and says the nearest name of one that is none")
  func explain() throws {
    try withTool { doorstep in
      let found = try doorstep("explain", "scale.demand")
      #expect(found.code == 0 && found.out.hasPrefix("scale.demand\n") && found.out.contains("default:"))
      let missing = try doorstep("explain", "scale.demnd")
      #expect(missing.code == 5 && missing.err.contains("did you mean \"scale.demand\"?"))
      #expect(try doorstep("explain").out.contains("scale.demand"))
      let one = try doorstep("explain", "nodes.leipzig.pack.stations", "--format", "csv").out.split(separator: "\n")
      #expect(one.count == 2 && one[1].hasPrefix("nodes{}.pack.stations,"), "\(one)")
      let section = try doorstep("explain", "scale", "--format", "json")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(section.out.utf8)) as? [String: Any])
      let fields = try #require(object["fields"] as? [[String: Any]])
      #expect(fields.contains { $0["field"] as? String == "scale.demand" && $0["default"] as? String == "1" })
      #expect(try doorstep("explain", "--format", "md").out.hasPrefix("| field | value | "))
      #expect(try doorstep("explain", "scale.demnd", "--format", "csv").code == 5)
    }
  }
}
