import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Deliveries held against what was expected")
struct PromiseCheckTests {
  /// Orders at all hours, one random leg, and schedules that wait for nobody: a pick-up and a wave each ten minutes, a round of a minute.
  private func run(_ transit: String, _ more: [String] = []) throws -> RunResult {
    let times = (0..<144).map { "\"\($0 < 60 ? "0" : "")\($0 / 6):\($0 % 6)0\"" }.joined(separator: ", ")
    let yaml = """
      name: pit
      start: 2026-11-02T00:00:00Z
      end: 2026-12-02T00:00:00Z
      currency: GBP
      markets:
        GB:
          timeZone: UTC
          currency: GBP
          demand: { organic: 200/h }
          funnel: { conversion: 5 % }
          lastMile: { waves: [\(times)], days: Mon-Sun, route: 1 min, success: [1, 1, 1] }
          returns: { rate: 0 }
      skus:
        thing: { prices: { GB: 50.00 GBP } }
      nodes:
        depot: { country: GB, process: handOver, holdsStock: false, handOverTime: 1 min }
      providers: { van: {} }
      services:
        van: { provider: van, from: [depot], to: [GB], firstMile: 0 s, pickUp: { times: [\(times)] }, transit: \(transit) }
      demand: { noise: poisson }
      doorstep: { cancellation: { perDay: 0 } }
      trust: { manualShare: 0, falseRejection: 0, fraudShare: 0 }
      """
    let document = try ScenarioDocument.parse(
      yaml, name: "pit.yaml", folder: "", overrides: more, schema: ModelSchema.schema)
    return Simulation(try Model.build(document), SimulationOptions()).run()
  }

  @Test("Where the way is one random leg, deliveries fall into all tenths alike (p above 0.001)")
  func calibrated() throws {
    let result = try run("{ min: 4 h, median: 20 h, p95: 60 h }")
    let tenths = result.promise.tenths
    let all = tenths.reduce(0, +)
    #expect(all > 500 && result.invariants.violations == [])
    let test = ChiSquareTest.test(observed: tenths, expected: tenths.map { _ in all / 10 })
    #expect(test.pValue > 0.001, "\(tenths) \(test)")
  }

  @Test("Attempts that fail, which nobody planned for, put deliveries into the last tenth and behind their promises")
  func late() throws {
    let usual = try run("{ min: 4 h, median: 20 h, p95: 60 h }").promise
    let failing = try run("6 h", ["markets.GB.lastMile.success=[0.2, 0.2, 1]"]).promise
    #expect(failing.tenths[9] > failing.tenths.reduce(0, +) / 2, "\(failing.tenths)")
    let certain = try run("6 h").promise
    #expect(certain.tenths[0] == certain.tenths[9] && certain.tenths[0] > 50, "one outcome is all tenths alike")
    // 0.16 of the orders wait for a second wave and 0.64 for a third, ten minutes apart: a quarter of an hour on average.
    let delay = try #require(failing.meanErrorHours) - #require(certain.meanErrorHours)
    #expect(abs(delay - 0.24) < 0.1, "\(delay)")
    // Who comes an hour before the end of the day loses 1 - 0.9, who comes an hour behind it 0.9.
    let (error, loss) = (try #require(certain.meanErrorHours), try #require(certain.pinballHours))
    #expect(
      loss >= -0.1 * error - 1e-9 && loss < -0.1 * error + 0.1 && certain.delivered > usual.delivered / 2, "\(certain)")
  }
}
