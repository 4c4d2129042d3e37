import Kernel
import Scenario

extension CustomsRoute: Choice {}
extension DeliveryTerms: Choice {}
extension CustomsValuation: Choice {}
extension RoundingUnit: Choice {}
extension Rounding: Choice {}
extension TariffMeasure.Kind: Choice {}

/// What happens to work in hand at closing time, as scenarios write it.
enum ShiftEndChoice: String, Choice {
  case finish, preemptResume

  var shiftEnd: Station.ShiftEnd { self == .finish ? .finish : .preemptResume }
}

/// The fields of a market's border.
enum CustomsFields {
  static let regime = Field<Reference?>(
    "markets{}.customs.regime", default: nil, to: "customs.regimes{}", since: "0.1",
    "The customs law of the market; without one its border charges nothing.")
  static let route = Field<CustomsRoute>(
    "markets{}.customs.route", default: .express, since: "0.1", source: "assumption",
    "How parcels from abroad come in: by post, express, or consolidated and injected.")
  static let terms = Field<DeliveryTerms>(
    "markets{}.customs.terms", default: .ddp, since: "0.1", source: "assumption",
    "Who pays at the border: ddp charges duty at checkout, dap collects it at the door.")
  static let isRegistered = Field<Bool>(
    "markets{}.customs.registered", default: true, since: "0.1", source: "assumption",
    "Whether the seller takes part in the market's scheme for distance sales, such as IOSS.")

  static let poorData = Field<Double>(
    "markets{}.customs.poorData", default: 0.05, in: 0...1, since: "0.1", source: "assumption",
    "Share of entries with poor data.")
  static let rejects = Field<Double>(
    "markets{}.customs.rejectsPoorData", default: 0.01, in: 0...1, since: "0.1", source: "assumption",
    "Probability that pre-advice rejects an entry with poor data; a broker then lodges it.")
  static let autoLodged = Field<Double>(
    "markets{}.customs.autoLodged", default: 0.97, in: 0...1, since: "0.1",
    source: "CBP: about 97 % of Type 86 entries cleared electronically (secondary)",
    "Share of entries that are lodged by themselves at any hour; brokers lodge the others.")
  static let lacksDocuments = Field<Double>(
    "markets{}.customs.hold.share", default: 0.03, in: 0...1, since: "0.1", source: "assumption",
    "Share of entries that wait for a missing document.")
  static let hold = Field<DurationDistribution>(
    "markets{}.customs.hold.time",
    default: .shiftedLognormal(min: .zero, median: .days(2), upper: .days(9), at: 0.95), in: .zero...(.days(365)),
    since: "0.1", source: "assumption", "How long a missing document takes.")
  static let abandonsAfter = Field<SimDuration>(
    "markets{}.customs.hold.abandonAfter", default: .days(20), in: .hours(1)...(.days(365)), since: "0.1",
    source: "assumption", "A parcel held longer is given up and goes back to its sender.")

  static let yellow = Field<Double>(
    "markets{}.customs.yellow", default: 0.035, in: 0...1, since: "0.1", source: "assumption",
    "Share of entries whose documents are checked.")
  static let red = Field<Double>(
    "markets{}.customs.red", default: 0.015, in: 0...1, since: "0.1", source: "assumption",
    "Share of entries whose goods are examined, seizures included.")
  static let seized = Field<Double>(
    "markets{}.customs.seized", default: 0.002, in: 0...1, since: "0.1", source: "assumption",
    "Share of entries that are seized after an examination.")
  static let poorDataFactor = Field<Double>(
    "markets{}.customs.poorDataFactor", default: 2, in: 0...100, since: "0.1", source: "assumption",
    "Factor on yellow and red for entries with poor data.")
  static let greenTime = Field<DurationDistribution>(
    "markets{}.customs.greenTime",
    default: .shiftedLognormal(min: .zero, median: .minutes(10), upper: .hours(1), at: 0.95), in: .zero...(.days(30)),
    since: "0.1", source: "assumption", "From the entry to its release when nobody looks, at any hour.")

  static let deferment = Field<Money?>(
    "markets{}.customs.deferment.limit", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "The most that the seller's deferment account may owe; entries that find it used up wait. Without one, any sum is deferred."
  )
  static let paidEvery = Field<SimDuration>(
    "markets{}.customs.deferment.paidEvery", default: .days(30), in: .hours(1)...(.days(365)), since: "0.1",
    source: "assumption", "How often the account is paid, counted from the start of the run.")
  static let guarantee = Field<Money?>(
    "markets{}.customs.transit.guarantee", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "The guarantee for goods under way to the inland office (T1): what all of them would owe together. Without one, it covers everything."
  )
  static let transitTime = Field<DurationDistribution>(
    "markets{}.customs.transit.time", default: .constant(.zero), in: .zero...(.days(30)), since: "0.1",
    source: "assumption",
    "From the border to the inland customs office on route transit; both legs are driven under guarantee.")

  static let broker = DeskFields(
    "broker", "broker's clerks, for entries that are not lodged by themselves", people: 20, work: .constant(.minutes(6))
  )
  static let documents = DeskFields(
    "documents", "officers who check documents", people: 6, work: .lognormal(mean: .minutes(25), cv: 0.5))
  static let examination = DeskFields(
    "examination", "lanes where goods are examined", people: 4, work: .lognormal(mean: .minutes(45), cv: 0.5))

  static let shockFrom = Field<SimTime>("markets{}.customs.shocks[].from", since: "0.1", "When the shock begins.")
  static let shockUntil = Field<SimTime>("markets{}.customs.shocks[].until", since: "0.1", "When it is over.")
  static let shockPoorData = Field<Double>(
    "markets{}.customs.shocks[].poorData", default: 1, in: 0...1_000, since: "0.1", source: "assumption",
    "Factor on the share of entries with poor data: 10 in the first days of a new rule.")
  static let shockAutoLodged = Field<Double>(
    "markets{}.customs.shocks[].autoLodged", default: 1, in: 0...1, since: "0.1", source: "assumption",
    "Factor on the share of entries that lodge by themselves: 0 while the system is down.")

  static let group = FieldGroup(
    "Customs", "The borders of the markets: who pays, how entries are lodged, and how closely customs looks.",
    sections: [
      SectionRule(
        "markets{}.customs.shocks[]", "Outages and the first days of new rules; disruptions take people away.")
    ],
    fields: [
      regime, route, terms, isRegistered, poorData, rejects, autoLodged, lacksDocuments, hold, abandonsAfter, yellow,
      red, seized, poorDataFactor, greenTime,
      deferment, paidEvery, guarantee, transitTime,
    ] + broker.all + documents.all + examination.all + [
      shockFrom, shockUntil, shockPoorData, shockAutoLodged,
    ])

  /// All groups of customs.
  static let groups = [group, RegimeFields.group]
}

/// The fields of one desk: how many people, how long an entry takes them, and when they work.
struct DeskFields: Sendable {
  let people: Field<Int>
  let work: Field<DurationDistribution>
  let hours: Field<WeeklyHours>
  let shiftEnd: Field<ShiftEndChoice>

  init(_ name: String, _ doc: String, people count: Int, work time: DurationDistribution) {
    let path = "markets{}.customs.\(name)"
    people = Field<Int>(
      path + ".people", default: count, in: 1...1_000_000, since: "0.1", source: "assumption",
      "The number of \(doc); scale.capacity applies.")
    work = Field<DurationDistribution>(
      path + ".time", default: time, in: .zero...(.days(30)), since: "0.1", source: "assumption",
      "Working time for one entry of the \(doc).")
    hours = Field<WeeklyHours>(
      path + ".hours", default: Self.officeHours, since: "0.1", source: "assumption", "Opening hours of the \(doc).")
    shiftEnd = Field<ShiftEndChoice>(
      path + ".shiftEnd", default: .finish, since: "0.1", source: "assumption",
      "What happens at closing time to an entry in hand of the \(doc).")
  }

  var all: [any AnyField] { [people, work, hours, shiftEnd] }

  private static let officeHours = WeeklyHours("Mon-Fri 08:00-18:00, Sat 08:00-12:00")!
}
