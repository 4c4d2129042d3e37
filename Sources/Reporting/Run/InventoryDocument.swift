import Logistics

/// What a run did with its stock, for the JSON of a run.
func inventory(_ result: InventoryResult) -> JSONValue {
  [
    "oversold": .integer(result.oversold), "units_shrunk": .integer(result.unitsShrunk),
    "units_corrected": .integer(result.unitsCorrected), "records_counted": .integer(result.recordsCounted),
    "records_wrong": .integer(result.recordsWrong), "transfers": .integer(result.transfers),
    "units_transferred": .integer(result.unitsTransferred),
    "replenishment": .array(of: result.replenishment, replenishment),
  ]
}

private func replenishment(_ entry: ReplenishmentResult) -> JSONValue {
  [
    "node": .string(entry.node), "sku": .string(entry.sku), "supplier": .string(entry.supplier),
    "policy": .string(entry.policy), "orders": .integer(entry.orders), "expedited": .integer(entry.expedited),
    "units": .integer(entry.units), "on_order": .integer(entry.onOrder), "demand": .integer(entry.demand),
    "fill_rate": .number(entry.fillRate), "mean_on_hand": .number(entry.meanOnHand),
    "mean_owed": .number(entry.meanOwed), "mean_on_order": .number(entry.meanOnOrder),
    "stock_out_min": .number(entry.stockOutMinutes), "reviews": .integer(entry.reviews),
    "reviewed_on_hand": .number(entry.reviewedOnHand), "reviewed_owed": .number(entry.reviewedOwed),
  ]
}

/// What the choice of nodes cost, for the JSON of a run.
func fulfilment(_ result: FulfilmentResult, digits: Int) -> JSONValue {
  [
    "units": .integer(result.units), "cross_border": .integer(result.crossBorder),
    "planned_cost": .money(minor: result.costMinor, digits: digits),
    "clairvoyant_cost": result.clairvoyantMinor.map { .money(minor: $0, digits: digits) } ?? .null,
    "regret": .number(result.regret), "moved": .integer(result.moved), "plans": .integer(result.plans),
  ]
}

/// The table of what was ordered again.
func replenishmentTable(_ run: RunResult) -> Table {
  var table = Table([
    .text("node"), .text("SKU"), .text("policy"), .number("orders"), .number("units"), .number("asked for"),
    .number("fill rate"), .number("on hand"), .number("owed"), .number("on order"), .number("stock-out"),
  ])
  for entry in run.inventory.replenishment {
    table.add(
      entry.node, entry.sku, entry.policy, grouped(entry.orders), grouped(entry.units), grouped(entry.demand),
      percent(entry.fillRate), fixed(entry.meanOnHand, 1), fixed(entry.meanOwed, 1), fixed(entry.meanOnOrder, 1),
      span(seconds: entry.stockOutMinutes * 60))
  }
  return table
}
