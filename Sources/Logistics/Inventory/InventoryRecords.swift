import TraceFormat

/// The records of inventory.
enum InventoryRecord {
  private static let first = RecordKind.first(of: .inventory)
  static let asnSent = first
  static let receiptStart = first + 1
  static let receiptDone = first + 2
  static let putAwayDone = first + 3
  static let stockPublished = first + 4
  static let purchaseOrder = first + 5
  static let shortPick = first + 6
  static let stockCounted = first + 7
  static let transferred = first + 8
  static let recalled = first + 9

  static let kinds: [TraceKind] = [
    TraceKind(id: receiptStart, name: "receiptStart", fields: lot),
    TraceKind(id: receiptDone, name: "receiptDone", fields: lot),
    TraceKind(id: putAwayDone, name: "putawayDone", fields: lot),
    TraceKind(
      id: stockPublished, name: "stockPublished",
      fields: [
        TraceField(.value, "available", .count), TraceField(.aux, "sku", dictionary: "skus"),
        TraceField(.node, "node", dictionary: "nodes"),
      ]),
    TraceKind(
      id: purchaseOrder, name: "purchaseOrder",
      fields: [
        TraceField(.entity, "receipt"), TraceField(.value, "units", .count),
        TraceField(.aux, "sku", dictionary: "skus"),
        TraceField(.node, "node", dictionary: "nodes"),
      ]),
    TraceKind(id: shortPick, name: "shortPick", fields: correction),
    TraceKind(id: stockCounted, name: "stockCounted", fields: correction),
    TraceKind(id: transferred, name: "stockTransfer", fields: lot),
    TraceKind(
      id: recalled, name: "stockRecalled",
      fields: [
        TraceField(.value, "on_hand", .count), TraceField(.aux, "sku", dictionary: "skus"),
        TraceField(.node, "node", dictionary: "nodes"), TraceField(.flags, "stops"),
      ]),
  ]

  private static let correction = [
    TraceField(.value, "corrected", .count), TraceField(.aux, "sku", dictionary: "skus"),
    TraceField(.node, "node", dictionary: "nodes"),
  ]

  private static let lot = [
    TraceField(.entity, "receipt"), TraceField(.value, "units", .count), TraceField(.aux, "sku", dictionary: "skus"),
    TraceField(.node, "node", dictionary: "nodes"),
  ]
}
