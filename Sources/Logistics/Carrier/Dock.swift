import Kernel

/// Where parcels of one service wait at one node for the truck.
final class Dock {
  let number: UInt16
  let plan: CarrierPlan.Dock
  private let region: RegionState
  private let departures: ScheduledDeparture
  private let disturbance: Disturbance?
  private(set) var staged = 0
  private(set) var pickedUp = 0
  private(set) var rolled = 0
  private(set) var mostRolls: UInt32 = 0

  init(_ number: UInt16, _ plan: CarrierPlan.Dock, _ region: RegionState) {
    self.number = number
    self.plan = plan
    self.region = region
    departures = ScheduledDeparture(plan.pickUps, capacity: plan.capacity, kind: EventKind.pickUp, tag: number)
    disturbance = region.disturbances[.pickUps, plan.service]
  }

  /// How many parcels wait.
  var waiting: Int { departures.stagedCount }

  /// Stages a parcel for the next pick-up, the earliest promise first.
  func stage(_ row: UInt32, _ scheduler: ModelScheduler) {
    staged += 1
    departures.stage(
      row, load: region.parcels[row].load, key: region.parcels[row].promise.microseconds, on: scheduler)
    if region.backlogs.isOn { region.backlogs.docks[Int(number)] = departures.fullDepartures }
  }

  /// The truck leaves with what it can take; what stays behind waits for the next.
  func depart(_ event: Event, _ scheduler: ModelScheduler) {
    var load = ParcelList()
    if let disturbance {
      departures.capacity = plan.capacity.scaled(by: disturbance.level(at: scheduler.now).capacity)
    }
    let report = departures.handle(event, on: scheduler) { outcome in
      guard case .loaded(let row) = outcome else { return }
      take(row, scheduler)
      load.append(row, in: region)
    }
    rolled += report.rolled
    if region.backlogs.isOn { region.backlogs.docks[Int(number)] = departures.fullDepartures }
    mostRolls = max(mostRolls, report.mostRolls)
    region.record(
      CarrierRecord.departed, at: scheduler.now, value: Int64(load.count), aux: UInt32(plan.service))
    if report.rolled > 0 {
      region.record(CarrierRecord.rolled, at: scheduler.now, value: Int64(report.rolled), aux: UInt32(plan.service))
    }
    guard !load.isEmpty else { return }
    pickedUp += load.count
    scheduler.schedule(
      EventKind.hubArrive, tag: number, index: load.takeChain(), at: scheduler.now + plan.firstMile)
  }

  private func take(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.parcels[row].stage = .firstMile
    region.parcels[row].stamps.pickedUp = region.stamp(scheduler.now)
    region.record(CarrierRecord.pickedUp, at: scheduler.now, entity: region.parcels[row].order)
    guard region.parcels[row].home == region.id else { return }
    let order = region.parcels[row].orderRow
    if region.orders[order].state == .released { region.advance(order, to: .shipped) }
  }

  func check(_ report: inout InvariantReport) {
    report.require(
      staged == pickedUp + waiting,
      "dock \(number): \(staged) parcels staged, \(pickedUp) picked up, \(waiting) waiting")
  }
}

extension ParcelRow {
  /// What the parcel needs of a vehicle.
  var load: Load { Load(units: 1, grams: Int64(grams), cubicCentimetres: Int64(cm3)) }
}

extension Dock {
  /// Takes over what is staged.
  func inherit(_ old: Dock, on scheduler: ModelScheduler) {
    departures.inherit(old.departures)
    if plan.capacity == old.plan.capacity, (disturbance == nil) == (old.disturbance == nil) {
      departures.capacity = old.departures.capacity
    }
    staged = old.staged
    pickedUp = old.pickedUp
    rolled = old.rolled
    mostRolls = old.mostRolls
  }

  /// When the truck comes that is scheduled.
  func replan(at now: SimTime) -> SimTime? { departures.replan(at: now) }

  /// Schedules a truck where parcels wait and none was to come.
  func armAgain(_ scheduler: ModelScheduler) { departures.armAgain(on: scheduler) }

  /// Counts what waits, where promises begin to know it.
  func noteBacklog() { region.backlogs.docks[Int(number)] = departures.fullDepartures }
}
