import Kernel
import Scenario

/// The fields of the carriers.
enum CarrierFields {
  static let pickUpTimes = Field<[LocalTime]>(
    "services{}.pickUp.times", default: [LocalTime(18, 0)], since: "0.1", source: "assumption",
    where: { $0.isEmpty ? "leaves nothing: write at least one local time, such as \"18:00\"" : nil },
    "Local times at which the truck leaves the node; ready at that very instant makes it.")
  static let pickUpDays = Field<Weekdays>("services{}.pickUp.days", default: .all, since: "0.1", "Days of pick-up.")
  static let pickUpParcels = Field<Int64?>(
    "services{}.pickUp.parcels", default: nil, in: 1..., since: "0.1",
    "Parcels one pick-up takes from a node; no limit when absent.")
  static let pickUpWeight = Field<Mass?>(
    "services{}.pickUp.weight", default: nil, in: Mass(grams: 1)..., since: "0.1", "Weight one pick-up takes.")
  static let pickUpVolume = Field<Volume?>(
    "services{}.pickUp.volume", default: nil, in: Volume(cubicCentimetres: 1)..., since: "0.1",
    "Volume one pick-up takes.")
  static let firstMile = Field<SimDuration>(
    "services{}.firstMile", default: .hours(3), in: .zero...(.days(10)), since: "0.1", source: "assumption",
    "From the pick-up to the hub, or to the line-haul when there is no hub.")
  static let hub = Field<Reference?>(
    "services{}.hub", default: nil, to: "hubs{}", since: "0.1", "Where parcels are sorted; none when absent.")
  static let departures = Field<[LocalTime]>(
    "services{}.lineHaul.departures", default: [], since: "0.1",
    "Local times at which line-hauls leave; without any a parcel leaves as soon as it is sorted.")
  static let lineHaulDays = Field<Weekdays>(
    "services{}.lineHaul.days", default: .all, since: "0.1", "Days of departure.")
  static let lineHaulParcels = Field<Int64?>(
    "services{}.lineHaul.parcels", default: nil, in: 1..., since: "0.1",
    "Parcels one departure takes; no limit when absent.")
  static let lineHaulWeight = Field<Mass?>(
    "services{}.lineHaul.weight", default: nil, in: Mass(grams: 1)..., since: "0.1", "Weight one departure takes.")
  static let lineHaulVolume = Field<Volume?>(
    "services{}.lineHaul.volume", default: nil, in: Volume(cubicCentimetres: 1)..., since: "0.1",
    "Volume one departure takes.")
  static let transit = Field<DurationDistribution>(
    "services{}.transit", default: .shiftedLognormal(min: .days(1), median: .hours(60), upper: .days(5), at: 0.95),
    in: .minutes(1)...(.days(200)), since: "0.1", source: "assumption", where: hasQuantiles,
    "From the departure to the border or the last-mile depot.")
  static let transitTo = Field<DurationDistribution>(
    "services{}.lanes{}.transit", in: .minutes(1)...(.days(200)), since: "0.1", where: hasQuantiles,
    "Transit to one destination: the entry's name is a market code or MARKET-zone.")
  static let sharedVariance = Field<Double>(
    "services{}.sharedVariance", default: 0.6, in: 0...1, since: "0.1", source: "assumption",
    "Share of the transit's variance that all parcels of one departure have in common.")
  static let lost = Field<Double>(
    "services{}.lost", default: 0.002, in: 0...1, since: "0.1", source: "assumption",
    "Probability that a parcel is lost on the line-haul.")
  static let pricePerParcel = Field<Money?>(
    "services{}.price.perParcel", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Carriage per parcel, in the report currency.")
  static let pricePerKilogram = Field<Money?>(
    "services{}.price.perKilogram", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Carriage per kilogram, in the report currency.")

  static let weightStep = Field<Mass>(
    "services{}.price.weightStep", default: Mass(grams: 100), in: Mass(grams: 1)...Mass(grams: 100_000), since: "0.1",
    source: "assumption", "Started steps of weight are charged in full: 454 g for pounds.")
  static let volumePerKilogram = Field<Volume?>(
    "services{}.price.volumePerKilogram", default: nil,
    in: Volume(cubicCentimetres: 100)...Volume(cubicCentimetres: 1_000_000), since: "0.1",
    "Volume that is charged as a kilogram where that is more than the weight: 5022 cm3 is 139 cubic inches a pound.")
  static let volumeFrom = Field<Volume>(
    "services{}.price.volumeFrom", default: Volume(cubicCentimetres: 0),
    in: Volume(cubicCentimetres: 0)...Volume(cubicCentimetres: 10_000_000), since: "0.1",
    "Volume above which it is charged at all: 28317 cm3 is a cubic foot.")
  static let fuel = Field<Double>(
    "services{}.price.fuel", default: 0, in: 0...10, since: "0.1", "Added to the price for fuel: about 20 % in 2025.")
  static let zonePerParcel = Field<Money?>(
    "services{}.price.zones{}.perParcel", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Carriage per parcel to one destination: the entry's name is a market code or MARKET-zone.")
  static let zonePerKilogram = Field<Money?>(
    "services{}.price.zones{}.perKilogram", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Carriage per kilogram to that destination.")
  static let surchargeFrom = Field<SimTime>(
    "services{}.surcharges[].from", since: "0.1", "First instant of a surcharge.")
  static let surchargeUntil = Field<SimTime>(
    "services{}.surcharges[].until", since: "0.1", "First instant after it.")
  static let surchargePerParcel = Field<Money?>(
    "services{}.surcharges[].perParcel", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What each parcel costs more, in the report currency.")
  static let damaged = Field<Double>(
    "services{}.damaged", default: 0, in: 0...1, since: "0.1", source: "assumption",
    "Probability that a parcel is damaged on the line-haul: it is delivered, and no scorecard counts it as good.")
  static let missorts = Field<Double>(
    "hubs{}.missorts", default: 0, in: 0...1, since: "0.1", source: "assumption",
    "Probability that the hub sorts a parcel wrong.")
  static let missortDelay = Field<SimDuration>(
    "hubs{}.missortDelay", default: .days(1), in: .zero...(.days(60)), since: "0.1", source: "assumption",
    "How much later a parcel that was sorted wrong is back.")

  /// Parcels of one departure share a part of their delay through normal numbers, which a gamma law cannot take.
  private static let hasQuantiles: @Sendable (DurationDistribution) -> String? = { value in
    if case .gamma = value { return "is a gamma law, which transit cannot share: write min, median and p95" }
    return nil
  }

  static let hubCountry = Field<CountryCode>("hubs{}.country", since: "0.1", "The country of the nodes the hub serves.")
  static let hubTimeZone = Field<TimeZoneName>("hubs{}.timeZone", since: "0.1", "The hub's time zone.")
  static let hubHours = Field<WeeklyHours>(
    "hubs{}.hours", default: .aroundTheClock, since: "0.1", "When the hub sorts.")
  static let hubRate = Field<Rate>(
    "hubs{}.rate", default: .perHour(20_000), since: "0.1", source: "assumption", "Parcels sorted per time.")
  static let sortTime = Field<SimDuration>(
    "hubs{}.sortTime", default: .minutes(15), in: .zero...(.days(1)), since: "0.1", source: "assumption",
    "From a parcel's turn at the sorter to its place in the line-haul.")

  static let waves = Field<[LocalTime]>(
    "markets{}.lastMile.waves", default: [LocalTime(8, 0)], since: "0.1", source: "assumption",
    where: { $0.isEmpty ? "delivers nothing: write at least one local time, such as \"08:00\"" : nil },
    "Local times at which routes leave the depot.")
  static let waveDays = Field<Weekdays>(
    "markets{}.lastMile.days", default: Weekdays(from: .monday, to: .saturday), since: "0.1", source: "assumption",
    "Days of delivery.")
  static let stops = Field<Int64?>(
    "markets{}.lastMile.stops", default: nil, in: 1..., since: "0.1",
    "Stops of one wave over the whole market, shared among zones by their share; no limit when absent.")
  static let zoneStops = Field<Int64?>(
    "markets{}.zones{}.stops", default: nil, in: 1..., since: "0.1",
    "Stops of one wave in this zone, in place of its share.")
  static let route = Field<DurationDistribution>(
    "markets{}.lastMile.route", default: .uniform(min: .hours(1), max: .hours(9)), in: .zero...(.days(2)), since: "0.1",
    source: "assumption", "From leaving the depot to ringing at the door.")
  static let success = Field<[Double]>(
    "markets{}.lastMile.success", default: [0.92, 0.75, 0.6], in: 0...1, since: "0.1",
    source: "assumption",
    where: {
      if !(1...15).contains($0.count) { return "needs 1 to 15 attempts" }
      return $0.allSatisfy { $0 == 0 } ? "delivers nothing: no attempt ever succeeds" : nil
    },
    "Probability that the first, second … attempt succeeds; after the last the parcel goes back.")
  static let group = FieldGroup(
    "Carriers", "Pick-ups, hubs, line-hauls and last miles, each with its schedule and its capacity.",
    sections: [
      SectionRule("hubs{}", "Hubs that sort parcels between pick-up and line-haul."),
      SectionRule("services{}.lanes{}", "Destinations with a transit of their own."),
      SectionRule("services{}.price.zones{}", "Destinations with a price of their own."),
      SectionRule("services{}.surcharges[]", "Prices of a peak season."),
    ],
    fields: [
      pickUpTimes, pickUpDays, pickUpParcels, pickUpWeight, pickUpVolume, firstMile, hub, departures, lineHaulDays,
      lineHaulParcels, lineHaulWeight, lineHaulVolume, transit, transitTo, sharedVariance, lost, pricePerParcel,
      pricePerKilogram, hubCountry, hubTimeZone, hubHours, hubRate, sortTime, waves, waveDays, stops, zoneStops, route,
      success, weightStep, volumePerKilogram, volumeFrom, fuel, zonePerParcel, zonePerKilogram, surchargeFrom,
      surchargeUntil, surchargePerParcel, damaged, missorts, missortDelay,
    ])
}
