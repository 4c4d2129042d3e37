import Kernel

/// What the carriers do, resolved to numbers: pick-ups, hubs, line-hauls and last miles.
struct CarrierPlan: Sendable {
  /// A pick-up of one service at one node: the node's dock for that service.
  struct Dock: Sendable {
    var node: Int
    var service: Int
    var pickUps: LocalSchedule
    var capacity: Load
    /// From the pick-up to the hub's door.
    var firstMile: SimDuration
    var hub: Int?
    /// The line-haul the parcels go to.
    var lane: Int
  }

  /// A hub that sorts within its hours.
  struct Hub: Sendable {
    var name: String
    var region: RegionID
    var hours: WorkCalendar
    /// Parcels sorted per hour of work.
    var sortPerHour: Double
    /// From a parcel's turn to its place in the line-haul's cage.
    var sortTime: SimDuration
    /// Probability that a parcel is sorted wrong, and how much later it comes back to be sorted.
    var missorts: Double
    var missortDelay: SimDuration
  }

  /// A line-haul of one service: trucks, flights or ships that leave together.
  struct Lane: Sendable {
    var service: Int
    var region: RegionID
    /// Departures; nil leaves as soon as a parcel is sorted.
    var departures: LocalSchedule?
    var capacity: Load
    /// Transit by destination zone, numbered over all markets; nil where the service does not go.
    var transit: [DurationSampler?]
    /// The share of the transit's variance that all parcels of one departure have in common, 0...1.
    var sharedVariance: Double
    /// Probability that a parcel is lost on the way.
    var lost: Double
    /// Probability that a parcel is damaged on the way.
    var damaged: Double
    var isInternational: Bool
  }

  /// The last mile of one zone.
  struct Depot: Sendable {
    var zone: Int
    var region: RegionID
    /// When routes leave.
    var waves: LocalSchedule
    /// Stops that all routes of one wave serve.
    var stops: Int64
    /// From leaving the depot to ringing at the door.
    var route: DurationSampler
    /// Probability that the first, second, … attempt succeeds.
    var success: [Double]
  }

  var docks: [Dock]
  var hubs: [Hub]
  var lanes: [Lane]
  /// By zone over all markets.
  var depots: [Depot]
  /// Price of carriage by service, then zone over all markets.
  var tariffs: [[CarriageTariff]]
  /// By service: what parcels cost more for a time.
  var surcharges: [[Surcharge]]

  /// A peak season's price: more for every parcel that is taken in a span of time.
  struct Surcharge: Sendable, BitwiseCopyable {
    var from: SimTime
    var until: SimTime
    /// Minor units of the report currency.
    var perParcel: Int64
  }

  /// What a parcel of a service costs more at an instant.
  func surcharge(of service: Int, at time: SimTime) -> Int64 {
    surcharges[service].reduce(0) { $0 + ($1.from <= time && time < $1.until ? $1.perParcel : 0) }
  }
}
