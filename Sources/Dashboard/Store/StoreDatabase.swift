import Foundation
import GRDB
import Synchronization

/// The reference store's stock, carts and orders in SQLite: one writer, every step one transaction.
///
/// Reservations end after their time; an expired one gives its units back when somebody next asks for stock.
public final class StoreDatabase: Sendable {
  private let database: any DatabaseWriter
  private let timeToLive_ms: Int64
  /// Milliseconds on the store's clock.
  private let now: @Sendable () -> Int64
  private let faults: StoreFaults
  /// Checkouts that took stock, for the fault that loses updates.
  private let checkouts = Atomic<UInt64>(0)

  /// Why a request is refused.
  public enum Refusal: Error, Equatable {
    /// There is no such cart, product or order.
    case unknown
    /// A line of the cart has more units than there are.
    case soldOut
    /// The reservation is over, or there was none.
    case expired
    /// The cart has become an order under another key.
    case alreadyOrdered
    /// A rule of law prohibits the sale.
    case prohibited(rule: String)
  }

  /// Opens the store with the catalogue's stock.
  ///
  /// - Parameters:
  ///   - path: A file that does not exist yet; memory where left out.
  ///   - timeToLive: Seconds that a reservation holds.
  ///   - now: Milliseconds on the clock that reservations go by; the host's where left out.
  /// - Throws: What SQLite says.
  public init(
    _ catalogue: StoreCatalogue, path: String? = nil, timeToLive: Double = 600, faults: StoreFaults = .none,
    now: (@Sendable () -> Int64)? = nil
  ) throws {
    self.now = now ?? { Int64(Date().timeIntervalSince1970 * 1_000) }
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    database =
      try path.map { try DatabasePool(path: $0, configuration: configuration) }
      ?? DatabaseQueue(configuration: configuration)
    timeToLive_ms = Int64(timeToLive * 1_000)
    self.faults = faults
    try database.write { db in
      try db.execute(sql: Self.schema)
      for item in catalogue.items {
        try db.execute(
          sql: "INSERT INTO stock VALUES (?, ?, ?, 0, 0)", arguments: [item.sku, item.units, item.units])
      }
    }
  }

  private static let schema = """
    CREATE TABLE stock (sku TEXT PRIMARY KEY, initial INTEGER NOT NULL, on_hand INTEGER NOT NULL,
      reserved INTEGER NOT NULL, sold INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE cart (id INTEGER PRIMARY KEY, country TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open', expires_ms INTEGER);
    CREATE INDEX cart_by_expiry ON cart(expires_ms) WHERE state = 'reserved';
    CREATE TABLE line (cart INTEGER NOT NULL, sku TEXT NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (cart, sku))
      WITHOUT ROWID;
    CREATE TABLE placed (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, cart INTEGER NOT NULL UNIQUE, country TEXT NOT NULL);
    """

  // MARK: Shopping

  /// Units that can be promised, by SKU.
  public func available() async throws -> [String: Int64] {
    try await database.read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT sku, on_hand - reserved AS free FROM stock")
      return Dictionary(rows.map { ($0["sku"], max(0, $0["free"])) }) { first, _ in first }
    }
  }

  /// A new cart.
  public func addCart(country: String) async throws -> Int64 {
    try await database.write { db in
      try db.execute(sql: "INSERT INTO cart (country) VALUES (?)", arguments: [country])
      return db.lastInsertedRowID
    }
  }

  /// The country of a cart.
  public func country(ofCart cart: Int64) async throws -> String? {
    try await database.read { try String.fetchOne($0, sql: "SELECT country FROM cart WHERE id = ?", arguments: [cart]) }
  }

  /// The most units of a SKU in a cart.
  static let mostUnits: Int64 = 1_000

  /// Puts units into an open cart, at most ``mostUnits`` of each SKU; gives its lines.
  public func add(_ sku: String, quantity: Int64, to cart: Int64) async throws -> [StoreLine] {
    try await database.write { db in
      guard try self.state(cart, db) == "open" else { throw Refusal.unknown }
      try db.execute(
        sql: """
          INSERT INTO line VALUES (?, ?, ?)
          ON CONFLICT (cart, sku) DO UPDATE SET quantity = quantity + excluded.quantity
          WHERE quantity + excluded.quantity <= ?
          """, arguments: [cart, sku, quantity, Self.mostUnits])
      if db.changesCount == 0 { throw Refusal.soldOut }
      return try self.lines(cart, db)
    }
  }

  /// Reserves a cart's lines, all or none; gives the seconds that the reservation holds.
  public func reserve(_ cart: Int64) async throws -> Double {
    let now = self.now()
    return try await database.write { db in
      guard let state = try self.state(cart, db) else { throw Refusal.unknown }
      if state == "ordered" { throw Refusal.alreadyOrdered }
      try self.releaseExpired(now, db)
      let lines = try self.lines(cart, db)
      guard !lines.isEmpty else { throw Refusal.unknown }
      if try self.state(cart, db) != "reserved" {
        for line in lines {
          try db.execute(
            sql: "UPDATE stock SET reserved = reserved + ?1 WHERE sku = ?2 AND on_hand - reserved >= ?1",
            arguments: [line.quantity, line.sku])
          if db.changesCount == 0 { throw Refusal.soldOut }
        }
      }
      try db.execute(
        sql: "UPDATE cart SET state = 'reserved', expires_ms = ? WHERE id = ?",
        arguments: [now + self.timeToLive_ms, cart])
      return Double(self.timeToLive_ms) / 1_000
    }
  }

  /// Turns a reserved cart into an order; the same key again gives the same order.
  ///
  /// - Parameter isAllowed: What the law says of a line in the cart's country: the rule that prohibits it, or nil.
  public func checkOut(
    _ cart: Int64, key: String, prohibition: @escaping @Sendable (_ sku: String, _ country: String) -> String?
  ) async throws -> (order: Int64, isNew: Bool) {
    let now = self.now()
    return try await database.write { db in
      if let known = try Int64.fetchOne(db, sql: "SELECT id FROM placed WHERE key = ?", arguments: [key]) {
        return (known, false)
      }
      let row = try Row.fetchOne(
        db, sql: "SELECT country, state, expires_ms FROM cart WHERE id = ?", arguments: [cart])
      guard let row else { throw Refusal.unknown }
      let (country, state, expires): (String, String, Int64?) = (row["country"], row["state"], row["expires_ms"])
      if state == "ordered" { throw Refusal.alreadyOrdered }
      guard state == "reserved", let expires, now < expires else { throw Refusal.expired }
      let lines = try self.lines(cart, db)
      if let rule = lines.lazy.compactMap({ prohibition($0.sku, country) }).first {
        throw Refusal.prohibited(rule: rule)
      }
      let number = self.checkouts.wrappingAdd(1, ordering: .relaxed).oldValue
      // Another writer, who has read before this one wrote, puts the old figures back.
      let taken: Int64 = self.faults.losesUpdate(number) ? 0 : 1
      for line in lines {
        try db.execute(
          sql: "UPDATE stock SET reserved = reserved - ?1, on_hand = on_hand - ?2, sold = sold + ?2 WHERE sku = ?3",
          arguments: [line.quantity, taken * line.quantity, line.sku])
      }
      try db.execute(sql: "UPDATE cart SET state = 'ordered', expires_ms = NULL WHERE id = ?", arguments: [cart])
      try db.execute(sql: "INSERT INTO placed (key, cart, country) VALUES (?, ?, ?)", arguments: [key, cart, country])
      return (db.lastInsertedRowID, true)
    }
  }

  /// The lines of an order and its country; nil where there is no such order.
  public func order(_ id: Int64) async throws -> (lines: [StoreLine], country: String)? {
    try await database.read { db in
      let row = try Row.fetchOne(db, sql: "SELECT cart, country FROM placed WHERE id = ?", arguments: [id])
      guard let row else { return nil }
      return (try self.lines(row["cart"], db), row["country"])
    }
  }

  // MARK: Auditing

  /// The stock of every SKU.
  public func auditStock() async throws -> [StoreStock] { try await database.read { try Self.stock($0) } }

  /// Stock and orders in the file of a store, whether it runs or not.
  ///
  /// - Throws: What SQLite says.
  public static func books(in path: String) throws -> (stock: [StoreStock], sales: [StoreSale]) {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read { db in
      (try stock(db), try sales(db, after: 0, limit: .max))
    }
  }

  private static func stock(_ db: Database) throws -> [StoreStock] {
    try Row.fetchAll(db, sql: "SELECT sku, initial, on_hand, reserved, sold FROM stock ORDER BY sku").map {
      StoreStock(
        sku: $0["sku"], initial: $0["initial"], on_hand: $0["on_hand"], reserved: $0["reserved"], sold: $0["sold"])
    }
  }

  /// The lines of orders above a number, in the order of their numbers: whole orders, at most so many.
  public func auditOrders(after: Int64, limit: Int) async throws -> [StoreSale] {
    try await database.read { try Self.sales($0, after: after, limit: limit) }
  }

  private static func sales(_ db: Database, after: Int64, limit: Int) throws -> [StoreSale] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT placed.id, key, sku, quantity, country FROM (SELECT * FROM placed WHERE id > ? ORDER BY id LIMIT ?) AS placed
        JOIN line ON line.cart = placed.cart ORDER BY placed.id, sku
        """, arguments: [after, limit]
    ).map {
      let id: Int64 = $0["id"]
      return StoreSale(
        row: id, order: StoreID.order(id), key: $0["key"], sku: $0["sku"], quantity: $0["quantity"],
        country: $0["country"])
    }
  }

  // MARK: Parts

  private func state(_ cart: Int64, _ db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT state FROM cart WHERE id = ?", arguments: [cart])
  }

  private func lines(_ cart: Int64, _ db: Database) throws -> [StoreLine] {
    try Row.fetchAll(db, sql: "SELECT sku, quantity FROM line WHERE cart = ? ORDER BY sku", arguments: [cart]).map {
      StoreLine(sku: $0["sku"], quantity: $0["quantity"])
    }
  }

  private func releaseExpired(_ now: Int64, _ db: Database) throws {
    let over = try Int64.fetchAll(
      db, sql: "SELECT id FROM cart WHERE state = 'reserved' AND expires_ms <= ? LIMIT 200", arguments: [now])
    for cart in over {
      for line in try lines(cart, db) {
        try db.execute(
          sql: "UPDATE stock SET reserved = reserved - ? WHERE sku = ?", arguments: [line.quantity, line.sku])
      }
      try db.execute(sql: "UPDATE cart SET state = 'open', expires_ms = NULL WHERE id = ?", arguments: [cart])
    }
  }

}
