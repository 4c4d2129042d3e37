import Kernel
import Scenario

extension InFlightPolicy: Choice {}

/// The fields of disruptions.
enum DisruptionFields {
  static let resources = Field<[String]>(
    "disruptions{}.resources", since: "0.1",
    where: { $0.isEmpty ? "names nothing that is struck" : nil },
    "What is struck, by its place in the scenario. Nodes: nodes.NAME or its .pick, .pack, .receiving; services.NAME or its .pickUp, .lineHaul; hubs.NAME; markets.CODE.lastMile, .customs, .payments, .servers; markets.CODE.zones.NAME; providers.NAME or its .labels."
  )
  static let at = Field<SimTime?>(
    "disruptions{}.at", default: nil, since: "0.1",
    "When it begins; with `every` the first time, which is drawn when absent.")
  static let lasts = Field<DurationDistribution>(
    "disruptions{}.lasts", default: .constant(.days(1)), in: .seconds(1)...(.days(7_305)), since: "0.1",
    source: "assumption", "How long it lasts.")
  static let probability = Field<Double>(
    "disruptions{}.probability", default: 1, in: 0...1, since: "0.1", source: "assumption",
    "The probability that it happens at all in a replication.")
  static let every = Field<SimDuration?>(
    "disruptions{}.every", default: nil, in: .minutes(1)...(.days(7_305)), since: "0.1",
    "Mean time from the end of one to the beginning of the next, exponential; once when absent.")
  static let capacity = Field<Double>(
    "disruptions{}.capacity", default: 0, in: 0...100, since: "0.1", source: "assumption",
    "Factor on the planned capacity while it lasts; 0 closes.")
  static let cost = Field<Double>(
    "disruptions{}.cost", default: 1, in: 0...1_000, since: "0.1", source: "assumption",
    "Factor on the carriage of parcels that a struck service or provider takes, until the restore has ended.")
  static let delay = Field<SimDuration>(
    "disruptions{}.delay", default: .zero, in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "Added to the transit of struck line-hauls and to the routes of struck last miles, until the restore has ended.")
  static let inFlight = Field<InFlightPolicy>(
    "disruptions{}.inFlight", default: .hold, since: "0.1", source: "assumption",
    "What happens to parcels before a closed line-haul or provider: hold: they wait; reroute: they take another service from the same node; destroy: they are lost, before line-hauls only."
  )
  static let notice = Field<SimDuration>(
    "disruptions{}.notice", default: .zero, in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "How long before it begins the checkout knows of it, its end included: promises follow for line-hauls and providers."
  )
  static let isKnown = Field<Bool>(
    "disruptions{}.known", default: true, since: "0.1", source: "assumption",
    "Whether the checkout ever knows of it; without, promises go on as planned.")
  static let restore = Field<SimDuration>(
    "disruptions{}.restore.over", default: .zero, in: .zero...(.days(3_650)), since: "0.1", source: "assumption",
    "Time after the end in which the capacity goes evenly from `from` to `to`; then it is as planned.")
  static let restoreFrom = Field<Double>(
    "disruptions{}.restore.from", default: 0, in: 0...100, since: "0.1", source: "assumption",
    "Factor on the planned capacity when the restore begins.")
  static let restoreTo = Field<Double>(
    "disruptions{}.restore.to", default: 1, in: 0...100, since: "0.1", source: "assumption",
    "Factor on the planned capacity when the restore ends; more than 1 works a backlog off.")

  static let group = FieldGroup(
    "Disruptions", "What breaks, when, how much of it, and how it comes back.",
    sections: [SectionRule("disruptions{}", "Disruptions by name; several may strike the same thing.")],
    fields: [
      resources, at, lasts, probability, every, capacity, cost, delay, inFlight, notice, isKnown, restore, restoreFrom,
      restoreTo,
    ])
}
