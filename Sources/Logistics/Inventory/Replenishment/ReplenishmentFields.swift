import Kernel
import Scenario

extension ReplenishmentRule.Policy: Choice {}

/// The fields of suppliers and of the rules by which stock is ordered again.
enum ReplenishmentFields {
  static let leadTime = Field<DurationDistribution>(
    "suppliers{}.leadTime", default: .constant(.days(7)), in: .zero...(.days(730)), since: "0.1", source: "assumption",
    "From a purchase order to the dock: processing, transport and customs together.")
  static let crossing = Field<Bool>(
    "suppliers{}.crossing", default: true, since: "0.1",
    "Whether a later purchase order may arrive before an earlier one.")
  static let up = Field<SimDuration?>(
    "suppliers{}.disruption.up", default: nil, in: .seconds(1)...(.days(36_500)), since: "0.1",
    "Mean time between the end of a disruption and the next one, exponential; never disrupted when absent.")
  static let down = Field<SimDuration>(
    "suppliers{}.disruption.down", default: .days(7), in: .zero...(.days(3_650)), since: "0.1", source: "assumption",
    "Mean length of a disruption, exponential: orders wait until it ends, and their lead time begins then.")
  static let orderCost = Field<Money?>(
    "suppliers{}.orderCost", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Fixed cost of a purchase order, in the report currency; none when absent.")
  static let minimum = Field<Int64>(
    "suppliers{}.minimum", default: 1, in: 1...1_000_000_000, since: "0.1",
    "The least number of units in a purchase order; scale.stock does not apply.")
  static let multiple = Field<Int64>(
    "suppliers{}.multiple", default: 1, in: 1...1_000_000_000, since: "0.1",
    "Units in a carton or a container: orders are rounded up to whole ones.")
  static let expediteLeadTime = Field<DurationDistribution?>(
    "suppliers{}.expedite.leadTime", default: nil, in: .zero...(.days(730)), since: "0.1",
    "Lead time of an order sent the fast way; there is none when absent.")
  static let expediteCost = Field<Money?>(
    "suppliers{}.expedite.perUnit", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What the fast way costs more per unit, in the report currency; nothing when absent.")

  static let node = Field<Reference>("replenishment[].node", to: "nodes{}", since: "0.1", "The node that orders.")
  static let sku = Field<Reference?>(
    "replenishment[].sku", default: nil, to: "skus{}", since: "0.1", "What it orders; every SKU when absent.")
  static let supplier = Field<Reference>(
    "replenishment[].supplier", to: "suppliers{}", since: "0.1", "Whom it orders from.")
  static let policy = Field<ReplenishmentRule.Policy>(
    "replenishment[].policy", default: .baseStock, since: "0.1",
    "baseStock: up to orderUpTo whenever the position falls below it; minMax: up to orderUpTo at reorderAt or below (s, S); reorderPoint: whole lots at reorderAt or below (R, Q); upToAtReview: up to orderUpTo at every review (R, S)."
  )
  static let review = Field<SimDuration>(
    "replenishment[].review", default: .zero, in: .zero...(.days(365)), since: "0.1",
    "Time between reviews, from the start of the run; at every change of the position when 0 s.")
  static let reorderAt = Field<Int64>(
    "replenishment[].reorderAt", default: 0, in: -1_000_000_000...1_000_000_000_000, since: "0.1",
    "Inventory position at or below which minMax and reorderPoint order, units.")
  static let orderUpTo = Field<Int64>(
    "replenishment[].orderUpTo", default: 0, in: 0...1_000_000_000_000, since: "0.1",
    "Inventory position that all policies but reorderPoint order up to, units.")
  static let lot = Field<Int64>(
    "replenishment[].lot", default: 1, in: 1...1_000_000_000_000, since: "0.1", "Lot of reorderPoint, units.")
  static let backorders = Field<Int64>(
    "replenishment[].backorders", default: 0, in: 0...1_000_000_000_000, since: "0.1",
    "Units that may be sold before they have come; their orders wait at the node.")
  static let expediteBelow = Field<Int64?>(
    "replenishment[].expediteBelow", default: nil, in: -1_000_000_000...1_000_000_000_000, since: "0.1",
    "Free units on the shelf below which an order goes the fast way; never when absent.")

  static let group = FieldGroup(
    "Replenishment", "Who supplies, and when each node orders how much again.",
    sections: [
      SectionRule("suppliers{}", "Who sells to the nodes."),
      SectionRule("replenishment[]", "Rules by which nodes order; without any, nothing is ordered again."),
    ],
    fields: [
      leadTime, crossing, up, down, orderCost, minimum, multiple, expediteLeadTime, expediteCost, node, sku, supplier,
      policy, review, reorderAt, orderUpTo, lot, backorders, expediteBelow,
    ])
}
