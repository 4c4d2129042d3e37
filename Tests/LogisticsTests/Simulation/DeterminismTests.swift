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
}
