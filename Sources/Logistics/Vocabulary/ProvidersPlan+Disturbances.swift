import Kernel

extension ProvidersPlan {
  /// What a region may tender to a provider by day: the contract, less what disruptions take; nil for any number.
  ///
  /// A day counts as disturbed when a part of it is.
  func limit(_ provider: Int, in place: Int, _ network: Network, _ disturbance: Disturbance?) -> DailyLimit? {
    let limit = providers[provider].limit
    guard let disturbance else { return limit }
    let zone = timeZones[place]
    let dates = zone.date(at: network.start)...zone.date(at: network.horizon.upperBound)
    return (limit ?? DailyLimit(initial: DailyLimit.unlimited)).scaled(over: dates) { date in
      disturbance.leastCapacity(from: zone.instant(date), until: zone.instant(date + 1))
    }
  }

  /// The same as the book of slots knows it, and learns it; nil where a parcel always finds a place.
  func slots(
    _ provider: Int, in place: Int, _ network: Network, _ disturbances: Disturbances
  ) -> (limit: DailyLimit, news: [(at: SimTime, limit: DailyLimit)])? {
    let contract = bookable(provider, limit(provider, in: place, network, nil))
    let news = disturbances.news(of: .provider, provider).compactMap { news in
      bookable(provider, limit(provider, in: place, network, news.disturbance)).map { (at: news.at, limit: $0) }
    }
    guard contract != nil || !news.isEmpty else { return nil }
    return (contract ?? DailyLimit(initial: DailyLimit.unlimited), news)
  }

  /// Where parcels above the allocation cost more, there is no place on closed days only.
  private func bookable(_ provider: Int, _ limit: DailyLimit?) -> DailyLimit? {
    guard providers[provider].overflow == .surcharge, var limit else { return limit }
    guard !limit.changes.isEmpty else { return nil }
    limit.initial = limit.initial > 0 ? DailyLimit.unlimited : 0
    for place in limit.changes.indices where limit.changes[place].parcels > 0 {
      limit.changes[place].parcels = DailyLimit.unlimited
    }
    return limit
  }

  /// Whether a factor between 0 and 1 changes anything at a resource; nil for what is none of the providers'.
  func limits(_ resource: Resource) -> Bool? {
    resource.kind == .provider ? providers[Int(resource.number)].limit != nil : nil
  }
}
