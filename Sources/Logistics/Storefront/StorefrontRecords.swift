import TraceFormat

/// The records of the storefront.
enum StorefrontRecord {
  private static let first = RecordKind.first(of: .storefront)
  static let checkoutStart = first
  static let payOk = first + 1
  static let payFail = first + 2
  static let orderCreated = first + 3
  static let reserveExpire = first + 4
  static let ruleBlocked = first + 5

  static let kinds: [TraceKind] = [
    TraceKind(id: checkoutStart, name: "checkoutStart", fields: sale),
    TraceKind(
      id: payOk, name: "payOk",
      fields: [TraceField(.entity, "order"), TraceField(.value, "since_checkout_us", .microseconds)]),
    TraceKind(
      id: payFail, name: "payFail",
      fields: [TraceField(.entity, "order"), TraceField(.value, "price_minor", .minor)]),
    TraceKind(id: orderCreated, name: "orderCreated", fields: sale),
    TraceKind(id: reserveExpire, name: "reserveExpire", fields: [TraceField(.entity, "order")]),
    TraceKind(
      id: ruleBlocked, name: "ruleBlocked",
      fields: [TraceField(.entity, "order"), TraceField(.aux, "sku", dictionary: "skus")]),
  ]

  private static let sale = [
    TraceField(.entity, "order"), TraceField(.value, "price_minor", .minor),
    TraceField(.aux, "sku", dictionary: "skus"), TraceField(.node, "zone", dictionary: "zones"),
    TraceField(.flags, "channel", dictionary: "channels"),
  ]
}
