/// The postings of a sale: payment, settlement after delivery, refund.
enum SalePostings {
  /// The customer pays: revenue without tax, the tax owed, duty collected in advance, and the payment provider's fee.
  static func capture(_ sale: SaleAmounts, _ rates: LedgerRates) -> LedgerEntries {
    var entries = LedgerEntries()
    let tax = sale.goodsTax(rates) + sale.shippingTax(rates)
    let fee = rates.payment.of(sale.gross) + (sale.gross > 0 ? rates.paymentFixed : 0)
    entries.move(sale.goodsWithoutTax(rates), debit: .bank, credit: .goodsRevenue, in: .market)
    entries.move(sale.shippingWithoutTax(rates), debit: .bank, credit: .shippingRevenue, in: .market)
    entries.move(tax, debit: .bank, credit: .taxPayable, in: .market)
    entries.move(sale.duty, debit: .bank, credit: .dutyAndFees, in: .market)
    entries.move(fee, debit: .paymentFees, credit: .bank, in: .market)
    return entries
  }

  /// The order is delivered: the marketplace and the creator get their commissions.
  static func settle(_ sale: SaleAmounts, _ rates: LedgerRates) -> LedgerEntries {
    var entries = LedgerEntries()
    let base = sale.goodsWithoutTax(rates)
    entries.move(rates.commission.of(base), debit: .platformCommission, credit: .bank, in: .market)
    if sale.isAffiliate {
      entries.move(rates.affiliate.of(base), debit: .affiliateCommission, credit: .bank, in: .market)
    }
    return entries
  }

  /// The customer gets everything back: price, shipping, tax and prepaid duty; commissions already paid are clawed back.
  ///
  /// The payment fee stays paid.
  static func refund(_ sale: SaleAmounts, _ rates: LedgerRates, isSettled: Bool) -> LedgerEntries {
    var entries = LedgerEntries()
    let tax = sale.goodsTax(rates) + sale.shippingTax(rates)
    let revenue = sale.goodsWithoutTax(rates) + sale.shippingWithoutTax(rates)
    entries.move(revenue, debit: .refunds, credit: .bank, in: .market)
    entries.move(tax, debit: .taxPayable, credit: .bank, in: .market)
    entries.move(sale.duty, debit: .dutyAndFees, credit: .bank, in: .market)
    guard isSettled else { return entries }
    let base = sale.goodsWithoutTax(rates)
    entries.move(rates.commission.of(base), debit: .bank, credit: .platformCommission, in: .market)
    if sale.isAffiliate {
      entries.move(rates.affiliate.of(base), debit: .bank, credit: .affiliateCommission, in: .market)
    }
    return entries
  }
}
