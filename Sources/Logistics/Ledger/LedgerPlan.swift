/// What the ledger needs to know: rates, fees and unit costs.
struct LedgerPlan: Sendable {
  /// By market.
  var markets: [LedgerRates]
  /// Cost of one unit by SKU, minor units of the report currency.
  var unitCosts: [Int64]
  /// Cost of holding stock per year, as a share of its unit cost.
  var holdingPerYear: Double
  /// What a used unit is sold for, as a share of its unit cost.
  var salvage: MoneyRate
  /// When money that is booked becomes cash.
  var terms = CashTerms()
}

/// The rates that apply to the orders of one market.
struct LedgerRates: Hashable, Sendable, BitwiseCopyable {
  /// Tax within prices.
  var tax: MoneyRate
  /// The marketplace's commission on goods without tax.
  var commission: MoneyRate
  /// The creator's commission on goods without tax, for credited orders.
  var affiliate: MoneyRate
  /// The payment provider's share of what is captured.
  var payment: MoneyRate
  /// The payment provider's fee per payment, minor units of the market's currency.
  var paymentFixed: Int64 = 0
}
