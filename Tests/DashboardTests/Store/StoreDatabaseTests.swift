import Synchronization
import Testing

@testable import Dashboard

@Suite("The reference store's books")
struct StoreDatabaseTests {
  private let catalogue = StoreCatalogue(
    items: [.init(sku: "tee", units: 3, offers: ["US": .init(priceMinor: 3_200, currency: "USD")])], countries: ["US"])

  private func cart(_ store: StoreDatabase, _ quantity: Int64 = 1) async throws -> Int64 {
    let cart = try await store.addCart(country: "US")
    _ = try await store.add("tee", quantity: quantity, to: cart)
    return cart
  }

  private func buy(_ store: StoreDatabase, _ cart: Int64, key: String) async throws -> (order: Int64, isNew: Bool) {
    try await store.checkOut(cart, key: key) { _, _ in nil }
  }

  private func audit(_ store: StoreDatabase) async throws -> StoreAudit {
    StoreAudit(stock: try await store.auditStock(), sales: try await store.auditOrders(after: 0, limit: 1_000))
  }

  @Test("Units that are reserved cannot be reserved again; what is sold is counted once, whatever is asked twice")
  func sale() async throws {
    let store = try StoreDatabase(catalogue)
    let (first, second) = (try await cart(store, 2), try await cart(store, 2))
    #expect(try await store.reserve(first) == 600)
    await #expect(throws: StoreDatabase.Refusal.soldOut) { try await store.reserve(second) }
    #expect(try await store.available() == ["tee": 1])
    let order = try await buy(store, first, key: "a")
    let again = try await buy(store, first, key: "a")
    #expect(order.isNew && !again.isNew && order.order == again.order)
    await #expect(throws: StoreDatabase.Refusal.alreadyOrdered) { _ = try await buy(store, first, key: "b") }
    await #expect(throws: StoreDatabase.Refusal.expired) { _ = try await buy(store, second, key: "c") }
    await #expect(throws: StoreDatabase.Refusal.unknown) { _ = try await buy(store, 99, key: "d") }
    #expect(try await store.auditStock() == [StoreStock(sku: "tee", initial: 3, on_hand: 1, reserved: 0, sold: 2)])
    #expect(try await audit(store).violations == [])
  }

  @Test("A reservation that is over gives its units back, and its cart cannot be paid for")
  func expiry() async throws {
    let clock = Atomic<Int64>(0)
    let store = try StoreDatabase(catalogue, timeToLive: 60) { clock.load(ordering: .relaxed) }
    let (first, second) = (try await cart(store, 3), try await cart(store, 3))
    #expect(try await store.reserve(first) == 60)
    clock.store(59_999, ordering: .relaxed)
    await #expect(throws: StoreDatabase.Refusal.soldOut) { try await store.reserve(second) }
    clock.store(60_000, ordering: .relaxed)
    await #expect(throws: StoreDatabase.Refusal.expired) { _ = try await buy(store, first, key: "a") }
    #expect(try await store.reserve(second) == 60)
    await #expect(throws: StoreDatabase.Refusal.soldOut) { try await store.reserve(first) }
    #expect(try await audit(store).violations == [])
  }

  @Test("What the law prohibits between cart and checkout is not sold")
  func law() async throws {
    let store = try StoreDatabase(catalogue)
    let cart = try await cart(store)
    _ = try await store.reserve(cart)
    await #expect(throws: StoreDatabase.Refusal.prohibited(rule: "ban")) {
      _ = try await store.checkOut(cart, key: "a") { sku, country in sku == "tee" && country == "US" ? "ban" : nil }
    }
  }

  @Test("Fifty customers at once for three units: three sales, and clean books")
  func crowd() async throws {
    let store = try StoreDatabase(catalogue)
    let sold = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<50 {
        group.addTask {
          let cart = try await cart(store)
          do {
            _ = try await store.reserve(cart)
            return try await buy(store, cart, key: "k\(number)").isNew ? 1 : 0
          } catch StoreDatabase.Refusal.soldOut { return 0 }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sold == 3)
    #expect(try await audit(store).violations == [])
  }

  @Test("Lost updates let it sell more than there is, and the audit says so")
  func lostUpdates() async throws {
    let store = try StoreDatabase(catalogue, faults: try StoreFaults("lost-update=0.5", seed: 7))
    var orders = 0
    for number in 0..<40 {
      let cart = try await cart(store)
      do { _ = try await store.reserve(cart) } catch StoreDatabase.Refusal.soldOut { break }
      _ = try await buy(store, cart, key: "k\(number)")
      orders += 1
    }
    #expect(orders > 3)
    let kinds = try await audit(store).violations.map(\.kind)
    #expect(kinds == ["oversold", "uncounted"])
  }
}
