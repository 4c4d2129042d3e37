import Kernel
import Scenario

/// The fields of the contact centre; nobody asks unless a rate is given.
enum ContactFields {
  static let rate = Field<Double>(
    "doorstep.contacts.rate", default: 0, in: 0...1, since: "0.1",
    source: "off; vendors report 0.25 of orders (WISMO, \"where is my order\")",
    "Share of orders whose customer asks where it is before the promised day is over.")
  static let lateRate = Field<Double>(
    "doorstep.contacts.lateRate", default: 0, in: 0...1, since: "0.1", source: "off; assumption: twice the rate",
    "Share of customers still waiting after the promised day who ask then.")
  static let lateAfter = Field<SimDuration>(
    "doorstep.contacts.lateAfter", default: .hours(12), in: .zero...(.days(30)), since: "0.1", source: "assumption",
    "Mean time from the end of the promised day to that question; exponential.")
  static let agents = Field<Int>(
    "doorstep.contacts.agents", default: 20, in: 1...1_000_000, since: "0.1", source: "assumption",
    "Agents of each market; scale.capacity applies.")
  static let hours = Field<WeeklyHours>(
    "doorstep.contacts.hours", default: .aroundTheClock, since: "0.1", source: "assumption",
    "When they answer, on the market's clock.")
  static let time = Field<DurationDistribution>(
    "doorstep.contacts.time", default: .lognormal(mean: .minutes(6), cv: 1), in: .zero...(.days(1)), since: "0.1",
    source: "assumption", "Time of an agent for one question.")
  static let patience = Field<SimDuration>(
    "doorstep.contacts.patience", default: .minutes(3), in: .seconds(1)...(.days(1)), since: "0.1",
    source: "assumption", "Mean patience in the line; exponential.")
  static let triesAgain = Field<Double>(
    "doorstep.contacts.triesAgain", default: 0.5, in: 0...0.99, since: "0.1", source: "assumption",
    "Probability that who gave up tries again.")
  static let triesAgainAfter = Field<SimDuration>(
    "doorstep.contacts.triesAgainAfter", default: .hours(1), in: .seconds(1)...(.days(7)), since: "0.1",
    source: "assumption", "When.")
  static let cost = Field<Money?>(
    "doorstep.contacts.cost", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What an answer costs, in the report currency; vendors report about 5 USD. None when absent.")

  static let group = FieldGroup(
    "Contact centre", "Customers who ask where their order is, and agents who answer.",
    fields: [rate, lateRate, lateAfter, agents, hours, time, patience, triesAgain, triesAgainAfter, cost])
}
