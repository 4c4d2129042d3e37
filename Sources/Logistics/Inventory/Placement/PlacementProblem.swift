/// Where the bought units of one SKU go: what a strategy may look at.
///
/// Costs are minor units of the report currency, units are whole.
struct PlacementProblem: Sendable {
  /// The SKU's place in the scenario, and its name.
  var sku = 0
  var skuName = ""
  /// Units bought.
  var units: Int64
  /// Share of the units that may be deployed forward, 0...1.
  var forwardShare: Double
  var nodes: [PlacementNode]
  var zones: [PlacementZone] = []
  /// The landed cost of one unit by node, then zone: handling, carriage, duty and fees; nil where there is no way.
  var landedCosts: [[Int64?]] = []
  /// What a missing unit costs by zone: the price without tax less the unit cost.
  var margins: [Int64] = []
  /// What a unit costs that is left: its cost less what it is sold off for.
  var overage: Int64 = 0
  /// The critical ratio that strategies hold stock to, 0...1.
  var serviceLevel = 0.8
  /// Seeds the demand scenarios of strategies that sample.
  var seed: UInt64 = 1
  var scenarios = 50

  /// Origins, or all nodes with stock where none is an origin.
  var originWeights: [Double] {
    let origins = nodes.map { $0.holdsStock && !$0.isForward ? 1.0 : 0 }
    return origins.contains(1) ? origins : nodes.map { $0.holdsStock ? 1.0 : 0 }
  }

  /// Whether a node is an origin with stock.
  var hasOrigins: Bool { nodes.contains { $0.holdsStock && !$0.isForward } }

  /// The units that may go forward: all of them where nobody else can keep any.
  var forwardUnits: Int64 { hasOrigins ? Int64((Double(units) * forwardShare).rounded()) : units }

  /// Nodes that stock may be deployed to.
  var forwardNodes: [Int] { nodes.indices.filter { nodes[$0].holdsStock && nodes[$0].isForward } }

  /// What is sent, and the rest at the origins.
  func withRest(_ sent: [Int64]) -> [Int64] {
    let kept = PlacementStrategies.split(units - sent.reduce(0, +), by: originWeights)
    return zip(sent, kept).map(+)
  }
}

/// What a placement may know of a node.
struct PlacementNode: Sendable {
  var name = ""
  /// Forecast demand of the zones this node is nearest to, as a weight.
  var demand: Double
  /// Whether stock may be deployed forward here; the others are origins.
  var isForward: Bool
  /// Whether the node counts stock at all.
  var holdsStock: Bool
  /// What opening it costs, minor units of the report currency.
  var fixedCost: Int64 = 0
  /// Units that it can hold of this SKU.
  var capacity = Int64.max
}

/// What a placement may know of a zone.
struct PlacementZone: Sendable {
  var name = ""
  /// The node in its country that is nearest, or nil.
  var nearest: Int?
  /// Expected demand, units, and its coefficient of variation.
  var mean: Double
  var cv: Double
}
