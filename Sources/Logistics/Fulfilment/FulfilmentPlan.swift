import Kernel

/// Which nodes and services can serve a zone, in the order of preference, and how they hand over.
struct FulfilmentPlan: Sendable {
  /// A node and a service that reach a zone.
  struct Candidate: Sendable {
    var node: UInt16
    var service: UInt16
    var dock: UInt16
    var lane: UInt16
    var zone: UInt16
    var isRemote: Bool
    var path: LeadTimePath
  }

  /// By zone over all markets.
  var candidates: [[Candidate]]
  /// By zone, then SKU: places in `candidates[zone]`, best first.
  var ranks: [[[UInt16]]]
  /// From payment until a node in the same region knows of the order.
  var localHandOver: SimDuration
  /// From payment until a node in another region knows of it; at least the lookahead.
  var remoteHandOver: SimDuration
  /// Whole days added to every promise.
  /// The quantile of random legs that promises are made at.
  var promiseQuantile = 0.0
  var promiseSlackDays: Int64
  /// Whether promises count the departures that are full with what waits.
  var knowsBacklog = false
  /// Handling in a node per order, minor units of the report currency, by node.
  var handling: [Int64]
  /// The landed cost of one unit by zone, SKU and candidate, minor units of the report currency.
  var landed: [[[Int64]]]
  /// What of a plan for the expected demand the policy uses, and how often it is made.
  var use: PlanUse
  var refreshEvery: SimDuration
  /// Time between batches in which orders are moved before their release; zero releases each at once.
  var batchEvery: SimDuration
  /// Expected demand in units, and what a unit that is not sold costs, by market, then SKU.
  var forecast: [[Double]]
  var shortage: [[Int64]]

  /// The landed cost of one unit from a node to a zone by the cheapest service; nil where there is none.
  func landedCost(_ node: Int, _ zone: Int, _ sku: Int) -> Int64? {
    candidates[zone].indices.filter { Int(candidates[zone][$0].node) == node }.map { landed[zone][sku][$0] }.min()
  }
}
