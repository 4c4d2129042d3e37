internal import Kernel

/// What a model is about, in plain values: what planners need to know beside the figures of runs.
///
/// Money is in major units of the report currency; lists stand in the model's order.
public struct ModelOutline: Sendable {
  /// A country that sells.
  public struct Market: Sendable {
    /// ISO 3166-1 alpha-2 code.
    public let code: String
    /// What a unit of each SKU brings without tax; nil where it is not offered.
    public let prices: [Double?]
    /// The price of each SKU with tax, in minor units of the market's currency; nil where it is not offered.
    public let listPrices: [Int64?]
    /// What customers think each SKU is worth, in minor units of the market's currency; nil where it is not offered.
    public let referencePrices: [Int64?]
    /// The ISO 4217 code of the market's currency.
    public let currency: String
    /// How parcels from abroad come in.
    public let route: String
    /// Whether goods in transit take time from the border to an inland office.
    public let hasWayInland: Bool
    /// The name of its customs law; `none` without one.
    public let regime: String
    /// Its weight in the forecast that places stock.
    public let forecastShare: Double
  }

  /// What is sold.
  public struct SKU: Sendable {
    /// Its name.
    public let name: String
    /// What a unit costs.
    public let unitCost: Double
    /// What a unit costs that is left: its cost less what selling it off brings.
    public let writeDown: Double
    /// Units bought before the run: those to be placed and those that nodes have already.
    public let bought: Double
    /// What rules of law look at: attributes, the HS code and the country of origin.
    public let attributes: [String]
    /// The HS code.
    public let hsCode: String
    /// ISO 3166-1 alpha-2 code of the country of origin; empty where the node's counts.
    public let origin: String
  }

  /// A place with stock.
  public struct Node: Sendable {
    /// Its name.
    public let name: String
    /// ISO 3166-1 alpha-2 code.
    public let country: String
    /// Whether stock may be deployed forward there; the others are origins.
    public let isForward: Bool
    /// What opening it costs.
    public let openingCost: Double
    /// Units of one SKU that it can hold; nil without a limit.
    public let capacity: Double?
  }

  /// A part of a market with its own demand.
  public struct Zone: Sendable {
    /// Its name, `US-pacific`, or the market's code where it is all of it.
    public let name: String
    /// The place of its market.
    public let market: Int
    /// Its share of the market's orders.
    public let share: Double
    /// The name of the nearest node in its country; nil when there is none.
    public let nearest: String?
  }

  /// A verdict of the law from an instant on, until the next of the same SKU, market and way.
  public struct Verdict: Sendable, Equatable {
    /// The place of the SKU.
    public let sku: Int
    /// The place of the market.
    public let market: Int
    /// Whether it is about parcels from abroad; else about goods already in the country.
    public let isCrossBorder: Bool
    /// The first day, in the market's time; nil for the first verdict.
    public let from: String?
    /// `allowed`, `conditional`, `restricted` or `prohibited`.
    public let level: String
    /// The rules that apply, by name.
    public let rules: [String]
    /// Documents, licences and labels that are missing.
    public let missing: [String]
    /// What getting them costs; nil when nothing helps.
    public let remedyCost: Double?
    /// How many days that takes; nil when nothing helps.
    public let remedyDays: Int?
    /// Whether it may be sold.
    public let maySell: Bool
  }

  /// The currency of reports.
  public let currency: String
  /// The markets.
  public let markets: [Market]
  /// The SKUs.
  public let skus: [SKU]
  /// The places with stock.
  public let nodes: [Node]
  /// The zones.
  public let zones: [Zone]
  /// The landed cost of one unit by SKU, node and zone: handling, carriage, duty and fees; nil where there is no way.
  public let landed: [[[Double?]]]
  /// The providers.
  public let providers: [String]
  /// The law, by SKU, market and way.
  public let verdicts: [Verdict]
  /// What holding stock for a year costs, as a share of its unit cost.
  public let holdingPerYear: Double
  /// Simulated units for one that the scenario writes: the factor on all stock.
  public let stockScale: Double
  /// How long the run is, in days.
  public let days: Double
  /// Branching numbers of the scenario's posts; nil where chance decides whether a post turns out viral.
  public let posts: [Double?]
  /// The probability that such a post turns out viral.
  public let viralShare: Double

  /// The days of the run in UTC, as dates.
  public let calendar: [String]
  /// The cost of bringing so many units of a SKU in bulk to a node, on the run's first day: freight, duty and fees.
  public let bulkImport: @Sendable (_ sku: Int, _ node: Int, _ units: Int64) -> Double
  private let start: SimTime
  private let zonesOfMarkets: [TimeZoneRules]

  /// The outline of a model.
  public init(_ model: Model) {
    let network = model.network
    currency = network.currency
    markets = network.markets.enumerated().map { place, market in
      Market(
        code: market.code,
        prices: market.prices.map { $0.map { major(Double($0) / (1 + market.taxRate) * market.toReportCurrency) } },
        listPrices: market.prices,
        referencePrices: market.prices.enumerated().map { sku, price in
          price.map { Int64((Double($0) / model.storefront.markets[place].priceRatio[sku]).rounded()) }
        }, currency: market.currency,
        route: model.customs.offices[place].facts.route.rawValue,
        hasWayInland: model.customs.offices[place].securities.transit.quantile(0.999) > .zero,
        regime: model.customs.offices[place].regime.name,
        forecastShare: market.forecastShare)
    }
    let placements = model.inventory.placements
    skus = network.skus.enumerated().map { place, sku in
      SKU(
        name: sku.name, unitCost: major(Double(sku.unitCost)),
        writeDown: major(Double(sku.unitCost - model.ledger.salvage.of(sku.unitCost))),
        bought: max(
          Double(placements[place].units) * network.scale.stock,
          Double(model.inventory.receipts.reduce(0) { $1.sku == place ? $0 + $1.units : $0 })),
        attributes: sku.attributes, hsCode: sku.hsCode,
        origin: sku.origin)
    }
    let places = network.nodes.indices.filter { network.nodes[$0].holdsStock }
    nodes = places.map { place in
      let node = placements.first?.nodes[place]
      let capacity = node?.capacity ?? .max
      return Node(
        name: network.nodes[place].name, country: network.nodes[place].country, isForward: node?.isForward ?? true,
        openingCost: major(Double(node?.fixedCost ?? 0)),
        capacity: capacity == .max ? nil : Double(capacity) * network.scale.stock)
    }
    zones = network.zones.enumerated().map { place, zone in
      Zone(
        name: network.zoneName(place), market: zone.market, share: zone.share,
        nearest: placements.first?.zones[place].nearest.map { network.nodes[$0].name })
    }
    landed = placements.map { problem in
      places.map { node in problem.landedCosts[node].map { $0.map { major(Double($0)) } } }
    }
    providers = network.providers.map(\.name)
    verdicts = Self.verdicts(model)
    holdingPerYear = model.ledger.holdingPerYear
    stockScale = network.scale.stock
    days = (network.end - network.start).seconds / 86_400
    posts = model.demand.posts.map(\.branching)
    viralShare = model.demand.cascade.viralShare
    calendar = model.thresholds.parts[.day] ?? []
    bulkImport = { [customs = model.customs] sku, node, units in
      let duty = customs.bulkImportCost(sku: sku, units: units, into: places[node], at: network.start, network)
      return major(Double(duty + network.inboundFreight(sku: sku, units: units, to: places[node])))
    }
    start = network.start
    zonesOfMarkets = network.markets.map(\.timeZone)
  }

  /// The local date and time in a market, `2026-11-11 10:00`, so many seconds after the run's start.
  public func localTime(_ seconds: Double, market place: Int) -> String {
    let at = start + .microseconds(Int64((seconds * 1e6).rounded()))
    let (date, time) = zonesOfMarkets[place].local(at: at)
    let minutes = time.microseconds / 60_000_000
    return "\(date) \(two(minutes / 60)):\(two(minutes % 60))"
  }

  private static func verdicts(_ model: Model) -> [Verdict] {
    let table = model.compliance.legality
    return model.network.skus.indices.flatMap { sku in
      model.network.markets.indices.flatMap { market in
        [false, true].flatMap { isAbroad in
          table.changes(UInt16(sku), market: market, crossBorder: isAbroad).enumerated().map { place, entry in
            let proof = table.proofs[Int(entry.verdict.proof)]
            let day = model.network.markets[market].timeZone.local(at: entry.from).date
            return Verdict(
              sku: sku, market: market, isCrossBorder: isAbroad, from: place == 0 ? nil : day.description,
              level: "\(entry.verdict.level)", rules: proof.rules, missing: proof.missing,
              remedyCost: proof.remedyCost.map { major(Double($0)) }, remedyDays: proof.remedyDays,
              maySell: entry.verdict.maySell)
          }
        }
      }
    }
  }
}

private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Amounts of the report currency have as many decimals as ``MoneyTotals`` says.
private func major(_ minor: Double) -> Double {
  (0..<MoneyTotals().minorDigits).reduce(minor) { amount, _ in amount / 10 }
}
