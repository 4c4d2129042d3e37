import Kernel

/// What can be bought in one market just now: who would take what, what the law forbids, and what is sold out.
///
/// Refreshed once per bin in O(SKUs × nodes).
struct OfferMix {
  /// Interest by SKU, 0 where nothing is offered.
  private let interest: [Double]
  private let priceFactors: [Double]
  private let sources: [StorefrontPlan.Source]
  /// Cumulative weights of the SKUs that can be bought now.
  private(set) var cumulative: [Double]
  private(set) var isSellable: [Bool]
  /// Share of the interest that the law lets through, and share of that which is in stock.
  private(set) var legalShare = 0.0
  private(set) var stockShare = 0.0
  /// The mean factor of the prices of what is sold.
  private(set) var priceFactor = 1.0
  private(set) var meanPrice = 0.0
  private let prices: [Double]
  /// The SKU most wanted among those that are sold out, or nil.
  private(set) var missing: Int?

  init(_ funnel: StorefrontPlan.Funnel, _ sensitivity: Sensitivity, prices: [Int64?]) {
    interest = funnel.interest
    priceFactors = funnel.priceRatio.map { sensitivity.priceFactor(ratio: $0) }
    sources = funnel.nodes
    self.prices = prices.map { Double($0 ?? 0) }
    cumulative = .init(repeating: 0, count: interest.count)
    isSellable = .init(repeating: false, count: interest.count)
  }

  mutating func refresh(_ region: RegionState, _ legality: LegalityTable, market: Int, at now: SimTime) {
    var (offered, legal, stocked, weighted, value) = (0.0, 0.0, 0.0, 0.0, 0.0)
    missing = nil
    for sku in interest.indices {
      let wish = interest[sku]
      offered += wish
      isSellable[sku] = false
      if wish > 0 {
        let home = legality.verdict(UInt16(sku), market: market, crossBorder: false, at: now).maySell
        let abroad = legality.verdict(UInt16(sku), market: market, crossBorder: true, at: now).maySell
        if home || abroad {
          legal += wish
          if isInStock(UInt16(sku), home, abroad, region, now) {
            isSellable[sku] = true
            stocked += wish
            weighted += wish * priceFactors[sku]
            value += wish * priceFactors[sku] * prices[sku]
          } else if wish > missing.map({ interest[$0] }) ?? 0 {
            missing = sku
          }
        }
      }
      cumulative[sku] = weighted
    }
    legalShare = offered > 0 ? legal / offered : 0
    stockShare = legal > 0 ? stocked / legal : 0
    // With nothing in stock the last known figures stand for what is lost.
    if stocked > 0 {
      priceFactor = weighted / stocked
      meanPrice = weighted > 0 ? value / weighted : 0
    } else if meanPrice == 0, offered > 0 {
      meanPrice = zip(interest, prices).reduce(0) { $0 + $1.0 * $1.1 } / offered
    }
  }

  private func isInStock(_ sku: UInt16, _ home: Bool, _ abroad: Bool, _ region: RegionState, _ now: SimTime) -> Bool {
    for source in sources where source.isRemote ? abroad : home {
      if !source.holdsStock || region.unitsForSale(source.node, sku, at: now) > 0 { return true }
    }
    return false
  }

  /// The SKU at a uniform number, by weight; nil when nothing can be bought.
  func pick(_ u: Double) -> UInt16? {
    guard let total = cumulative.last, total > 0 else { return nil }
    let wanted = u * total
    for sku in cumulative.indices where wanted < cumulative[sku] { return UInt16(sku) }
    return isSellable.lastIndex(of: true).map { UInt16($0) }
  }

  /// Another SKU than the given one; nil when there is none.
  func pick(_ u: Double, insteadOf other: UInt16) -> UInt16? {
    guard let total = cumulative.last else { return nil }
    let below = other > 0 ? cumulative[Int(other) - 1] : 0
    let own = cumulative[Int(other)] - below
    guard total - own > 0 else { return nil }
    var wanted = u * (total - own)
    if wanted >= below { wanted += own }
    for sku in cumulative.indices where wanted < cumulative[sku] && sku != Int(other) { return UInt16(sku) }
    return isSellable.indices.last { isSellable[$0] && $0 != Int(other) }.map { UInt16($0) }
  }
}

extension OfferMix {
  /// Takes over what could be bought in the last bin.
  mutating func inherit(_ old: OfferMix) {
    cumulative = old.cumulative
    isSellable = old.isSellable
    legalShare = old.legalShare
    stockShare = old.stockShare
    priceFactor = old.priceFactor
    meanPrice = old.meanPrice
    missing = old.missing
  }
}
