import Kernel

extension CustomsDepartment {
  /// Parcels at the border now.
  var inProcess: Int64 { inGreen + onHold + stations.reduce(0) { $0 + Int64($1.station.presentCount) } }

  func check(_ report: inout InvariantReport) {
    guard !stations.isEmpty else { return }
    let code = region.network.regions[Int(region.id.rawValue)].code
    let ended = counters.released + counters.seized + counters.abandoned
    report.require(
      counters.arrived == ended + inProcess,
      "customs of \(code): \(counters.arrived) arrived, \(ended) left, \(inProcess) in process")
    report.require(
      counters.entries == counters.green + counters.yellow + counters.red,
      "customs of \(code): the channels do not add up to \(counters.entries) entries")
    report.require(
      region.duties != nil && counters.seized <= counters.red, "customs of \(code): seized more than it examined")
  }
}
