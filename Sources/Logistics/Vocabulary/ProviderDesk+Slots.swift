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
    let isHere = place == region
    return slots[slot(provider, place)]!.hasRoom(on: day, at: now) { date in
      isHere ? allocations[provider]?.taken(on: date) ?? 0 : 0
    }
  }

  /// An order takes a slot.
  func hold(_ provider: Int, in place: RegionID, day: UInt16, at now: SimTime) {
    guard day != SlotDays.none else { return }
    slots[slot(provider, place)]?.hold(day, at: now)
  }

  /// An order gives its slot back: it ends before its parcel is tendered, or the parcel is tendered now.
  func release(_ provider: Int, in place: RegionID, day: UInt16, at now: SimTime) {
    guard day != SlotDays.none else { return }
    slots[slot(provider, place)]?.release(day, at: now)
  }

  /// Slots of a provider held in a region, as known here.
  func slotsHeld(_ provider: Int, in place: RegionID) -> Int64 { slots[slot(provider, place)]?.total ?? 0 }

  private func slot(_ provider: Int, _ place: RegionID) -> Int {
    Int(place.rawValue) * counters.count + provider
  }

  /// The books of a region's desk, by region, then provider; nil where a parcel always finds a place.
  static func makeSlots(_ plan: ProvidersPlan, _ network: Network, for region: RegionID) -> [SlotDays?] {
    network.regions.indices.flatMap { place in
      plan.providers.enumerated().map { provider, terms -> SlotDays? in
        guard let limit = terms.parcelsPerDay, terms.overflow != .surcharge else { return nil }
        let isElsewhere = place != Int(region.rawValue)
        let share = isElsewhere ? network.share(of: region, ofProvider: provider, in: place) : 1
        return SlotDays(
          parcelsPerDay: Int64((Double(limit) * share).rounded(.up)), isElsewhere: isElsewhere,
          zone: plan.timeZones[place], from: network.start)
      }
    }
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
