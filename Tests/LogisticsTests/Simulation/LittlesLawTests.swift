import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Little's law in the model")
struct LittlesLawTests {
  @Test("At every station of a long run the mean number present is the flow times the mean stay, within 1 %")
  func everyStation() throws {
    // Half of the orders come from abroad, a fifth comes back, and every desk has work that it can do.
    let more = [
      "markets.DE.demand.organic=2500/h", "nodes.depot.pick.pickers=6", "nodes.depot.pack.stations=6",
      "markets.DE.returns.graders=8", "trust.manualShare=0.2", "trust.reviewers=6",
      "markets.DE.customs.yellow=0.06", "markets.DE.customs.red=0.03", "markets.DE.customs.autoLodged=0.3",
      "doorstep.contacts.rate=0.3", "doorstep.contacts.agents=5",
    ]
    let document = try ScenarioDocument.parse(
      SteadyWorld.yaml(days: 30), name: "steady.yaml", overrides: more, schema: ModelSchema.schema)
    let model = try Model.build(document)
    let run = Simulation(model, SimulationOptions())
    #expect(run.run().invariants.violations == [])
    var seen = 0
    let end = model.network.end
    for region in run.regions {
      for (name, station) in region.stations {
        let figures = station.statistics(at: end)
        guard figures.finished > 500 else { continue }
        seen += 1
        let present = figures.meanPresent
        let flow = Double(figures.finished) / figures.seconds
        #expect(
          abs(present - flow * figures.meanSojourn) <= 0.01 * present,
          "\(name): \(present) \(flow * figures.meanSojourn) \(figures.finished)")
        // The waits of those who give up are not kept: at the agents the line is longer than its answered share alone.
        guard figures.meanWaiting > 1e-6, figures.reneged == 0 else { continue }
        let inLine = Double(figures.started) / figures.seconds * figures.meanWait
        #expect(
          abs(figures.meanWaiting - inLine) <= 0.01 * figures.meanWaiting, "\(name): \(figures.meanWaiting) \(inLine)")
      }
    }
    #expect(
      seen >= 8,
      "\(seen) stations; \(run.regions.flatMap { $0.stations.map { "\($0.name) \($0.station.statistics(at: end).finished)" } })"
    )
  }
}
