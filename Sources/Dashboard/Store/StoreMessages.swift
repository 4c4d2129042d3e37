// What the reference store says in JSON; the names are those of its interface.

/// Units of a SKU in a cart or an order.
public struct StoreLine: Codable, Sendable, Equatable {
  /// The SKU.
  public var sku: String
  /// How many.
  public var quantity: Int64
}

/// The stock of a SKU, as an audit sees it.
public struct StoreStock: Codable, Sendable, Equatable {
  /// The SKU.
  public var sku: String
  /// Units when the store opened.
  public var initial: Int64
  /// Units there are.
  public var on_hand: Int64
  /// Units that carts hold.
  public var reserved: Int64
  /// Units sold.
  public var sold: Int64

  /// A row.
  public init(sku: String, initial: Int64, on_hand: Int64, reserved: Int64, sold: Int64) {
    self.sku = sku
    self.initial = initial
    self.on_hand = on_hand
    self.reserved = reserved
    self.sold = sold
  }
}

/// A line of an order, as an audit sees it.
public struct StoreSale: Codable, Sendable, Equatable {
  /// The number to go on after.
  public var row: Int64
  /// The order.
  public var order: String
  /// The idempotency key it was placed under.
  public var key: String
  /// The SKU.
  public var sku: String
  /// How many.
  public var quantity: Int64
  /// Where it goes.
  public var country: String

  /// A row.
  public init(row: Int64, order: String, key: String, sku: String, quantity: Int64, country: String) {
    self.row = row
    self.order = order
    self.key = key
    self.sku = sku
    self.quantity = quantity
    self.country = country
  }
}

/// A page of stock.
public struct StoreStockPage: Codable, Sendable {
  /// All SKUs.
  public var stock: [StoreStock]
}

/// A page of orders.
public struct StoreSalePage: Codable, Sendable {
  /// Lines of orders.
  public var orders: [StoreSale]
  /// Where the next page begins; nil at the end.
  public var next: Int64?
}

/// Numbers as the interface shows them.
public enum StoreID {
  /// `c-7`.
  public static func cart(_ number: Int64) -> String { "c-\(number)" }
  /// `o-7`.
  public static func order(_ number: Int64) -> String { "o-\(number)" }

  /// The number behind the letter; nil for anything else.
  public static func number(_ text: some StringProtocol, _ letter: Character) -> Int64? {
    text.first == letter && text.dropFirst().first == "-" ? Int64(text.dropFirst(2)) : nil
  }
}
