import Kernel

extension CustomsDepartment {
  /// Parcels at the border now.
  var inProcess: Int64 {
    inGreen + onHold + inTransit + awaitingCover + stations.reduce(0) { $0 + Int64($1.station.presentCount) }
  }

  /// Parcels that wait for the guarantee or for the deferment account.
  private var awaitingCover: Int64 {
    Int64((border?.guarantee?.waiting ?? 0) + (border?.deferment?.waiting ?? 0))
  }

  func check(_ report: inout InvariantReport) {
    guard region.market != nil else { return }
    let code = region.network.regions[Int(region.id.rawValue)].code
    let ended = counters.released + counters.seized + counters.abandoned
    report.require(
      counters.arrived == ended + inProcess,
      "customs of \(code): \(counters.arrived) arrived, \(ended) left, \(inProcess) in process")
    report.require(
      counters.entries == counters.green + counters.yellow + counters.red,
      "customs of \(code): the channels do not add up to \(counters.entries) entries")
    report.require(
      counters.seized <= counters.red, "customs of \(code): seized more than it examined")
    report.require(
      border?.guarantee?.isBalanced ?? true, "customs of \(code): the guarantee is not what its movements have taken")
    report.require(
      border?.deferment?.isBalanced ?? true, "customs of \(code): the deferment account is not what its entries owe")
  }
}
