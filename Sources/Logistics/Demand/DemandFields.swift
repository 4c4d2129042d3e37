import Kernel
import Scenario

extension DemandPlan.Noise: Choice {}

/// The fields of demand as a whole: chance, time bins, sharing, seasons.
enum DemandFields {
  static let noise = Field<DemandPlan.Noise>(
    "demand.noise", default: .gamma, since: "0.1",
    "Chance in counts: `gamma` is over-dispersed, `poisson` is not, `none` gives expected counts for tests and planning."
  )
  static let shape = Field<Double>(
    "demand.overdispersion.shape", default: 20, in: 0.1...1e6, since: "0.1", source: "assumption",
    "Shape of the gamma factor that changes every 10 minutes; its variance is 1/shape.")
  static let dayShape = Field<Double>(
    "demand.overdispersion.dayShape", default: 5, in: 0.1...1e6, since: "0.1", source: "assumption",
    "Shape of the gamma factor of a local day; its variance is 1/shape.")
  static let hourlyCorrelation = Field<Double>(
    "demand.overdispersion.hourlyCorrelation", default: 0.9, in: 0..<1, since: "0.1", source: "assumption",
    "Autocorrelation of the 10-minute factor after an hour.")

  static let bin = Field<SimDuration>(
    "demand.bins.normal", default: .minutes(1), in: .seconds(1)...(.hours(1)), since: "0.1", source: "assumption",
    "Length of a time bin; feedback on the storefront acts with a lag of one bin.")
  static let liveBin = Field<SimDuration>(
    "demand.bins.live", default: .seconds(10), in: .seconds(1)...(.hours(1)), since: "0.1", source: "assumption",
    "Length of a time bin during live sessions.")
  static let dropBin = Field<SimDuration>(
    "demand.bins.drop", default: .seconds(1), in: .milliseconds(100)...(.hours(1)), since: "0.1", source: "assumption",
    "Length of a time bin around a drop.")
  static let dropLead = Field<SimDuration>(
    "demand.bins.dropLead", default: .minutes(1), in: .zero...(.days(1)), since: "0.1", source: "assumption",
    "How long before a drop the short bins begin.")
  static let dropTail = Field<SimDuration>(
    "demand.bins.dropTail", default: .minutes(10), in: .zero...(.days(1)), since: "0.1", source: "assumption",
    "How long after a drop the short bins end.")

  static let lifecycleAge = Field<SimDuration>(
    "demand.viewLifecycle[].age", in: .seconds(1)..., since: "0.1", "Age of a post.")
  static let lifecycleShare = Field<Double>(
    "demand.viewLifecycle[].share", in: 0...1, since: "0.1", "Share of all its views that it has then.")
  static let concentration = Field<Double>(
    "demand.geographyConcentration", default: 50, in: 0.1...1e6, since: "0.1", source: "assumption",
    "Posts split over markets by a Dirichlet draw with this concentration: higher is nearer to the creator's shares.")

  static let group = FieldGroup(
    "Demand", "How visits come about: how much chance there is, and how finely time is cut.",
    sections: [
      SectionRule(
        "demand.viewLifecycle[]",
        "The views of a post by age, linear in the logarithm of the age. Without entries: 32 % after a day, 38 % after "
          + "two, 55 % after a week, all after 90 days (vendor study of short videos).")
    ],
    fields: [
      noise, shape, dayShape, hourlyCorrelation, bin, liveBin, dropBin, dropLead, dropTail, lifecycleAge,
      lifecycleShare,
      concentration,
    ])

  static let groups = [
    group, CascadeFields.group, AudienceFields.group, CreatorFields.group, DropFields.group, LiveFields.group,
    AdFields.group, ImpulseFields.group, BassFields.group, GivenOrderFields.group, SeriesFields.group,
  ]
}

/// The fields of shares of shares.
enum CascadeFields {
  /// A branching number of 1 or more never ends by itself.
  static let isSubcritical: @Sendable (Double) -> String? = { n in
    n < 1 ? nil : "is at or above 1: the cascade would grow until the whole audience is reached (saturation)"
  }

  static let ordinary = Field<Double>(
    "demand.cascade.ordinary", default: 0.3, in: 0..., since: "0.1", source: "assumption", where: isSubcritical,
    "Branching number of an ordinary post: visitors that each visitor brings by sharing.")
  static let viral = Field<Double>(
    "demand.cascade.viral", default: 0.95, in: 0..., since: "0.1", source: "assumption", where: isSubcritical,
    "Branching number of a viral post.")
  static let viralShare = Field<Double>(
    "demand.cascade.viralShare", default: 0.1, in: 0...1, since: "0.1",
    source: "Crane, Sornette, PNAS 105 (2008): about 10 % of videos show herding",
    "Probability that a post turns out viral.")
  static let plateau = Field<SimDuration>(
    "demand.cascade.plateau", default: .minutes(5), in: .seconds(1)...(.days(1)), since: "0.1",
    source: "Zhao et al., SEISMIC, KDD 2015", "Time after a view during which shares come at a constant rate.")
  static let exponent = Field<Double>(
    "demand.cascade.exponent", default: 0.2314843, in: 0.01...10, since: "0.1", source: "R package seismic (CRAN)",
    "Exponent θ of the power law by which shares fall off after the plateau.")
  static let constant = Field<Double?>(
    "demand.cascade.constant", default: nil, in: 0..., since: "0.1",
    "Density on the plateau per second; better left out, because it follows from plateau and exponent.")
  static let terms = Field<Int>(
    "demand.cascade.terms", default: 6, in: 1...12, since: "0.1", source: "assumption",
    "Exponentials that stand in for the power law.")
  static let hold = Field<SimDuration>(
    "demand.cascade.hold", default: .days(1), in: .zero...(.days(365)), since: "0.1", source: "assumption",
    "How long a post stays as infectious as at first.")
  static let ageing = Field<SimDuration>(
    "demand.cascade.ageing", default: .days(2), in: .hours(12)...(.days(20)), since: "0.1",
    source: "Kobayashi, Lambiotte, TiDeH, ICWSM 2016: 0.5 to 20 d",
    "Time in which infectiousness falls to 1/e after that.")
  static let isCircadian = Field<Bool>(
    "demand.cascade.circadian", default: true, since: "0.1",
    "Whether sharing waits for waking hours: a quiet hour postpones shares and loses none.")
  static let influenceExponent = Field<Double>(
    "demand.cascade.influenceExponent", default: 2.016, in: 1.01...10, since: "0.1",
    source: "Rizoiu et al., Expecting to be HIP, WWW 2017",
    "Exponent of the power law of how many people a visitor reaches.")
  static let kernel = Field<String>(
    "demand.cascade.kernel", default: SharingKernel.name, since: "0.1",
    where: { name in
      CascadeKernels.names.contains(name)
        ? nil : "is no kernel; there are \(CascadeKernels.names.joined(separator: ", "))"
    },
    "When shares come after a view: `seismic` has a plateau and a power law, `hip` a power law with an offset, `mixture` "
      + "is a sum of exponentials.")
  static let offset = Field<SimDuration>(
    "demand.cascade.offset", default: .milliseconds(86_400), in: .milliseconds(1)...(.days(30)), since: "0.1",
    source: "Rizoiu et al., Expecting to be HIP, WWW 2017: 0.001 d", "Offset c of the kernel `hip`.")
  static let mixtureMean = Field<SimDuration>(
    "demand.cascade.mixture[].mean", in: .seconds(1)...(.days(365)), since: "0.1", "Mean time of a part.")
  static let mixtureShare = Field<Double>(
    "demand.cascade.mixture[].share", in: 0...1e9, since: "0.1", "Its share of the children, as a weight.")
  static let rhythm = Field<Double>(
    "demand.cascade.rhythm", default: 0, in: 0...1, since: "0.1",
    source: "Kobayashi, Lambiotte, TiDeH, ICWSM 2016, has about 0.4",
    "Amplitude of a daily swing of infectiousness; unlike waiting for waking hours it loses shares.")
  static let rhythmPhase = Field<SimDuration>(
    "demand.cascade.rhythmPhase", default: .hours(2), in: .zero...(.days(1)), since: "0.1", source: "assumption",
    "Local time at which the swing falls through its mean; it is lowest six hours later.")
  static let influenceCap = Field<Double>(
    "demand.cascade.influenceCap", default: 100_000, in: 1...1e9, since: "0.1", source: "assumption",
    "Most people a visitor reaches; 1 makes all visitors alike. The market's audience is a cap as well.")

  static let group = FieldGroup(
    "Sharing", "Visitors who bring visitors: a self-exciting process with a finite audience.",
    fields: [
      ordinary, viral, viralShare, plateau, exponent, constant, terms, hold, ageing, isCircadian, influenceExponent,
      influenceCap, kernel, offset, mixtureMean, mixtureShare, rhythm, rhythmPhase,
    ])
}

/// The fields of a market's audience and seasons.
enum AudienceFields {
  static let audience = Field<Double>(
    "markets{}.demand.audience", default: 10_000_000, in: 0...1e11, since: "0.1", source: "assumption",
    where: { $0 > 0 ? nil : "reaches nobody: an audience needs at least one person" },
    "People of the market who can be reached at all; sharing saturates there.")
  static let organic = Field<Rate>(
    "markets{}.demand.organic", default: Rate(perHour: 0), in: Rate(perHour: 0)...Rate(perHour: 1e9), since: "0.1",
    source: "assumption",
    "Visits that come anyway, on average over a week.")
  static let supplyVisits = Field<Rate>(
    "markets{}.demand.smallCreators.visits", default: Rate(perHour: 0), in: Rate(perHour: 0)...Rate(perHour: 1e9),
    since: "0.1", source: "assumption", "Visits that small creators bring at the start, on average over a week.")
  static let supplyGrowth = Field<Double>(
    "markets{}.demand.smallCreators.growth", default: 0, in: 0...10, since: "0.1",
    source: "off; assumption: 0.02",
    "How much their number grows a day while they are few and all orders come in time; it grows with the customers' trust."
  )
  static let supplyMost = Field<Double>(
    "markets{}.demand.smallCreators.most", default: 10, in: 1...1_000_000, since: "0.1", source: "assumption",
    "How many there may be for one at the start.")
  static let hours = Field<[Double]>(
    "markets{}.demand.hours", default: Seasonality.defaultHours, in: 0..., since: "0.1",
    source: "assumption", where: weights(24, "hours of the day"),
    "24 weights for the local hours of the day; their mean is scaled to 1.")
  static let weekdays = Field<[Double]>(
    "markets{}.demand.weekdays", default: Seasonality.defaultWeekdays, in: 0..., since: "0.1",
    source: "assumption", where: weights(7, "weekdays"),
    "7 weights from Monday to Sunday; their mean is scaled to 1.")
  static let days = Field<Keyed<LocalDate, Double>>(
    "markets{}.demand.days", default: [:], in: 0...1_000, since: "0.1",
    "Factors on single local dates, such as 2026-11-27: 2.5.")

  static let holidayDate = Field<LocalDate>("markets{}.demand.holidays[].date", since: "0.1", "The day itself.")
  static let holidayFactor = Field<Double>(
    "markets{}.demand.holidays[].factor", in: 0...1_000, since: "0.1", "Factor on visits that day.")
  static let holidayBefore = Field<Int>(
    "markets{}.demand.holidays[].before", default: 0, in: 0...60, since: "0.1",
    "Days over which it builds up evenly.")
  static let holidayAfter = Field<Int>(
    "markets{}.demand.holidays[].after", default: 0, in: 0...60, since: "0.1", "Days over which it dies away evenly.")
  static let periodFrom = Field<LocalDate>("markets{}.demand.periods[].from", since: "0.1", "The first day.")
  static let periodUntil = Field<LocalDate>("markets{}.demand.periods[].until", since: "0.1", "The last day.")
  static let periodHours = Field<[Double]>(
    "markets{}.demand.periods[].hours", in: 0..., since: "0.1", where: weights(24, "hours of the day"),
    "24 weights for the local hours of these days, such as nights of Ramadan.")

  private static func weights(_ count: Int, _ things: String) -> @Sendable ([Double]) -> String? {
    { values in
      if values.count != count { return "has \(values.count) entries for \(count) \(things)" }
      return values.contains { $0 > 0 } ? nil : "is zero everywhere"
    }
  }

  static let group = FieldGroup(
    "Audience and seasons", "Who can be reached in a market, and when they are awake.",
    sections: [SectionRule("markets{}.demand.smallCreators", "Small creators, who come with trust.")],
    fields: [
      audience, organic, supplyVisits, supplyGrowth, supplyMost, hours, weekdays, days, holidayDate, holidayFactor,
      holidayBefore, holidayAfter, periodFrom,
      periodUntil, periodHours,
    ])
}
