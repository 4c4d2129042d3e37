import Kernel
import Scenario

/// The fields of the funnel and of what visitors respond to.
enum StorefrontFields {
  static let conversion = Field<Double>(
    "markets{}.funnel.conversion", default: 0.022, in: 0...1, since: "0.1",
    source: "industry average 2021-23: 2.24 %; sources differ by a factor of 2",
    "Orders per visit on the open web, when price, stock, promise and speed are as usual.")
  static let abandonment = Field<Double>(
    "markets{}.funnel.abandonment", default: 0.7019, in: 0...0.999, since: "0.1",
    source: "Baymard Institute: 70.19 %", "Share of carts that do not become an order.")
  static let checkout = Field<Double>(
    "markets{}.funnel.checkout", default: 0.5, in: 0...1, since: "0.1", source: "assumption",
    "Share of carts that begin the checkout.")
  static let stars = Field<Double>(
    "markets{}.funnel.stars", default: 4.3, in: 1...5, since: "0.1", source: "assumption", "The offer's rating.")
  static let showsDuties = Field<Bool>(
    "markets{}.funnel.showsDuties", default: true, since: "0.1", "Whether import duties are known before the payment.")

  static let organic = channel("organic", 1, "assumption", "of visits that come anyway")
  static let ads = channel("ads", 0.8, "assumption", "of advertisements")
  static let creator = channel("creator", 0.45, "assumption: 1 % in a social feed", "of posts")
  static let share = channel("share", 0.45, "assumption", "of shares")
  static let drop = channel("drop", 3, "assumption", "of drops")
  static let live = channel("live", 2.3, "assumption: 3 to 10 % in live sessions", "of live sessions, between pitches")
  static let push = channel("push", 1.2, "assumption", "of push notifications")
  static let broadcast = channel("broadcast", 0.5, "assumption", "of broadcasts")
  static let channels = [organic, ads, creator, share, drop, live, push, broadcast]

  private static func channel(_ name: String, _ factor: Double, _ source: String, _ doc: String) -> Field<Double> {
    Field<Double>(
      "storefront.conversionFactor.\(name)", default: factor, in: 0...1_000, since: "0.1", source: source,
      "Conversion \(doc), relative to the market's.")
  }

  static let elasticity = Field<Double>(
    "storefront.elasticity", default: 2.6, in: 0...20, since: "0.1",
    source: "Bijmolt, van Heerde, Pieters, J. Marketing Research 42 (2005): mean -2.62",
    "Price elasticity: the conversion falls as (landed price / reference price)^-elasticity.")
  static let dutyPenalty = Field<Double>(
    "storefront.dutyPenalty", default: 0.3, in: 0...10, since: "0.1", source: "assumption",
    "Utility lost when duties are unknown at the checkout.")
  static let dayPenalty = Field<Double>(
    "storefront.dayPenalty", default: 0.015, in: 0...1, since: "0.1",
    source: "+1.5 % sales per business day faster, from a 7-day baseline",
    "Utility lost per promised day beyond the fifth.")
  static let lateDayPenalty = Field<Double>(
    "storefront.lateDayPenalty", default: 0.04, in: 0...1, since: "0.1", source: "assumption",
    "Utility lost per promised day beyond the tenth.")
  static let latencyPenalty = Field<Double>(
    "storefront.latencyPenalty", default: 0.15, in: 0...10, since: "0.1",
    source: "assumption: published figures differ by an order of magnitude",
    "Utility lost per second of latency beyond the first.")
  static let starEffect = Field<Double>(
    "storefront.starEffect", default: 0.07, in: 0...2, since: "0.1", source: "Luca, HBS 12-016: +5 to 9 % per star",
    "Utility gained per star above 4.3.")

  static let quantities = Field<[Double]>(
    "storefront.quantities", default: [0.8, 0.15, 0.05], in: 0..., since: "0.1", source: "assumption",
    where: { $0.contains { $0 > 0 } && $0.count <= 100 ? nil : "needs 1 to 100 weights, not all zero" },
    "How often 1, 2, 3… units are bought, as weights.")
  static let substitutes = Field<Double>(
    "storefront.soldOut.substitute", default: 0.15, in: 0...1, since: "0.1", source: "assumption",
    "Share of visitors who take another SKU when theirs is sold out.")
  static let waits = Field<Double>(
    "storefront.soldOut.waitList", default: 0.08, in: 0...1, since: "0.1", source: "assumption",
    "Share of them who leave their address.")
  static let returns = Field<Double>(
    "storefront.soldOut.waitListReturn", default: 0.4, in: 0...1, since: "0.1", source: "assumption",
    "Share of those who come back to buy when the SKU can be sold again.")
  static let pitchedShare = Field<Double>(
    "storefront.pitchedShare", default: 0.8, in: 0...1, since: "0.1", source: "assumption",
    "Share of buyers in a live session who take what is pitched.")

  static let popularity = Field<Double>(
    "skus{}.popularity", default: 1, in: 0...1e9, since: "0.1", "Share of the interest in this SKU, as a weight.")
  static let reference = Field<Keyed<CountryCode, Money>>(
    "skus{}.referencePrices", default: [:], since: "0.1",
    "What customers of a market think the SKU is worth; its price when left out.")

  static let group = FieldGroup(
    "Funnel", "How visits become checkouts, and what visitors respond to.",
    fields: [conversion, abandonment, checkout, stars, showsDuties] + channels + [
      elasticity, dutyPenalty, dayPenalty, lateDayPenalty, latencyPenalty, starEffect, quantities, substitutes, waits,
      returns, pitchedShare, popularity, reference,
    ])

  static let groups = [
    group, LinkOutFields.group, AppTierFields.group, BotFields.group, TierFields.group, WaitingRoomFields.group,
    PaymentFields.group, ReservationFields.group,
  ]
}

/// The fields of the storefront's servers.
enum AppTierFields {
  static let workers = Field<Int>(
    "storefront.workers", default: 2_000, in: 1...1_000_000, since: "0.1", source: "assumption",
    "Requests that each market's servers can work on at once; grows with scale.capacity.")
  static let serviceTime = Field<SimDuration>(
    "storefront.serviceTime", default: .milliseconds(80), in: .microseconds(1)...(.minutes(1)), since: "0.1",
    source: "assumption", "Mean time of a request on a server.")
  static let serviceCV = Field<Double>(
    "storefront.serviceCV", default: 1.2, in: 0...20, since: "0.1", source: "assumption",
    "Coefficient of variation of that time.")
  static let requestsPerVisit = Field<Double>(
    "storefront.requestsPerVisit", default: 8, in: 0...10_000, since: "0.1", source: "assumption",
    "Requests of a visit.")
  static let edgeHit = Field<Double>(
    "storefront.edgeHit", default: 0.95, in: 0...1, since: "0.1", source: "assumption",
    "Share of requests that the edge answers from its cache.")
  static let queuePerWorker = Field<Double>(
    "storefront.queuePerWorker", default: 4, in: 0...10_000, since: "0.1", source: "assumption",
    "Requests that may wait, per worker; the others are turned away.")
  static let retries = Field<Int>(
    "storefront.retries", default: 3, in: 0...20, since: "0.1", source: "assumption",
    "How often a request that was turned away is tried again.")

  static let group = FieldGroup(
    "Servers", "The application tier, as a fluid: its latency and its refusals cost orders.",
    fields: [workers, serviceTime, serviceCV, requestsPerVisit, edgeHit, queuePerWorker, retries])
}

/// The fields of payment.
enum PaymentFields {
  static let domestic = Field<Double>(
    "payment.authorisation", default: 0.88, in: 0...1, since: "0.1", source: "assumption",
    "Probability that a domestic payment is authorised at the first try.")
  static let crossBorder = Field<Double>(
    "payment.crossBorderPenalty", default: 0.08, in: 0...1, since: "0.1", source: "assumption",
    "How much lower it is when the goods come from abroad.")
  static let softShare = Field<Double>(
    "payment.softShare", default: 0.6, in: 0...1, since: "0.1", source: "assumption",
    "Share of declines that the same card may overcome at a second try.")
  static let softRetry = Field<Double>(
    "payment.softRetry", default: 0.35, in: 0...1, since: "0.1", source: "assumption",
    "Probability that the second try works.")
  static let otherCard = Field<Double>(
    "payment.otherCard", default: 0.34, in: 0...1, since: "0.1", source: "survey of shoppers: 34 % try another card",
    "Share of customers who try another card after a hard decline.")
  static let stepUpShare = Field<Double>(
    "payment.stepUp.share", default: 0.3, in: 0...1, since: "0.1", source: "assumption",
    "Share of payments that ask for a second factor.")
  static let stepUpDrop = Field<Double>(
    "payment.stepUp.drop", default: 0.08, in: 0...1, since: "0.1", source: "assumption",
    "Share of these customers who give up.")
  static let stepUpTime = Field<DurationDistribution>(
    "payment.stepUp.time", default: .quantiles(median: .seconds(12), p95: .seconds(45)), in: .zero...(.hours(1)),
    since: "0.1", source: "assumption", "How long the second factor takes.")
  static let form = Field<DurationDistribution>(
    "payment.form", default: .quantiles(median: .seconds(90), p95: .minutes(5)), in: .zero...(.hours(1)), since: "0.1",
    source: "assumption", "How long it takes to type address and card.")
  static let bank = Field<SimDuration>(
    "payment.bank", default: .milliseconds(900), in: .zero...(.minutes(10)), since: "0.1", source: "assumption",
    "How long the bank takes to answer.")
  static let retryAfter = Field<SimDuration>(
    "payment.retryAfter", default: .seconds(30), in: .zero...(.hours(1)), since: "0.1", source: "assumption",
    "Time until the second try.")
  static let reservation = Field<SimDuration>(
    "payment.reservation", default: .minutes(10), in: .seconds(1)...(.days(7)), since: "0.1", source: "assumption",
    "How long stock stays reserved without a payment.")

  static let group = FieldGroup(
    "Payment", "Authorisation, second tries, second factors, and how long stock is held meanwhile.",
    fields: [
      domestic, crossBorder, softShare, softRetry, otherCard, stepUpShare, stepUpDrop, stepUpTime, form, bank,
      retryAfter,
      reservation,
    ])
}
