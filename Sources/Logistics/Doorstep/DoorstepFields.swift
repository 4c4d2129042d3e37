import Kernel
import Scenario

/// The fields of the doorstep: cancellations, refusals, returns.
enum DoorstepFields {
  static let cancelPerDay = Field<Double>(
    "doorstep.cancellation.perDay", default: 0.002, in: 0...10, since: "0.1", source: "assumption",
    "Rate at which customers cancel an order that has not left, per day.")
  static let cancelAfterPromise = Field<Double>(
    "doorstep.cancellation.afterPromise", default: 4, in: 1...100, since: "0.1", source: "assumption",
    "Factor on that rate once the promised day is over.")
  static let cancelHorizon = Field<SimDuration>(
    "doorstep.cancellation.horizon", default: .days(7), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "Customers do not cancel later than this after paying.")
  static let refusalIntercept = Field<Double>(
    "doorstep.refusal.intercept", default: -3, in: -100...100, since: "0.1", source: "assumption",
    "Log-odds of refusing a parcel at the door when next to nothing is due (DAP).")
  static let refusalSlope = Field<Double>(
    "doorstep.refusal.slope", default: 6, in: 0...1_000, since: "0.1", source: "assumption",
    "Added to the log-odds when what is due equals what was paid; in proportion otherwise.")

  static let live = Field<Double>(
    "returns.live", default: 0.8, in: -10...10, since: "0.1", source: "assumption",
    "Added to the log-odds of a return for orders from live sessions.")
  static let late = Field<Double>(
    "returns.late", default: 0.5, in: -10...10, since: "0.1", source: "assumption",
    "Added to the log-odds of a return for late orders.")
  static let categoryOdds = Field<Keyed<String, Double>>(
    "returns.categoryOdds", default: [:], in: 0...1_000, since: "0.1", source: "assumption",
    "Factor on the market's odds of a return by category; 1 for a category that is not named.")

  static let rate = Field<Double>(
    "markets{}.returns.rate", default: 0.15, in: 0...0.99, since: "0.1", source: "assumption",
    "Share of delivered orders that are returned, for an average category, not live and not late.")
  static let window = Field<SimDuration>(
    "markets{}.returns.window", default: .days(30), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "A return is requested within this time after delivery.")
  static let requestLag = Field<DurationDistribution>(
    "markets{}.returns.requestLag", default: .gamma(mean: .days(8), cv: 0.7), in: .zero...(.days(365)), since: "0.1",
    source: "assumption", "From delivery to the request; redrawn until it lies inside the window.")
  static let transit = Field<DurationDistribution>(
    "markets{}.returns.transit", default: .shiftedLognormal(min: .days(2), median: .days(4), upper: .days(9), at: 0.95),
    in: .zero...(.days(365)), since: "0.1", source: "assumption", "From the request to the market's returns centre.")
  static let acrossBorders = Field<Bool>(
    "markets{}.returns.acrossBorders", default: false, since: "0.1", source: "assumption",
    "Whether goods that came from abroad are sent back; otherwise the money is returned without them.")
  static let cost = Field<Money?>(
    "markets{}.returns.cost", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Label, transport and handling of one return, in the report currency; none when absent.")
  static let graders = Field<Int>(
    "markets{}.returns.graders", default: 10, in: 1...1_000_000, since: "0.1", source: "assumption",
    "People who grade returned goods; scale.capacity applies.")
  static let gradingTime = Field<DurationDistribution>(
    "markets{}.returns.gradingTime", default: .constant(.minutes(4)), in: .zero...(.days(30)), since: "0.1",
    source: "assumption", "Working time to grade one return.")
  static let gradingHours = Field<WeeklyHours>(
    "markets{}.returns.hours", default: WeeklyHours("Mon-Sat 08:00-18:00")!, since: "0.1", source: "assumption",
    "When returns are graded.")
  static let gradeA = Field<Double>(
    "markets{}.returns.gradeA", default: 0.6, in: 0...1, since: "0.1", source: "assumption",
    "Share of returns that go back into stock.")
  static let gradeB = Field<Double>(
    "markets{}.returns.gradeB", default: 0.25, in: 0...1, since: "0.1", source: "assumption",
    "Share of returns that are sold off as used; the rest is scrap.")

  static let group = FieldGroup(
    "Doorstep", "What happens at the door and after: cancellations, refusals, returns.",
    fields: [
      cancelPerDay, cancelAfterPromise, cancelHorizon, refusalIntercept, refusalSlope, live, late, categoryOdds, rate,
      window, requestLag, transit, acrossBorders, cost, graders, gradingTime, gradingHours, gradeA, gradeB,
    ])
}
