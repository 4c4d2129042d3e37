import Kernel

/// A line-haul of one service: what waits for it, and the delay that the parcels of one departure share.
final class LaneDesk {
  let number: UInt16
  let plan: CarrierPlan.Lane
  private let region: RegionState
  private let departures: ScheduledDeparture?
  private let transit: [DurationSampler?]
  private let sharedDraws: StreamFamily
  private let parcelDraws: StreamFamily
  private let lossDraws: StreamFamily
  private let damageDraws: StreamFamily
  private let sharedWeight: Double
  private let ownWeight: Double
  private let homes: [RegionID]
  private let disturbance: Disturbance?
  /// Parcels that wait for a line-haul without a timetable to open again.
  private var held = 0
  /// Parcels that found no other way while everything was taken out.
  private var stranded: [UInt32] = []
  private var isClearing = false
  private(set) var staged = 0
  private(set) var departed = 0
  private(set) var lost = 0
  private(set) var rolled = 0

  init(_ number: UInt16, _ plan: CarrierPlan.Lane, _ region: RegionState) {
    self.number = number
    self.plan = plan
    self.region = region
    transit = plan.transit
    departures = plan.departures.map {
      ScheduledDeparture($0, capacity: plan.capacity, kind: EventKind.lineHaul, tag: number)
    }
    let service = region.network.services[plan.service].name
    sharedDraws = region.streams["departure delay of \(service)"]
    parcelDraws = region.streams["parcel delay"]
    lossDraws = region.streams["parcel lost"]
    damageDraws = region.streams["parcel damaged"]
    sharedWeight = plan.sharedVariance.squareRoot()
    ownWeight = (1 - plan.sharedVariance).squareRoot()
    disturbance = region.disturbances[.lineHaul, plan.service]
    homes = region.network.zones.map { region.network.markets[$0.market].region }
  }

  var waiting: Int { (departures?.stagedCount ?? 0) + held }

  /// What happens now to parcels that would have to wait for the line-haul to open again; nil while it is open.
  func closure(at now: SimTime) -> InFlightPolicy? {
    guard let level = disturbance?.level(at: now), level.capacity <= 0 else { return nil }
    return level.inFlight
  }

  /// Stages a parcel for the next departure; without a timetable it leaves at once, with a delay of its own.
  func stage(_ row: UInt32, _ scheduler: ModelScheduler) {
    staged += 1
    region.parcels[row].stage = .lineHaul
    guard let departures else { return leaveWhenOpen(row, scheduler) }
    departures.stage(
      row, load: region.parcels[row].load, key: region.parcels[row].promise.microseconds, on: scheduler)
    noteBacklog(departures)
  }

  private func noteBacklog(_ departures: ScheduledDeparture) {
    if region.backlogs.isOn { region.backlogs.lanes[Int(number)] = departures.fullDepartures }
  }

  /// A parcel leaves a line-haul without a timetable, or waits for it to open again.
  func leaveWhenOpen(_ row: UInt32, isHeld: Bool = false, _ scheduler: ModelScheduler) {
    if isHeld { held -= 1 }
    let opens = disturbance?.nextOpen(scheduler.now) ?? scheduler.now
    guard opens == scheduler.now else {
      held += 1
      if opens == .distantFuture { return }
      return scheduler.schedule(EventKind.laneOpens, tag: number, index: row, at: opens)
    }
    var draws = sharedDraws[region.parcels[row].order]
    leave(row, shared: draws.normal(), scheduler)
  }

  /// A parcel that finds no other way waits here after all.
  func hold(_ row: UInt32, _ scheduler: ModelScheduler) {
    guard departures != nil, isClearing else { return stage(row, scheduler) }
    stranded.append(row)
  }

  /// Takes everything out that waits for a departure now: it goes another way.
  func clear(_ event: Event, _ scheduler: ModelScheduler, _ divert: (UInt32) -> Void) {
    guard let departures else { return }
    departures.capacity = .unlimited
    isClearing = true
    departures.handle(event, on: scheduler) { outcome in
      guard case .loaded(let row) = outcome else { return }
      staged -= 1
      divert(row)
    }
    isClearing = false
    for row in stranded { stage(row, scheduler) }
    stranded.removeAll(keepingCapacity: true)
  }

  /// A line-haul leaves: one delay for all, and one for each.
  func depart(_ event: Event, _ scheduler: ModelScheduler) {
    guard let departures else { return }
    if let disturbance {
      departures.capacity = plan.capacity.scaled(by: disturbance.level(at: scheduler.now).capacity)
    }
    var draws = sharedDraws[UInt64(bitPattern: scheduler.now.microseconds)]
    let shared = draws.normal()
    var count: Int64 = 0
    let report = departures.handle(event, on: scheduler) { outcome in
      guard case .loaded(let row) = outcome else { return }
      count += 1
      leave(row, shared: shared, scheduler)
    }
    rolled += report.rolled
    noteBacklog(departures)
    region.record(
      CarrierRecord.lineHaulDeparted, at: scheduler.now, value: count, aux: UInt32(plan.service))
    if report.rolled > 0 {
      region.record(CarrierRecord.rolled, at: scheduler.now, value: Int64(report.rolled), aux: UInt32(plan.service))
    }
  }

  private func leave(_ row: UInt32, shared: Double, _ scheduler: ModelScheduler) {
    departed += 1
    region.parcels[row].stamps.departed = region.stamp(scheduler.now)
    let order = region.parcels[row].order
    let zone = Int(region.parcels[row].zone)
    var own = parcelDraws[order]
    let law = transit[zone] ?? DurationSampler(.zero)
    let usual = law.isConstant ? law.median : law.value(atNormal: sharedWeight * shared + ownWeight * own.normal())
    let time = usual + (disturbance?.level(at: scheduler.now).delay ?? .zero)
    region.record(CarrierRecord.lineHaul, at: scheduler.now, entity: order, value: time.microseconds)
    var luck = lossDraws[order]
    if luck.uniform() < plan.lost {
      lost += 1
      region.record(CarrierRecord.lost, at: scheduler.now, entity: order)
      return deliver(
        row, EventKind.undelivered, tag: UInt16(ParcelFate.lost.rawValue), to: homes[zone], after: time, scheduler)
    }
    if plan.damaged > 0 {
      var chance = damageDraws[order]
      if chance.uniform() < plan.damaged { region.parcels[row].flags.insert(.damaged) }
    }
    deliver(row, EventKind.arrived, tag: 0, to: homes[zone], after: time, scheduler)
  }

  /// A parcel that waits here is destroyed.
  func destroy(_ row: UInt32, _ scheduler: ModelScheduler) {
    lost += 1
    let zone = Int(region.parcels[row].zone)
    region.record(CarrierRecord.lost, at: scheduler.now, entity: region.parcels[row].order)
    deliver(
      row, EventKind.undelivered, tag: UInt16(ParcelFate.lost.rawValue), to: homes[zone], after: .zero, scheduler)
  }

  private func deliver(
    _ row: UInt32, _ kind: UInt16, tag: UInt16, to home: RegionID, after time: SimDuration,
    _ scheduler: ModelScheduler
  ) {
    guard home != region.id else {
      return scheduler.schedule(kind, tag: tag, index: row, at: scheduler.now + time)
    }
    let message = ModelMessage(kind: kind, tag: tag, parcel: region.parcels[row])
    scheduler.send(message, to: home, at: scheduler.now + max(time, scheduler.lookahead))
    region.parcels.free(row)
  }

  func check(_ report: inout InvariantReport) {
    report.require(
      staged == departed + waiting,
      "line-haul \(number): \(staged) parcels staged, \(departed) departed, \(waiting) waiting")
  }
}

// What a fork takes over.
extension LaneDesk {
  func inherit(_ old: LaneDesk) {
    if let departures, let before = old.departures {
      departures.inherit(before)
      if plan.capacity == old.plan.capacity, (disturbance == nil) == (old.disturbance == nil) {
        departures.capacity = before.capacity
      }
    }
    held = old.held
    stranded = old.stranded
    isClearing = old.isClearing
    staged = old.staged
    departed = old.departed
    lost = old.lost
    rolled = old.rolled
  }

  /// When the departure is that is scheduled.
  func replan(at now: SimTime) -> SimTime? { departures?.replan(at: now) }

  /// Schedules a departure where parcels wait and none was to come.
  func armAgain(_ scheduler: ModelScheduler) { departures?.armAgain(on: scheduler) }

  /// Counts what waits, where promises begin to know it.
  func noteBacklog() { if let departures { noteBacklog(departures) } }
}
