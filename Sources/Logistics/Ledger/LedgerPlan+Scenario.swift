import Scenario

extension LedgerPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> LedgerPlan {
    let root = document.root
    let markets = root.items("markets{}").map { section in
      let market = network.markets.first { $0.code == section.name }!
      let fixed = section[LedgerFields.paymentFixed]
      if let fixed, fixed.currency.code != market.currency {
        problems.error(
          at: section[mark: LedgerFields.paymentFixed],
          "paymentFixed \"\(fixed)\" is not in \(market.currency), which the market pays in",
          help: "convert it to \(market.currency)")
      }
      return LedgerRates(
        tax: MoneyRate(ratio: market.taxRate), commission: MoneyRate(ratio: root[LedgerFields.commission]),
        affiliate: MoneyRate(ratio: root[LedgerFields.affiliate]),
        payment: MoneyRate(ratio: section[LedgerFields.payment]), paymentFixed: fixed?.minor ?? 0)
    }
    return LedgerPlan(
      markets: markets, unitCosts: network.skus.map(\.unitCost), holdingPerYear: root[LedgerFields.holding],
      salvage: MoneyRate(ratio: root[LedgerFields.salvage]),
      terms: CashTerms(
        settlement: root[LedgerFields.settlement], supplier: root[LedgerFields.supplierTerms],
        provider: root[LedgerFields.providerTerms]))
  }
}
