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
  var promiseSlackDays: Int64
  /// Whether promises count the departures that are full with what waits.
  var knowsBacklog = false
  /// Handling in a node per order, minor units of the report currency, by node.
  var handling: [Int64]
}
