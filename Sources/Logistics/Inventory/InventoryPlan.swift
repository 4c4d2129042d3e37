import Kernel
import Scenario

/// A program that places the units in place of a strategy.
struct PlacementProgram: Sendable {
  /// The program and its arguments.
  var words: [String]
  var timeLimit: SimDuration
  /// Where the scenario names it.
  var mark: Mark
}

/// What inventory needs to know: which receipts come when, how fast they are put away, and when stock is published.
struct InventoryPlan: Sendable {
  /// One lot on its way to a node.
  struct Receipt: Sendable, BitwiseCopyable {
    var node: Int
    var sku: Int
    var units: Int64
    /// When the truck reaches the dock.
    var arrives: SimTime
    /// Duty and fees of its import, minor units of the report currency.
    var importCost: Int64 = 0
  }

  /// Receiving at one node.
  struct Receiving: Sendable {
    /// Dock doors that unload at once.
    var doors: Int
    /// Units one door unloads and checks per hour.
    var unitsPerHour: Double
    /// From the end of unloading until the units can be sold.
    var putAway: SimDuration
    /// When the dock works.
    var hours: WorkCalendar
  }

  /// Whose storefronts see a node's stock, and how much of it.
  struct Audience: Sendable {
    var region: RegionID
    /// Share of the node's available stock that this region may promise, 0...1.
    var share: Double
  }

  /// Receipts by arrival, then node, then SKU.
  var receipts: [Receipt]
  /// By node; nil where nothing is received.
  var receiving: [Receiving?]
  /// How often a node tells other regions what is available to sell.
  var publishEvery: SimDuration
  /// How long such a message takes, at least the lookahead.
  var publishLag: SimDuration
  /// Regions other than its own that sell from a node, by node.
  var audiences: [[Audience]]
  /// Share of on-hand units never promised, by node.
  var safetyBuffer: Double
  /// Who supplies and who orders again; empty by default.
  var replenishment = ReplenishmentPlan()
  /// The quantile of random legs that promises allow for.
  var promiseQuantile = 0.9
  /// How exact the record is; exact by default.
  var records = RecordLayerPlan()
  /// What moves between nodes, and what may not be sold; nothing by default.
  var transfers = TransferPlan()
  /// What the placement of each SKU was asked, by SKU.
  var placements: [PlacementProblem] = []
  /// The program that is to place the units and has not been asked; nil where there is none.
  var program: PlacementProgram?
}
