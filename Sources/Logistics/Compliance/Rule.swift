import Kernel

/// A rule of law or of the platform: dated data with its citation. Illustrative, not legal advice.
struct Rule: Sendable, Equatable {
  /// What a rule does to what it applies to.
  enum Effect: Sendable, Equatable {
    case prohibit
    /// Documents, a licence or labels, without which nothing may be sold.
    case require([String])
    /// No sale below a price with tax, minor units of each market's currency.
    case minimumPrice([Int64])
    /// Conditions that a permitted sale has to heed.
    case condition(LegalConditions)
  }

  var name: String
  /// Indices into the network's markets.
  var markets: [Int]
  var applies = Condition()
  var effect: Effect
  /// First and last local day in force; nil is unlimited. Days begin at midnight in the market's time zone.
  var validFrom: LocalDate?
  var validTo: LocalDate?
  var citation = ""
  /// First instant in force, in place of ``validFrom``: a stop-sale at an hour.
  var from: SimTime?
  /// What fulfilling it costs, minor units of the report currency, and how many days it takes.
  var remedyCost: Int64 = 0
  var remedyDays = 0

  /// What a rule looks at; empty lists and nil let everything through.
  struct Condition: Sendable, Equatable {
    /// All of these attributes of the SKU.
    var attributes: [String] = []
    /// Any of these beginnings of the HS code.
    var hsCodes: [String] = []
    var origins: [String] = []
    var categories: [String] = []
    var way = Way.any
    /// Bounds on the price with tax, minor units of each market's currency.
    var priceAbove: [Int64]?
    var priceBelow: [Int64]?
  }

  /// How goods reach the market.
  enum Way: String, Sendable, CaseIterable {
    case any, domestic, crossBorder
  }

  /// The half-open span of instants in which the rule holds in a market.
  func span(in zone: TimeZoneRules) -> (from: SimTime, until: SimTime) {
    (
      from ?? validFrom.map { zone.instant($0) } ?? SimTime(microseconds: .min),
      validTo.map { zone.instant($0 + 1) } ?? .distantFuture
    )
  }

  /// Whether the rule speaks about a SKU that is sold in a market for a price.
  func applies(to sku: Network.SKU, market: Int, price: Int64?, crossBorder: Bool) -> Bool {
    guard markets.contains(market) else { return false }
    switch applies.way {
    case .any: break
    case .domestic: if crossBorder { return false }
    case .crossBorder: if !crossBorder { return false }
    }
    guard applies.attributes.allSatisfy(sku.attributes.contains) else { return false }
    guard applies.hsCodes.isEmpty || applies.hsCodes.contains(where: sku.hsCode.hasPrefix) else { return false }
    guard applies.origins.isEmpty || applies.origins.contains(sku.origin) else { return false }
    guard applies.categories.isEmpty || applies.categories.contains(sku.category) else { return false }
    if let bounds = applies.priceAbove, !(price.map { $0 > bounds[market] } ?? false) { return false }
    if let bounds = applies.priceBelow, !(price.map { $0 < bounds[market] } ?? false) { return false }
    return true
  }
}

/// A document, licence or label that the seller has.
struct HeldDocument: Sendable, Equatable {
  var name: String
  /// Indices into SKUs and markets it covers.
  var skus: [Int]
  var markets: [Int]
  var validFrom: LocalDate?
  var validTo: LocalDate?

  func span(in zone: TimeZoneRules) -> (from: SimTime, until: SimTime) {
    (
      validFrom.map { zone.instant($0) } ?? SimTime(microseconds: .min),
      validTo.map { zone.instant($0 + 1) } ?? .distantFuture
    )
  }
}
