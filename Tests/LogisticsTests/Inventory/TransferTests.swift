import Kernel
import Testing

@testable import Logistics

@Suite("Stock that moves between nodes, and stock that may not be sold")
struct TransferTests {
  /// A node with all the stock, and another one that alone serves the customers.
  private func world(_ transfers: String, days: Int = 40) -> String {
    SupplyWorld.yaml(days: days, ordersPerDay: 10, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: 60)
      .replacing(
        "providers:",
        with:
          "  far: { country: DE, receiving: { putAway: 0 s, rate: 1e12/h, doors: 1000 }, stock: { thing: 2000 } }\nproviders:"
      )
      .replacing(
        "van: { provider: van, from: [depot], to: [DE], lost: 0 }",
        with: "van: { provider: van, from: [depot], to: [DE], lost: 0 }") + "\n\(transfers)"
  }

  @Test("units go where they run out, cost carriage, and are neither bought nor lost")
  func moved() throws {
    let still = try SmallRun(world("")).result
    #expect(still.orders.placed == 60 && still.inventory.transfers == 0)
    let run = try SmallRun(
      world("transfers: { every: 1 d, cover: 5 d, keep: 5 d, transit: 6 h, perUnit: 0.10 EUR }"))
    let result = run.result
    #expect(result.invariants.violations == [])
    #expect(result.orders.placed > 300 && result.lostDemand.stock.orders < 40)
    #expect(result.inventory.transfers > 3 && result.inventory.unitsTransferred > 250)
    #expect(
      result.units.received == 2_060
        && result.units.received == result.units.onHand + result.units.allocated
          + result.units.shipped + result.units.inTransfer
    )
    let carried = result.money.accounts.first { $0.name == "carriage" }!
    #expect(carried.balanceMinor == 10 * Int64(result.inventory.unitsTransferred))
  }

  @Test("nothing moves when moving costs more than the sales it saves")
  func dear() throws {
    let run = try SmallRun(world("transfers: { every: 1 d, transit: 6 h, perUnit: 900 EUR }")).result
    #expect(run.inventory.transfers == 0 && run.orders.placed == 60)
  }

  @Test("a recall stops the sale, and cancels what reaches its node; afterwards the sale goes on")
  func recall() throws {
    let yaml = SupplyWorld.yaml(
      days: 30, ordersPerDay: 24, rule: "orderUpTo: 0", supplier: "leadTime: 1 d", stock: 5_000)
    let recalled = yaml + "\nrecalls: [{ sku: thing, from: 2026-01-11T00:00:00Z, until: 2026-01-21T00:00:00Z }]"
    let free = try SmallRun(yaml).result
    let run = try SmallRun(recalled).result
    let orders = run.hourly.countries[0].orders
    #expect(orders[..<240].reduce(0, +) == free.hourly.countries[0].orders[..<240].reduce(0, +))
    #expect(orders[240..<480].reduce(0, +) == 0 && orders[480...].reduce(0, +) > 150)
    #expect(run.invariants.violations == [] && run.lostDemand.stock.orders > 150)
    let ended = yaml + "\nrecalls: [{ sku: thing, from: 2026-01-11T00:00:00Z, countries: [DE] }]"
    #expect(try SmallRun(ended).result.hourly.countries[0].orders[240...].reduce(0, +) == 0)
    let delayed = try SmallRun(recalled, overrides: ["fulfilment.handOver=6 h"]).result
    #expect(delayed.inventory.oversold > 0 && delayed.orders.cancelled == delayed.inventory.oversold)
    #expect(delayed.invariants.violations == [])
  }
}
