import Kernel
import Scenario

/// The fields of fulfilment and of the promise.
enum FulfilmentFields {
  static let policy = Field<String>(
    "fulfilment.policy", default: NearestWithStock.name, since: "0.1",
    where: { FulfilmentPolicies.make($0) == nil ? "is not one of \(FulfilmentPolicies.names)" : nil },
    "How an order's node is chosen: \(FulfilmentPolicies.names).")
  static let handOver = Field<SimDuration>(
    "fulfilment.handOver", default: .zero, in: .zero...(.days(2)), since: "0.1", source: "assumption",
    "From the released order until a node in the same country knows of it.")
  static let remoteHandOver = Field<SimDuration>(
    "fulfilment.remoteHandOver", default: .minutes(15), in: .seconds(1)...(.days(2)), since: "0.1",
    source: "assumption",
    "From the released order until a node abroad knows of it; at least messageDelay.")
  static let promiseQuantile = Field<Double>(
    "promise.quantile", default: 0.9, in: 0.01...0.999, since: "0.1", source: "assumption",
    "The quantile of each random leg that the promised day allows for.")
  static let promiseSlack = Field<Int>(
    "promise.slackDays", default: 0, in: 0...60, since: "0.1", source: "assumption",
    "Whole days added to every promise.")
  static let knowsBacklog = Field<Bool>(
    "promise.knowsBacklog", default: false, since: "0.1", source: "assumption",
    "Whether promises count the pick-ups, line-hauls and routes that are full with what waits for them now.")
  static let handling = Field<Money?>(
    "nodes{}.handling", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Cost of handling one order, in the report currency.")
  static let refresh = Field<SimDuration>(
    "fulfilment.refresh", default: .hours(2), in: .minutes(1)...(.days(30)), since: "0.1", source: "assumption",
    "How often shadowPrice and plannedShares plan for the demand still expected.")
  static let batch = Field<SimDuration>(
    "fulfilment.batch", default: .zero, in: .zero...(.days(7)), since: "0.1",
    "Orders wait for the next batch and may be moved to another node in their country where that is cheaper for all together; released at once when 0 s."
  )

  static let group = FieldGroup(
    "Fulfilment", "Which node serves an order, and what day is promised.",
    fields: [policy, handOver, remoteHandOver, promiseQuantile, promiseSlack, handling, knowsBacklog, refresh, batch])
}
