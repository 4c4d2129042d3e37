import Foundation
import Testing

/// A scenario may let an outside program place its stock; the answer becomes part of the scenario.
@Suite struct PlacementProgramTests {
  private func scenario(_ exec: String, _ more: String = "") -> String {
    """
    name: placed
    start: 2026-11-02T00:00:00Z
    end: 2026-11-06T00:00:00Z
    currency: EUR
    markets: { DE: { timeZone: Europe/Berlin, currency: EUR, zones: { north: { share: 1 }, south: { share: 3 } } } }
    skus: { tee: { prices: { DE: 20.00 EUR }, unitCost: 4 EUR }, cap: { prices: { DE: 9.00 EUR } } }
    nodes:
      hamburg: { country: DE, zone: north }
      munich: { country: DE, zone: south }
      yard: { country: DE, forward: false }
    providers: { post: {} }
    services:
      near: { provider: post, from: [hamburg], to: [DE-north], price: { perParcel: 3 EUR } }
      far: { provider: post, from: [munich], to: [DE-south], price: { perParcel: 4 EUR } }
      slow: { provider: post, from: [yard], to: [DE], price: { perParcel: 8 EUR } }
    placement: { units: { tee: 400, cap: 40 }, exec: \(exec)\(more) }
    """
  }

  /// The units received by node, as the JSON of a run says them.
  private func received(_ out: String) throws -> [String: Int] {
    let document = try #require(try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any])
    let nodes = try #require(document["by_node"] as? [String: [String: Any]])
    return nodes.compactMapValues { $0["received"] as? Int }
  }

  @Test("the answer places the units, is part of the hash, and replay needs no program")
  func answered() throws {
    try withTool { doorstep in
      try doorstep.write(scenario("[sh, place.sh]"), to: "s.yaml")
      try doorstep.write(
        """
        grep -q '"landed_cost"' || exit 9
        echo '{"allocation": {"hamburg": {"tee": 100}, "munich": {"tee": 250, "cap": 40}}}'
        """, to: "place.sh")
      let run = try doorstep("run", "s.yaml", "--format", "json", "--quiet", "--trace", "t.trace.zst")
      #expect(run.code == 0, "\(run.err)")
      #expect(try received(run.out) == ["hamburg": 100, "munich": 290, "yard": 50])
      try FileManager.default.removeItem(at: doorstep.folder.appending(path: "place.sh"))
      #expect(try doorstep("replay", "--verify", "t.trace.zst", "--quiet").code == 0)
      try doorstep.write(#"echo '{"allocation": {"hamburg": {"tee": 101}}}'"#, to: "place.sh")
      let other = try doorstep("run", "s.yaml", "--format", "json", "--quiet")
      #expect(try received(other.out) == ["hamburg": 101, "munich": 0, "yard": 339])
      func hash(_ out: String) throws -> String {
        let document = try #require(try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any])
        return try #require((document["scenario"] as? [String: Any])?["hash"] as? String)
      }
      #expect(try hash(run.out) != hash(other.out))
    }
  }

  @Test(
    "what goes wrong is said, with exit code 3",
    arguments: [
      ("[no-such-program-anywhere]", "", #""no-such-program-anywhere" cannot be started: there is no such program"#),
      ("[./gone.sh]", "", #""./gone.sh" cannot be started: there is no such program"#),
      ("[sh, -c, sleep 30]", ", timeLimit: 200 ms", #""sh" took longer than 0.2 s"#),
      ("[sh, -c, echo broken >&2; exit 7]", "", #""sh" failed with status 7: broken"#),
      ("[sh, -c, echo hello]", "", #""sh" answered no JSON allocation: "hello""#),
      (
        #"[sh, -c, 'echo "{\"allocation\": {\"paris\": {\"tee\": 1}}}"']"#, "",
        #"placed units at "paris", which is no node"#
      ),
      (
        #"[sh, -c, 'echo "{\"allocation\": {\"munich\": {\"hat\": 1}}}"']"#, "",
        #"placed "hat" at munich, which is not a SKU"#
      ),
      (#"[sh, -c, 'echo "{\"allocation\": {\"munich\": {\"tee\": -1}}}"']"#, "", "placed -1 units of tee at munich"),
      (#"[sh, -c, 'echo "{\"allocation\": {\"munich\": {\"tee\": 0.5}}}"']"#, "", "placed no whole number of tee"),
      (
        #"[sh, -c, 'echo "{\"allocation\": {\"munich\": {\"tee\": 401}}}"']"#, "",
        "placed 401 units of tee, but only 400 are bought"
      ),
    ])
  func failures(exec: String, more: String, message: String) throws {
    try withTool { doorstep in
      try doorstep.write(scenario(exec, more), to: "s.yaml")
      let run = try doorstep("run", "s.yaml", "--quiet")
      #expect(run.code == 3 && run.err.contains(message), "\(run.err)")
      #expect(run.err.contains("s.yaml:16:") && run.err.contains("help: "), "\(run.err)")
    }
  }

  private static let hasPython =
    ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    || (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/python3")
    }

  @Test("the guide's example in Python places by the cheapest way", .enabled(if: hasPython, "there is no python3"))
  func example() throws {
    try withTool { doorstep in
      let file = URL(filePath: #filePath).appending(path: "../../../docs/guide/place.py").standardizedFileURL.path()
      try doorstep.write(scenario("[python3, \(file)]"), to: "s.yaml")
      let run = try doorstep("run", "s.yaml", "--format", "json", "--quiet")
      #expect(run.code == 0, "\(run.err)")
      #expect(try received(run.out) == ["hamburg": 110, "munich": 330, "yard": 0])
    }
  }

  @Test("lint and the resolved scenario start no program")
  func lint() throws {
    try withTool { doorstep in
      try doorstep.write(scenario("[sh, -c, touch started]"), to: "s.yaml")
      #expect(try doorstep("lint", "s.yaml").code == 0)
      #expect(!FileManager.default.fileExists(atPath: doorstep.folder.appending(path: "started").path()))
    }
  }
}
