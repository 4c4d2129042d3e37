import Kernel
import Scenario

/// The fields of reviews and trust; nobody reviews and trust does nothing unless that is asked for.
enum OpinionFields {
  static let rate = Field<Double>(
    "doorstep.reviews.rate", default: 0, in: 0...1, since: "0.1", source: "off; assumption: 0.05",
    "Share of orders delivered on time whose customer reviews.")
  static let lateRate = Field<Double>(
    "doorstep.reviews.lateRate", default: 0, in: 0...1, since: "0.1", source: "off; assumption: 0.12",
    "Share of late orders whose customer reviews.")
  static let priorWeight = Field<Double>(
    "doorstep.reviews.priorWeight", default: 20, in: 0.001...1e9, since: "0.1", source: "assumption",
    "Reviews that the market's rating at the start (funnel.stars) counts for.")
  static let stars = Field<Double>(
    "doorstep.reviews.stars", default: 4.6, in: 1...5, since: "0.1", source: "assumption", "Mean stars on time.")
  static let late = Field<Double>(
    "doorstep.reviews.late", default: 0.6, in: 0...4, since: "0.1", source: "assumption",
    "Stars that being late costs at once.")
  static let perRootDay = Field<Double>(
    "doorstep.reviews.perRootDay", default: 0.15, in: 0...4, since: "0.1", source: "assumption",
    "Stars per square root of the days it is late.")
  static let spread = Field<Double>(
    "doorstep.reviews.spread", default: 0.8, in: 0...4, since: "0.1", source: "assumption",
    "Standard deviation of the stars before they are cut to 1...5.")
  static let startTrust = Field<Double>(
    "doorstep.trust.start", default: 0.9, in: 0...1, since: "0.1", source: "assumption",
    "Trust at the start: the share of good experiences that customers have had.")
  static let trustGain = Field<Double>(
    "doorstep.trust.gain", default: 0.001, in: 0...1, since: "0.1", source: "assumption",
    "Weight of one order's experience in the trust of the market.")
  static let trustEffect = Field<Double>(
    "doorstep.trust.effect", default: 0, in: 0...100, since: "0.1", source: "off; assumption: 1",
    "Log of the factor on conversion when trust goes from 0 to 1; 0 leaves trust without effect.")

  static let group = FieldGroup(
    "Reviews and trust", "What deliveries make of the next visitors: the rating they see, and how far they trust.",
    fields: [rate, lateRate, priorWeight, stars, late, perRootDay, spread, startTrust, trustGain, trustEffect])
}
