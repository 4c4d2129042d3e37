/// What a customer paid for an order, in minor units of the market's currency.
struct SaleAmounts: Hashable, Sendable, BitwiseCopyable {
  /// Goods and shipping, with tax.
  var goods: Int64
  var shipping: Int64 = 0
  /// Import duty, tax and fees charged at the checkout.
  var duty: Int64 = 0
  /// Whether a creator gets a commission.
  var isAffiliate = false

  var gross: Int64 { goods + shipping + duty }

  /// Tax and the rest of goods and shipping; each line is rounded for itself.
  func goodsTax(_ rates: LedgerRates) -> Int64 { rates.tax.included(in: goods) }
  func shippingTax(_ rates: LedgerRates) -> Int64 { rates.tax.included(in: shipping) }
  func goodsWithoutTax(_ rates: LedgerRates) -> Int64 { goods - goodsTax(rates) }
  func shippingWithoutTax(_ rates: LedgerRates) -> Int64 { shipping - shippingTax(rates) }
}

extension SaleAmounts {
  /// The amounts of an order; duty that the customer pays at the door is not the seller's.
  init(_ order: OrderRow) {
    self.init(
      goods: order.price, shipping: order.shipping, duty: order.flags.contains(.dutyAtDoor) ? 0 : order.dutyAndTax,
      isAffiliate: order.flags.contains(.affiliate))
  }
}
