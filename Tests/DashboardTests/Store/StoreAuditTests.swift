import Testing

@testable import Dashboard

@Suite("The audit of a store")
struct StoreAuditTests {
  private let catalogue = StoreCatalogue(
    items: [
      .init(
        sku: "tee", units: 10,
        offers: [
          "US": .init(priceMinor: 3_200, currency: "USD"),
          "DE": .init(priceMinor: 3_000, currency: "EUR", prohibitedBy: ["label-law"]),
        ])
    ], countries: ["US", "DE"])

  private func stock(_ onHand: Int64, sold: Int64, reserved: Int64 = 0) -> StoreStock {
    StoreStock(sku: "tee", initial: 10, on_hand: onHand, reserved: reserved, sold: sold)
  }

  private func sale(_ row: Int64, _ quantity: Int64, key: String? = nil, country: String = "US") -> StoreSale {
    StoreSale(row: row, order: "o-\(row)", key: key ?? "k\(row)", sku: "tee", quantity: quantity, country: country)
  }

  @Test("A store that kept its promises is clean")
  func clean() {
    let audit = StoreAudit(
      stock: [stock(7, sold: 3, reserved: 2)], sales: [sale(1, 1), sale(2, 2)],
      acknowledged: [.init(key: "k1", order: "o-1")], catalogue: catalogue)
    #expect(audit.violations == [] && audit.orders == 2 && audit.units == 3)
  }

  @Test("Each broken promise is found, and nothing else with it")
  func each() {
    func kinds(
      _ row: StoreStock, _ sales: [StoreSale], _ told: [StoreAudit.Acknowledgement] = []
    ) -> [String] {
      StoreAudit(stock: [row], sales: sales, acknowledged: told, catalogue: catalogue).violations.map(\.kind)
    }
    #expect(kinds(stock(-1, sold: 11), [sale(1, 11)]) == ["oversold", "negative"])
    #expect(kinds(stock(8, sold: 1), [sale(1, 1)]) == ["unbalanced"])
    #expect(kinds(stock(8, sold: 2), [sale(1, 1)]) == ["uncounted"])
    #expect(kinds(stock(1, sold: 9, reserved: 2), [sale(1, 9)]) == ["negative"])
    #expect(kinds(stock(8, sold: 2), [sale(1, 1, key: "a"), sale(2, 1, key: "a")]) == ["repeated_key"])
    #expect(kinds(stock(9, sold: 1), [sale(1, 1, country: "DE")]) == ["prohibited"])
    #expect(kinds(stock(9, sold: 1), [sale(1, 1)], [.init(key: "k9", order: "o-9")]) == ["lost"])
  }

  @Test("An order of two lines is one order under its key")
  func lines() {
    var other = sale(1, 2)
    other.sku = "hat"
    let hats = StoreStock(sku: "hat", initial: 2, on_hand: 0, reserved: 0, sold: 2)
    let audit = StoreAudit(stock: [hats, stock(9, sold: 1)], sales: [other, sale(1, 1)])
    #expect(audit.violations == [] && audit.orders == 1 && audit.units == 3)
  }
}
