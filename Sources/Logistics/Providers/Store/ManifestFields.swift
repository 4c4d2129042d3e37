internal import Kernel
public import Scenario

/// What a provider is.
public enum ProviderKind: String, Choice, Sendable {
  case marketplaceFulfilment, storefrontNetwork, oceanIntegrator, digitalForwarder, crossBorderConsolidator, post
  case express, lastMile
}

/// The fields of a provider's manifest.
enum ManifestFields {
  static let name = Field<String>("name", since: "0.1", "The provider's name, as a scenario may write it.")
  static let kind = Field<ProviderKind>("kind", since: "0.1", "What the provider is.")
  static let about = Field<String>("about", since: "0.1", "What it offers, in a sentence.")
  static let currency = Field<CurrencyCode>("currency", since: "0.1", "The currency of all its prices.")
  static let integrationCost = Field<Money>(
    "integration.cost", since: "0.1", where: { Money.notNegative($0) }, "What connecting it costs, once.")
  static let integrationTakes = Field<SimDuration>(
    "integration.takes", in: .zero...(.days(3_650)), since: "0.1", "How long connecting it takes.")
  static let kept = Field<Double>(
    "honour.kept", default: 18, in: 0.1...1e6, since: "0.1", source: "assumption",
    "Peak days on which it took all that it had promised, the expectation before any included.")
  static let broken = Field<Double>(
    "honour.broken", default: 2, in: 0.1...1e6, since: "0.1", source: "assumption",
    "Peak days on which it did not, the expectation before any included.")
  static let median = Field<SimDuration>(
    "interface.median", default: .milliseconds(180), in: .zero...(.hours(1)), since: "0.1", source: "assumption",
    "Median response time of its interface.")
  static let p99 = Field<SimDuration>(
    "interface.p99", default: .milliseconds(2_500), in: .zero...(.hours(1)), since: "0.1", source: "assumption",
    "99th percentile of its interface's response time.")
  static let rate = Field<Rate>(
    "interface.rate", default: .perSecond(50), since: "0.1", source: "assumption",
    "Requests that its interface takes per time.")
  static let uptime = Field<Double>(
    "interface.uptime", default: 0.999, in: 0...1, since: "0.1", source: "assumption",
    "Share of the time in which its interface answers.")
  static let webhooks = Field<Bool>(
    "interface.webhooks", default: false, since: "0.1",
    "Whether it tells of events; otherwise it is asked every 15 min.")
  static let compliance = Field<Double>(
    "compliance", default: 0.8, in: 0...1, since: "0.1", source: "assumption",
    "The due diligence's score for licences, certificates and data protection.")
  static let failedGates = Field<[DueDiligence.Gate]>(
    "failedGates", default: [], since: "0.1", "Gates of the due diligence that it fails.")

  static let from = Field<CountryCode>("lanes[].from", since: "0.1", "The country in which it takes parcels.")
  static let to = Field<CountryCode>("lanes[].to", since: "0.1", "The country in which it delivers them.")
  static let perParcel = Field<Money>(
    "lanes[].perParcel", since: "0.1", where: { Money.notNegative($0) }, "The rate card's price of a parcel.")
  static let perKilogram = Field<Money>(
    "lanes[].perKilogram", since: "0.1", where: { Money.notNegative($0) }, "The rate card's price of a kilogram.")
  static let allocation = Field<Int64>(
    "lanes[].allocation", in: 1...1_000_000_000, since: "0.1", "Parcels a day that it promises to take.")
  static let transit = Field<DurationDistribution>(
    "lanes[].transit", since: "0.1", "Time from the pick-up to the last hub.")
  static let parcels = Field<Int>(
    "lanes[].parcels", default: 0, in: 0...1_000_000_000, since: "0.1",
    "Parcels of which the outcome is known: the evidence.")
  static let onTime = Field<Int>(
    "lanes[].onTime", default: 0, in: 0...1_000_000_000, since: "0.1", "How many of them came in time, undamaged.")

  static let cardOn = Field<LocalDate>("scorecards[].on", since: "0.1", "The day of the scorecard.")
  static let cardParcels = Field<Int>(
    "scorecards[].parcels", in: 0...1_000_000_000, since: "0.1", "Parcels that ended since the scorecard before.")
  static let cardOnTime = Field<Int>(
    "scorecards[].onTime", in: 0...1_000_000_000, since: "0.1", "How many of them came in time, undamaged.")

  static let group = FieldGroup(
    "Provider manifest", "What a logistics provider offers, and what is known of it.",
    sections: [
      SectionRule("lanes[]", atLeast: 1, "What it carries, with the rate card, the capacity and the evidence."),
      SectionRule("scorecards[]", "What was seen of it on trial and since, in order of time."),
    ],
    fields: [
      name, kind, about, currency, integrationCost, integrationTakes, kept, broken, median, p99, rate, uptime, webhooks,
      compliance, failedGates, from, to, perParcel, perKilogram, allocation, transit, parcels, onTime, cardOn,
      cardParcels, cardOnTime,
    ])

  static let schema = ScenarioSchema([group], of: "provider manifest")
}
