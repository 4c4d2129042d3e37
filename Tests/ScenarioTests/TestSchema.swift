import Kernel
import Scenario

/// A small schema with every kind of field, for the tests of the scenario language itself.
enum TestSchema {
  enum ShiftEnd: String, Choice { case finish, preemptResume }

  static let title = Field<String>("title", default: "untitled", since: "0.1", "What the scenario is about.")
  static let start = Field<SimTime>("start", since: "0.1", "When simulated time begins.")
  static let threads = Field<Int64?>("threads", default: nil, in: 1...64, since: "0.1", "Threads; all when absent.")
  static let traced = Field<Bool>("traced", default: false, since: "0.1", "Whether records are kept.")
  static let data = Field<FilePath?>("data", default: nil, since: "0.1", "Recorded orders.")
  static let branching = Field<Double>(
    "demand.branching", default: 0.6, in: 0..<1, since: "0.1", source: "Crane and Sornette 2008",
    "Posts that one post brings about; below one, or interest never dies.")
  static let visits = Field<Rate>(
    "demand.visits", default: .perSecond(100), in: .perHour(0)..., since: "0.1", source: "assumption",
    "Visits at the peak.")
  static let cells = Field<Int>(
    "demand.cells", default: 4, in: 1...1024, since: "0.1", where: { $0 % 2 == 0 ? nil : "is not even" },
    "Cells of the cascade.")
  static let old = Field<Int>(
    "demand.oldCells", default: 1, since: "0.1", deprecated: "use demand.cells", "The former name of cells.")
  static let hosts = Field<Int>("demand.live.hosts", in: 1...10, since: "0.1", "People on screen.")
  static let showAt = Field<LocalTime>("demand.live.at", default: LocalTime(20), since: "0.1", "When the show starts.")
  static let demand = FieldGroup(
    "Demand", "Who comes, and why.",
    sections: [SectionRule("demand.live", optional: true, "A live show.")],
    fields: [title, start, threads, traced, data, branching, visits, cells, old, hosts, showAt])

  static let vat = Field<Double>("markets{}.vat", default: 0, in: 0...0.5, since: "0.1", "Value-added tax.")
  static let currency = Field<CurrencyCode>("markets{}.currency", default: .eur, since: "0.1", "What buyers pay in.")
  static let timeZone = Field<TimeZoneName>("markets{}.timeZone", default: .utc, since: "0.1", "Its local time.")
  static let service = Field<Weekdays>("markets{}.service", default: .mondayToSaturday, since: "0.1", "Delivery days.")
  static let markets = FieldGroup(
    "Markets", "Where the offer is sold.",
    sections: [SectionRule("markets{}", atLeast: 1, namedBy: CountryCode.self, "The markets by country.")],
    fields: [vat, currency, timeZone, service])

  static let country = Field<CountryCode>("warehouses{}.country", since: "0.1", "Where it stands.")
  static let stations = Field<Int>(
    "warehouses{}.stations", default: 30, in: 1...100_000, since: "0.1", source: "assumption", "Pack stations.")
  static let waveEvery = Field<SimDuration>(
    "warehouses{}.waves.every", default: .hours(1), in: .minutes(1)...(.days(1)), since: "0.1",
    "Time between wave releases.")
  static let waveLines = Field<Int>("warehouses{}.waves.lines", default: 20, in: 1..., since: "0.1", "Lines a wave.")
  static let cutOff = Field<LocalTime?>("warehouses{}.cutOff", default: nil, since: "0.1", "The last order of the day.")
  static let hours = Field<WeeklyHours>("warehouses{}.hours", default: .aroundTheClock, since: "0.1", "Open hours.")
  static let packTime = Field<DurationDistribution>(
    "warehouses{}.packTime", default: .lognormal(mean: .seconds(75), cv: 0.5), in: .zero...(.hours(4)), since: "0.1",
    "Time to pack one order.")
  static let shiftEnd = Field<ShiftEnd>("warehouses{}.shiftEnd", default: .finish, since: "0.1", "What a shift leaves.")
  static let opened = Field<LocalDate?>("warehouses{}.opened", default: nil, since: "0.1", "Its first day.")
  static let feeds = Field<[Reference]>("warehouses{}.feeds", default: [], to: "warehouses{}", since: "0.1", "To whom.")
  static let mainDock = Field<Reference?>(
    "warehouses{}.mainDock", default: nil, to: "warehouses{}.docks{}", since: "0.1", "The dock for the carrier.")
  static let doors = Field<Int>("warehouses{}.docks{}.doors", default: 4, in: 1..., since: "0.1", "Doors.")
  static let width = Field<Length>(
    "warehouses{}.docks{}.width", default: .metres(3), in: .metres(1)...(.metres(9)), since: "0.1", "Of a door.")
  static let warehouses = FieldGroup(
    "Warehouses", "Where goods are packed.",
    sections: [SectionRule("warehouses{}", "The warehouses by name.")],
    fields: [
      country, stations, waveEvery, waveLines, cutOff, hours, packTime, shiftEnd, opened, feeds, mainDock, doors, width,
    ])

  static let cap = Field<Mass>("carriers{}.cap", default: .kilograms(30), in: .grams(1)..., since: "0.1", "Heaviest.")
  static let volume = Field<Volume>("carriers{}.volume", default: .litres(100), since: "0.1", "Largest parcel.")
  static let speed = Field<Speed>("carriers{}.speed", default: Speed(metresPerSecond: 20), since: "0.1", "On the road.")
  static let prices = Field<Keyed<CountryCode, Money>>("carriers{}.prices", default: [:], since: "0.1", "Per parcel.")
  static let from = Field<Reference>("lanes[].from", to: "warehouses{}", since: "0.1", "Where parcels start.")
  static let carrier = Field<Reference>("lanes[].carrier", to: "carriers{}", since: "0.1", "Who drives.")
  static let transit = Field<DurationDistribution>(
    "lanes[].transit", default: .constant(.days(2)), in: .zero...(.days(60)), since: "0.1", "Days on the road.")
  static let factors = Field<[Double]>("lanes[].factors", default: [1], in: 0...10, since: "0.1", "By hour.")
  static let carriers = FieldGroup(
    "Carriers", "Who drives, and where.", fields: [cap, volume, speed, prices, from, carrier, transit, factors])

  static let schema = ScenarioSchema([demand, markets, warehouses, carriers])

  /// The least that is valid.
  static let minimal = "start: 2026-11-27T08:00:00Z\nmarkets: { DE: {} }\n"
}
