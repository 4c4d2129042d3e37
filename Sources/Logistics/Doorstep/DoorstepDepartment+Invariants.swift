import Kernel

extension DoorstepDepartment {
  func check(_ report: inout InvariantReport) {
    guard let desk, region.market != nil else { return }
    let code = region.network.regions[Int(region.id.rawValue)].code
    let market = region.counters
    let undelivered = counters.lost + counters.seized + counters.refused + counters.returnedToSender
    report.require(
      market.lost == undelivered, "doorstep of \(code): \(market.lost) orders lost, \(undelivered) parcels undelivered")
    let ended = region.desk.counters.reduce(0) { $0 + $1.ended }
    report.require(
      market.delivered + market.lost == ended,
      "doorstep of \(code): \(market.delivered) delivered and \(market.lost) lost, providers count \(ended)")
    let graded = counters.gradedA + counters.gradedB + counters.scrapped
    report.require(
      counters.returnsReceived == graded + Int64(desk.graders.presentCount),
      "returns of \(code): \(counters.returnsReceived) received, \(graded) graded, \(desk.graders.presentCount) waiting"
    )
    report.require(
      desk.underWay >= Int64(desk.graders.presentCount), "returns of \(code): more at the graders than under way")
    contacts?.check(code, &report)
    blame?.check(code, late: market.late, delivered: market.delivered, &report)
    report.require(
      market.late <= market.delivered, "doorstep of \(code): \(market.late) late of \(market.delivered) delivered")
  }
}
