import Kernel

extension ProvidersDepartment {
  func check(_ report: inout InvariantReport) {
    for (provider, counters) in region.desk.counters.enumerated() {
      let name = region.network.providers[provider].name
      report.require(counters.offList == 0, "\(counters.offList) parcels went to provider \(name) off the white list")
      report.require(
        counters.tendered == counters.accepted + counters.waiting,
        "provider \(name): \(counters.tendered) tendered, \(counters.accepted) accepted, \(counters.waiting) waiting")
      report.require(
        counters.waiting <= counters.refused && counters.refused <= counters.tendered,
        "provider \(name): \(counters.waiting) wait of \(counters.refused) refused of \(counters.tendered) tendered")
      for place in region.network.regions.indices {
        let held = region.desk.slotsHeld(provider, in: RegionID(rawValue: UInt16(place)))
        report.require(held >= 0, "provider \(name): \(held) slots held of its allocation")
      }
      report.require(
        counters.onTime <= counters.delivered, "provider \(name): more parcels on time than delivered")
    }
  }
}

/// A provider's account over all regions: parcels in = delivered + lost + seized + returned + in the network.
struct ProviderAccount: Hashable, Sendable {
  var accepted: Int64 = 0
  var ended: Int64 = 0

  /// Parcels that were accepted and have not ended.
  var inNetwork: Int64 { accepted - ended }

  /// Adds one region's view.
  mutating func add(_ counters: ProviderCounters) {
    accepted += counters.accepted
    ended += counters.ended
  }

  /// Checks the account against the parcels counted in the network; nil when only the sign can be checked.
  func check(_ name: String, counted: Int64?, _ report: inout InvariantReport) {
    report.require(inNetwork >= 0, "provider \(name): \(ended) parcels ended, \(accepted) were accepted")
    if let counted {
      report.require(
        inNetwork == counted, "provider \(name): \(inNetwork) parcels by the books, \(counted) in the network")
    }
  }
}
