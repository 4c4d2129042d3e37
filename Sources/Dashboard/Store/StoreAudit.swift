/// Whether a store kept what it promised: held against its own books and against what it told its customers.
public struct StoreAudit: Sendable, Equatable {
  /// Something that must not be.
  public enum Violation: Sendable, Equatable {
    /// More units in orders than there were.
    case oversold(sku: String, initial: Int64, ordered: Int64)
    /// Several orders under one key.
    case repeatedKey(key: String, orders: [String])
    /// An order for what may not be sold there.
    case prohibited(order: String, sku: String, country: String, rule: String)
    /// An order for what the scenario does not offer there: another scenario's store, or another price list.
    case notOffered(order: String, sku: String, country: String)
    /// Stock on hand and stock sold are not what there was.
    case unbalanced(sku: String, initial: Int64, onHand: Int64, sold: Int64)
    /// The stock's sales are not those of the orders.
    case uncounted(sku: String, sold: Int64, ordered: Int64)
    /// Fewer units on hand than carts hold, or fewer than none.
    case negative(sku: String, onHand: Int64, reserved: Int64)
    /// An order that the store told somebody of, and does not know.
    case lost(order: String, key: String)

    /// What it is, in one line.
    public var sentence: String {
      switch self {
      case .oversold(let sku, let initial, let ordered): "oversold: \(ordered) of \(sku) ordered, \(initial) there were"
      case .repeatedKey(let key, let orders): "key \(key) has \(orders.count) orders: \(orders.joined(separator: ", "))"
      case .prohibited(let order, let sku, let country, let rule):
        "order \(order) has \(sku), which \(rule) prohibits in \(country)"
      case .notOffered(let order, let sku, let country):
        "order \(order) has \(sku), which the scenario does not offer in \(country)"
      case .unbalanced(let sku, let initial, let onHand, let sold):
        "stock of \(sku) does not add up: \(initial) there were, \(onHand) are left, \(sold) were sold"
      case .uncounted(let sku, let sold, let ordered): "\(sold) of \(sku) counted as sold, \(ordered) ordered"
      case .negative(let sku, let onHand, let reserved): "\(onHand) of \(sku) on hand, \(reserved) reserved"
      case .lost(let order, let key): "order \(order) was acknowledged under key \(key) and is not there"
      }
    }

    /// Its kind, for programs.
    public var kind: String {
      switch self {
      case .oversold: "oversold"
      case .repeatedKey: "repeated_key"
      case .prohibited: "prohibited"
      case .notOffered: "not_offered"
      case .unbalanced: "unbalanced"
      case .uncounted: "uncounted"
      case .negative: "negative"
      case .lost: "lost"
      }
    }
  }

  /// An order as a customer was told of it.
  public struct Acknowledgement: Sendable, Equatable {
    /// The idempotency key.
    public var key: String
    /// The order.
    public var order: String

    /// An acknowledgement.
    public init(key: String, order: String) {
      self.key = key
      self.order = order
    }
  }

  /// Orders, and units in them.
  public private(set) var orders = 0
  /// Units in orders.
  public private(set) var units: Int64 = 0
  /// What must not be, in the order of stock, then of orders.
  public private(set) var violations: [Violation] = []

  /// Audits a store.
  ///
  /// - Parameters:
  ///   - stock: Its stock.
  ///   - sales: The lines of all its orders.
  ///   - acknowledged: What customers were told.
  ///   - catalogue: What may be sold where; without one, the law is not looked at.
  public init(
    stock: [StoreStock], sales: [StoreSale], acknowledged: [Acknowledgement] = [], catalogue: StoreCatalogue? = nil
  ) {
    var ordered: [String: Int64] = [:]
    var ordersOfKey: [String: [String]] = [:]
    var keys: [String] = []
    var known: Set<String> = []
    for sale in sales {
      ordered[sale.sku, default: 0] += sale.quantity
      units += sale.quantity
      guard known.insert(sale.order).inserted else { continue }
      if ordersOfKey[sale.key] == nil { keys.append(sale.key) }
      ordersOfKey[sale.key, default: []].append(sale.order)
    }
    orders = known.count
    for row in stock {
      let units = ordered[row.sku] ?? 0
      if units > row.initial {
        violations.append(.oversold(sku: row.sku, initial: row.initial, ordered: units))
      }
      if row.on_hand + row.sold != row.initial {
        violations.append(.unbalanced(sku: row.sku, initial: row.initial, onHand: row.on_hand, sold: row.sold))
      }
      if row.sold != units { violations.append(.uncounted(sku: row.sku, sold: row.sold, ordered: units)) }
      if row.reserved < 0 || row.on_hand < row.reserved {
        violations.append(.negative(sku: row.sku, onHand: row.on_hand, reserved: row.reserved))
      }
    }
    for key in keys {
      if let orders = ordersOfKey[key], orders.count > 1 { violations.append(.repeatedKey(key: key, orders: orders)) }
    }
    if let catalogue {
      for sale in sales {
        guard let offer = catalogue.offer(sale.sku, in: sale.country) else {
          violations.append(.notOffered(order: sale.order, sku: sale.sku, country: sale.country))
          continue
        }
        guard let rule = offer.prohibitedBy.first else { continue }
        violations.append(.prohibited(order: sale.order, sku: sale.sku, country: sale.country, rule: rule))
      }
    }
    for told in acknowledged where !known.contains(told.order) {
      violations.append(.lost(order: told.order, key: told.key))
    }
  }
}
