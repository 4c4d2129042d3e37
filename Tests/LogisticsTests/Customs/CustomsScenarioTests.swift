import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct CustomsScenarioTests {
  /// The messages of a scenario that must not build.
  func problems(market: String = "", root: String = "", overrides: [String] = []) -> String {
    do {
      _ = try BackWorld.model(market: market, root: root, overrides: overrides)
      return ""
    } catch { return "\(error)" }
  }

  @Test("What contradicts itself is reported with its place and a way out")
  func contradictions() {
    #expect(problems(market: "customs: { seized: 0.1 }").contains("seized \"0.1\" is more than red \"0.015\""))
    #expect(problems(market: "customs: { yellow: 0.6, red: 0.5 }").contains("more than all entries"))
    #expect(problems(market: "customs: { route: bulk }").contains("route \"bulk\" is not a way of parcels"))
    #expect(problems(market: "returns: { gradeA: 0.9, gradeB: 0.2 }").contains("more than all returns"))
    #expect(problems(market: "returns: { cost: 3.00 USD }").contains("not in the report currency GBP"))
    #expect(problems(market: "fees: { paymentFixed: 0.30 USD }").contains("not in GBP, which the market pays in"))
    #expect(problems(root: "scorecards: { poor: 0.99 }").contains("poor \"0.99\" is above good"))
    #expect(problems(overrides: ["skus.shirt.hsCode=\"61x\""]).contains("hsCode \"61x\" is not an HS code"))
  }

  @Test("An unknown regime, and an amount in another currency than the market's, are errors")
  func regimes() {
    #expect(problems(market: "customs: { regime: GBR }").contains("GBR"))
    let wrong = problems(
      market: "customs: { regime: GB }", overrides: ["customs.regimes.GB.fees=[{ perConsignment: 2.00 EUR }]"])
    #expect(wrong.contains("not in GBP, the currency of a market under this regime"))
  }

  @Test("A market without a regime has a border that charges nothing")
  func noRegime() throws {
    let world = try BackWorld()
    let order = world.state.orders[world.order(1, isAbroad: true)]
    let owed = try #require(world.state.duties).assess(order, at: world.time("2026-11-16T10:00:00"))
    #expect(owed.dueAtBorder == 0 && owed.taxPoint == .nowhere)
  }

  @Test("The law changes at the market's midnight, not at the end of the day in UTC")
  func lawChangesAtLocalMidnight() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB }",
      overrides: [
        "customs.regimes.GB.tariff=[{ rate: 10 %, validFrom: 2026-11-20 }]", "markets.GB.timeZone=Asia/Tokyo",
      ])
    let desk = try #require(world.state.duties)
    let order = world.state.orders[world.order(1, isAbroad: true)]
    #expect(desk.assess(order, at: world.time("2026-11-19T14:59:59")).duty == 0)
    #expect(desk.assess(order, at: world.time("2026-11-19T15:00:00")).duty == 20_00)
  }

  @Test("Goods without a written origin were made where they are shipped")
  func originOfTheNode() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB }",
      overrides: ["customs.regimes.GB.tariff=[{ rate: 10 %, origins: [CN] }]", "skus.shirt.origin=null"])
    let order = world.state.orders[world.order(1, isAbroad: true)]
    let owed = try #require(world.state.duties).assess(order, at: world.time("2026-11-16T10:00:00"))
    #expect(owed.duty == 20_00)
  }

  @Test("The largest of a rate and a least amount, and fees per sub-heading, are read from a scenario")
  func feesFromScenario() throws {
    let fees = "[{ rate: 0.3464 %, least: 33.58 GBP, most: 651.50 GBP, above: 100 GBP, waivedByRelief: false }]"
    let world = try BackWorld(
      market: "customs: { regime: GB }", overrides: ["customs.regimes.GB.fees=\(fees)"])
    let order = world.state.orders[world.order(1, isAbroad: true)]
    let owed = try #require(world.state.duties).assess(order, at: world.time("2026-11-16T10:00:00"))
    #expect(owed.fees == 33_58)
  }
}
