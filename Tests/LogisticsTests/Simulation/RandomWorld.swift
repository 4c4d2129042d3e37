import Kernel

/// A small world drawn by chance: markets, zones, nodes, ways of parcels, rules and trouble of all kinds.
///
/// Orders come in the first three days and nothing is impossible for ever, so that after a long enough horizon nothing is
/// under way. The parts are kept apart so that a test can write them in any order.
struct RandomWorld {
  private(set) var markets: [String] = []
  private(set) var skus: [String] = []
  private(set) var nodes: [String] = []
  private(set) var hubs: [String] = []
  private(set) var providers: [String] = []
  private(set) var services: [String] = []
  private(set) var ads: [String] = []
  private(set) var rest: [String] = []
  private var draws: RandomStream

  private struct Country {
    var code: String
    var zone: String
    var currency: String
    var rate: Double
    var price: String
    var regime: String?
  }

  private static let countries = [
    Country(code: "US", zone: "America/New_York", currency: "USD", rate: 1, price: "40.00 USD", regime: "us"),
    Country(code: "DE", zone: "Europe/Berlin", currency: "EUR", rate: 1.14, price: "35.00 EUR", regime: "eu"),
    Country(code: "GB", zone: "Europe/London", currency: "GBP", rate: 1.31, price: "31.00 GBP", regime: "gb"),
    Country(code: "JP", zone: "Asia/Tokyo", currency: "JPY", rate: 0.0066, price: "5000 JPY", regime: "jp"),
    Country(code: "AU", zone: "Australia/Sydney", currency: "AUD", rate: 0.66, price: "60.00 AUD", regime: nil),
  ]

  init(seed: UInt64, markets count: Int? = nil) {
    draws = Streams(seed: seed)["random world"][0]
    var countries = Self.countries
    while countries.count > count ?? (1 + seedCount(seed)) { countries.remove(at: below(countries.count)) }
    let hasOrigin = chance(0.7)
    addSKUs(countries)
    providers = [
      "swift: { status: approved }",
      "slow: { status: \(pick(["approved", "probation"])), allocation: \(20 + below(60)), "
        + "overflow: \(pick(["refuse", "surcharge", "delay"])) }",
    ]
    for country in countries { add(country, isServedFromAbroad: hasOrigin) }
    if hasOrigin { addOrigin(to: countries) }
    addRest(countries)
  }

  private func seedCount(_ seed: UInt64) -> Int { Int(seed % 4) }
  private mutating func below(_ n: Int) -> Int { Int(draws.below(UInt64(n))) }
  private mutating func chance(_ p: Double) -> Bool { draws.uniform() < p }
  private mutating func pick(_ options: [String]) -> String { options[below(options.count)] }

  private mutating func addSKUs(_ countries: [Country]) {
    for name in ["alpha", "beta", "gamma"].prefix(1 + below(3)) {
      let prices = countries.map { "\($0.code): \($0.price)" }.joined(separator: ", ")
      skus.append(
        "\(name): { weight: \(100 + below(3_000)) g, hsCode: \"6109.10\", origin: CN, category: \(pick(["a", "b"])), "
          + "unitCost: \(1 + below(20)).50 USD, prices: { \(prices) } }")
    }
  }

  private mutating func add(_ country: Country, isServedFromAbroad: Bool) {
    let code = country.code
    let zones = ["north", "south", "west"].prefix(below(4)).map { "\($0): { share: \(1 + below(5)) }" }
    let regime = country.regime.map { "regime: \($0), " } ?? ""
    markets.append(
      """
      \(code):
          timeZone: \(country.zone)
          currency: \(country.currency)
          exchangeRate: \(country.rate)
          tax: \(below(25)) %
          forecastShare: \(1 + below(5))
          zones: { \(zones.joined(separator: ", ")) }
          demand: { audience: 100000 }
          funnel: { conversion: \(2 + below(8)) % }
          lastMile: { days: \(pick(["Mon-Sun", "Mon-Sat", "Mon-Fri"])), stops: \(10 + below(60)), success: [0.8, 0.7, 0.6] }
          returns: { rate: \(below(40)) %, window: 10 d, acrossBorders: \(chance(0.5)), graders: 1, cost: 3.00 USD }
          customs: { \(regime)terms: \(pick(["ddp", "dap"])), route: \(pick(["express", "postal", "consolidated"])), \
      hold: { share: \(below(20)) % }, red: \(5 + below(10)) %, yellow: 10 %, seized: \(below(4)) %, autoLodged: 80 % }
      """)
    ads.append(
      "{ market: \(code), from: 2026-10-24T06:00:00Z, until: 2026-10-27T06:00:00Z, "
        + "budget: \(300 + below(500)).00 USD, costPerMille: 5.00 USD, clickThrough: 0.02 }")
    for number in 0..<(isServedFromAbroad ? below(3) : 1 + below(2)) { addNode(code, number) }
  }

  private mutating func addNode(_ code: String, _ number: Int) {
    let name = "\(code.lowercased())-\(number)"
    let stock = skus.map { "\($0.prefix { $0 != ":" }): \(below(120))" }.joined(separator: ", ")
    let isSeller = chance(0.2)
    nodes.append(
      isSeller
        ? "\(name): { country: \(code), process: handOver, holdsStock: \(chance(0.5)), handOverTime: { min: 1 h, max: 30 h }, stock: { \(stock) } }"
        : "\(name): { country: \(code), waves: { every: \(1 + below(6)) h }, pick: { pickers: \(1 + below(3)), "
          + "hours: \(pick(["Mon-Sun 00:00-24:00", "Mon-Fri 08:00-16:00"])) }, pack: { stations: \(1 + below(3)) }, "
          + "handling: 1.20 USD, stock: { \(stock) } }")
    let hub = chance(0.5) ? "hub: hub-\(name), " : ""
    if !hub.isEmpty {
      hubs.append("hub-\(name): { country: \(code), timeZone: UTC, hours: 18:00-06:00, rate: \(20 + below(200))/h }")
    }
    let lineHaul = chance(0.5) ? "lineHaul: { departures: [\"23:00\"], parcels: \(20 + below(60)) }, " : ""
    services.append(
      "\(name)-van: { provider: \(pick(["swift", "slow"])), from: [\(name)], to: [\(code)], \(hub)\(lineHaul)"
        + "pickUp: { times: [\"09:00\", \"18:00\"], parcels: \(10 + below(60)) }, lost: \(below(5)) %, "
        + "transit: { min: 4 h, median: 14 h, p95: 40 h }, price: { perParcel: 4.10 USD } }")
  }

  private mutating func addOrigin(to countries: [Country]) {
    let stock = skus.map { "\($0.prefix { $0 != ":" }): \(50 + below(400))" }.joined(separator: ", ")
    nodes.append(
      "origin: { country: CN, timeZone: Asia/Shanghai, forward: false, waves: { every: 4 h }, stock: { \(stock) } }")
    services.append(
      "origin-air: { provider: swift, from: [origin], to: [\(countries.map(\.code).joined(separator: ", "))], "
        + "lineHaul: { departures: [\"03:00\"], parcels: \(20 + below(50)) }, lost: \(below(5)) %, "
        + "transit: { min: 1 d, median: 4 d, p95: 9 d }, price: { perParcel: 2.20 USD, perKilogram: 7.00 USD } }")
  }

  private mutating func addRest(_ countries: [Country]) {
    let bought = skus.map { "\($0.prefix { $0 != ":" }): \(below(600))" }.joined(separator: ", ")
    rest = [
      "messageDelay: \(pick(["1 min", "15 min", "3 h"]))",
      "placement: { strategy: \(pick(["demandProportional", "atOrigin"])), units: { \(bought) }, forwardShare: 0.6, lot: 100 }",
      "inventory: { publishEvery: \(pick(["1 h", "6 h"])), safetyBuffer: 0.\(below(10)) }",
      "fulfilment: { policy: \(pick(["nearestWithStock", "cheapestLandedCost"])), handOver: \(pick(["0 s", "20 min", "6 h"])), "
        + "remoteHandOver: \(pick(["15 min", "8 h"])) }",
      "doorstep: { cancellation: { perDay: \(pick(["0", "0.1", "2"])) } }",
      "trust: { manualShare: 0.2, fraudShare: 0.05, reviewers: 1, hours: Mon-Fri 09:00-17:00 }",
      "fees: { holdingPerYear: 0.2 }",
    ]
    let first = countries[0].code
    let sku = skus[0].prefix { $0 != ":" }
    let orders = (0..<12).map { number in
      "  - { at: 2026-10-24T\(10 + number):15:00Z, market: \(first), sku: \(sku), "
        + "quantity: \(1 + below(4)), prepaid: \(chance(0.5)) }"
    }
    rest.append("demand:\n  bins: { normal: 1 h }\n  orders:\n  " + orders.joined(separator: "\n  "))
  }

  /// The scenario's text; an order other than the one drawn when `shuffle` is given.
  func yaml(days: Int = 75, shuffle: UInt64? = nil) -> String {
    var order = shuffle.map { Streams(seed: $0)["shuffle"][0] }
    func map(_ name: String, _ entries: [String]) -> String {
      guard !entries.isEmpty else { return "" }
      let lines = order == nil ? entries : entries.shuffled(using: &order!)
      return name + ":\n" + lines.map { "  " + $0 }.joined(separator: "\n") + "\n"
    }
    var sections = [
      map("markets", markets), map("skus", skus), map("nodes", nodes), map("hubs", hubs),
      map("providers", providers), map("services", services),
      "ads:\n" + ads.map { "  - " + $0 }.joined(separator: "\n") + "\n",
    ]
    sections += rest
    let end = SimTime(iso8601: "2026-10-24T00:00:00Z")! + .days(Int64(days))
    sections += ["name: random", "start: 2026-10-24T00:00:00Z", "end: \(end)", "currency: USD"]
    sections.append("include: pack:customs-2026")
    if order != nil { sections.shuffle(using: &order!) }
    return sections.joined(separator: "\n")
  }
}
