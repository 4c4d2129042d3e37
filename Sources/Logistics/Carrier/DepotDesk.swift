import Kernel

/// The last mile of one zone: routes leave in waves with a limited number of stops, and drivers ring at doors.
final class DepotDesk {
  let number: UInt16
  let plan: CarrierPlan.Depot
  private let region: RegionState
  private let routes: ScheduledDeparture
  private let disturbance: Disturbance?
  private let stops: Load
  private let route: DurationSampler
  private let success: [Double]
  private let routeDraws: StreamFamily
  private let doorDraws: StreamFamily
  private(set) var staged = 0
  private(set) var outForDelivery = 0
  private(set) var rolled = 0

  init(_ number: UInt16, _ plan: CarrierPlan.Depot, _ region: RegionState) {
    self.number = number
    self.plan = plan
    self.region = region
    route = plan.route
    success = plan.success
    disturbance = region.disturbances[.lastMile, plan.zone]
    stops = Load(
      units: plan.stops, grams: Load.unlimited.grams, cubicCentimetres: Load.unlimited.cubicCentimetres)
    routes = ScheduledDeparture(plan.waves, capacity: stops, kind: EventKind.outForDelivery, tag: number)
    routeDraws = region.streams["route time"]
    doorDraws = region.streams["somebody at home"]
  }

  var waiting: Int { routes.stagedCount }

  /// Stages a parcel for the next wave of routes, the earliest promise first.
  func stage(_ row: UInt32, _ scheduler: ModelScheduler) {
    staged += 1
    routes.stage(
      row, load: region.parcels[row].load, key: region.parcels[row].promise.microseconds, on: scheduler)
    if region.backlogs.isOn { region.backlogs.depots[Int(number)] = routes.fullDepartures }
  }

  /// A wave of routes leaves.
  func depart(_ event: Event, _ scheduler: ModelScheduler) {
    let level = disturbance?.level(at: scheduler.now)
    if let level { routes.capacity = stops.scaled(by: level.capacity) }
    let report = routes.handle(event, on: scheduler) { outcome in
      guard case .loaded(let row) = outcome else { return }
      outForDelivery += 1
      region.parcels[row].stage = .route
      if region.parcels[row].attempts == 0 { region.parcels[row].stamps.routed = region.stamp(scheduler.now) }
      region.record(CarrierRecord.outForDelivery, at: scheduler.now, entity: region.parcels[row].order)
      var draws = routeDraws[region.parcels[row].order &* 16 &+ UInt64(region.parcels[row].attempts)]
      let time = route.sample(&draws) + (level?.delay ?? .zero)
      scheduler.schedule(EventKind.attempt, index: row, at: scheduler.now + time)
    }
    rolled += report.rolled
    if region.backlogs.isOn { region.backlogs.depots[Int(number)] = routes.fullDepartures }
  }

  /// Whether somebody takes the parcel at this attempt.
  func isAnswered(_ row: UInt32) -> Bool {
    let attempt = Int(region.parcels[row].attempts)
    var draws = doorDraws[region.parcels[row].order &* 16 &+ UInt64(attempt)]
    return draws.uniform() < success[attempt]
  }

  func check(_ report: inout InvariantReport) {
    report.require(
      staged == outForDelivery + waiting,
      "depot \(number): \(staged) parcels staged, \(outForDelivery) out for delivery, \(waiting) waiting")
  }
}

// What a fork takes over.
extension DepotDesk {
  func inherit(_ old: DepotDesk) {
    routes.inherit(old.routes)
    if stops == old.stops, (disturbance == nil) == (old.disturbance == nil) { routes.capacity = old.routes.capacity }
    staged = old.staged
    outForDelivery = old.outForDelivery
    rolled = old.rolled
  }

  /// When the wave leaves that is scheduled.
  func replan(at now: SimTime) -> SimTime? { routes.replan(at: now) }

  /// Schedules a wave where parcels wait and none was to come.
  func armAgain(_ scheduler: ModelScheduler) { routes.armAgain(on: scheduler) }

  /// Counts what waits, where promises begin to know it.
  func noteBacklog() { region.backlogs.depots[Int(number)] = routes.fullDepartures }
}
