import Kernel
import Testing

@testable import Logistics

@Suite("Creators who come with trust")
struct CreatorSupplyTests {
  private let hourly = "[\([String](repeating: "1", count: 24).joined(separator: ","))]"

  private func run(_ more: [String], days: Int = 7) throws -> Simulation {
    FrontWorld.run(
      try FrontWorld.model(
        "",
        FrontWorld.certain + [
          "end=2026-11-0\(2 + days)T00:00:00Z", "markets.GB.demand.hours=\(hourly)",
          "markets.GB.demand.weekdays=[1,1,1,1,1,1,1]", "markets.GB.demand.smallCreators.visits=600/h",
        ] + more))
  }

  @Test("The curve is the logistic one, whatever the steps, and visits are its integral")
  func logistic() throws {
    var coarse = CreatorSupply(visitsPerSecond: 1, growth: 0.5, most: 8)
    var fine = coarse
    _ = coarse.step(.days(3), trust: 0.8)
    for _ in 0..<(3 * 24) { _ = fine.step(.hours(1), trust: 0.8) }
    let exact = 8 / (1 + 7 * Deterministic.exp(-0.5 * 0.8 * 3))
    #expect(abs(coarse.number - exact) < 1e-12 && abs(fine.number - exact) < 1e-9)

    let simulation = try run(["markets.GB.demand.smallCreators.growth=0.4", "markets.GB.demand.smallCreators.most=5"])
    #expect(simulation.violations.isEmpty, "\(simulation.violations)")
    let supply = simulation.region("GB").demand.supply
    #expect(abs(supply.number - 5 / (1 + 4 * Deterministic.exp(-0.4 * 7))) < 1e-6)
    // The integral of the logistic curve: most / growth · ln((e^(growth t) + most - 1) / most).
    let days = 5 / 0.4 * Deterministic.log((Deterministic.exp(0.4 * 7) + 4) / 5)
    let visits = Double(simulation.counters("GB").visits)
    #expect(abs(visits / (600 * 24 * days) - 1) < 0.005, "\(visits) \(600 * 24 * days)")
    #expect(try run([]).region("GB").demand.supply.number == 1)
  }

  @Test("Where orders come late, trust falls and fewer creators come than where they come in time")
  func trust() throws {
    let growing = [
      "markets.GB.demand.smallCreators.growth=0.4", "doorstep.trust.gain=0.05", "doorstep.reviews.rate=0.05",
    ]
    let good = try run(growing)
    let bad = try run(
      growing + ["services.gb.transit=20 h", "promise.slackDays=0", "markets.GB.lastMile.success=[0.05, 0.05, 1]"])
    let (more, fewer) = (good.region("GB"), bad.region("GB"))
    #expect(try #require(fewer.state.opinion?.trust) < #require(more.state.opinion?.trust))
    #expect(fewer.demand.supply.number < more.demand.supply.number && fewer.demand.supply.number > 1)
  }
}
