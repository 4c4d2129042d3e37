import TraceFormat

/// The records of demand.
enum DemandRecord {
  private static let first = RecordKind.first(of: .demand)
  static let cohortTick = first
  static let postPublished = first + 1
  static let dropOpen = first + 2
  static let liveStart = first + 3
  static let pitch = first + 4
  static let liveEnd = first + 5
  static let orderGiven = first + 6

  static let kinds: [TraceKind] = [
    TraceKind(
      id: cohortTick, name: "cohortTick",
      fields: [
        TraceField(.value, "visits", .count), TraceField(.aux, "bin_ms", TraceUnit(rawValue: "ms")),
        TraceField(.flags, "channel", dictionary: "channels"),
      ]),
    TraceKind(
      id: postPublished, name: "postPublished",
      fields: [TraceField(.entity, "post"), TraceField(.value, "expected_visits", .count)]),
    TraceKind(
      id: dropOpen, name: "dropOpen", fields: [TraceField(.entity, "drop"), TraceField(.value, "crowd", .count)]),
    TraceKind(id: liveStart, name: "liveStart", fields: [TraceField(.entity, "session")]),
    TraceKind(
      id: pitch, name: "pitch",
      fields: [
        TraceField(.entity, "session"), TraceField(.value, "viewers", .count),
        TraceField(.aux, "sku", dictionary: "skus"),
      ]),
    TraceKind(
      id: liveEnd, name: "liveEnd",
      fields: [TraceField(.entity, "session"), TraceField(.value, "joined", .count)]),
    TraceKind(
      id: orderGiven, name: "orderGiven",
      fields: [
        TraceField(.entity, "order"), TraceField(.value, "quantity", .count),
        TraceField(.aux, "zone", dictionary: "zones"),
      ]),
  ]
}
