import TraceFormat

/// The records of fulfilment.
enum FulfilmentRecord {
  private static let first = RecordKind.first(of: .fulfilment)
  static let allocate = first
  static let reserveFail = first + 1
  static let released = first + 2
  static let moved = first + 3

  static let kinds: [TraceKind] = [
    TraceKind(
      id: allocate, name: "reserve",
      fields: [
        TraceField(.entity, "order"), TraceField(.value, "promise_in_us", .microseconds),
        TraceField(.aux, "service", dictionary: "services"), TraceField(.node, "node", dictionary: "nodes"),
      ]),
    TraceKind(
      id: reserveFail, name: "reserveFail",
      fields: [TraceField(.entity, "order"), TraceField(.aux, "sku", dictionary: "skus")]),
    TraceKind(
      id: released, name: "releasedToWarehouse",
      fields: [TraceField(.entity, "order"), TraceField(.node, "node", dictionary: "nodes")]),
    TraceKind(
      id: moved, name: "orderMoved",
      fields: [
        TraceField(.entity, "order"), TraceField(.aux, "service", dictionary: "services"),
        TraceField(.node, "node", dictionary: "nodes"),
      ]),
  ]
}
