import Kernel

/// The law as it bears on this scenario, and how orders are screened for fraud. Illustrative, not legal advice.
struct CompliancePlan: Sendable {
  var legality: LegalityTable
  var screening = Screening()
  /// How often payments are disputed; nil when nobody disputes.
  var disputes: DisputeRules?

  /// Screening of paid orders: what the automatic score decides, and what people do with the rest.
  struct Screening: Sendable {
    /// The share of orders paid with a card that is not the customer's.
    var fraudShare = 0.005
    /// The share of orders that a person looks at.
    var manualShare = 0.05
    /// The share of fraudulent orders that score or reviewer recognise, and of honest ones that they reject.
    var detection = 0.8
    var falseRejection = 0.02
    /// Working time of a review.
    var reviewTime = DurationSampler(.minutes(10))
    /// Reviewers of each market, and when they work, by market.
    var reviewers = 40
    var hours: [WorkCalendar] = []
    /// The share of orders that are like a name on a list, and of these that are it; the working time of a look.
    var hitRate = 0.0
    var truePositive = 0.0
    var sanctionsTime = DurationSampler(.minutes(15))

    /// Whether anything can happen to an order.
    var isOn: Bool { manualShare > 0 || fraudShare > 0 || falseRejection > 0 || hitRate > 0 }
  }
}
