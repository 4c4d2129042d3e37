import Kernel
import Testing
import TraceFormat

@testable import Logistics

/// One market, one warehouse, one SKU, Poisson orders one unit each, and nothing else that is random.
enum SupplyWorld {
  static func yaml(
    days: Int, ordersPerDay: Double, rule: String, supplier: String, stock: Int = 0, bins: String = "1 h",
    more: String = ""
  ) -> String {
    let start = LocalDate(year: 2026, month: 1, day: 1)!
    return """
      start: \(start)T00:00:00Z
      end: \(start + days)T00:00:00Z
      currency: EUR
      markets:
        DE:
          timeZone: UTC
          currency: EUR
          demand:
            audience: 1e9
            organic: \(2 * ordersPerDay)/d
            hours: [\([String](repeating: "1", count: 24).joined(separator: ", "))]
            weekdays: [1, 1, 1, 1, 1, 1, 1]
          funnel: { conversion: 0.5, checkout: 1, abandonment: 0 }
          lastMile: { waves: ["08:00"], days: Mon-Sun, success: [1] }
          returns: { rate: 0 }
      skus: { thing: { prices: { DE: 50 EUR }, unitCost: 15 EUR } }
      nodes:
        depot: { country: DE, receiving: { putAway: 0 s, rate: 1e12/h, doors: 1000 }, stock: { thing: \(stock) } }
      providers: { van: {} }
      services: { van: { provider: van, from: [depot], to: [DE], lost: 0 } }
      inventory: { safetyBuffer: 0 }
      storefront: { quantities: [1], soldOut: { substitute: 0, waitList: 0 }, dayPenalty: 0, lateDayPenalty: 0, edgeHit: 1 }
      payment: { authorisation: 1, stepUp: { share: 0 }, form: 0 s, bank: 0 s }
      trust: { fraudShare: 0, manualShare: 0, falseRejection: 0 }
      doorstep: { cancellation: { perDay: 0 } }
      demand: { noise: poisson, bins: { normal: \(bins) } }
      record: { kinds: none }
      suppliers: { factory: { \(supplier) } }
      replenishment:
        - { node: depot, supplier: factory, \(rule) }
      \(more)
      """
  }
}

@Suite("Stock that is ordered again")
struct ReplenishmentTests {
  /// The t interval over replications of a figure of a run.
  private func interval(
    _ yaml: String, replications: Int, _ figure: (SmallRun) -> Double
  ) throws -> ConfidenceInterval {
    var tally = Tally()
    for replication in 0..<replications {
      let run = try SmallRun(yaml, replication: UInt32(replication))
      #expect(run.result.invariants.violations == [])
      tally.add(figure(run))
    }
    return ConfidenceInterval(of: tally, level: 0.999)
  }

  @Test(
    "base stock of 9 against 6 units on order: Palm's fill rate whatever the lead time's law (KA-35d, 99.9 % intervals)",
    arguments: ["leadTime: { mean: 1 d, shape: exponential }", "leadTime: { min: 12 h, max: 36 h }"])
  func palm(supplier: String) throws {
    let yaml = SupplyWorld.yaml(
      days: 300, ordersPerDay: 6, rule: "orderUpTo: 9, backorders: 1000", supplier: supplier, stock: 9)
    var (owed, onOrder) = (Tally(), Tally())
    let fill = try interval(yaml, replications: 12) { run in
      let entry = run.result.inventory.replenishment[0]
      owed.add(entry.meanOwed)
      onOrder.add(entry.meanOnOrder)
      #expect(run.result.orders.cancelled == 0 && run.result.inventory.oversold == 0)
      return entry.fillRate!
    }
    #expect(fill.contains(0.8472375) && fill.halfWidth < 0.045, "\(fill)")
    // One unit more or less on the shelf would move the fill rate by 0.07 or more.
    #expect(ConfidenceInterval(of: owed, level: 0.999).contains(0.1612589))
    #expect(ConfidenceInterval(of: onOrder, level: 0.999).contains(6), "Little's law")
  }

  @Test("without backorders the lost share is Erlang's B (KA-35d, 99.9 % interval)")
  func lostSales() throws {
    let yaml = SupplyWorld.yaml(
      days: 150, ordersPerDay: 6, rule: "orderUpTo: 9", supplier: "leadTime: 1 d", stock: 9, bins: "10 min")
    let lost = try interval(yaml, replications: 12) { run in
      let gone = Double(run.result.lostDemand.stock.orders)
      return gone / (gone + Double(run.result.orders.placed))
    }
    #expect(lost.contains(0.0751450) && lost.halfWidth < 0.025, "\(lost)")
  }

  @Test("(s, S) reviewed daily, ordering at s or below (KA-35c, 99.9 % interval)")
  func periodic() throws {
    let yaml = SupplyWorld.yaml(
      days: 300, ordersPerDay: 6, rule: "policy: minMax, review: 1 d, reorderAt: 4, orderUpTo: 10, backorders: 1000",
      supplier: "leadTime: 0 s", stock: 10)
    let cost = try interval(yaml, replications: 12) { run in
      let entry = run.result.inventory.replenishment[0]
      let perReview = Double(entry.orders) / Double(entry.reviews)
      return 5 * perReview + entry.reviewedOnHand! + 4 * entry.reviewedOwed!
    }
    #expect(cost.contains(8.0341116) && cost.halfWidth < 0.3, "\(cost)")
  }

  @Test("(R, Q) orders whole lots, up to a carton and at least the minimum")
  func lots() throws {
    let yaml = SupplyWorld.yaml(
      days: 40, ordersPerDay: 20, rule: "policy: reorderPoint, reorderAt: 30, lot: 50, backorders: 500",
      supplier: "leadTime: 2 d, minimum: 60, multiple: 24, orderCost: 10 EUR", stock: 100)
    let run = try SmallRun(yaml).result
    let entry = run.inventory.replenishment[0]
    #expect(entry.orders > 5 && entry.units == 72 * entry.orders)
    #expect(run.units.received + run.units.inTransfer == 100 + entry.units)
    let fulfilment = run.money.accounts.first { $0.name == "fulfilment" }!
    #expect(fulfilment.balanceMinor == 1_000 * Int64(entry.orders))
  }

  @Test("a disrupted supplier makes customers wait, the fast way helps, and both cost")
  func disruption() throws {
    let rule = "orderUpTo: 30, backorders: 1000"
    func run(_ supplier: String, _ rule: String) throws -> RunResult {
      try SmallRun(SupplyWorld.yaml(days: 120, ordersPerDay: 10, rule: rule, supplier: supplier, stock: 30)).result
    }
    let calm = try run("leadTime: 2 d", rule)
    let broken = "leadTime: 2 d, disruption: { up: 20 d, down: 4 d }"
    let disrupted = try run(broken, rule)
    #expect(disrupted.inventory.replenishment[0].fillRate! < calm.inventory.replenishment[0].fillRate! - 0.05)
    let slow = "leadTime: 6 d, expedite: { leadTime: 6 h, perUnit: 2 EUR }"
    let late = try run(slow, rule)
    let fast = try run(slow, rule + ", expediteBelow: 10")
    #expect(late.inventory.replenishment[0].expedited == 0)
    let entry = fast.inventory.replenishment[0]
    #expect(entry.expedited > 0 && entry.fillRate! > late.inventory.replenishment[0].fillRate! + 0.1)
    #expect(fast.money.accounts.first { $0.name == "fulfilment" }!.balanceMinor > 0)
  }

  @Test("orders of a supplier that keeps their order never overtake each other")
  func crossing() throws {
    let law = "leadTime: { min: 1 d, max: 9 d }"
    /// Pairs of purchase orders of which the later one came first.
    func overtaken(_ supplier: String) throws -> Int {
      let yaml = SupplyWorld.yaml(
        days: 60, ordersPerDay: 5, rule: "orderUpTo: 40, backorders: 1000", supplier: supplier, stock: 40
      ).replacing("record: { kinds: none }", with: "record: { kinds: [purchaseOrder, putawayDone] }")
      let run = try SmallRun(yaml)
      #expect(run.result.invariants.violations == [])
      var ordered: [UInt64: Int] = [:]
      var (placed, latest, count) = (0, -1, 0)
      for record in run.records {
        if record.kind == InventoryRecord.purchaseOrder {
          ordered[record.entity] = placed
          placed += 1
        } else if let number = ordered[record.entity] {
          if number < latest { count += 1 }
          latest = max(latest, number)
        }
      }
      #expect(placed > 200)
      return count
    }
    #expect(try overtaken(law + ", crossing: false") == 0)
    #expect(try overtaken(law) > 50)
  }

  @Test("who buys what has not come is promised a later day, waits, and gets it")
  func backorder() throws {
    let yaml =
      GoldenWorld.yaml(orders: .init(repeating: "2026-11-10T12:20:00Z", count: 3))
      .replacing("stock: { thing: 1000 }", with: "stock: { thing: 1 }")
      .replacing("receiving: { putAway: 0 s }", with: "receiving: { putAway: 0 s, rate: 1e12/h }")
        + """

          suppliers: { factory: { leadTime: 48 h } }
          replenishment:
            - { node: depot, supplier: factory, orderUpTo: 1, backorders: 10 }
          inventory: { safetyBuffer: 0 }
        """.replacing("\n  ", with: "\n")
    let run = try SmallRun(yaml)
    #expect(run.result.orders.delivered == 3 && run.result.countries[0].late == 0)
    #expect(run.times(WarehouseRecord.pooled) == ["11-10T12:20:00", "11-12T12:20:00", "11-12T12:20:00"])
    #expect(run.result.inventory.replenishment[0].served == 1 && run.result.inventory.replenishment[0].demand == 3)
  }
}
