import Kernel

// Slots: what orders hold of the daily allocations before their parcels are tendered.
extension ProviderDesk {
  /// The day whose allocation a parcel tendered at `time` in a region uses; ``SlotDays/none`` where nothing is limited.
  func slotDay(_ provider: Int, in place: RegionID, at time: SimTime) -> UInt16 {
    slots[slot(provider, place)]?.day(of: time) ?? SlotDays.none
  }

  /// Whether a provider can still take a parcel on a day in a region: exact here, by this market's share elsewhere.
  func hasRoom(_ provider: Int, in place: RegionID, on day: UInt16, at now: SimTime) -> Bool {
    guard day != SlotDays.none, slots[slot(provider, place)] != nil else { return true }
    return slots[slot(provider, place)]!.hasRoom(on: day, at: now) { taken(provider, in: place, on: $0) }
  }

  /// The first day, from a day on, on which a provider can take one more parcel in a region, and its first instant.
  ///
  /// ``SlotDays/none`` and a distant future where that day never comes.
  func firstDay(
    _ provider: Int, in place: RegionID, from day: UInt16, at now: SimTime
  ) -> (day: UInt16, begins: SimTime) {
    let book = slot(provider, place)
    guard day != SlotDays.none, slots[book] != nil else { return (SlotDays.none, now) }
    let first = slots[book]!.firstDay(from: day, at: now) { taken(provider, in: place, on: $0) }
    guard first < SlotDays.last, let begins = slots[book]?.start(of: first) else {
      return (SlotDays.none, .distantFuture)
    }
    return (first, begins)
  }

  private func taken(_ provider: Int, in place: RegionID, on date: LocalDate) -> Int64 {
    place == region ? allocations[provider]?.taken(on: date) ?? 0 : 0
  }

  /// An order is given to a provider: it counts among the country's orders, and takes a slot where there are any.
  func book(_ provider: Int, in place: RegionID, day: UInt16, at now: SimTime) {
    booked[provider] += 1
    bookedByAll += 1
    hold(provider, in: place, day: day, at: now)
  }

  /// An order that was given to a provider ends before its parcel is tendered.
  func unbook(_ provider: Int, in place: RegionID, day: UInt16, at now: SimTime) {
    booked[provider] -= 1
    bookedByAll -= 1
    release(provider, in: place, day: day, at: now)
  }

  /// A parcel takes a slot.
  func hold(_ provider: Int, in place: RegionID, day: UInt16, at now: SimTime) {
    guard day != SlotDays.none else { return }
    slots[slot(provider, place)]?.hold(day, at: now)
  }

  /// A parcel gives its slot back: it is tendered now, or never.
  func release(_ provider: Int, in place: RegionID, day: UInt16, at now: SimTime) {
    guard day != SlotDays.none else { return }
    slots[slot(provider, place)]?.release(day, at: now)
  }

  /// Slots of a provider held in a region, as known here.
  func slotsHeld(_ provider: Int, in place: RegionID) -> Int64 { slots[slot(provider, place)]?.total ?? 0 }

  /// The first instant of the day on which a parcel may be tendered here that is booked for a later day; nil for today.
  ///
  /// A parcel that is ready before its day waits for it, unless an earlier day has a slot that nobody holds.
  func dayToWaitFor(_ provider: Int, bookedFor day: UInt16, at now: SimTime) -> SimTime? {
    guard day != SlotDays.none, let today = slots[slot(provider, region)]?.day(of: now), day > today else { return nil }
    let first = firstDay(provider, in: region, from: today, at: now)
    return first.day > today ? first.begins : nil
  }

  private func slot(_ provider: Int, _ place: RegionID) -> Int {
    Int(place.rawValue) * counters.count + provider
  }

  /// The books of a region's desk, by region, then provider; nil where a parcel always finds a place.
  static func makeSlots(
    _ plan: ProvidersPlan, _ network: Network, for region: RegionID,
    _ limits: (_ provider: Int, _ place: Int) -> (limit: DailyLimit, news: [(at: SimTime, limit: DailyLimit)])?
  ) -> [SlotDays?] {
    network.regions.indices.flatMap { place in
      plan.providers.indices.map { provider -> SlotDays? in
        guard let (limit, news) = limits(provider, place) else { return nil }
        let isElsewhere = place != Int(region.rawValue)
        let share = isElsewhere ? network.share(of: region, ofProvider: provider, in: place) : 1
        return SlotDays(
          limit.share(share), news: news.map { ($0.at, $0.limit.share(share)) }, isElsewhere: isElsewhere,
          zone: plan.timeZones[place], from: network.start)
      }
    }
  }
}

extension DailyLimit {
  /// A part of the limit, rounded up.
  fileprivate func share(_ share: Double) -> DailyLimit {
    func part(_ parcels: Int64) -> Int64 {
      parcels >= Self.unlimited ? parcels : Int64((Double(parcels) * share).rounded(.up))
    }
    return DailyLimit(
      initial: part(initial), changes: changes.map { Change(from: $0.from, parcels: part($0.parcels)) })
  }
}

extension Network {
  /// The share of a region's market in the forecast of all markets that a provider serves from the nodes of a place.
  fileprivate func share(of region: RegionID, ofProvider provider: Int, in place: Int) -> Double {
    guard let market = regions[Int(region.rawValue)].market else { return 0 }
    let here = services.filter { service in
      service.provider == provider && service.from.contains { nodes[$0].region.rawValue == place }
    }
    let reached = Set(here.flatMap { $0.to.map { zones[$0].market } }).sorted()
    guard reached.contains(market) else { return 0 }
    let sum = reached.reduce(0.0) { $0 + markets[$1].forecastShare }
    return sum > 0 ? markets[market].forecastShare / sum : 1 / Double(reached.count)
  }
}
