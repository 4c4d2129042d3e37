import Kernel

/// What a market's customers think: the rating that visitors see, and the trust that experience leaves.
///
/// ```
/// rating = (weight · prior + Σ stars) / (weight + reviews)        trust ← trust + gain · (experience − trust)
/// ```
/// An experience is 1 for a delivery on time, and 0 for a late one or none at all.
struct Opinion: Sendable, BitwiseCopyable {
  let rules: OpinionRules
  /// The rating before the first review.
  let prior: Double
  private(set) var trust: Double
  private(set) var reviews: Int64 = 0
  private var stars = 0.0

  init(_ rules: OpinionRules, prior: Double) {
    self.rules = rules
    self.prior = prior
    trust = rules.startTrust
  }

  /// The rating that visitors see.
  var rating: Double { (rules.priorWeight * prior + stars) / (rules.priorWeight + Double(reviews)) }

  /// The factor of trust on the probability to buy.
  var trustFactor: Double {
    rules.trustEffect == 0 ? 1 : Deterministic.exp(rules.trustEffect * (trust - rules.startTrust))
  }

  /// Somebody gives stars.
  mutating func review(_ given: Double) {
    reviews += 1
    stars += given
  }

  /// Somebody has got what was promised, or not.
  mutating func experience(isGood: Bool) { trust += rules.trustGain * ((isGood ? 1 : 0) - trust) }
}

/// Who reviews, what they give, and what trust does.
struct OpinionRules: Sendable, BitwiseCopyable {
  /// Probability of a review for an order on time, and for a late one.
  var rate: Double
  var lateRate: Double
  /// Reviews that the rating before the first one counts for.
  var priorWeight: Double
  /// Mean stars on time, what lateness costs at once and per square root of a day, and their spread.
  var stars: Double
  var late: Double
  var perRootDay: Double
  var spread: Double
  var startTrust: Double
  var trustGain: Double
  var trustEffect: Double

  var isOn: Bool { rate > 0 || lateRate > 0 || trustEffect != 0 }

  /// The stars for an order so late, given a standard normal number: between 1 and 5.
  func stars(daysLate: Double, isLate: Bool, normal: Double) -> Double {
    let mean = stars - (isLate ? late + perRootDay * daysLate.squareRoot() : 0)
    return min(5, max(1, mean + spread * normal))
  }
}

extension Opinion {
  /// Takes over what customers think.
  mutating func inherit(_ old: Opinion) {
    trust = old.trust
    reviews = old.reviews
    stars = old.stars
  }
}
