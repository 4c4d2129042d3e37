import TraceFormat

/// The records of the warehouses.
enum WarehouseRecord {
  private static let first = RecordKind.first(of: .warehouse)
  static let waveReleased = first
  static let pickStart = first + 1
  static let pickEnd = first + 2
  static let packStart = first + 3
  static let packEnd = first + 4
  static let oversold = first + 5
  static let unpicked = first + 6
  static let sellerHandOver = first + 7
  static let pooled = first + 8

  static let kinds: [TraceKind] = [
    TraceKind(
      id: waveReleased, name: "waveReleased",
      fields: [TraceField(.value, "orders", .count), TraceField(.node, "node", dictionary: "nodes")]),
    TraceKind(id: pickStart, name: "pickStart", fields: tour),
    TraceKind(id: pickEnd, name: "pickEnd", fields: parcel),
    TraceKind(id: packEnd, name: "packed", fields: parcel),
    TraceKind(
      id: oversold, name: "oversellDetected",
      fields: parcel + [TraceField(.aux, "sku", dictionary: "skus")]),
    TraceKind(id: unpicked, name: "withdrawn", fields: parcel),
    TraceKind(id: sellerHandOver, name: "sellerHandOver", fields: parcel),
    TraceKind(id: pooled, name: "allocate", fields: parcel + [TraceField(.aux, "sku", dictionary: "skus")]),
  ]

  private static let parcel = [TraceField(.entity, "order"), TraceField(.node, "node", dictionary: "nodes")]
  private static let tour = [TraceField(.value, "lines", .count), TraceField(.node, "node", dictionary: "nodes")]
}
