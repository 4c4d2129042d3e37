import Kernel

/// When one node orders one SKU again, and how much.
///
/// The inventory position is what is on the shelf and on order, less what is promised.
struct ReplenishmentRule: Sendable {
  enum Policy: String, CaseIterable, Sendable {
    case baseStock, minMax, reorderPoint, upToAtReview
  }

  var node: Int
  var sku: Int
  var supplier: Int
  var policy: Policy
  /// Time between reviews; zero reviews at every change of the position.
  var review: SimDuration
  var reorderAt: Int64
  var orderUpTo: Int64
  var lot: Int64
  /// Units that may be sold before they have come.
  var backorders: Int64
  /// Free units below which an order goes the fast way.
  var expediteBelow: Int64?

  /// Units to order at an inventory position; at most 0 when nothing is due.
  func due(at position: Int64) -> Int64 {
    switch policy {
    case .baseStock, .upToAtReview: orderUpTo - position
    case .minMax: position <= reorderAt ? orderUpTo - position : 0
    case .reorderPoint: position <= reorderAt ? lot * ((reorderAt - position) / lot + 1) : 0
    }
  }
}

/// Who sells to the nodes.
struct Supplier: Sendable {
  var name: String
  var leadTime: DurationSampler
  var isCrossing: Bool
  /// Mean times without and with a disruption; nil is never disrupted.
  var disruption: (up: SimDuration, down: SimDuration)?
  /// Fixed cost of an order, minor units of the report currency.
  var orderCost: Int64
  var minimum: Int64
  var multiple: Int64
  var expedite: (leadTime: DurationSampler, perUnit: Int64)?

  /// A quantity as the supplier delivers it.
  func rounded(_ units: Int64) -> Int64 {
    let least = max(units, minimum)
    return (least + multiple - 1) / multiple * multiple
  }
}

/// The suppliers and the rules of all nodes.
struct ReplenishmentPlan: Sendable {
  var suppliers: [Supplier] = []
  /// By node, then SKU.
  var rules: [ReplenishmentRule] = []

  /// Whether a node is ever supplied again.
  var isOn: Bool { !rules.isEmpty }
}
