import Kernel
import Scenario

/// The fields of disputed payments; nobody disputes unless a probability is given.
enum DisputeFields {
  static let fraud = Field<Double>(
    "trust.disputes.fraud", default: 0, in: 0...1, since: "0.1", source: "off; assumption: 0.9",
    "Probability that a delivered order paid with a stolen card is charged back.")
  static let late = Field<Double>(
    "trust.disputes.late", default: 0, in: 0...1, since: "0.1", source: "off; assumption: 0.05",
    "Probability that the payment of a very late order is disputed.")
  static let lateAfter = Field<SimDuration>(
    "trust.disputes.lateAfter", default: .days(10), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "How long after its promise an order is very late.")
  static let friendly = Field<Double>(
    "trust.disputes.friendly", default: 0, in: 0...1, since: "0.1", source: "off; assumption: 0.002",
    "Probability that the payment of any other delivered order is disputed.")
  static let lag = Field<DurationDistribution>(
    "trust.disputes.lag", default: .gamma(mean: .days(35), cv: 0.6), in: .zero...(.days(365)), since: "0.1",
    source: "assumption", "From the delivery to the dispute.")
  static let firstRatio = Field<Double>(
    "trust.disputes.programme.from2025", default: 0.022, in: 0...1, since: "0.1",
    source: "Visa Acquirer Monitoring Program: excessive merchant from 1 June 2025",
    "Fraud reports and disputes per settled payment from which a month is excessive, until 31 March 2026.")
  static let secondRatio = Field<Double>(
    "trust.disputes.programme.from2026", default: 0.015, in: 0...1, since: "0.1",
    source: "Visa Acquirer Monitoring Program: excessive merchant from 1 April 2026 (US, Canada, EU, Asia Pacific)",
    "The same from 1 April 2026.")
  static let least = Field<Int>(
    "trust.disputes.programme.least", default: 1_500, in: 0...1_000_000_000, since: "0.1",
    source: "Visa Acquirer Monitoring Program", "Months with no more events than this never are excessive.")
  static let fee = Field<Money?>(
    "trust.disputes.programme.fee", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What each event of an excessive month costs, in the report currency; Visa charges 8 USD. None when absent.")

  static let group = FieldGroup(
    "Disputed payments", "Banks take payments back, and card schemes watch how often.",
    fields: [fraud, late, lateAfter, friendly, lag, firstRatio, secondRatio, least, fee])
}
