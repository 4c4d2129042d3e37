import Kernel
import Scenario

/// The fields of television spots and push notifications.
enum ImpulseFields {
  static let tvMarket = Field<Reference>("broadcasts[].market", to: "markets{}", since: "0.1", "Where it is seen.")
  static let tvAt = Field<SimTime>("broadcasts[].at", since: "0.1", "When it is shown.")
  static let tvAudience = Field<Double>("broadcasts[].audience", in: 0...1e11, since: "0.1", "People who see it.")
  static let tvResponse = Field<Double>(
    "broadcasts[].response", default: 0.02, in: 0...10, since: "0.1", source: "assumption", "Visits per viewer.")
  static let tvImmediate = Field<Double>(
    "broadcasts[].immediate", default: 0.5, in: 0...1, since: "0.1", source: "assumption",
    "Share of the visits that comes evenly in the first moments; the rest follows and falls off.")
  static let tvBurst = Field<SimDuration>(
    "broadcasts[].burst", default: .seconds(60), in: .seconds(1)...(.hours(1)), since: "0.1",
    source: "Super Bowl 2022: 20 million hits within a minute", "How long the first moments last.")
  static let tvDecay = Field<SimDuration>(
    "broadcasts[].decay", default: .seconds(90), in: .seconds(1)...(.days(1)), since: "0.1", source: "assumption",
    "Time in which the rest falls to 1/e.")
  static let pushMarket = Field<Reference>("pushes[].market", to: "markets{}", since: "0.1", "Where the devices are.")
  static let pushAt = Field<SimTime>("pushes[].at", since: "0.1", "When the first is sent.")
  static let pushDevices = Field<Double>("pushes[].devices", in: 0...1e11, since: "0.1", "Devices that get it.")
  static let pushRate = Field<Rate>(
    "pushes[].rate", default: .perSecond(50_000), in: Rate.perSecond(1e-3)..., since: "0.1", source: "assumption",
    "Notifications sent per time.")
  static let pushOpens = Field<Double>(
    "pushes[].opens", default: 0.03, in: 0...1, since: "0.1", source: "assumption", "Share that opens it.")
  static let pushMedian = Field<SimDuration>(
    "pushes[].median", default: .minutes(3), in: .seconds(1)...(.days(7)), since: "0.1", source: "assumption",
    "Median time until it is opened.")
  static let pushSigma = Field<Double>(
    "pushes[].sigma", default: 1.5, in: 0.01...5, since: "0.1", source: "assumption",
    "Standard deviation of that time's logarithm.")

  static let group = FieldGroup(
    "Broadcasts and notifications", "Sources that reach many at once.",
    sections: [
      SectionRule("broadcasts[]", "Spots on television or codes on a screen."),
      SectionRule("pushes[]", "Notifications pushed to devices."),
    ],
    fields: [
      tvMarket, tvAt, tvAudience, tvResponse, tvImmediate, tvBurst, tvDecay, pushMarket, pushAt, pushDevices, pushRate,
      pushOpens, pushMedian, pushSigma,
    ])
}

/// The fields of diffusion through a market.
enum BassFields {
  static let launch = Field<SimTime>("markets{}.demand.bass.launch", since: "0.1", "When diffusion begins.")
  static let size = Field<Double>(
    "markets{}.demand.bass.size", in: 0...1e11, since: "0.1", "People who adopt at most.")
  static let visits = Field<Double>(
    "markets{}.demand.bass.visits", default: 1, in: 0...1e6, since: "0.1", source: "assumption",
    "Visits of one who adopts.")
  static let innovation = Field<Rate>(
    "markets{}.demand.bass.innovation", default: .perDay(0.02), in: Rate.perDay(1e-9)...Rate.perDay(1e3), since: "0.1",
    source: "assumption; durables have 0.03 a year", "Rate p at which people adopt by themselves.")
  static let imitation = Field<Rate>(
    "markets{}.demand.bass.imitation", default: .perDay(0.4), in: Rate.perDay(0)...Rate.perDay(1e3), since: "0.1",
    source: "assumption; durables have 0.38 a year", "Rate q at which people adopt because all others have.")

  static let group = FieldGroup(
    "Diffusion", "Adoption over weeks, after Bass.",
    sections: [SectionRule("markets{}.demand.bass", optional: true, "Absent: nobody comes by diffusion.")],
    fields: [launch, size, visits, innovation, imitation])
}

/// The fields of recorded counts per time bin.
enum SeriesFields {
  static let file = Field<FilePath>(
    "demand.series[].file", since: "0.1",
    "CSV with a header line, plain or compressed (.zst), a row per time bin in ascending order.")
  static let market = Field<Reference>("demand.series[].market", to: "markets{}", since: "0.1", "The market it is for.")
  static let channel = Field<String>(
    "demand.series[].counts", default: "organic", since: "0.1", where: isKnown,
    "What is counted: visits of a channel by its name, or `checkouts`, which skip the funnel.")
  static let time = Field<String>(
    "demand.series[].columns.time", default: "time", since: "0.1", "The name of the column with the bin's beginning.")
  static let count = Field<String>(
    "demand.series[].columns.count", default: "count", since: "0.1", "The name of the column with the count.")
  static let timeZone = Field<TimeZoneName?>(
    "demand.series[].timeZone", default: nil, since: "0.1",
    "The clock that wrote the times without an offset; the market's when left out.")
  static let start = Field<SimTime?>(
    "demand.series[].start", default: nil, since: "0.1", "Where the first row is moved to.")
  static let stretch = Field<Double>(
    "demand.series[].stretch", default: 1, in: 1e-4...1e4, since: "0.1",
    "Factor on the time between rows: 0.5 plays a day in twelve hours.")
  static let volume = Field<Double>(
    "demand.series[].volume", default: 1, in: 0...1e6, since: "0.1", "Factor on the counts, times scale.demand.")

  private static let isKnown: @Sendable (String) -> String? = { name in
    let names = Channel.names + ["checkouts"]
    return names.contains(name) ? nil : "is no channel\(NearestName.suggestion(for: name, in: names))"
  }

  static let group = FieldGroup(
    "Recorded series", "Counts per time bin as demand: somebody's traffic, at another time and in another volume.",
    sections: [
      SectionRule("demand.series[]", "Series from files; noise acts on visits as on other visits that come anyway.")
    ],
    fields: [file, market, channel, time, count, timeZone, start, stretch, volume])
}
