import Kernel

/// The parcels' way from the dock to the door: pick-ups, hubs, line-hauls and last miles, each with its capacity.
///
/// ```
/// tender ─► pickUp ─► hubArrive ─► hubSorted ─► lineHaul ─► arrived ─► [customs] ─► atDepot ─► outForDelivery ─► attempt
/// ```
/// Departures are scheduled only while something waits for them, so that empty time costs nothing.
final class CarrierDepartment: Department {
  let region: RegionState
  let plan: CarrierPlan
  /// By dock, hub, lane and depot number over all regions; nil elsewhere.
  let docks: [Dock?]
  let hubs: [HubDesk?]
  let lanes: [LaneDesk?]
  let depots: [DepotDesk?]
  /// The dock of a node and a service.
  let dockOf: [UInt16]
  let services: Int
  let providerOf: [Int]
  private let missortDraws: StreamFamily
  /// The interfaces that give labels here, by provider; nil where a label is there at once.
  let labels: [LabelDesk?]
  /// What each provider asks for a parcel above its allocation, minor units of the report currency.
  private let surcharges: [Int64]
  /// Parcels taken in and let out, for the conservation check.
  private(set) var tendered = 0
  private(set) var refusals = 0
  private(set) var handedOn = 0

  init(_ region: RegionState) {
    self.region = region
    let plan = region.model.carrier
    let network = region.network
    self.plan = plan
    services = network.services.count
    missortDraws = region.streams["missort"]
    providerOf = network.services.map(\.provider)
    surcharges = region.model.providers.providers.map(\.surcharge)
    labels = region.model.providers.providers.indices.map {
      LabelDesk.make(region.model.providers.providers[$0].labelsPerHour, region.disturbances[.labels, $0])
    }
    func isLocal(_ node: Int) -> Bool { network.nodes[node].region == region.id }
    docks = plan.docks.indices.map { isLocal(plan.docks[$0].node) ? Dock(UInt16($0), plan.docks[$0], region) : nil }
    hubs = plan.hubs.indices.map {
      plan.hubs[$0].region == region.id ? HubDesk(plan.hubs[$0], region.disturbances[.hub, $0]) : nil
    }
    lanes = plan.lanes.indices.map {
      plan.lanes[$0].region == region.id ? LaneDesk(UInt16($0), plan.lanes[$0], region) : nil
    }
    depots = plan.depots.indices.map {
      plan.depots[$0].region == region.id ? DepotDesk(UInt16($0), plan.depots[$0], region) : nil
    }
    var table = [UInt16](repeating: .max, count: network.nodes.count * network.services.count)
    for (number, dock) in plan.docks.enumerated() {
      table[dock.node * network.services.count + dock.service] = UInt16(number)
    }
    dockOf = table
  }

  func start(_ scheduler: ModelScheduler) {}

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.tender: tender(event.index, scheduler)
    case EventKind.stage: stage(event.index, scheduler)
    case EventKind.pickUp: pickUp(event, scheduler)
    case EventKind.hubArrive: hubArrive(event, scheduler)
    case EventKind.hubSorted: sorted(event.index, scheduler)
    case EventKind.lineHaul: lineHaul(event, scheduler)
    case EventKind.laneOpens:
      lanes[Int(event.tag)].unsafelyUnwrapped.leaveWhenOpen(event.index, isHeld: true, scheduler)
    case EventKind.arrived: arrive(event.index, scheduler)
    case EventKind.atDepot: reachDepot(event.index, scheduler)
    case EventKind.outForDelivery: depots[Int(event.tag)].unsafelyUnwrapped.depart(event, scheduler)
    case EventKind.attempt: attempt(event.index, scheduler)
    default: preconditionFailure("the carrier has no event \(event.kind)")
    }
  }

  func dock(of row: UInt32) -> Dock {
    let number = dockOf[Int(region.parcels[row].node) * services + Int(region.parcels[row].service)]
    return docks[Int(number)].unsafelyUnwrapped
  }

  /// A packed parcel is offered to its provider: taken, put off, or offered again when the allocation renews.
  private func tender(_ row: UInt32, _ scheduler: ModelScheduler) {
    passOn(row, scheduler.now)
    if let ready = waitForLabel(row, scheduler.now) {
      guard ready != .distantFuture else { return }
      return scheduler.schedule(EventKind.tender, index: row, at: ready)
    }
    let node = region.parcels[row].node
    let service = Int(region.parcels[row].service)
    let provider = providerOf[service]
    let day = region.parcels[row].slotDay
    region.desk.release(provider, in: region.id, day: day, at: scheduler.now)
    let isAgain = region.parcels[row].flags.contains(.refused)
    switch region.desk.tender(provider, bookedFor: day, isAgain: isAgain, at: scheduler.now) {
    case .accepted:
      pay(row, scheduler.now)
      stage(row, scheduler)
    case .acceptedAtSurcharge:
      pay(row, surcharge: surcharges[provider], scheduler.now)
      stage(row, scheduler)
    case .delayed(let until):
      pay(row, scheduler.now)
      region.parcels[row].stage = .staged
      scheduler.schedule(EventKind.stage, index: row, at: until)
    case .refused(let until):
      region.record(
        CarrierRecord.tenderRefused, at: scheduler.now, entity: region.parcels[row].order, node: node,
        aux: UInt32(service))
      refusals += 1
      region.parcels[row].flags.insert(.refused)
      let tomorrow = region.desk.slotDay(provider, in: region.id, at: until)
      region.parcels[row].slotDay = day == SlotDays.none ? tomorrow : max(day, tomorrow)
      region.desk.hold(provider, in: region.id, day: region.parcels[row].slotDay, at: scheduler.now)
      guard until != .distantFuture else { return }
      scheduler.schedule(EventKind.tender, index: row, at: until)
    }
  }

  /// The provider has taken the parcel: it is owed for the way, whatever becomes of it.
  private func pay(_ row: UInt32, surcharge: Int64 = 0, _ now: SimTime) {
    let parcel = region.parcels[row]
    let service = Int(parcel.service)
    var price = plan.tariffs[service][Int(parcel.zone)].price(grams: Int64(parcel.grams), cm3: Int64(parcel.cm3))
    let factor = costFactor(of: service, at: now) * (1 - region.desk.discount(providerOf[service]))
    if factor != 1 { price = Int64((Double(price) * factor).rounded()) }
    price += plan.surcharge(of: service, at: now)
    region.bookCarriage(row, price + surcharge, at: now)
  }

  private func stage(_ row: UInt32, _ scheduler: ModelScheduler) {
    tendered += 1
    region.parcels[row].stage = .staged
    region.parcels[row].stamps.staged = region.stamp(scheduler.now)
    region.record(
      CarrierRecord.tendered, at: scheduler.now, entity: region.parcels[row].order, node: region.parcels[row].node)
    dock(of: row).stage(row, scheduler)
  }

  private func pickUp(_ event: Event, _ scheduler: ModelScheduler) {
    docks[Int(event.tag)].unsafelyUnwrapped.depart(event, scheduler)
  }

  /// A load reaches the hub: each parcel gets its turn at the sorter, in the order of the load.
  private func hubArrive(_ event: Event, _ scheduler: ModelScheduler) {
    let dock = docks[Int(event.tag)].unsafelyUnwrapped
    var row = event.index
    var parcels: Int64 = 0
    while row != OrderRow.noRow {
      let next = region.parcels[row].next
      region.parcels[row].next = OrderRow.noRow
      region.parcels[row].stage = .hub
      let sorted = dock.plan.hub.map { sort(row, at: $0, scheduler.now) } ?? scheduler.now
      scheduler.schedule(EventKind.hubSorted, index: row, at: sorted)
      parcels += 1
      row = next
    }
    region.record(
      CarrierRecord.hubArrived, at: scheduler.now, value: parcels, aux: UInt32(dock.plan.service))
  }

  /// When a parcel has been sorted by a hub, perhaps wrong at first.
  private func sort(_ row: UInt32, at number: Int, _ now: SimTime) -> SimTime {
    let hub = hubs[number].unsafelyUnwrapped
    let time = hub.sort(arriving: now)
    guard hub.plan.missorts > 0, time != .distantFuture else { return time }
    var draws = missortDraws[region.parcels[row].order]
    return draws.uniform() < hub.plan.missorts ? time + hub.plan.missortDelay : time
  }

  private func sorted(_ row: UInt32, _ scheduler: ModelScheduler) {
    let lane = dock(of: row).plan.lane
    region.parcels[row].stamps.sorted = region.stamp(scheduler.now)
    region.record(CarrierRecord.sorted, at: scheduler.now, entity: region.parcels[row].order)
    if let policy = lanes[lane].unsafelyUnwrapped.closure(at: scheduler.now), policy != .hold {
      return divert(row, from: lane, policy, scheduler)
    }
    lanes[lane].unsafelyUnwrapped.stage(row, scheduler)
  }

  /// A parcel reaches its destination region.
  private func arrive(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.record(CarrierRecord.arrived, at: scheduler.now, entity: region.parcels[row].order)
    region.orders[region.parcels[row].orderRow].parcel = row
    region.parcels[row].stamps.arrived = region.stamp(scheduler.now)
    let isEntry = region.isEntry(region.parcels[row].flags, node: region.parcels[row].node)
    region.parcels[row].stage = isEntry ? .border : .depot
    scheduler.schedule(isEntry ? EventKind.borderArrive : EventKind.atDepot, index: row, at: scheduler.now)
  }

  private func reachDepot(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.parcels[row].stage = .depot
    region.record(CarrierRecord.atDepot, at: scheduler.now, entity: region.parcels[row].order)
    depots[Int(region.parcels[row].zone)].unsafelyUnwrapped.stage(row, scheduler)
  }

  /// The driver is at the door.
  private func attempt(_ row: UInt32, _ scheduler: ModelScheduler) {
    let depot = depots[Int(region.parcels[row].zone)].unsafelyUnwrapped
    if depot.isAnswered(row) {
      handedOn += 1
      return scheduler.schedule(EventKind.delivered, index: row, at: scheduler.now)
    }
    region.parcels[row].attempts += 1
    let attempts = region.parcels[row].attempts
    if attempts == 1 { region.parcels[row].stamps.failed = region.stamp(scheduler.now) }
    region.record(
      CarrierRecord.attemptFailed, at: scheduler.now, entity: region.parcels[row].order, aux: UInt32(attempts))
    guard Int(attempts) >= depot.plan.success.count else { return depot.stage(row, scheduler) }
    handedOn += 1
    scheduler.schedule(
      EventKind.undelivered, tag: UInt16(ParcelFate.returnedToSender.rawValue), index: row, at: scheduler.now)
  }

  func check(_ report: inout InvariantReport) {
    for case .some(let dock) in docks { dock.check(&report) }
    for case .some(let lane) in lanes { lane.check(&report) }
    for case .some(let depot) in depots { depot.check(&report) }
  }
}

// What a fork takes over.
extension CarrierDepartment {
  func inherit(_ old: CarrierDepartment, on scheduler: ModelScheduler) {
    for (dock, before) in zip(docks, old.docks) { if let before { dock?.inherit(before, on: scheduler) } }
    for (hub, before) in zip(hubs, old.hubs) { if let before { hub?.inherit(before) } }
    for (lane, before) in zip(lanes, old.lanes) { if let before { lane?.inherit(before) } }
    for (depot, before) in zip(depots, old.depots) { if let before { depot?.inherit(before) } }
    for (desk, before) in zip(labels, old.labels) { if let before { desk?.inherit(before) } }
    tendered = old.tendered
    refusals = old.refusals
    handedOn = old.handedOn
    guard region.backlogs.isOn, !old.region.backlogs.isOn else { return }
    for case .some(let dock) in docks { dock.noteBacklog() }
    for case .some(let lane) in lanes { lane.noteBacklog() }
    for case .some(let depot) in depots { depot.noteBacklog() }
  }

  /// When a departure that is scheduled leaves by the new plan; nil when it never does.
  func replan(_ event: Event, at now: SimTime) -> SimTime? {
    switch event.kind {
    case EventKind.pickUp: docks[Int(event.tag)]?.replan(at: now)
    case EventKind.lineHaul: lanes[Int(event.tag)]?.replan(at: now)
    case EventKind.outForDelivery: depots[Int(event.tag)]?.replan(at: now)
    default: event.time
    }
  }

  /// Schedules departures where parcels wait and none was to come.
  func armAgain(_ scheduler: ModelScheduler) {
    for case .some(let dock) in docks { dock.armAgain(scheduler) }
    for case .some(let lane) in lanes { lane.armAgain(scheduler) }
    for case .some(let depot) in depots { depot.armAgain(scheduler) }
  }
}
