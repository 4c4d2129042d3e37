import Scenario
import Testing

@testable import Logistics

@Suite("Orders that are late and have not come")
struct OverdueTests {
  /// The starter at a tenth of its size, without vans from the fifth day on.
  private func run(end: String, vansAgain: String) throws -> RunResult {
    let closure =
      "{ resources: [markets.DE.lastMile], at: 2026-11-30T12:00:00Z, lasts: \(vansAgain), capacity: 0, known: false }"
    let document = try ScenarioDocument.parse(
      StarterScenario.oneCountry + "\ndisruptions:\n  vans: \(closure)\n", name: "starter.yaml",
      overrides: ["scale.all=0.1", "end=\(end)", "markets.DE.demand.organic=0/h"], schema: ModelSchema.schema)
    return Simulation(try Model.build(document)).run()
  }

  @Test("They are counted once their promised day has ended, and lower the share of promises kept")
  func counted() throws {
    let open = try run(end: "2026-12-10T00:00:00Z", vansAgain: "40 d")
    #expect(open.orders.overdue > 10 && open.orders.overdue <= open.orders.inFlight)
    #expect(open.countries[0].overdue == open.orders.overdue)
    #expect(try #require(open.lateShare) < 0.05, "nothing that arrived shows the trouble")
    let whole = open.orders.delivered + open.orders.overdue
    #expect(open.promiseHit == Double(open.orders.delivered - open.late) / Double(whole))
    #expect(try #require(open.promiseHit) < 0.91)
    #expect(try #require(open.sample(MetricName(metric: "promise_hit"))?.value) == open.promiseHit)
  }

  @Test("When the vans come back after all, late deliveries take their place")
  func delivered() throws {
    let stuck = try run(end: "2026-12-10T00:00:00Z", vansAgain: "20 d")
    let later = try run(end: "2027-02-10T00:00:00Z", vansAgain: "20 d")
    #expect(later.orders.overdue == 0)
    let ended = later.orders.lost + later.orders.cancelled - stuck.orders.lost - stuck.orders.cancelled
    #expect(later.late + ended >= stuck.orders.overdue && later.late > stuck.late)
  }
}
