import TraceFormat

/// The records of disruptions.
enum DisruptionRecord {
  private static let first = RecordKind.first(of: .disruption)
  static let begins = first
  static let ends = first + 1
  static let restored = first + 2

  static let kinds: [TraceKind] = [
    TraceKind(id: begins, name: "disruptionBegins", fields: [disruption]),
    TraceKind(id: ends, name: "disruptionEnds", fields: [disruption]),
    TraceKind(id: restored, name: "disruptionRestored", fields: [disruption]),
  ]

  private static let disruption = TraceField(.node, "disruption", dictionary: "disruptions")
}
