/// The postings of the border, in the market's currency.
enum DutyPostings {
  /// The seller pays duty, tax and fees at the border.
  ///
  /// The price contains the market's tax: what the border collects of it settles that debt, and the rest is a cost of the
  /// import, set against what the checkout charged for it.
  ///
  /// - Parameter taxInPrice: Tax that the customer paid within goods and shipping.
  static func border(dutyAndFees: Int64, tax: Int64, taxInPrice: Int64) -> LedgerEntries {
    var entries = LedgerEntries()
    let settled = min(tax, taxInPrice)
    entries.move(dutyAndFees + tax - settled, debit: .dutyAndFees, credit: .payables, in: .market)
    entries.move(settled, debit: .taxPayable, credit: .payables, in: .market)
    return entries
  }

  /// What the checkout charges on top of the price for the border: duty, fees, and the tax that the price does not contain.
  static func charge(dutyAndFees: Int64, borderTax: Int64, taxInPrice: Int64) -> Int64 {
    dutyAndFees + max(0, borderTax - taxInPrice)
  }
}
