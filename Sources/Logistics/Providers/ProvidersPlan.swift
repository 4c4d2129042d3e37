import Kernel

/// What the platform knows of its logistics providers before the run.
struct ProvidersPlan: Sendable {
  /// In the network's order of providers.
  var providers: [ProviderTerms]
  /// The provider of each service.
  var ofService: [UInt16]
  /// Share of all parcels that a pilot may get.
  var pilotShare: Double
  var rules: WhiteListRules
  /// Belief about a provider's on-time share before it has delivered anything.
  var prior: BetaPosterior
  /// Share of the evidence that is kept from one scorecard to the next.
  var memory: Double
  /// Time between scorecards.
  var every: SimDuration
  /// The clock of each region's daily allocations.
  var timeZones: [TimeZoneRules]
}

/// A provider's contract.
struct ProviderTerms: Sendable {
  var status: ProviderStatus
  /// Parcels a day that a region may tender; nil for as many as there are.
  var limit: DailyLimit?
  var overflow: DailyAllocation.Overflow
  /// What a parcel above the limit costs more, minor units of the report currency.
  var surcharge: Int64
  /// Discounts on carriage, ascending.
  var tiers: [Tier]
  /// Labels that the interface gives per hour in each country; nil for as many as there are.
  var labelsPerHour: Double?
  /// The score of the due diligence, 0...1.
  var score: Double

  /// A discount on the carriage of all parcels above a number.
  struct Tier: Sendable, BitwiseCopyable {
    /// Parcels that the country has tendered to the provider since the start.
    var above: Int64
    var discount: Double
  }
}
