import Kernel
import Scenario

/// The fields of the ledger: commissions, fees, and the value of goods.
enum LedgerFields {
  static let commission = Field<Double>(
    "fees.commission", default: 0.02, in: 0...1, since: "0.1", source: "the platform's start rate",
    "The marketplace's commission on goods without tax, due on delivery.")
  static let affiliate = Field<Double>(
    "fees.affiliate", default: 0.1, in: 0...1, since: "0.1", source: "assumption",
    "The creator's commission on goods without tax, for orders credited to one.")
  static let payment = Field<Double>(
    "markets{}.fees.payment", default: 0.015, in: 0...1, since: "0.1", source: "assumption",
    "The payment provider's share of what is captured; not returned on refunds.")
  static let paymentFixed = Field<Money?>(
    "markets{}.fees.paymentFixed", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "The payment provider's fee per payment, in the market's currency; none when absent.")
  static let holding = Field<Double>(
    "fees.holdingPerYear", default: 0.25, in: 0...10, since: "0.1", source: "assumption",
    "Cost of holding stock for a year, as a share of its unit cost.")
  static let salvage = Field<Double>(
    "fees.salvage", default: 0.3, in: 0...10, since: "0.1", source: "assumption",
    "What a used unit is sold for, as a share of its unit cost.")

  static let settlement = Field<SimDuration>(
    "fees.settlement", default: .days(7), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "From delivery until the marketplace pays out what the customer paid. It moves cash and nothing else.")
  static let supplierTerms = Field<SimDuration>(
    "fees.supplierTerms", default: .zero, in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "From the receipt of goods until their supplier is paid. It moves cash and nothing else.")
  static let providerTerms = Field<SimDuration>(
    "fees.providerTerms", default: .days(30), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "From a service of a warehouse or a provider until it is paid. It moves cash and nothing else.")

  static let group = FieldGroup(
    "Ledger", "What everybody gets of the money and when, and what goods are worth.",
    fields: [commission, affiliate, payment, paymentFixed, holding, salvage, settlement, supplierTerms, providerTerms])
}
