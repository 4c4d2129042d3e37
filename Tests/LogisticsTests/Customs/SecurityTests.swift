import Kernel
import Scenario
import TestSupport
import Testing

@testable import Logistics

@Suite("Securities at the border: a deferment account, a guarantee for transit, goods in bond")
struct SecurityTests {
  /// Shirts of 240 GBP with tax: 200 of value, 12 % duty is 24, 20 % tax on 224 is 44.80: 68.80 due at the border.
  private let due: Int64 = 68_80

  /// Every parcel is green and lodges by itself; nothing is held.
  private let smooth = "hold: { share: 0 }, poorData: 0, autoLodged: 1, yellow: 0, red: 0, seized: 0, greenTime: 10 min"

  private func lodged(_ world: BackWorld, _ row: UInt32) -> String? {
    ParcelStamps.time(world.state.parcels[row].stamps.lodged, start: world.state.runStart).map(\.iso8601)
  }

  @Test("Parts are taken and given back, the line is in order, and a part above the whole sum is covered alone")
  func account() {
    var account = SecurityAccount(limit: 100)
    #expect(account.take(60, for: 7) && !account.take(50, for: 8) && !account.take(10, for: 9))
    #expect(account.waiting == 2 && account.used == 60 && account.next() == nil && account.isBalanced)
    account.free(7)
    #expect(account.next() == 8 && account.next() == 9 && account.next() == nil && account.used == 60)
    account.free(1_000)
    #expect(account.used == 60 && !account.take(500, for: 1))
    account.pay()
    #expect(account.next() == 1 && account.used == 500 && account.isBalanced)
    #expect(account.take(0, for: 2) && !account.take(1, for: 3))
  }

  @Test("Entries that the deferment account does not cover wait until it is paid, in their order")
  func deferment() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, \(smooth), deferment: { limit: 150.00 GBP, paidEvery: 7 d } }")
    let rows = (0..<5).map { world.importParcel(1, at: "2026-11-10T0\($0):00:00") }
    world.run()
    #expect(
      rows.map { lodged(world, $0) } == [
        "2026-11-10T00:00:00Z", "2026-11-10T01:00:00Z", "2026-11-16T00:00:00Z", "2026-11-16T00:00:00Z",
        "2026-11-23T00:00:00Z",
      ])
    #expect(world.home.customs.counters.accountWaits == 3)
    #expect(world.home.customs.counters.duty + world.home.customs.counters.tax == 5 * due)
    #expect(world.violations == [])
    // What it waited is a hold.
    #expect(world.state.parcels[rows[4]].stamps.holdEnded == world.state.parcels[rows[4]].stamps.lodged)
  }

  @Test("Without a limit, and where the customer pays at the door, nobody waits")
  func noLimit() throws {
    for text in ["", ", terms: dap, deferment: { limit: 1.00 GBP }"] {
      let world = try BackWorld(market: "customs: { regime: GB, \(smooth)\(text) }")
      let rows = (0..<5).map { world.importParcel(1, at: "2026-11-10T0\($0):00:00") }
      world.run()
      #expect(rows.map { lodged(world, $0) } == (0..<5).map { "2026-11-10T0\($0):00:00Z" })
    }
  }

  @Test("As many movements as the guarantee covers are under way at once; the next leaves when one is discharged")
  func guarantee() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, route: transit, \(smooth), transit: { guarantee: 140.00 GBP, time: 24 h } }")
    let rows = (0..<4).map { world.importParcel(1, at: "2026-11-10T0\($0):00:00") }
    world.run(until: "2026-11-10T12:00:00")
    #expect(world.home.customs.inTransit == 2 && world.violations == [])
    world.run()
    #expect(
      rows.map { lodged(world, $0) } == [
        "2026-11-11T00:00:00Z", "2026-11-11T01:00:00Z", "2026-11-12T00:00:00Z", "2026-11-12T01:00:00Z",
      ])
    #expect(world.home.customs.counters.guaranteeWaits == 2)
    #expect(world.home.customs.counters.released == 4 && world.violations == [])
  }

  @Test("The plan of a promise contains the way inland, and the wait for the guarantee is a hold")
  func plan() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, route: transit, \(smooth), transit: { guarantee: 70.00 GBP, time: 24 h } }")
    #expect(world.state.model.customs.plannedTransit(market: 0, quantile: 0.5) == .days(1))
    let rows = (0..<2).map { _ in
      let row = world.importParcel(1, at: "2026-11-10T00:00:00")
      world.state.parcels[row].stamps.arrived = world.state.stamp(world.time("2026-11-10T00:00:00"))
      return row
    }
    world.run()
    let stamps = world.state.parcels[rows[1]].stamps
    func time(_ stamp: UInt32) -> String? { ParcelStamps.time(stamp, start: world.state.runStart).map(\.iso8601) }
    #expect(time(stamps.arrived) == "2026-11-11T00:00:00Z" && time(stamps.holdEnded) == "2026-11-12T00:00:00Z")
    #expect(world.state.parcels[rows[0]].stamps.holdEnded == 0)
  }

  @Test("Amounts in another currency, and a guarantee without transit, are told")
  func problems() throws {
    for (text, message) in [
      ("deferment: { limit: 5 EUR }", "not in GBP, which the market pays in"),
      ("route: transit, transit: { guarantee: 5 EUR }", "not in GBP, which the market pays in"),
    ] {
      #expect(throws: Diagnostics.self) { try BackWorld.model(market: "customs: { \(text) }", root: "") }
      do { _ = try BackWorld.model(market: "customs: { \(text) }", root: "") } catch {
        #expect("\(error)".contains(message))
      }
    }
    let model = try BackWorld.model(market: "customs: { transit: { guarantee: 5 GBP } }", root: "")
    #expect("\(model.warnings)".contains("a guarantee is for route \"transit\""))
  }

  @Test(
    "Goods in bond owe nothing when they come in; each order into the country is an entry by the law of route bonded")
  func bond() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, \(smooth) }",
      overrides: [
        "nodes.london.bonded=true",
        "customs.regimes.GB.fees=[{ perConsignment: 3.00 GBP, routes: [bonded], waivedByRelief: false }]",
      ])
    let (plan, network) = (world.state.model.customs, world.state.network)
    let london = try #require(network.nodes.firstIndex { $0.isBonded })
    #expect(plan.bulkImportCost(sku: 1, units: 100, into: london, at: network.start, network) == 0)
    let order = world.state.orders[world.order(1)]
    #expect(order.flags.isDisjoint(with: .crossBorder) && world.state.isEntry(order.flags, node: order.node))
    let owed = try #require(world.state.duties).assess(order, at: network.start)
    #expect(owed.duty == 24_00 && owed.fees == 3_00)
    #expect(
      plan.landedCharges(market: 0, sku: 1, isBonded: true, network: network)
        > plan.landedCharges(market: 0, sku: 1, network: network))
  }

  @Test("A whole run out of bond: domestic orders clear customs one by one and pay at the border")
  func bondedRun() throws {
    func run(_ overrides: [String]) throws -> RunResult {
      let document = try ScenarioDocument.parse(
        StarterScenario.crossBorder, name: "bond.yaml", overrides: ["scale.all=0.01"] + overrides,
        schema: ModelSchema.schema)
      return SmallRun(try Model.build(document)).result
    }
    let free = try run([])
    let bonded = try run(["nodes.leipzig.bonded=true"])
    #expect(bonded.invariants.violations == [] && free.invariants.violations == [])
    let german = try #require(free.countries.first { $0.country == "DE" }).delivered
    #expect(german > 20 && bonded.customs.entries >= free.customs.entries + german / 2)
    #expect(bonded.fulfilment.crossBorder <= free.fulfilment.crossBorder + 5)
  }
}
