import Kernel
import Scenario

extension Network {
  /// Days of calendars beyond the end of the run, so that plans made near it still find a departure.
  static let calendarMargin = SimDuration.days(270)

  /// The network of a scenario; what does not fit together is added to the problems.
  static func build(_ document: ScenarioDocument, _ problems: inout Diagnostics) -> Network {
    let root = document.root
    var builder = NetworkBuilder(root: root)
    builder.checkPeriod(&problems)
    guard !problems.hasErrors else { return builder.network }
    builder.addSKUs(&problems)
    builder.addRegionsAndMarkets(&problems)
    builder.addNodes(&problems)
    builder.addProviders()
    builder.addServices(&problems)
    return builder.network
  }

  /// Whether an instant lies in the run.
  func lasts(at time: SimTime) -> Bool { start <= time && time < end }

  /// The span that calendars and schedules cover.
  var horizon: Range<SimTime> { (start - .days(2))..<(max(start, end) + Self.calendarMargin) }
}

/// Turns sections into numbers, names into indices.
private struct NetworkBuilder {
  let root: Section
  var network: Network

  init(root: Section) {
    self.root = root
    network = Network(
      start: root[NetworkFields.start], end: root[NetworkFields.end], lookahead: root[NetworkFields.lookahead],
      scale: Network.Scale(
        demand: root[NetworkFields.scaleDemand] * root[NetworkFields.scaleAll],
        stock: root[NetworkFields.scaleStock] * root[NetworkFields.scaleAll],
        capacity: root[NetworkFields.scaleCapacity] * root[NetworkFields.scaleAll]),
      currency: root[NetworkFields.currency].code, regions: [], markets: [], zones: [], nodes: [], skus: [],
      providers: [], services: [], channels: [])
  }

  func checkPeriod(_ problems: inout Diagnostics) {
    if root[NetworkFields.end] > root[NetworkFields.start] + .days(7_305) {
      problems.error(
        at: root[mark: NetworkFields.end], "the run is longer than 20 years",
        help: "check the year: write an instant nearer to \(root[NetworkFields.start])")
    }
    guard root[NetworkFields.end] <= root[NetworkFields.start] else { return }
    problems.error(
      at: root[mark: NetworkFields.end], "end is not after start",
      help: "write an instant later than \(root[NetworkFields.start])")
  }

  mutating func addSKUs(_ problems: inout Diagnostics) {
    for section in root.items("skus{}") {
      let cost = section[NetworkFields.unitCost]
      checkAmount(cost, at: section[mark: NetworkFields.unitCost], &problems)
      if cost.minor != 0, cost.currency != root[NetworkFields.currency] {
        problems.error(
          at: section[mark: NetworkFields.unitCost],
          "unitCost \"\(cost)\" is not in the report currency \(network.currency)",
          help: "convert it to \(network.currency), or change the scenario's currency")
      }
      network.skus.append(
        Network.SKU(
          name: section.name, grams: section[NetworkFields.weight].grams,
          cm3: section[NetworkFields.volume].cubicCentimetres, hsCode: section[NetworkFields.hsCode],
          origin: section[NetworkFields.origin]?.code ?? "", category: section[NetworkFields.category],
          attributes: section[NetworkFields.attributes].sorted(), unitCost: cost.minor))
      checkPrices(section, &problems)
    }
  }

  /// Prices nobody pays, and SKUs nobody can buy, are oversights more often than intentions.
  private func checkPrices(_ section: Section, _ problems: inout Diagnostics) {
    let markets = root.items("markets{}").map(\.name)
    let priced = section[NetworkFields.prices].keys.map(\.code)
    for code in priced where !markets.contains(code) {
      problems.warning(
        at: section[mark: NetworkFields.prices], "\"\(section.name)\" has a price in \(code), which is not a market",
        help: "the markets are \(markets.joined(separator: ", "))")
    }
    if !priced.contains(where: markets.contains) {
      problems.warning(
        at: section.mark, "\"\(section.name)\" has no price in any market, so nobody can buy it",
        help: "write prices, for example prices: { \(markets.first ?? "DE"): \(examplePrice) }")
    }
  }

  private var examplePrice: String {
    let currency = root.items("markets{}").first?[NetworkFields.marketCurrency] ?? root[NetworkFields.currency]
    return "20 \(currency.code)"
  }

  /// Amounts are added up over all orders: one that leaves no room for that stands for a mistake.
  private func checkAmount(_ amount: Money, at mark: Mark, _ problems: inout Diagnostics) {
    guard amount.minor.magnitude > Self.largestAmount else { return }
    problems.error(
      at: mark, "\(amount) is more than a run can add up over its orders",
      help: "amounts of one unit end at \(Self.largestAmount) minor units")
  }

  private static let largestAmount: UInt64 = 1_000_000_000_000

  mutating func addRegionsAndMarkets(_ problems: inout Diagnostics) {
    let marketCodes = root.items("markets{}").map(\.name)
    let nodeCodes = root.items("nodes{}").map { $0[NetworkFields.nodeCountry].code }
    let codes = Set(marketCodes + nodeCodes).sorted()
    network.regions = codes.map { Network.Region(code: $0, market: nil, nodes: []) }
    for section in root.items("markets{}") { addMarket(section, &problems) }
  }

  private mutating func addMarket(_ section: Section, _ problems: inout Diagnostics) {
    let region = network.regions.firstIndex { $0.code == section.name }!
    let market = network.markets.count
    network.regions[region].market = market
    let zone = rules(section[NetworkFields.timeZone])
    let currency = section[NetworkFields.marketCurrency]
    let first = network.zones.count
    addZones(section, market: market, zone, &problems)
    let report = root[NetworkFields.currency]
    let perUnit = section[NetworkFields.exchangeRate]
    let rate = currency == report ? 1 : perUnit * power(of: report.decimals) / power(of: currency.decimals)
    if currency != report, !section.isWritten(NetworkFields.exchangeRate) {
      problems.error(
        at: section[mark: NetworkFields.marketCurrency], "market \"\(section.name)\" has no exchangeRate",
        help: "write how many \(report.code) one \(currency.code) is worth, as its exchangeRate")
    }
    if currency == report, perUnit != 1 {
      problems.error(
        at: section[mark: NetworkFields.exchangeRate],
        "market \"\(section.name)\" has the exchangeRate \(perUnit), but pays in the report currency",
        help: "remove it, or write another currency for the market than \(report.code)")
    }
    network.markets.append(
      Network.Market(
        code: section.name, region: RegionID(rawValue: UInt16(region)), timeZone: zone, currency: currency.code,
        toReportCurrency: rate, minorPerMajor: Int64(power(of: currency.decimals)),
        zones: first..<network.zones.count, prices: prices(in: section.name, currency, &problems),
        taxRate: section[NetworkFields.tax], forecastShare: section[NetworkFields.demandShare]))
  }

  private mutating func addZones(
    _ section: Section, market: Int, _ timeZone: TimeZoneRules, _ problems: inout Diagnostics
  ) {
    let zones = section.items("markets{}.zones{}")
    guard !zones.isEmpty else {
      network.zones.append(Network.Zone(name: "all", market: market, share: 1, timeZone: timeZone))
      return
    }
    let sum = zones.reduce(0.0) { $0 + $1[NetworkFields.zoneShare] }
    if sum == 0 {
      problems.error(
        at: zones[0][mark: NetworkFields.zoneShare], "no zone of \(section.name) has a share above 0",
        help: "write the weights of the zones in the market's orders")
    }
    for zone in zones {
      let own = zone[NetworkFields.zoneTimeZone].map { rules($0) }
      let share = sum > 0 ? zone[NetworkFields.zoneShare] / sum : 1 / Double(zones.count)
      network.zones.append(Network.Zone(name: zone.name, market: market, share: share, timeZone: own ?? timeZone))
    }
  }

  private func prices(in market: String, _ currency: CurrencyCode, _ problems: inout Diagnostics) -> [Int64?] {
    root.items("skus{}").map { section in
      guard let price = section[NetworkFields.prices].entries.first(where: { $0.key.code == market })?.value else {
        return nil
      }
      checkAmount(price, at: section[mark: NetworkFields.prices], &problems)
      if price.currency != currency {
        problems.error(
          at: section[mark: NetworkFields.prices],
          "the price of \"\(section.name)\" in \(market) is in \(price.currency.code), the market pays in \(currency.code)",
          help: "write it in \(currency.code)")
      }
      return price.minor
    }
  }

  mutating func addNodes(_ problems: inout Diagnostics) {
    for section in root.items("nodes{}") {
      let code = section[NetworkFields.nodeCountry].code
      let region = network.regions.firstIndex { $0.code == code }!
      let market = network.regions[region].market
      let zone = section[NetworkFields.nodeZone].flatMap { findZone($0, market, section, &problems) }
      let named = section[NetworkFields.nodeTimeZone].map { rules($0) }
      let inherited = zone.map { network.zones[$0].timeZone } ?? market.map { network.markets[$0].timeZone }
      if named == nil, inherited == nil {
        problems.error(
          at: section.mark, "node \"\(section.name)\" has no time zone, and \(code) is not a market",
          help: "write timeZone, for example timeZone: Asia/Shanghai")
      }
      let freight = section[NetworkFields.freight]
      if let freight, freight.currency.code != network.currency {
        problems.error(
          at: section[mark: NetworkFields.freight],
          "inboundFreight \"\(freight)\" is not in the report currency \(network.currency)",
          help: "convert it to \(network.currency)")
      }
      network.regions[region].nodes.append(network.nodes.count)
      network.nodes.append(
        Network.Node(
          name: section.name, region: RegionID(rawValue: UInt16(region)), country: code, zone: zone,
          timeZone: named ?? inherited ?? .utc, holdsStock: section[NetworkFields.holdsStock],
          isBonded: section[NetworkFields.bonded], freightPerKilogram: freight?.minor ?? 0))
    }
  }

  private func findZone(
    _ name: String, _ market: Int?, _ section: Section, _ problems: inout Diagnostics
  ) -> Int? {
    let zones = market.map { network.markets[$0].zones } ?? 0..<0
    if let found = zones.first(where: { network.zones[$0].name == name }) { return found }
    problems.error(
      at: section[mark: NetworkFields.nodeZone], "zone \"\(name)\" does not exist in the node's country",
      help: zones.isEmpty
        ? "the country is not a market; leave zone out"
        : "its zones are \(zones.map { network.zones[$0].name }.joined(separator: ", "))")
    return nil
  }

  mutating func addProviders() {
    network.providers = root.items("providers{}").map { Network.Provider(name: $0.name) }
  }

  mutating func addServices(_ problems: inout Diagnostics) {
    for section in root.items("services{}") {
      let provider = network.providers.firstIndex { $0.name == section[NetworkFields.serviceProvider].name } ?? 0
      let from = section[NetworkFields.serviceFrom].compactMap { name in
        network.nodes.firstIndex { $0.name == name.name }
      }
      let to = section[NetworkFields.serviceTo].flatMap { findDestination($0, section, &problems) }
      let countries = Set(from.map { network.nodes[$0].country })
      if countries.count > 1 {
        problems.error(
          at: section[mark: NetworkFields.serviceFrom], "service \"\(section.name)\" starts in more than one country",
          help: "write one service for each country of origin")
      }
      let isInternational = to.contains { zone in
        from.contains { network.nodes[$0].region != network.markets[network.zones[zone].market].region }
      }
      let isDomestic = to.contains { zone in
        from.contains { network.nodes[$0].region == network.markets[network.zones[zone].market].region }
      }
      if isInternational, isDomestic {
        problems.error(
          at: section[mark: NetworkFields.serviceTo],
          "service \"\(section.name)\" delivers at home and abroad", help: "write one service for each")
      }
      network.services.append(
        Network.Service(
          name: section.name, provider: provider, from: from.sorted(), to: to.sorted(),
          isInternational: isInternational, sold: sold(section, &problems)))
    }
    checkPickUps(&problems)
  }

  /// When orders may be placed on a service.
  private func sold(_ section: Section, _ problems: inout Diagnostics) -> Range<SimTime> {
    let from = section[NetworkFields.serviceSoldFrom] ?? SimTime(microseconds: .min)
    let until = section[NetworkFields.serviceSoldUntil] ?? .distantFuture
    guard from < until else {
      problems.error(
        at: section[mark: NetworkFields.serviceSoldUntil], "soldUntil is not after soldFrom",
        help: "write an instant later than \(from), or leave soldFrom out")
      return from..<from
    }
    return from..<until
  }

  private func checkPickUps(_ problems: inout Diagnostics) {
    for (number, section) in root.items("nodes{}").enumerated()
    where !network.services.contains(where: { $0.from.contains(number) }) {
      problems.warning(
        at: section.mark, "no service picks up at node \"\(section.name)\", so nothing leaves it",
        help: "add \(section.name) to the from list of a service")
    }
  }

  private mutating func findDestination(_ name: String, _ section: Section, _ problems: inout Diagnostics) -> [Int] {
    if let market = network.markets.first(where: { $0.code == name }) { return Array(market.zones) }
    for zone in network.zones.indices where network.zoneName(zone) == name { return [zone] }
    network.hasUnknownDestinations = true
    let known = network.markets.map(\.code) + network.zones.indices.map { network.zoneName($0) }
    problems.error(
      at: section[mark: NetworkFields.serviceTo], "\"\(name)\" is neither a market nor a zone",
      help: NearestName.find(name, in: known).map { "did you mean \"\($0)\"?" }
        ?? "the markets are \(network.markets.map(\.code).joined(separator: ", "))")
    return []
  }

  private func rules(_ name: TimeZoneName) -> TimeZoneRules {
    TimeZoneRules(identifier: name.name, from: network.horizon.lowerBound, to: network.horizon.upperBound) ?? .utc
  }

  private func power(of decimals: Int) -> Double { [1, 10, 100, 1_000, 10_000][decimals] }
}

extension Network {
  /// A zone's name in full: `US-east`.
  func zoneName(_ zone: Int) -> String { "\(markets[zones[zone].market].code)-\(zones[zone].name)" }

  /// A zone as its user names it: a market without zones goes by its code.
  func placeName(_ zone: Int) -> String {
    let market = markets[zones[zone].market]
    return market.zones.count == 1 ? market.code : zoneName(zone)
  }

  /// A number of people or machines at the scenario's scale: at least one.
  func scaledCapacity(_ count: Int) -> Int { max(1, Int((Double(count) * scale.capacity).rounded())) }

  /// A limit on parcels, grams or volume at the scenario's scale: at least one.
  func scaledLimit(_ limit: Int64) -> Int64 {
    limit >= .max / 2 ? limit : max(1, Int64(min(4e18, (Double(limit) * scale.capacity).rounded())))
  }
}
