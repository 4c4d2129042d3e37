import Kernel

/// The world as the scenario describes it, resolved to numbers: what all departments share and none may change.
struct Network: Sendable {
  /// First and last instant of the run.
  var start: SimTime
  var end: SimTime
  /// The least delay of a message between regions.
  var lookahead: SimDuration
  /// Factors on demand, stock and capacity, for the same scenario at another size.
  var scale: Scale
  /// The currency of reports.
  var currency: String
  /// Sorted by code, so that the order in the file does not matter.
  var regions: [Region]
  var markets: [Market]
  var zones: [Zone]
  var nodes: [Node]
  var skus: [SKU]
  var providers: [Provider]
  var services: [Service]
  var channels: [String]
  /// Whether a service delivers to a place that is none, which was reported.
  var hasUnknownDestinations = false

  struct Scale: Sendable { var demand = 1.0, stock = 1.0, capacity = 1.0 }

  /// One logical process: a country with a market, with nodes, or with both.
  struct Region: Sendable {
    var code: String
    /// Index into `markets`, or nil.
    var market: Int?
    /// Indices into `nodes`.
    var nodes: [Int]
  }

  /// A country that sells.
  struct Market: Sendable {
    var code: String
    var region: RegionID
    var timeZone: TimeZoneRules
    var currency: String
    /// Minor units of the report currency for one minor unit of the market's.
    var toReportCurrency: Double
    /// Minor units per major unit of the market's currency: 1, 100 or 1,000.
    var minorPerMajor: Int64
    /// Indices into `zones`.
    var zones: Range<Int>
    /// Price with tax per SKU in minor units of the market's currency; nil where the SKU is not offered.
    var prices: [Int64?]
    /// VAT, GST or sales tax on goods, as a ratio.
    var taxRate: Double
    /// Weight in the forecast that places stock.
    var forecastShare: Double
  }

  /// A part of a market with its own demand share and last mile.
  struct Zone: Sendable {
    var name: String
    var market: Int
    /// Share of the market's orders, summing to 1 over the market.
    var share: Double
    var timeZone: TimeZoneRules
  }

  /// A warehouse, an origin, or a group of sellers that hand over.
  struct Node: Sendable {
    var name: String
    var region: RegionID
    var country: String
    var zone: Int?
    var timeZone: TimeZoneRules
    /// Whether stock is counted here; sellers who hand over have what they sell.
    var holdsStock: Bool
    /// Whether its stock has not been imported: orders from here into its own country are entries.
    var isBonded = false
    /// What bringing a kilogram here in bulk costs, minor units of the report currency.
    var freightPerKilogram: Int64 = 0
  }

  /// What is sold.
  struct SKU: Sendable {
    var name: String
    var grams: Int64
    var cm3: Int64
    var hsCode: String
    /// ISO country code of origin.
    var origin: String
    var category: String
    /// Attributes that rules ask for, such as `battery` or `cosmetic`.
    var attributes: [String]
    /// Unit cost in minor units of the report currency.
    var unitCost: Int64
  }

  /// A logistics provider; what is known of it belongs to its department.
  struct Provider: Sendable {
    var name: String
  }

  /// A way from nodes to zones by one provider.
  struct Service: Sendable {
    var name: String
    var provider: Int
    /// Indices into `nodes`.
    var from: [Int]
    /// Indices into `zones`.
    var to: [Int]
    /// Whether parcels clear customs on the way.
    var isInternational: Bool
    /// When orders may be placed on it; what was placed goes on.
    var sold = SimTime(microseconds: .min)..<SimTime.distantFuture
  }
}

extension Network {
  /// What bringing units of a SKU to a node in bulk costs, minor units of the report currency.
  func inboundFreight(sku: Int, units: Int64, to node: Int) -> Int64 {
    let rate = nodes[node].freightPerKilogram
    return rate == 0 ? 0 : Int64((Double(rate * skus[sku].grams * units) / 1_000).rounded())
  }
}
