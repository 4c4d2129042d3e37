import Kernel

extension ProvidersDepartment {
  func check(_ report: inout InvariantReport) {
    for (provider, counters) in region.desk.counters.enumerated() {
      let name = region.network.providers[provider].name
      report.require(counters.offList == 0, "\(counters.offList) parcels went to provider \(name) off the white list")
      report.require(
        counters.tendered == counters.accepted + counters.waiting + counters.passedOn,
        "provider \(name): \(counters.tendered) tendered, \(counters.accepted) accepted, \(counters.waiting) waiting, "
          + "\(counters.passedOn) passed on")
      report.require(
        counters.waiting + counters.passedOn <= counters.refused && counters.refused <= counters.tendered,
        "provider \(name): \(counters.waiting) wait of \(counters.refused) refused of \(counters.tendered) tendered")
      let least = region.network.regions.indices.reduce(Int64(0)) { least, place in
        min(least, region.desk.slotsHeld(provider, in: RegionID(rawValue: UInt16(place))))
      }
      report.require(least == 0, "provider \(name): \(least) slots held of its allocation")
      report.require(
        counters.onTime <= counters.delivered, "provider \(name): more parcels on time than delivered")
    }
  }
}

/// A provider's account over all regions: parcels in = delivered + lost + seized + returned + in the network.
struct ProviderAccount: Hashable, Sendable {
  private(set) var accepted: Int64 = 0
  private(set) var delivered: Int64 = 0
  private(set) var lost: Int64 = 0
  private(set) var seized: Int64 = 0
  private(set) var returned: Int64 = 0
  /// Parcels in its hands, counted one by one.
  private(set) var inNetwork: Int64 = 0

  /// The accounts of all providers, from what all regions saw; O(parcels under way).
  static func all(_ regions: [RegionState]) -> [ProviderAccount] {
    guard let network = regions.first?.network else { return [] }
    var accounts = [ProviderAccount](repeating: ProviderAccount(), count: network.providers.count)
    for region in regions {
      for (provider, counters) in region.desk.counters.enumerated() { accounts[provider].add(counters) }
      for parcel in region.parcels.used where parcel.stage.isInNetwork {
        accounts[network.services[Int(parcel.service)].provider].inNetwork += 1
      }
    }
    return accounts
  }

  private mutating func add(_ counters: ProviderCounters) {
    accepted += counters.accepted
    delivered += counters.delivered
    lost += counters.lost
    seized += counters.seized
    returned += counters.returned
  }

  /// Checks that all that was accepted has ended or is in the network.
  func check(_ name: String, _ report: inout InvariantReport) {
    report.require(
      accepted == delivered + lost + seized + returned + inNetwork,
      "provider \(name): \(accepted) parcels accepted, \(delivered) delivered, \(lost) lost, \(seized) seized, "
        + "\(returned) returned, \(inNetwork) in the network")
  }
}
