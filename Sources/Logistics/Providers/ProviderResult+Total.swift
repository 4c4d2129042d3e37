extension ProviderResult {
  /// The account of each provider over all regions, in the network's order.
  static func all(_ regions: [RegionState]) -> [ProviderResult] {
    guard let network = regions.first?.network else { return [] }
    return network.providers.indices.map { place in
      var result = ProviderResult(name: network.providers[place].name)
      for region in regions {
        let seen = region.desk.counters[place]
        result.tendered += Int(seen.tendered)
        result.refused += Int(seen.refused)
        result.surcharged += Int(seen.surcharged)
        result.delivered += Int(seen.delivered)
        result.lost += Int(seen.lost)
        result.damaged += Int(seen.damaged)
        result.seized += Int(seen.seized)
        result.returned += Int(seen.returned)
        result.inNetwork += Int(seen.accepted - seen.ended)
        result.onTime += Int(seen.onTime)
        result.paidMinor += seen.paid
      }
      return result
    }
  }
}
