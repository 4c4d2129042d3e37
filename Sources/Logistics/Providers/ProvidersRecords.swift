import TraceFormat

/// The records of the provider desk.
enum ProvidersRecord {
  private static let first = RecordKind.first(of: .providers)
  static let scorecard = first
  static let whitelistChange = first + 1

  static let kinds: [TraceKind] = [
    TraceKind(
      id: scorecard, name: "scorecard",
      fields: [
        TraceField(.value, "on_time_mean", .millionths), TraceField(.aux, "parcels", .count),
        TraceField(.node, "provider", dictionary: "providers"),
      ]),
    TraceKind(
      id: whitelistChange, name: "whitelistChange",
      fields: [
        TraceField(.aux, "status", dictionary: "provider_statuses"),
        TraceField(.node, "provider", dictionary: "providers"),
      ]),
  ]

  static let dictionaries = [
    TraceDictionary(name: "provider_statuses", values: ProviderStatus.allCases.map { "\($0)" })
  ]
}
