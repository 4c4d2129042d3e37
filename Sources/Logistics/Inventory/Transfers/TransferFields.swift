import Kernel
import Scenario

/// The fields of transfers between nodes of one country, and of recalls.
enum TransferFields {
  static let every = Field<SimDuration>(
    "transfers.every", default: .zero, in: .zero...(.days(365)), since: "0.1",
    "Time between reviews that move stock between the nodes of a country; never moved when 0 s.")
  static let cover = Field<SimDuration>(
    "transfers.cover", default: .days(3), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "For how long a transfer is to last at the demand seen, beyond its own way.")
  static let keep = Field<SimDuration>(
    "transfers.keep", default: .days(10), in: .zero...(.days(3_650)), since: "0.1", source: "assumption",
    "The donor keeps what it needs for this long.")
  static let transit = Field<DurationDistribution>(
    "transfers.transit", default: .constant(.days(1)), in: .zero...(.days(90)), since: "0.1", source: "assumption",
    "From the donor's shelf to the receiver's dock.")
  static let perUnit = Field<Money?>(
    "transfers.perUnit", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What moving a unit costs, in the report currency; nothing when absent.")

  static let recalledSKU = Field<Reference>("recalls[].sku", to: "skus{}", since: "0.1", "What is recalled.")
  static let recalledFrom = Field<SimTime>("recalls[].from", since: "0.1", "When its sale stops.")
  static let recalledUntil = Field<SimTime?>(
    "recalls[].until", default: nil, since: "0.1", "When it may be sold again; never when absent.")
  static let recalledAt = Field<[CountryCode]>(
    "recalls[].countries", default: [], since: "0.1",
    "Countries whose nodes stop selling it; every country when empty.")

  static let group = FieldGroup(
    "Transfers and recalls", "Stock that moves between nodes, and stock that may not move.",
    sections: [SectionRule("recalls[]", "SKUs that must not be sold for some time.")],
    fields: [every, cover, keep, transit, perUnit, recalledSKU, recalledFrom, recalledUntil, recalledAt])
}
