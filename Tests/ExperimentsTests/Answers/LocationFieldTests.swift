import Logistics
import Scenario
import TestSupport
import Testing

@testable import Experiments
@testable import Planning

@Suite("Where to deploy, as a problem of location")
struct LocationFieldTests {
  private func outline(_ overrides: [String] = []) throws -> ModelOutline {
    ModelOutline(
      try Model.build(Model.document(path: Places.repository("scenarios/creator-drop.yaml"), overrides: overrides)))
  }

  /// A run in which each node of the United States gave so many tees.
  private func run(_ outline: ModelOutline, _ units: Double) -> RunFigures {
    let shelves = outline.nodes.filter { $0.country == "US" }.map {
      (MetricName(metric: "taken", scope: .shelf, part: "\($0.name)/tour-tee"), MetricSample.number(units))
    }
    return RunFigures(
      key: RunKey(stored: "0"), replication: 0, fingerprint: "", violations: 0,
      samples: Dictionary(shelves) { first, _ in first })
  }

  @Test("Demand is shared among a market's zones run by run; its mean is what runs had")
  func demand() throws {
    let outline = try outline()
    let field = LocationField([run(outline, 100), run(outline, 300)], outline, scale: 1)
    let american = outline.nodes.count { $0.country == "US" && $0.isForward }
    let total = Double(outline.nodes.count { $0.country == "US" })
    #expect(field.zones.allSatisfy { outline.markets[outline.zones[$0].market].code == "US" })
    #expect(field.sites.count >= american && field.scenarios.count == 2)
    #expect(abs(field.scenarios[0].reduce(0, +) - 100 * total) < 1e-6)
    #expect(abs(field.demands.reduce(0, +) - 200 * total) < 1e-6)
    #expect(field.capacities.allSatisfy { $0 >= 300 * total - 1e-6 })
    #expect(field.margins.allSatisfy { $0 > 0 })
  }

  @Test("Opening costs go with the part of the world that is simulated")
  func openings() throws {
    let outline = try outline(["nodes.us-reno.opening=10000 USD"])
    let field = LocationField([run(outline, 100)], outline, scale: 0.05)
    let reno = try #require(field.sites.firstIndex { outline.nodes[$0].name == "us-reno" })
    #expect(abs(field.openings[reno] - 500) < 1e-9)
    #expect(try field.stochastic(price: 7).fixedCosts[reno] == 507)
  }

  @Test("A closed node's units go to an open one of its country, and to an origin where there is none")
  func closing() throws {
    let outline = try outline()
    let field = LocationField([run(outline, 100)], outline, scale: 1)
    let reno = try #require(outline.nodes.firstIndex { $0.name == "us-reno" })
    let origin = try #require(outline.nodes.firstIndex { !$0.isForward })
    var units = outline.nodes.map { _ in 0.0 }
    units[reno] = 40
    let closed = field.moved(units, open: field.sites.filter { $0 != reno })
    #expect(closed[reno] == 0 && closed.reduce(0, +) == 40)
    #expect(closed.indices.allSatisfy { closed[$0] == 0 || outline.nodes[$0].country == "US" })
    let away = field.moved(units, open: [])
    #expect(away[origin] == 40 && away[reno] == 0)
  }
}
