internal import Kernel
public import Logistics

/// What a unit earns and what one costs that is left, by SKU, from the ledgers of runs as written.
///
/// What goes with the price (refunds, commissions, payment fees) is a share of revenue; goods lost on the way are a share of their
/// cost; carriage, handling, duty, returns and contacts are so much a unit shipped. Prices are averages over countries by orders.
public struct UnitEconomics: Sendable {
  /// The average price without tax, by SKU.
  public let price: [Double]
  /// What another sale brings, by SKU: the underage cost.
  public let margin: [Double]
  /// What a unit costs that is left at the end, by SKU: the overage cost.
  public let overage: [Double]
  /// The share of revenue that refunds, commissions and payments take.
  public let takenByPrice: Double
  /// Carriage, handling, duty, returns and contacts of a unit shipped.
  public let perUnit: Double
  /// Carriage alone of a unit shipped.
  public let carriage: Double

  /// The economics of runs.
  public init(_ runs: [RunFigures], _ outline: ModelOutline) {
    func account(_ name: String) -> Double {
      let name = MetricName(metric: "balance", scope: .account, part: name)
      return runs.reduce(0) { $0 + ($1[name]?.value ?? 0) } / Double(max(1, runs.count))
    }
    func units(_ sku: String) -> Double {
      let name = MetricName(metric: "shipped", scope: .sku, part: sku)
      return runs.reduce(0) { $0 + ($1[name]?.value ?? 0) } / Double(max(1, runs.count))
    }
    let orders = outline.markets.map { market in
      let name = MetricName(metric: "orders.placed", scope: .country, part: market.code)
      return runs.reduce(0) { $0 + ($1[name]?.value ?? 0) }
    }
    let listed = outline.skus.indices.map { sku -> Double in
      var (sum, weight) = (0.0, 0.0)
      for (place, market) in outline.markets.enumerated() {
        guard let price = market.prices[sku] else { continue }
        sum += price * max(orders[place], 1e-9)
        weight += max(orders[place], 1e-9)
      }
      return weight > 0 ? sum / weight : 0
    }
    let shipped = outline.skus.map { units($0.name) }
    let total = shipped.reduce(0, +)
    let revenue = -account("goodsRevenue")
    let atList = zip(listed, shipped).reduce(0) { $0 + $1.0 * $1.1 }
    let factor = atList > 0 && revenue > 0 ? revenue / atList : 1
    let price = listed.map { $0 * factor }
    let byPrice = ["refunds", "platformCommission", "affiliateCommission", "paymentFees"].reduce(0) { $0 + account($1) }
    let taken = revenue > 0 ? byPrice / revenue : 0
    let byUnit = ["carriage", "fulfilment", "dutyAndFees", "returnHandling", "contacts", "chargebacks"].reduce(0) {
      $0 + account($1)
    }
    let perUnit = total > 0 ? byUnit / total : 0
    let goods = account("costOfGoods") + account("writeOff") + account("salvage")
    let atCost = zip(outline.skus, shipped).reduce(0) { $0 + $1.0.unitCost * $1.1 }
    let used = atCost > 0 && goods > 0 ? goods / atCost : 1
    self.price = price
    takenByPrice = taken
    self.perUnit = perUnit
    carriage = total > 0 ? account("carriage") / total : 0
    margin = outline.skus.indices.map { price[$0] * (1 - taken) - outline.skus[$0].unitCost * used - perUnit }
    overage = outline.skus.map { $0.writeDown + $0.unitCost * outline.holdingPerYear * outline.days / 365 }
  }
}
