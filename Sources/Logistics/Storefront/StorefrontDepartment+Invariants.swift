import Kernel

extension StorefrontDepartment {
  /// Every visitor is somewhere: gone, lost, waiting, buying, or a customer.
  func check(_ report: inout InvariantReport) {
    let counters = region.counters
    let came = counters.visits + counters.given
    let lost = counters.lostOrders.reduce(0, +)
    let there =
      counters.bounced + counters.abandoned + lost + counters.waiting + counters.placed + open
      + (room?.waiting ?? 0)
    report.require(
      came == there,
      "market \(region.network.regions[Int(region.id.rawValue)].code): \(came) visits and given orders, but "
        + "\(there) bounced, abandoned, lost, waiting, placed, in the checkout or in the waiting room")
    report.require(open >= 0, "fewer checkouts were begun than ended")
  }
}
