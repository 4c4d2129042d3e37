import Kernel
import Scenario

extension CarrierPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> CarrierPlan {
    let root = document.root
    let hubSections = root.items("hubs{}")
    let hubs = hubSections.map { Hub($0, network, &problems) }
    var docks: [Dock] = []
    var lanes: [Lane] = []
    var tariffs: [[CarriageTariff]] = []
    var surcharges: [[Surcharge]] = []
    for (number, section) in root.items("services{}").enumerated() {
      let service = network.services[number]
      let hub = section[CarrierFields.hub].flatMap { name in hubSections.firstIndex { $0.name == name.name } }
      for node in service.from {
        docks.append(Dock(section, node: node, service: number, hub: hub, lane: number, network))
        checkHub(hub, hubs, of: node, section, network, &problems)
      }
      lanes.append(Lane(section, number, network, &problems))
      tariffs.append(rateCard(section, number, network, &problems))
      surcharges.append(section.items("services{}.surcharges[]").map { Surcharge($0, network, &problems) })
    }
    var depots: [Depot] = []
    for section in root.items("markets{}") {
      let market = network.markets.firstIndex { $0.code == section.name }!
      depots += Depot.all(of: market, section, network)
    }
    return CarrierPlan(docks: docks, hubs: hubs, lanes: lanes, depots: depots, tariffs: tariffs, surcharges: surcharges)
  }

  /// A service's prices by zone: its own, or those of the destination.
  private static func rateCard(
    _ section: Section, _ service: Int, _ network: Network, _ problems: inout Diagnostics
  ) -> [CarriageTariff] {
    let usual = CarriageTariff(section, network, &problems)
    var card = [CarriageTariff](repeating: usual, count: network.zones.count)
    for entry in section.items("services{}.price.zones{}") {
      let zones = network.zones(named: entry.name, of: service)
      if zones.isEmpty {
        problems.error(
          at: entry.mark,
          "zone \"\(entry.name)\" is not a destination of service \"\(network.services[service].name)\"",
          help: "name a market or a zone of its to list")
      }
      for zone in zones { card[zone] = usual.replaced(entry, network, &problems) }
    }
    return card
  }

  private static func checkHub(
    _ hub: Int?, _ hubs: [Hub], of node: Int, _ section: Section, _ network: Network, _ problems: inout Diagnostics
  ) {
    guard let hub, hubs[hub].region != network.nodes[node].region else { return }
    problems.error(
      at: section[mark: CarrierFields.hub],
      "hub \"\(hubs[hub].name)\" is not in \(network.nodes[node].country), where node \"\(network.nodes[node].name)\" stands",
      help: "name a hub of that country, or leave hub out")
  }
}

extension CarrierPlan.Hub {
  fileprivate init(_ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    name = section.name
    let code = section[CarrierFields.hubCountry].code
    let found = network.regions.firstIndex { $0.code == code }
    if found == nil {
      problems.error(
        at: section[mark: CarrierFields.hubCountry], "hub \"\(section.name)\" is in \(code), where no node stands",
        help: "name the country of the nodes it serves")
    }
    region = RegionID(rawValue: UInt16(found ?? 0))
    let zone = TimeZoneRules(
      identifier: section[CarrierFields.hubTimeZone].name, from: network.horizon.lowerBound,
      to: network.horizon.upperBound)
    let weekly = section[CarrierFields.hubHours]
    hours = weekly == .aroundTheClock ? .always : WorkCalendar(weekly, zone: zone ?? .utc, over: network.horizon)
    sortPerHour = section[CarrierFields.hubRate].perHour * network.scale.capacity
    sortTime = section[CarrierFields.sortTime]
    missorts = section[CarrierFields.missorts]
    missortDelay = section[CarrierFields.missortDelay]
    if sortPerHour <= 0 {
      problems.error(
        at: section[mark: CarrierFields.hubRate], "hub \"\(section.name)\" sorts nothing",
        help: "write a rate such as 20000/h")
    }
  }
}

extension CarrierPlan.Dock {
  fileprivate init(_ section: Section, node: Int, service: Int, hub: Int?, lane: Int, _ network: Network) {
    self.node = node
    self.service = service
    self.hub = hub
    self.lane = lane
    pickUps = LocalSchedule(
      at: section[CarrierFields.pickUpTimes], on: section[CarrierFields.pickUpDays],
      zone: network.nodes[node].timeZone, over: network.horizon)
    capacity = Load(
      units: network.scaledLimit(section[CarrierFields.pickUpParcels] ?? Load.unlimited.units),
      grams: network.scaledLimit(section[CarrierFields.pickUpWeight]?.grams ?? Load.unlimited.units),
      cubicCentimetres: network.scaledLimit(
        section[CarrierFields.pickUpVolume]?.cubicCentimetres ?? Load.unlimited.units))
    firstMile = section[CarrierFields.firstMile]
  }
}

extension CarrierPlan.Lane {
  fileprivate init(_ section: Section, _ number: Int, _ network: Network, _ problems: inout Diagnostics) {
    service = number
    let first = network.nodes[network.services[number].from.first ?? 0]
    region = first.region
    isInternational = network.services[number].isInternational
    let times = section[CarrierFields.departures]
    departures =
      times.isEmpty
      ? nil
      : LocalSchedule(
        at: times, on: section[CarrierFields.lineHaulDays], zone: first.timeZone, over: network.horizon)
    capacity = Load(
      units: network.scaledLimit(section[CarrierFields.lineHaulParcels] ?? Load.unlimited.units),
      grams: network.scaledLimit(section[CarrierFields.lineHaulWeight]?.grams ?? Load.unlimited.units),
      cubicCentimetres: network.scaledLimit(
        section[CarrierFields.lineHaulVolume]?.cubicCentimetres ?? Load.unlimited.units))
    sharedVariance = section[CarrierFields.sharedVariance]
    lost = section[CarrierFields.lost]
    damaged = section[CarrierFields.damaged]
    transit = .init(repeating: nil, count: network.zones.count)
    let usual = try? DurationSampler(section[CarrierFields.transit])
    for zone in network.services[number].to { transit[zone] = usual }
    for lane in section.items("services{}.lanes{}") { setTransit(lane, network, &problems) }
  }

  private mutating func setTransit(_ lane: Section, _ network: Network, _ problems: inout Diagnostics) {
    let zones = network.zones(named: lane.name, of: service)
    if zones.isEmpty {
      problems.error(
        at: lane.mark, "lane \"\(lane.name)\" is not a destination of service \"\(network.services[service].name)\"",
        help: "name a market or a zone of its to list")
    }
    for zone in zones { transit[zone] = try? DurationSampler(lane[CarrierFields.transitTo]) }
  }
}

extension CarriageTariff {
  fileprivate init(_ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    perParcel = section.cost(CarrierFields.pricePerParcel, network, &problems) ?? 0
    perKilogram = section.cost(CarrierFields.pricePerKilogram, network, &problems) ?? 0
    gramsPerStep = section[CarrierFields.weightStep].grams
    cm3PerKilogram = section[CarrierFields.volumePerKilogram]?.cubicCentimetres ?? 0
    volumeFrom = section[CarrierFields.volumeFrom].cubicCentimetres
    fuel = section[CarrierFields.fuel]
  }

  /// The same with the prices of one destination.
  fileprivate func replaced(
    _ entry: Section, _ network: Network, _ problems: inout Diagnostics
  ) -> CarriageTariff {
    var tariff = self
    tariff.perParcel = entry.cost(CarrierFields.zonePerParcel, network, &problems) ?? perParcel
    tariff.perKilogram = entry.cost(CarrierFields.zonePerKilogram, network, &problems) ?? perKilogram
    return tariff
  }
}

extension CarrierPlan.Surcharge {
  fileprivate init(_ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    from = section[CarrierFields.surchargeFrom]
    until = section[CarrierFields.surchargeUntil]
    perParcel = section.cost(CarrierFields.surchargePerParcel, network, &problems) ?? 0
    if until <= from {
      problems.error(
        at: section[mark: CarrierFields.surchargeUntil], "until is not after from",
        help: "write an instant later than \(from)")
    }
  }
}

extension Section {
  /// An amount in minor units of the report currency; an error where it is in another one.
  fileprivate func cost(_ field: Field<Money?>, _ network: Network, _ problems: inout Diagnostics) -> Int64? {
    guard let money = self[field] else { return nil }
    if money.currency.code != network.currency {
      problems.error(
        at: self[mark: field],
        "\(field.declaration.name) \"\(money)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
    return money.minor
  }
}

extension Network {
  /// The zones of a service that a name stands for: a market's, or one.
  fileprivate func zones(named name: String, of service: Int) -> [Int] {
    services[service].to.filter { zoneName($0) == name || markets[zones[$0].market].code == name }
  }
}

extension CarrierPlan.Depot {
  /// One depot for each zone of a market.
  fileprivate static func all(of market: Int, _ section: Section, _ network: Network) -> [CarrierPlan.Depot] {
    let zones = section.items("markets{}.zones{}")
    return network.markets[market].zones.map { zone in
      let own = zones.first { $0.name == network.zones[zone].name }?[CarrierFields.zoneStops]
      let shared = section[CarrierFields.stops].map {
        max(1, Int64((Double($0) * network.zones[zone].share).rounded()))
      }
      return CarrierPlan.Depot(
        zone: zone, region: network.markets[market].region,
        waves: LocalSchedule(
          at: section[CarrierFields.waves], on: section[CarrierFields.waveDays], zone: network.zones[zone].timeZone,
          over: network.horizon),
        stops: network.scaledLimit(own ?? shared ?? Load.unlimited.units),
        route: (try? DurationSampler(section[CarrierFields.route])) ?? DurationSampler(.zero),
        success: section[CarrierFields.success])
    }
  }
}
