import Kernel
import Scenario

/// The fields of the world that all departments share.
enum NetworkFields {
  static let name = Field<String>("name", default: "scenario", since: "0.1", "The scenario's name in reports.")
  static let start = Field<SimTime>("start", since: "0.1", "First instant of the run, in UTC or with an offset.")
  static let end = Field<SimTime>(
    "end", since: "0.1", "The run stops here; orders still open are counted as in flight.")
  static let currency = Field<CurrencyCode>(
    "currency", default: CurrencyCode("USD")!, since: "0.1", "The currency of reports and of costs.")
  static let seed = Field<Int64>(
    "seed", default: 1, in: 0..., since: "0.1", "The seed when the command line gives none.")
  static let lookahead = Field<SimDuration>(
    "messageDelay", default: .minutes(15), in: .seconds(1)...(.days(1)), since: "0.1", source: "assumption",
    "The least delay of a message between countries: systems hand over in batches. Also the parallel engine's lookahead."
  )
  static let scaleAll = Field<Double>(
    "scale.all", default: 1, in: 1e-6...1e6, since: "0.1",
    "The same world at another size: a factor on demand, stock and capacity together.")
  static let scaleDemand = Field<Double>(
    "scale.demand", default: 1, in: 1e-6...1e6, since: "0.1", "Factor on audiences, crowds and recorded volume.")
  static let scaleStock = Field<Double>("scale.stock", default: 1, in: 1e-6...1e6, since: "0.1", "Factor on all stock.")
  static let scaleCapacity = Field<Double>(
    "scale.capacity", default: 1, in: 1e-6...1e6, since: "0.1",
    "Factor on people, stations, officers, vehicles and stops; at least one of each remains.")
  static let checkEvery = Field<SimDuration>(
    "checkInvariants", default: .days(1), in: .minutes(1)...(.days(365)), since: "0.1",
    "How often the conservation laws are checked during the run; they always are at its end.")

  static let timeZone = Field<TimeZoneName>("markets{}.timeZone", since: "0.1", "The market's main time zone.")
  static let marketCurrency = Field<CurrencyCode>("markets{}.currency", since: "0.1", "The currency customers pay in.")
  static let exchangeRate = Field<Double>(
    "markets{}.exchangeRate", default: 1, in: 1e-9...1e9, since: "0.1",
    "Units of the report currency for one unit of the market's currency, locked for the run.")
  static let tax = Field<Double>(
    "markets{}.tax", default: 0, in: 0...1, since: "0.1", source: "assumption",
    "VAT, GST or sales tax contained in the prices. Illustrative, not tax advice.")
  static let demandShare = Field<Double>(
    "markets{}.forecastShare", default: 1, in: 0...1e9, since: "0.1", source: "assumption",
    "Weight of the market in the forecast that places stock; weights need not sum to one.")
  static let zoneShare = Field<Double>(
    "markets{}.zones{}.share", default: 1, in: 0...1e9, since: "0.1", source: "assumption",
    "Weight of the zone in the market's orders; weights need not sum to one.")
  static let zoneTimeZone = Field<TimeZoneName?>(
    "markets{}.zones{}.timeZone", default: nil, since: "0.1", "The zone's time zone when it differs from the market's.")

  static let weight = Field<Mass>(
    "skus{}.weight", default: Mass(grams: 500), in: Mass(grams: 1)...Mass(grams: 1_000_000), since: "0.1",
    source: "assumption", "Weight of one packed unit.")
  static let volume = Field<Volume>(
    "skus{}.volume", default: Volume(cubicCentimetres: 2_000),
    in: Volume(cubicCentimetres: 1)...Volume(cubicCentimetres: 10_000_000), since: "0.1", source: "assumption",
    "Volume of one packed unit.")
  static let hsCode = Field<String>(
    "skus{}.hsCode", default: "9999.99", since: "0.1", "The HS code that customs and compliance look at.")
  static let origin = Field<CountryCode?>(
    "skus{}.origin", default: nil, since: "0.1", "Country of origin; the node's country when absent.")
  static let category = Field<String>(
    "skus{}.category", default: "general", since: "0.1", "The category that rules and return rates go by.")
  static let attributes = Field<[String]>(
    "skus{}.attributes", default: [], since: "0.1",
    "What rules ask for: battery, cosmetic, food, childProduct and so on.")
  static let unitCost = Field<Money>(
    "skus{}.unitCost", default: Money(minor: 0, CurrencyCode("USD")!), since: "0.1", source: "assumption",
    where: { Money.notNegative($0) },
    "What one unit costs, in the report currency.")
  static let prices = Field<Keyed<CountryCode, Money>>(
    "skus{}.prices", default: [:], since: "0.1", where: { Money.notNegative($0) },
    "Price with tax by market, in the market's currency; a market without a price is not offered the SKU.")

  static let nodeCountry = Field<CountryCode>("nodes{}.country", since: "0.1", "The country the node stands in.")
  static let nodeTimeZone = Field<TimeZoneName?>(
    "nodes{}.timeZone", default: nil, since: "0.1", "The node's time zone; the market's when absent.")
  static let nodeZone = Field<String?>(
    "nodes{}.zone", default: nil, since: "0.1", "The zone of its market the node stands in.")
  static let holdsStock = Field<Bool>(
    "nodes{}.holdsStock", default: true, since: "0.1",
    "Whether stock is counted; sellers who hand over may have any amount.")
  static let bonded = Field<Bool>(
    "nodes{}.bonded", default: false, since: "0.1",
    "Whether stock lies there under customs' control: nothing is owed when it comes in, each order into the node's own country is an entry."
  )

  static let freight = Field<Money?>(
    "nodes{}.inboundFreight", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What bringing a kilogram of goods here in bulk costs, in the report currency; nothing when absent.")

  static let serviceProvider = Field<Reference>(
    "services{}.provider", to: "providers{}", since: "0.1", "Who carries.")
  static let serviceFrom = Field<[Reference]>(
    "services{}.from", to: "nodes{}", since: "0.1", where: { namesEach($0.map(\.name), "node") },
    "The nodes the service picks up at.")
  static let serviceTo = Field<[String]>(
    "services{}.to", since: "0.1", where: { namesEach($0, "destination") },
    "Where it delivers: market codes, or zones written MARKET-zone.")

  static let serviceSoldFrom = Field<SimTime?>(
    "services{}.soldFrom", default: nil, since: "0.1",
    "First instant at which orders may be placed on the service; always before when absent.")
  static let serviceSoldUntil = Field<SimTime?>(
    "services{}.soldUntil", default: nil, since: "0.1",
    "First instant at which no order may be placed on it any more: a post that suspends a country, a provider that leaves. What was placed before goes on."
  )

  /// What is wrong with a list that must name at least one of something, and each once.
  private static func namesEach(_ names: [String], _ what: String) -> String? {
    if names.isEmpty { return "names no \(what)" }
    let twice = names.indices.first { names[..<$0].contains(names[$0]) }
    return twice.map { "names \(names[$0]) twice" }
  }

  static let group = FieldGroup(
    "World", "What is sold, where, from where, and for how long.",
    sections: [
      SectionRule("markets{}", atLeast: 1, namedBy: CountryCode.self, "The countries sold to, by code."),
      SectionRule("markets{}.zones{}", "Parts of a market; without any the market is one zone called all."),
      SectionRule("skus{}", atLeast: 1, "What is sold."),
      SectionRule("nodes{}", atLeast: 1, "Warehouses, origins and groups of sellers."),
      SectionRule("services{}", atLeast: 1, "The ways of parcels: a provider from nodes to zones."),
    ],
    fields: [
      name, start, end, currency, seed, lookahead, scaleAll, scaleDemand, scaleStock, scaleCapacity, checkEvery,
      timeZone,
      marketCurrency, exchangeRate, tax, demandShare, zoneShare, zoneTimeZone, weight, volume, hsCode, origin, category,
      attributes, unitCost, prices, nodeCountry, nodeTimeZone, nodeZone, holdsStock, bonded, freight,
      serviceProvider,
      serviceFrom,
      serviceTo, serviceSoldFrom, serviceSoldUntil,
    ])
}
