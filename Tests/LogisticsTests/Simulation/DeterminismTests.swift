import Foundation
import Kernel
import Scenario
import Testing
import TraceFormat

@testable import Logistics

@Suite("One scenario and one seed give one run")
struct DeterminismTests {
  /// Four markets, an origin abroad, and trouble of all kinds.
  private static let world = RandomWorld(seed: 7, markets: 4)

  private static func model(_ yaml: String, overrides: [String] = []) throws -> Model {
    try Model.build(
      ScenarioDocument.parse(yaml, name: "random.yaml", overrides: overrides, schema: ModelSchema.schema))
  }

  @Test("the threads do not show, neither in the fingerprint nor in any record nor in the result")
  func threads() throws {
    let model = try Self.model(Self.world.yaml(days: 20))
    let alone = SmallRun(model)
    #expect(alone.records.count > 2_000 && alone.regions.count >= 4)
    for threads in [2, 3, 8] {
      let run = SmallRun(model, threads: threads)
      #expect(run.result.fingerprint.text == alone.result.fingerprint.text, "\(threads) threads")
      #expect(run.records == alone.records, "\(threads) threads")
      #expect(run.result.orders == alone.result.orders && run.result.money == alone.result.money)
      #expect(run.result.cost.events == alone.result.cost.events)
    }
  }

  @Test("a second run of the same model gives the same, another seed or replication does not")
  func seeds() throws {
    let model = try Self.model(Self.world.yaml(days: 8))
    let prints = [
      SmallRun(model), SmallRun(model, seed: 1), SmallRun(model, seed: 2), SmallRun(model, replication: 1),
      SmallRun(model, seed: 2, replication: 1),
    ].map(\.result.fingerprint.text)
    #expect(prints[0] == prints[1], "1 is the scenario's own seed")
    #expect(Set(prints).count == 4)
  }

  @Test(
    "what is recorded does not change the run",
    arguments: [
      ["record.kinds=[none]"], ["record.kinds=[delivered, lodged]"], ["record.countries=[US]"],
      ["record.from=2026-10-26T00:00:00Z", "record.until=2026-10-28T00:00:00Z"], ["record.quantum=1 s"],
      ["checkInvariants=1 h"],
    ])
  func filters(_ overrides: [String]) throws {
    let yaml = RandomWorld(seed: 6).yaml(days: 8)
    let all = try SmallRun(yaml)
    let some = try SmallRun(yaml, overrides: overrides)
    #expect(all.result.fingerprint.text == some.result.fingerprint.text)
    #expect(all.result.orders == some.result.orders && all.result.money == some.result.money)
  }

  @Test("the order of countries, nodes, services and sections in the file changes nothing at all", arguments: 1...3)
  func permutations(_ shuffle: UInt64) throws {
    let plain = try Self.model(Self.world.yaml(days: 8))
    let shuffled = try Self.model(Self.world.yaml(days: 8, shuffle: shuffle))
    #expect(plain.hash == shuffled.hash)
    let (first, second) = (SmallRun(plain), SmallRun(shuffled))
    #expect(first.result.fingerprint.text == second.result.fingerprint.text)
    #expect(first.records == second.records)
    #expect(
      first.result.money == second.result.money && first.result.nodes.map(\.name) == second.result.nodes.map(\.name))
  }

  @Test("ci-smoke gives the digest on file")
  func smoke() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    let document = try ScenarioDocument.load(
      path: root.appending(path: "scenarios/ci-smoke.yaml").path, schema: ModelSchema.schema)
    let simulation = Simulation(try Model.build(document))
    let result = simulation.run()
    #expect(result.invariants.violations == [])
    var digest = GoldenDigest(scenario: "ci-smoke", result)
    digest.regions = simulation.regions.map { region in
      (region.code, region.state.trace.emitted, region.state.trace.digest.fingerprint.text)
    }
    try digest.check(in: root.appending(path: "Tests/LogisticsTests/Simulation/Golden"))
  }
}

/// The fingerprint of a run as a text file: parts and regions, so that a difference says what moved and where.
struct GoldenDigest {
  var scenario: String
  var lines: [String]
  var regions: [(name: String, records: Int, print: String)] = []

  init(scenario: String, _ result: RunResult) {
    self.scenario = scenario
    lines = [
      "whole \(result.fingerprint.text)", "events \(result.cost.events)", "visits \(result.visits)",
      "orders \(result.orders.placed) delivered \(result.orders.delivered)",
    ]
    lines += result.fingerprint.parts.map { "\($0.name) \($0.text)" }
  }

  private var text: String {
    (lines + regions.map { "region \($0.name) records \($0.records) digest \($0.print)" }).joined(separator: "\n")
      + "\n"
  }

  /// Compares with the file, line by line; `RECORD=1 swift test` writes the file instead.
  func check(in folder: URL) throws {
    let file = folder.appending(path: "\(scenario).txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let (expected, found) = (golden.split(separator: "\n"), text.split(separator: "\n"))
    for (expected, found) in zip(expected, found) { #expect(expected == found) }
    #expect(expected.count == found.count, "RECORD=1 updates \(file.lastPathComponent); read the diff")
  }
}
