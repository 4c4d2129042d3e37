import Kernel
import Scenario

extension CustomsPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> CustomsPlan {
    let root = document.root
    let skus = root.items("skus{}")
    let goods = network.skus.indices.map { sku in
      let code = HSCode(network.skus[sku].hsCode)
      if code == nil {
        problems.error(
          at: skus[sku][mark: NetworkFields.hsCode], "hsCode \"\(network.skus[sku].hsCode)\" is not an HS code",
          help: "write digits and dots, for example hsCode: \"6109.10\"")
      }
      return CustomsGoods(code: code ?? .any, origin: ISOCountry(network.skus[sku].origin))
    }
    let offices = root.items("markets{}").map { section in
      CustomsOffice(section, root, network, &problems)
    }
    return CustomsPlan(
      offices: offices, countries: network.nodes.map { ISOCountry($0.country) },
      bonded: network.nodes.map(\.isBonded), goods: goods)
  }

  /// Duty and fees that the checkout of a market charges on one unit from abroad, minor units of the report currency.
  ///
  /// For goods shipped from their country of origin, or from nowhere special, entered at the start of the run.
  func landedCharges(market: Int, sku: Int, isBonded: Bool = false, network: Network) -> Int64 {
    guard let price = network.markets[market].prices[sku] else { return 0 }
    let office = offices[market]
    let zone = network.markets[market].timeZone
    let law = office.regime.law(on: zone.date(at: network.start))
    var facts = office.facts
    facts.shippedFrom = goods[sku].origin
    if isBonded { facts.route = .bonded }
    let line = ConsignmentLine(
      tariff: law.tariff(of: goods[sku].code, from: goods[sku].origin), subheading: goods[sku].code.subheading,
      origin: goods[sku].origin, value: price - office.taxInPrices.included(in: price), quantity: 1)
    let owed = law.assess(facts, CollectionOfOne(line))
    let charge = DutyPostings.charge(
      dutyAndFees: owed.duty + owed.fees, borderTax: owed.taxPoint == .border ? owed.tax : 0,
      taxInPrice: office.taxInPrices.included(in: price))
    return Int64((Double(charge) * network.markets[market].toReportCurrency).rounded())
  }

  /// What a bulk consignment of one SKU owes on import into a country with a market, minor units of the report currency;
  /// nothing for goods made there, where the country has no customs law, or where the node is bonded.
  ///
  /// Valued at unit cost; the tax is settled with the tax collected from customers, so only duty and fees are a cost.
  func bulkImportCost(sku: Int, units: Int64, into node: Int, at time: SimTime, _ network: Network) -> Int64 {
    let place = network.nodes[node]
    guard units > 0, !place.isBonded, let market = network.regions[Int(place.region.rawValue)].market else { return 0 }
    let origin = goods[sku].origin
    guard origin != .none, origin != offices[market].facts.destination else { return 0 }
    let rate = network.markets[market].toReportCurrency
    let law = offices[market].regime.law(on: network.markets[market].timeZone.date(at: time))
    var facts = offices[market].facts
    facts.route = .bulk
    facts.shippedFrom = origin
    let value = Int64((Double(network.skus[sku].unitCost * units) / rate).rounded())
    let line = ConsignmentLine(
      tariff: law.tariff(of: goods[sku].code, from: origin), subheading: goods[sku].code.subheading, origin: origin,
      value: value, quantity: units)
    let owed = law.assess(facts, CollectionOfOne(line))
    return Int64((Double(owed.duty + owed.fees) * rate).rounded())
  }
}

extension CustomsOffice {
  fileprivate init(_ section: Section, _ root: Section, _ network: Network, _ problems: inout Diagnostics) {
    let market = network.markets.first { $0.code == section.name }!
    if let name = section[CustomsFields.regime]?.name, let law = root.item("customs.regimes{}", named: name) {
      regime = DutyRegime(law, currency: market.currency, &problems)
    } else {
      regime = DutyRegime(name: "none", valuation: .fob, taxesImports: false)
    }
    taxInPrices = MoneyRate(ratio: market.taxRate)
    facts = ConsignmentFacts(
      route: section[CustomsFields.route], destination: ISOCountry(market.code), shippedFrom: .none,
      taxRate: MoneyRate(ratio: market.taxRate), isRegistered: section[CustomsFields.isRegistered])
    terms = section[CustomsFields.terms]
    entry = EntryRules(
      poorData: section[CustomsFields.poorData], rejectsPoorData: section[CustomsFields.rejects],
      autoLodged: section[CustomsFields.autoLodged], lacksDocuments: section[CustomsFields.lacksDocuments],
      hold: DurationSampler(checked: section[CustomsFields.hold]), abandonsAfter: section[CustomsFields.abandonsAfter])
    channels = ChannelShares(
      yellow: section[CustomsFields.yellow], red: section[CustomsFields.red], seized: section[CustomsFields.seized],
      poorDataFactor: section[CustomsFields.poorDataFactor])
    greenTime = DurationSampler(checked: section[CustomsFields.greenTime])
    broker = Desk(CustomsFields.broker, section, market, network)
    documents = Desk(CustomsFields.documents, section, market, network)
    examination = Desk(CustomsFields.examination, section, market, network)
    securities = BorderSecurities(
      deferment: section[CustomsFields.deferment]?.minor, paidEvery: section[CustomsFields.paidEvery],
      guarantee: section[CustomsFields.guarantee]?.minor,
      transit: DurationSampler(checked: section[CustomsFields.transitTime]))
    checkSecurities(section, market, &problems)
    readShocks(section, &problems)
    checkShares(section, &problems)
  }

  private mutating func readShocks(_ section: Section, _ problems: inout Diagnostics) {
    for entry in section.items("markets{}.customs.shocks[]") {
      let shock = BorderShock(
        from: entry[CustomsFields.shockFrom], until: entry[CustomsFields.shockUntil],
        poorData: entry[CustomsFields.shockPoorData],
        autoLodged: entry[CustomsFields.shockAutoLodged])
      if shock.until <= shock.from {
        problems.error(
          at: entry[mark: CustomsFields.shockUntil], "until is not after from",
          help: "write an instant later than \(shock.from)")
      } else if let last = shocks.last, shock.from < last.until {
        problems.error(
          at: entry[mark: CustomsFields.shockFrom], "the shock begins before the one above is over",
          help: "write shocks in order of time, without overlaps")
      }
      shocks.append(shock)
    }
  }

  private func checkSecurities(_ section: Section, _ market: Network.Market, _ problems: inout Diagnostics) {
    for field in [CustomsFields.deferment, CustomsFields.guarantee] {
      guard let sum = section[field], sum.currency.code != market.currency else { continue }
      problems.error(
        at: section[mark: field], "\"\(sum)\" is not in \(market.currency), which the market pays in",
        help: "write the amount in \(market.currency)")
    }
    if section[CustomsFields.guarantee] != nil, facts.route != .transit {
      problems.warning(
        at: section[mark: CustomsFields.guarantee],
        "a guarantee is for route \"transit\"; this market's is \"\(facts.route)\"",
        help: "write route: transit, or leave the guarantee out")
    }
  }

  private func checkShares(_ section: Section, _ problems: inout Diagnostics) {
    if channels.seized > channels.red {
      problems.error(
        at: section[mark: CustomsFields.seized], "seized \"\(channels.seized)\" is more than red \"\(channels.red)\"",
        help: "what is seized was examined: red contains it")
    }
    if channels.red + channels.yellow > 1 {
      problems.error(
        at: section[mark: CustomsFields.yellow], "yellow and red together are more than all entries",
        help: "what is neither is green")
    }
    if facts.route == .bulk {
      problems.error(
        at: section[mark: CustomsFields.route], "route \"bulk\" is not a way of parcels",
        help: "bulk imports are receipts of a node; write postal, express, consolidated, bonded or transit")
    }
  }
}

extension CustomsOffice.Desk {
  fileprivate init(_ fields: DeskFields, _ section: Section, _ market: Network.Market, _ network: Network) {
    let people = network.scaledCapacity(section[fields.people])
    capacity = .open(section[fields.hours], servers: people, zone: market.timeZone, over: network.horizon)
    shiftEnd = section[fields.shiftEnd].shiftEnd
    work = DurationSampler(checked: section[fields.work])
  }
}

extension Station.Capacity {
  /// People with weekly hours at a place.
  static func open(
    _ hours: WeeklyHours, servers: Int, zone: TimeZoneRules, over horizon: Range<SimTime>
  ) -> Station.Capacity {
    if hours == .aroundTheClock { return .servers(servers) }
    return .calendar(WorkCalendar(hours, zone: zone, over: horizon), servers: servers)
  }
}

extension DurationSampler {
  /// The law of a field that has been read, and so is known to exist.
  init(checked value: DurationDistribution) { self = (try? DurationSampler(value)) ?? DurationSampler(.zero) }
}
