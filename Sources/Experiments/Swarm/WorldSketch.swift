import Kernel
import Scenario

/// The bones of a random world: countries, goods, nodes, providers and ways of parcels that fit together.
///
/// Small on purpose: a few hundred orders, so that a run takes some hundredths of a second.
struct WorldSketch {
  private struct Country {
    var code: String
    var zone: String
    var currency: String
    var rate: String
    var price: Int
    var regime: String?
  }

  private static let countries = [
    Country(code: "US", zone: "America/New_York", currency: "USD", rate: "1", price: 40, regime: "us"),
    Country(code: "DE", zone: "Europe/Berlin", currency: "EUR", rate: "1.14", price: 35, regime: "eu"),
    Country(code: "GB", zone: "Europe/London", currency: "GBP", rate: "1.31", price: 31, regime: "gb"),
    Country(code: "JP", zone: "Asia/Tokyo", currency: "JPY", rate: "0.0066", price: 5_000, regime: "jp"),
    Country(code: "AU", zone: "Australia/Sydney", currency: "AUD", rate: "0.66", price: 60),
  ]
  private static let starts = [
    "2026-10-23T00:00:00Z", "2026-03-27T00:00:00Z", "2026-12-29T18:00:00Z", "2026-06-28T07:30:00Z",
    "2028-02-27T12:00:00Z",
  ]

  private var draws: SwarmDraws
  private(set) var start: SimTime
  private(set) var end: SimTime
  private var countries: [Country] = []
  private var skus: [(String, Written)] = []
  private var nodes: [(String, Written)] = []
  private var hubs: [(String, Written)] = []
  private var providers: [(String, Written)] = []
  private var services: [(String, Written)] = []
  private var markets: [(String, Written)] = []

  init(_ draws: SwarmDraws) {
    self.draws = draws
    start = SimTime(iso8601: self.draws.pick(Self.starts))!
    end = start + .hours(Int64(self.draws.between(60, 24 * 10)))
    countries = Array(self.draws.shuffled(Self.countries).prefix(self.draws.between(1, 3)))
    addProviders()
    addGoods()
    let hasOrigin = self.draws.chance(0.6)
    for country in countries { add(country, isServedFromAbroad: hasOrigin) }
    if hasOrigin { addOrigin() }
  }

  private func plain(_ number: Int) -> Written { .plain(String(number)) }

  private mutating func addProviders() {
    for name in ["swift", "slow", "third"].prefix(draws.between(1, 3)) {
      var fields: [(String, Written)] = [
        ("status", .scalar(draws.pick(["approved", "approved", "pilot", "probation"])))
      ]
      if draws.chance(0.4) {
        fields.append(("allocation", plain(draws.between(3, 40))))
        fields.append(("overflow", .scalar(draws.pick(["refuse", "surcharge", "delay"]))))
      }
      providers.append((name, .entries(fields)))
    }
  }

  private mutating func addGoods() {
    for name in ["alpha", "beta", "gamma"].prefix(draws.between(1, 3)) {
      let prices = countries.map { country -> (String, Written) in
        let digits = country.currency == "JPY" ? "" : ".00"
        return (country.code, .scalar("\(country.price + draws.below(9))\(digits) \(country.currency)"))
      }
      skus.append(
        (
          name,
          .entries([
            ("weight", .scalar("\(draws.between(100, 3_000)) g")),
            ("hsCode", .scalar(draws.pick(["6109.10", "8517.13", "3304.99"]))), ("origin", .scalar("CN")),
            ("category", .scalar(draws.pick(["a", "b"]))),
            ("unitCost", .scalar("\(draws.between(1, 20)).50 USD")), ("prices", .entries(prices)),
          ])
        ))
    }
  }

  private mutating func add(_ country: Country, isServedFromAbroad: Bool) {
    let zones = ["north", "south", "west"].prefix(draws.below(4)).map { name in
      (name, Written.entries([("share", plain(draws.between(1, 5)))]))
    }
    var lastMile: [(String, Written)] = [
      ("days", .scalar(draws.pick(["Mon-Sun", "Mon-Sat", "Mon-Fri"]))),
      ("success", .list([.plain("0.\(draws.between(3, 9))"), .plain("0.\(draws.between(3, 9))")])),
    ]
    if draws.chance(0.7) { lastMile.append(("stops", plain(draws.between(2, 40)))) }
    var fields: [(String, Written)] = [
      ("timeZone", .scalar(country.zone)), ("currency", .scalar(country.currency)),
      ("exchangeRate", .plain(country.rate)), ("tax", .scalar("\(draws.below(25)) %")),
      (
        "demand",
        .entries([
          ("audience", plain(draws.between(500, 20_000))), ("organic", .scalar("\(draws.between(1, 16))/h")),
        ])
      ), ("funnel", .entries([("conversion", .scalar("\(draws.between(2, 9)) %"))])),
      ("lastMile", .entries(lastMile)),
      (
        "returns",
        .entries([
          ("rate", .scalar("\(draws.below(50)) %")), ("window", .scalar("\(draws.between(1, 10)) d")),
          ("requestLag", .scalar("\(draws.between(2, 40)) h")), ("transit", .scalar("\(draws.between(2, 60)) h")),
        ])
      ), ("customs", customs(country)),
    ]
    if !zones.isEmpty { fields.append(("zones", .entries(zones))) }
    markets.append((country.code, .entries(fields)))
    for number in 0..<(isServedFromAbroad ? draws.below(3) : draws.between(1, 2)) { addNode(country.code, number) }
  }

  private mutating func customs(_ country: Country) -> Written {
    var fields: [(String, Written)] = [
      ("terms", .scalar(draws.pick(["ddp", "dap"]))), ("seized", .scalar("\(draws.below(3)) %")),
      ("red", .scalar("\(draws.between(5, 20)) %")), ("yellow", .scalar("\(draws.below(30)) %")),
      ("hold", .entries([("share", .scalar("\(draws.below(20)) %"))])),
      ("autoLodged", .scalar("\(draws.between(50, 100)) %")),
    ]
    if let regime = country.regime { fields.append(("regime", .scalar(regime))) }
    return .entries(fields)
  }

  private mutating func stock(_ most: Int) -> Written {
    .entries(skus.map { ($0.0, plain(draws.chance(0.15) ? 0 : draws.below(most))) })
  }

  private mutating func addNode(_ code: String, _ number: Int) {
    let name = "\(code.lowercased())-\(number)"
    var fields: [(String, Written)] = [("country", .scalar(code)), ("stock", stock(160))]
    if draws.chance(0.2) {
      fields.append(("process", .scalar("handOver")))
      fields.append(("holdsStock", .plain(draws.chance(0.5) ? "true" : "false")))
      fields.append(("handOverTime", .entries([("min", .scalar("1 h")), ("max", .scalar("30 h"))])))
    } else {
      fields.append(("waves", .entries([("every", .scalar("\(draws.between(1, 6)) h"))])))
      fields.append(("pick", .entries([("pickers", plain(draws.between(1, 3)))])))
      fields.append(("pack", .entries([("stations", plain(draws.between(1, 3)))])))
      fields.append(("handling", .scalar("1.20 USD")))
    }
    nodes.append((name, .entries(fields)))
    for way in 0..<draws.between(1, 2) { addService("\(name)-\(way)", from: name, to: [code], country: code) }
  }

  private mutating func addService(_ name: String, from node: String, to: [String], country: String) {
    let isFar = to != [country]
    var fields: [(String, Written)] = [
      ("provider", .scalar(draws.pick(providers.map(\.0)))), ("from", .list([.scalar(node)])),
      ("to", .list(to.map { .scalar($0) })), ("lost", .scalar("\(draws.below(6)) %")),
      (
        "transit",
        .entries(
          isFar
            ? [("min", .scalar("20 h")), ("median", .scalar("40 h")), ("p95", .scalar("90 h"))]
            : [("min", .scalar("4 h")), ("median", .scalar("14 h")), ("p95", .scalar("40 h"))])
      ), ("price", .entries([("perParcel", .scalar("4.10 USD")), ("perKilogram", .scalar("0.30 USD"))])),
    ]
    var pickUp: [(String, Written)] = [("times", .list([.scalar("09:00"), .scalar("18:00")]))]
    if draws.chance(0.6) { pickUp.append(("parcels", plain(draws.between(2, 30)))) }
    fields.append(("pickUp", .entries(pickUp)))
    if draws.chance(0.6) {
      var lineHaul: [(String, Written)] = [("departures", .list([.scalar("23:00")]))]
      if draws.chance(0.7) { lineHaul.append(("parcels", plain(draws.between(2, 30)))) }
      fields.append(("lineHaul", .entries(lineHaul)))
    }
    if draws.chance(0.5) {
      fields.append(("hub", .scalar("hub-\(name)")))
      hubs.append(
        (
          "hub-\(name)",
          .entries([
            ("country", .scalar(country)), ("timeZone", .scalar("UTC")),
            ("rate", .scalar("\(draws.between(5, 200))/h")),
          ])
        ))
    }
    services.append((name, .entries(fields)))
  }

  private mutating func addOrigin() {
    nodes.append(
      (
        "origin",
        .entries([
          ("country", .scalar("CN")), ("timeZone", .scalar("Asia/Shanghai")), ("forward", .plain("false")),
          ("waves", .entries([("every", .scalar("4 h"))])), ("stock", stock(400)),
        ])
      ))
    addService("origin-air", from: "origin", to: countries.map(\.code), country: "CN")
  }

  /// The whole world as a scenario.
  mutating func scenario(number: Int, seed: Int) -> Written {
    let orders = (0..<draws.below(9)).map { place -> Written in
      // Some fall into the last hours, where runs end.
      let span = Int((end - start).microseconds / 60_000_000)
      let minute = place % 3 == 0 ? span - draws.between(1, min(span, 600)) : draws.below(span)
      return .entries([
        ("at", .scalar("\(start + .minutes(Int64(minute)))")),
        ("market", .scalar(draws.pick(countries.map(\.code)))), ("sku", .scalar(draws.pick(skus.map(\.0)))),
        ("quantity", plain(draws.between(1, 4))), ("prepaid", .plain(draws.chance(0.5) ? "true" : "false")),
      ])
    }
    return .entries([
      ("name", .scalar("world-\(number)")), ("start", .scalar("\(start)")), ("end", .scalar("\(end)")),
      ("currency", .scalar("USD")), ("seed", plain(seed)),
      ("messageDelay", .scalar(draws.pick(["1 min", "15 min", "3 h"]))),
      ("include", .scalar("pack:customs-2026")), ("checkInvariants", .scalar("2 h")),
      ("markets", .entries(markets)), ("skus", .entries(skus)), ("nodes", .entries(nodes)),
      ("providers", .entries(providers)), ("hubs", .entries(hubs)), ("services", .entries(services)),
      (
        "placement",
        .entries([
          ("strategy", .scalar(draws.pick(["demandProportional", "atOrigin", "serviceLevel", "equalMarginal"]))),
          ("units", .entries(skus.map { ($0.0, plain(draws.below(300))) })),
          ("lot", plain(draws.pick([20, 100, 5_000]))),
        ])
      ),
      (
        "fulfilment",
        .entries([
          (
            "policy",
            .scalar(draws.pick(["nearestWithStock", "cheapestLandedCost", "shadowPrice", "plannedShares"]))
          ), ("handOver", .scalar(draws.pick(["0 s", "20 min", "6 h"]))),
        ])
      ),
      (
        "demand",
        .entries(
          [("bins", .entries([("normal", .scalar(draws.pick(["10 min", "30 min", "1 h"])))]))]
            + (orders.isEmpty ? [] : [("orders", .list(orders))]))
      ),
    ])
  }
}
