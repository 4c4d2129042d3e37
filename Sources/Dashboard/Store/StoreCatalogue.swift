public import Logistics

/// What a reference store sells, where, and for how much: a scenario's goods, prices and law on one day.
public struct StoreCatalogue: Sendable {
  /// A price in a country.
  public struct Offer: Sendable, Equatable {
    /// With tax, in minor units of the country's currency.
    public var priceMinor: Int64
    /// The ISO 4217 code.
    public var currency: String
    /// The rules that prohibit the sale; empty where it is allowed.
    public var prohibitedBy: [String]

    /// An offer.
    public init(priceMinor: Int64, currency: String, prohibitedBy: [String] = []) {
      self.priceMinor = priceMinor
      self.currency = currency
      self.prohibitedBy = prohibitedBy
    }
  }

  /// Something that is sold.
  public struct Item: Sendable, Equatable {
    /// Its SKU.
    public var sku: String
    /// Units in stock when the store opens.
    public var units: Int64
    /// By country code; none where it is not offered.
    public var offers: [String: Offer]

    /// An item.
    public init(sku: String, units: Int64, offers: [String: Offer]) {
      self.sku = sku
      self.units = units
      self.offers = offers
    }
  }

  /// The items in the scenario's order.
  public var items: [Item]
  /// The countries that are sold to, in the scenario's order.
  public var countries: [String]

  /// A catalogue.
  public init(items: [Item], countries: [String]) {
    self.items = items
    self.countries = countries
  }

  /// The catalogue of a scenario, by the verdicts of its own rule engine on goods that are in the country.
  ///
  /// - Parameters:
  ///   - day: The day whose law holds, `2026-11-27`; the first of the run where left out.
  ///   - units: Units of each SKU; what the scenario buys where left out.
  public init(_ outline: ModelOutline, day: String? = nil, units: Int64? = nil) {
    func prohibitions(_ sku: Int, _ market: Int) -> [String] {
      let known = outline.verdicts.filter { $0.sku == sku && $0.market == market && !$0.isCrossBorder }
      let verdict = known.last { $0.from == nil || $0.from! <= day ?? "" } ?? known.first
      return verdict.map { $0.maySell ? [] : $0.rules } ?? []
    }
    items = outline.skus.enumerated().map { place, sku in
      var offers: [String: Offer] = [:]
      for (number, market) in outline.markets.enumerated() {
        guard let price = market.listPrices[place] else { continue }
        offers[market.code] = Offer(
          priceMinor: price, currency: market.currency, prohibitedBy: prohibitions(place, number))
      }
      return Item(sku: sku.name, units: units ?? Int64(sku.bought.rounded()), offers: offers)
    }
    countries = outline.markets.map(\.code)
  }

  /// The offer of a SKU in a country.
  public func offer(_ sku: String, in country: String) -> Offer? {
    items.first { $0.sku == sku }?.offers[country]
  }
}
