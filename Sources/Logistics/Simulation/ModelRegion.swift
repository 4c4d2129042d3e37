import Kernel

/// One region of the model as the kernel sees it: it hands every event to the department that the event's kind names.
final class ModelRegion: LogicalProcess {
  let state: RegionState
  let demand: DemandDepartment
  let storefront: StorefrontDepartment
  let compliance: ComplianceDepartment
  let inventory: InventoryDepartment
  let fulfilment: FulfilmentDepartment
  let warehouse: WarehouseDepartment
  let carrier: CarrierDepartment
  let customs: CustomsDepartment
  let doorstep: DoorstepDepartment
  let providers: ProvidersDepartment
  let disruption: DisruptionDepartment
  /// Checks of the invariants while the run goes on, sampled.
  private(set) var invariants = InvariantReport()
  /// What the stations had done by the end of each day.
  private(set) var diary: StationDiary
  private let checkEvery: SimDuration

  init(_ state: RegionState, checkEvery: SimDuration) {
    self.state = state
    self.checkEvery = checkEvery
    demand = DemandDepartment(state)
    storefront = StorefrontDepartment(state)
    compliance = ComplianceDepartment(state)
    inventory = InventoryDepartment(state)
    fulfilment = FulfilmentDepartment(state)
    warehouse = WarehouseDepartment(state)
    carrier = CarrierDepartment(state)
    customs = CustomsDepartment(state)
    doorstep = DoorstepDepartment(state)
    providers = ProvidersDepartment(state)
    disruption = DisruptionDepartment(state)
    diary = StationDiary(start: state.runStart, end: state.network.end, stations: 0)
    diary = StationDiary(start: state.runStart, end: state.network.end, stations: stations.count)
  }

  private var departments: [any Department] {
    [
      demand, storefront, compliance, inventory, fulfilment, warehouse, carrier, customs, doorstep, providers,
      disruption,
    ]
  }

  func start(_ scheduler: ModelScheduler) {
    for department in departments { department.start(scheduler) }
    scheduler.schedule(
      EventKind.checkInvariants, index: 0, at: scheduler.now + checkEvery, priority: .observation)
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch EventKind.department(event.kind) {
    case .demand: demand.execute(event, scheduler)
    case .storefront: storefront.execute(event, scheduler)
    case .compliance: compliance.execute(event, scheduler)
    case .inventory: inventory.execute(event, scheduler)
    case .fulfilment: fulfilment.execute(event, scheduler)
    case .warehouse: warehouse.execute(event, scheduler)
    case .carrier: carrier.execute(event, scheduler)
    case .customs: customs.execute(event, scheduler)
    case .doorstep: doorstep.execute(event, scheduler)
    case .ledger: preconditionFailure("the ledger has no events")
    case .providers: providers.execute(event, scheduler)
    case .disruption: disruption.execute(event, scheduler)
    case .simulation:
      checkInvariants()
      while diary.isDue(scheduler.now) { diary.note(stations, at: scheduler.now) }
      scheduler.schedule(
        EventKind.checkInvariants, index: 0, at: scheduler.now + checkEvery, priority: .observation)
    }
  }

  func accept(_ message: ModelMessage, from origin: RegionID, at time: SimTime) -> EventPayload {
    if let parcel = message.parcel {
      return EventPayload(kind: message.kind, tag: message.tag, index: state.parcels.insert(parcel))
    }
    if message.kind == EventKind.cancelled {
      return EventPayload(kind: message.kind, tag: message.tag, index: message.row)
    }
    return EventPayload(kind: message.kind, tag: message.tag, index: state.mail.insert(message))
  }

  /// The stations of this region by name: where work may have to wait.
  var stations: [(name: String, station: Station)] {
    warehouse.stations + inventory.stations + compliance.stations + customs.stations + doorstep.stations
  }

  /// Closes the diary of the stations at the end of the run.
  func closeDiary(at end: SimTime) { diary.note(stations, at: end) }

  /// Runs every department's checks.
  func checkInvariants() {
    for department in departments { department.check(&invariants) }
    state.check(&invariants)
  }
}

// Forks: what a region of another scenario has become is taken over.
extension ModelRegion {
  /// Takes over all state of a region at an instant.
  func inherit(_ old: ModelRegion, on scheduler: ModelScheduler) {
    state.inherit(old.state)
    demand.inherit(old.demand)
    storefront.inherit(old.storefront)
    compliance.inherit(old.compliance, on: scheduler)
    inventory.inherit(old.inventory, on: scheduler)
    fulfilment.inherit(old.fulfilment, isSame: state.model.hash == old.state.model.hash, on: scheduler)
    warehouse.inherit(old.warehouse, on: scheduler)
    carrier.inherit(old.carrier, on: scheduler)
    customs.inherit(old.customs, on: scheduler)
    doorstep.inherit(old.doorstep, on: scheduler)
    providers.inherit(old.providers)
    invariants = old.invariants
    let names = old.stations.map(\.name)
    diary.inherit(old.diary, places: stations.map { names.firstIndex(of: $0.name) })
  }

  /// When an event that an old plan has placed happens by the new one; nil when it does not.
  func replan(_ event: Event, at now: SimTime) -> SimTime? {
    switch event.kind {
    case EventKind.pickUp, EventKind.lineHaul, EventKind.outForDelivery: carrier.replan(event, at: now)
    case EventKind.wave, EventKind.shiftEnds: warehouse.replan(event, at: now)
    default: event.time
    }
  }
}
