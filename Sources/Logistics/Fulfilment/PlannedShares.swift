/// F4: the node by lot, with the shares of the transport problem on the demand still expected; then by its prices.
///
/// With orders of one SKU the rounding that correlates the lines of an order has nothing to do.
/// - SeeAlso: Jasin and Sinha, *An LP-Based Correlated Rounding Scheme for Multi-Item Ecommerce Order Fulfillment*, Operations
///   Research 63 (2015).
struct PlannedShares: FulfilmentPolicy {
  static let name = "plannedShares"
  static let summary = "a node by lot, with the shares of the least-cost plan for the demand still expected"
  static let plan = PlanUse.shares

  func score(_ candidate: CandidateFacts) -> Int64 { candidate.landedCost }
}
