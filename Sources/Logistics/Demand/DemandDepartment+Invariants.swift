extension DemandDepartment {
  /// Every visit that demand made was counted by the storefront.
  func check(_ report: inout InvariantReport) {
    report.require(
      handedOver == region.counters.visits,
      "demand made \(handedOver) visits, the storefront counted \(region.counters.visits)")
  }
}
