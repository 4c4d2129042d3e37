import TraceFormat

/// All kinds of records, department by department, and the lists they point into.
enum TraceKinds {
  static let all: [TraceKind] =
    DemandRecord.kinds + StorefrontRecord.kinds + ComplianceRecord.kinds + InventoryRecord.kinds
    + FulfilmentRecord.kinds + WarehouseRecord.kinds + CarrierRecord.kinds + CustomsRecord.kinds + DoorstepRecord.kinds
    + LedgerRecord.kinds + ProviderRecord.kinds + DisruptionRecord.kinds

  /// The lists that records point into.
  static func dictionaries(_ model: Model) -> [TraceDictionary] {
    let network = model.network
    return [
      TraceDictionary(name: "nodes", values: network.nodes.map(\.name)),
      TraceDictionary(name: "skus", values: network.skus.map(\.name)),
      TraceDictionary(name: "services", values: network.services.map(\.name)),
      TraceDictionary(name: "providers", values: network.providers.map(\.name)),
      TraceDictionary(name: "zones", values: network.zones.indices.map { network.zoneName($0) }),
      TraceDictionary(name: "channels", values: network.channels),
      TraceDictionary(name: "disruptions", values: model.disruptions.disruptions.map(\.name)),
    ] + CustomsRecord.dictionaries + DoorstepRecord.dictionaries + LedgerRecord.dictionaries
      + ProviderRecord.dictionaries
  }
}
