import Kernel
import Testing

@testable import Logistics

@Suite("The record, the shelf and the storefront")
struct RecordLayerTests {
  @Test("selling from a view of some age: expected oversell is E[(N − k)⁺] (KA-35j, 99.9 % interval)")
  func oversell() throws {
    // Three units are there when the only view is taken; five orders are expected until the run of orders ends.
    let yaml = SupplyWorld.yaml(
      days: 1, ordersPerDay: 5, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: 3
    ).replacing("inventory: { safetyBuffer: 0 }", with: "inventory: { safetyBuffer: 0, view: { every: 1 d } }")
    var tally = Tally()
    var exact = 0
    for replication in 0..<300 {
      let run = try SmallRun(yaml, replication: UInt32(replication)).result
      #expect(run.invariants.violations == [])
      #expect(run.inventory.oversold == max(0, run.orders.placed - 3))
      tally.add(Double(run.inventory.oversold))
      exact += run.orders.placed
    }
    let interval = ConfidenceInterval(of: tally, level: 0.999)
    #expect(interval.contains(2.1718176), "\(interval), mean orders \(Double(exact) / 300)")
  }

  @Test("a shelf that holds more than its record is sold all the same, and the record follows")
  func surplus() throws {
    let yaml = SupplyWorld.yaml(
      days: 2, ordersPerDay: 100, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: 40
    ).replacing(
      "inventory: { safetyBuffer: 0 }",
      with: "inventory: { safetyBuffer: 0, view: { every: 1 d }, asn: { error: 1, errorSize: 0.5, noticed: 0 } }")
    var found: [Int] = []
    for replication in 0..<8 {
      let run = try SmallRun(yaml, overrides: ["checkInvariants=10 min"], replication: UInt32(replication)).result
      #expect(run.invariants.violations == [])
      let units = run.units
      #expect(units.shipped + units.onHand + units.allocated == units.received + run.inventory.unitsCorrected)
      found.append(run.inventory.unitsCorrected)
    }
    #expect(found.contains { $0 > 0 } && found.contains { $0 < 0 }, "\(found)")
  }

  @Test("with exact reservations nothing is oversold")
  func exact() throws {
    let yaml = SupplyWorld.yaml(days: 3, ordersPerDay: 50, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: 30)
    let run = try SmallRun(yaml).result
    #expect(run.inventory.oversold == 0 && run.orders.placed == 30 && run.lostDemand.stock.orders > 50)
  }

  @Test("a view shows stock late by its lag")
  func lag() throws {
    let yaml = SupplyWorld.yaml(
      days: 2, ordersPerDay: 240, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: 10_000
    ).replacing(
      "inventory: { safetyBuffer: 0 }", with: "inventory: { safetyBuffer: 0, view: { every: 1 h, lag: 12 h } }")
    let run = try SmallRun(yaml).result
    let hours = run.hourly.countries[0].orders
    #expect(hours[..<12].reduce(0, +) == 0 && hours[13..<48].reduce(0, +) > 200)
  }

  @Test("units disappear unnoticed until a count or an empty shelf finds out")
  func shrink() throws {
    func run(_ inventory: String, stock: Int = 10_000, orders: Double = 1) throws -> RunResult {
      try SmallRun(
        SupplyWorld.yaml(
          days: 100, ordersPerDay: orders, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: stock
        ).replacing("inventory: { safetyBuffer: 0 }", with: "inventory: { safetyBuffer: 0, \(inventory) }")
      ).result
    }
    let quiet = try run("shrinkPerYear: 0.5")
    // A binomial of 10,000 units with 100 daily hazards of 0.5 / 365: 1,280 expected, standard deviation 33.
    #expect((1_150...1_410).contains(quiet.inventory.unitsShrunk) && quiet.inventory.unitsCorrected == 0)
    let counted = try run("shrinkPerYear: 0.5, countEvery: 30 d")
    #expect(counted.inventory.recordsCounted == 3 && counted.inventory.recordsWrong == 3)
    #expect(counted.inventory.unitsCorrected < -1_000 && counted.invariants.violations == [])
    #expect(
      counted.money.accounts.first { $0.name == "writeOff" }!.balanceMinor
        == Int64(-1_500 * counted.inventory.unitsCorrected))
    let empty = try run("shrinkPerYear: 0.9", stock: 200, orders: 5)
    #expect(empty.inventory.oversold > 0 && empty.inventory.unitsCorrected < 0 && empty.invariants.violations == [])
    #expect(
      empty.units.received + empty.inventory.unitsCorrected == empty.units.shipped + empty.units.onHand
        + empty.units.allocated)
  }

  @Test("a truck without its notice takes twice as long, and one with another quantity makes the record wrong")
  func notices() throws {
    func run(_ asn: String) throws -> RunResult {
      let yaml = GoldenWorld.yaml(orders: [])
        .replacing("receiving: { putAway: 0 s }", with: "receiving: { putAway: 0 s, rate: 500/h, doors: 1 }")
      return try SmallRun(yaml + "\ninventory: { asn: { \(asn) }, countEvery: 5 d }").result
    }
    let good = try run("missing: 0")
    let bare = try run("missing: 1")
    func busy(_ run: RunResult) -> Double { run.stations.first { $0.name == "depot dock doors" }!.utilisation }
    #expect(abs(busy(bare) / busy(good) - 2) < 1e-9 && good.units.received == 1_000)
    let noticed = try run("error: 1, errorSize: 0.5, noticed: 1")
    #expect(noticed.units.received != 1_000 && noticed.inventory.recordsWrong == 0)
    let silent = try run("error: 1, errorSize: 0.5, noticed: 0")
    #expect(silent.units.received == 1_000 && silent.inventory.recordsWrong == 1)
    #expect(silent.units.onHand == noticed.units.onHand, "the shelf is the same")
  }

  @Test("the feed to other countries takes its time and keeps its order")
  func feed() throws {
    let yaml = SteadyWorld.yaml(days: 3)
    let prompt = try SmallRun(yaml).result
    let slow = try SmallRun(yaml, overrides: ["inventory.feedLag={ median: 2 h, p99: 20 h }"]).result
    #expect(slow.invariants.violations == [] && slow.fingerprint != prompt.fingerprint)
    #expect(slow.orders.placed < prompt.orders.placed, "the first figure comes hours later")
  }
}
