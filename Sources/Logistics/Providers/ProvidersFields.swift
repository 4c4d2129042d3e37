import Kernel
public import Scenario

extension ProviderStatus: Choice {}
extension DueDiligence.Gate: Choice {}

/// What happens above a provider's daily allocation, as scenarios write it.
enum OverflowChoice: String, Choice {
  case refuse, surcharge, delay

  var overflow: DailyAllocation.Overflow {
    switch self {
    case .refuse: .refuse
    case .surcharge: .surcharge
    case .delay: .delay
    }
  }
}

/// The fields of the logistics providers and of their white list.
enum ProviderFields {
  static let status = Field<ProviderStatus>(
    "providers{}.status", default: .approved, since: "0.1", source: "assumption",
    "Where the provider stands at the start; parcels go to pilot, approved and probation only.")
  static let allocation = Field<Int64?>(
    "providers{}.allocation", default: nil, in: 1...1_000_000_000, since: "0.1",
    "Parcels a day that each country may tender; scale.capacity applies; no limit when absent.")
  static let allocations = Field<Keyed<LocalDate, Int64>>(
    "providers{}.allocations", default: [:], in: 1...1_000_000_000, since: "0.1",
    "Other allocations by the local date from which they hold, such as a peak season's.")
  static let tierAbove = Field<Int64>(
    "providers{}.tiers[].above", in: 0...1_000_000_000_000, since: "0.1",
    "Parcels that a country has given to the provider since the start; scale.capacity applies.")
  static let tierDiscount = Field<Double>(
    "providers{}.tiers[].discount", in: 0...1, since: "0.1", "Discount on the carriage of every parcel above them.")
  static let overflow = Field<OverflowChoice>(
    "providers{}.overflow", default: .refuse, since: "0.1", source: "assumption",
    "What happens above the allocation: refuse until tomorrow, take all the same for more money (surcharge), or put off to a later day."
  )
  static let surcharge = Field<Money?>(
    "providers{}.surcharge", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What a parcel above the allocation costs more, for overflow surcharge; in the report currency.")
  static let labels = Field<Rate?>(
    "providers{}.labels", default: nil, since: "0.1",
    "Labels that the provider's interface gives per time to each country; no limit when absent. A disruption of its labels leaves a share of this, or of 1000/h."
  )
  static let failedGates = Field<[DueDiligence.Gate]>(
    "providers{}.failedGates", default: [], since: "0.1",
    "Gates of the due diligence that the provider fails; one is enough to get no parcels.")
  static let scores = DueDiligence.Part.allCases.map { part in
    Field<Double>(
      "providers{}.scores.\(part.rawValue)", default: 0.8, in: 0...1, since: "0.1", source: "assumption",
      "The due diligence's score for \(part.rawValue), weight \(part.weight).")
  }

  static let every = Field<SimDuration>(
    "scorecards.every", default: .days(7), in: .hours(1)...(.days(365)), since: "0.1", source: "assumption",
    "Time between scorecards.")
  static let priorMean = Field<Double>(
    "scorecards.prior.mean", default: 0.95, in: 0.01...0.99, since: "0.1", source: "assumption",
    "Expected on-time share of a provider of which nothing is known.")
  static let priorWeight = Field<Double>(
    "scorecards.prior.weight", default: 20, in: 0.1...1e6, since: "0.1", source: "assumption",
    "How many parcels that expectation is worth.")
  static let memory = Field<Double>(
    "scorecards.memory", default: 0.9, in: 0...1, since: "0.1", source: "assumption",
    "Share of the evidence kept from one scorecard to the next.")
  static let good = Field<Double>(
    "scorecards.good", default: 0.95, in: 0...1, since: "0.1", source: "assumption",
    "On-time share that a provider must surpass to be approved.")
  static let approveAt = Field<Double>(
    "scorecards.approveAt", default: 0.9, in: 0...1, since: "0.1", source: "assumption",
    "Probability of surpassing it from which a provider is approved.")
  static let poor = Field<Double>(
    "scorecards.poor", default: 0.92, in: 0...1, since: "0.1", source: "assumption",
    "On-time share below which a provider is put on probation.")
  static let probationAt = Field<Double>(
    "scorecards.probationAt", default: 0.8, in: 0...1, since: "0.1", source: "assumption",
    "Probability of lying below it from which a provider is put on probation.")
  static let least = Field<Int>(
    "scorecards.leastForRemoval", default: 30, in: 30...1_000_000, since: "0.1", source: "assumption",
    "Parcels that must have been seen before a provider is removed.")
  static let patience = Field<Int>(
    "scorecards.patience", default: 4, in: 1...1_000, since: "0.1", source: "assumption",
    "Scorecards on probation before a removal.")
  static let removes = Field<Bool>(
    "scorecards.removes", default: false, since: "0.1", source: "assumption",
    "Whether providers are removed automatically; otherwise they stay on probation.")
  static let pilotShare = Field<Double>(
    "scorecards.pilotShare", default: 0.05, in: 0...1, since: "0.1", source: "assumption",
    "Largest share of a country's parcels that a pilot gets.")

  static let group = FieldGroup(
    "Providers", "The white list of logistics providers: due diligence, allocations, scorecards.",
    sections: [
      SectionRule("providers{}", atLeast: 1, "The logistics providers by name."),
      SectionRule("providers{}.tiers[]", "Negotiated discounts by volume."),
      SectionRule("providers{}.scores", "The scored part of the due diligence."),
    ],
    fields: [status, allocation, allocations, tierAbove, tierDiscount, overflow, surcharge, labels, failedGates]
      + scores + [
        every, priorMean, priorWeight, memory, good, approveAt, poor, probationAt, least, patience, removes, pilotShare,
      ])
}
