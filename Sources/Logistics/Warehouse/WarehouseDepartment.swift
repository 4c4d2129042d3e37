import Kernel

/// The local nodes at work: orders wait for a wave, tours of pickers fetch them, pack stations close the parcels.
///
/// ```
/// nodeArrive ─► pool ─► wave ─► tours ─► pickCrewDone ─► pack stations ─► packed ─► tender (carrier)
///          └──► handedOver (sellers without a warehouse) ────────────────────────► tender
/// ```
final class WarehouseDepartment: Department {
  let region: RegionState
  /// By node over all regions; nil for nodes elsewhere.
  private let floors: [NodeFloor?]
  let holdsStock: [Bool]
  /// Parcels that wait for units, by node, then SKU; empty where nobody sells what has not come.
  var owed: [ParcelList] = []
  /// Handling of an order by node, minor units of the report currency.
  private let handling: [Int64]
  private let providerOf: [Int]
  /// Parcels of other regions' orders that can still be withdrawn, by order number.
  private var withdrawable: [UInt64: UInt32] = [:]

  init(_ region: RegionState) {
    self.region = region
    let network = region.network
    holdsStock = network.nodes.map(\.holdsStock)
    handling = region.model.fulfilment.handling
    providerOf = network.services.map(\.provider)
    if region.model.inventory.replenishment.rules.contains(where: { $0.backorders > 0 }) {
      owed = .init(repeating: ParcelList(), count: network.nodes.count * network.skus.count)
    }
    let plan = region.model.warehouse
    floors = network.nodes.indices.map { node in
      network.nodes[node].region == region.id
        ? NodeFloor(node: UInt16(node), process: plan.processes[node], region: region) : nil
    }
  }

  /// The floors of the local nodes.
  var localFloors: [NodeFloor] { floors.compactMap(\.self) }

  /// Pickers and pack stations, by name.
  var stations: [(name: String, station: Station)] {
    localFloors.filter(\.hasStations).flatMap { floor in
      let name = region.network.nodes[Int(floor.node)].name
      return [("\(name) pickers", floor.pickers), ("\(name) pack stations", floor.packers)]
    }
  }

  func start(_ scheduler: ModelScheduler) {
    for floor in localFloors { for desk in floor.overtime { desk.start(scheduler) } }
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.nodeArrive: arrive(event.index, scheduler)
    case EventKind.wave: floor(event.tag).closeWave(scheduler)
    case EventKind.pickCrewDone: floor(event.tag).finishTour(event, scheduler)
    case EventKind.packed: pack(event, scheduler)
    case EventKind.handedOver: handOver(event.index, scheduler)
    case EventKind.shiftEnds: lookAtOvertime(event, scheduler)
    case EventKind.cancelRequest: answerCancellation(event.index, scheduler)
    case EventKind.serveOwed: serveOwed(event.tag, UInt16(truncatingIfNeeded: event.index), scheduler)
    default: preconditionFailure("the warehouse has no event \(event.kind)")
    }
  }

  private func floor(_ node: UInt16) -> NodeFloor { floors[Int(node)].unsafelyUnwrapped }

  /// An order reaches its node: its units are allocated, or it is oversold and sent back.
  private func arrive(_ row: UInt32, _ scheduler: ModelScheduler) {
    let parcel = region.parcels[row]
    guard parcel.stage != .done else { return region.parcels.free(row) }
    noteForeign(parcel)
    let allocation = allocate(parcel, at: scheduler.now)
    if allocation == .refused { return cancelOversold(row, scheduler) }
    if parcel.home != region.id {
      withdrawable[parcel.order] = row
      region.desk.book(providerOf[Int(parcel.service)], in: region.id, day: parcel.slotDay, at: scheduler.now)
      region.replenishment?.use(parcel.node, parcel.sku, scheduler)
    }
    if allocation == .owed { park(row) } else { admit(row, scheduler) }
  }

  /// An order whose units are set aside goes to the floor.
  func admit(_ row: UInt32, _ scheduler: ModelScheduler) {
    let parcel = region.parcels[row]
    region.parcels[row].stage = .pooled
    region.parcels[row].since = scheduler.now
    region.parcels[row].stamps.pooled = region.stamp(scheduler.now)
    region.record(
      WarehouseRecord.pooled, at: scheduler.now, entity: parcel.order, node: parcel.node, aux: UInt32(parcel.sku))
    floor(parcel.node).admit(row, scheduler)
  }

  /// Counts an order from another region: the next published figure tells its home that it has come.
  private func noteForeign(_ parcel: ParcelRow) {
    guard parcel.home != region.id, holdsStock[Int(parcel.node)], !parcel.flags.contains(.recorded) else { return }
    region.foreignUnits[parcel.node, parcel.sku, parcel.home] += Int64(parcel.quantity)
  }

  private func cancelOversold(_ row: UInt32, _ scheduler: ModelScheduler) {
    let parcel = region.parcels[row]
    region.record(
      WarehouseRecord.oversold, at: scheduler.now, entity: parcel.order, node: parcel.node, aux: UInt32(parcel.sku))
    floor(parcel.node).oversold += 1
    region.parcels.free(row)
    answer(parcel, tag: 2, scheduler)
  }

  private func answer(_ parcel: ParcelRow, tag: UInt16, _ scheduler: ModelScheduler) {
    answer(order: parcel.order, row: parcel.orderRow, home: parcel.home, tag: tag, scheduler)
  }

  /// Tells the order's home what became of it: 0 the parcel goes on, 1 it is withdrawn, 2 the node had nothing to send.
  private func answer(order: UInt64, row: UInt32, home: RegionID, tag: UInt16, _ scheduler: ModelScheduler) {
    if home == region.id {
      scheduler.schedule(EventKind.cancelled, tag: tag, index: row, at: scheduler.now)
    } else {
      let message = ModelMessage(kind: EventKind.cancelled, tag: tag, row: row, order: order, home: home)
      scheduler.send(message, to: home, at: scheduler.now + scheduler.lookahead)
    }
  }

  private func pack(_ event: Event, _ scheduler: ModelScheduler) {
    guard let row = floor(event.tag).packers.complete(event, on: scheduler) else { return }
    leave(row, scheduler)
    region.record(WarehouseRecord.packEnd, at: scheduler.now, entity: region.parcels[row].order, node: event.tag)
    scheduler.schedule(EventKind.tender, index: row, at: scheduler.now)
  }

  private func handOver(_ row: UInt32, _ scheduler: ModelScheduler) {
    let parcel = region.parcels[row]
    guard parcel.stage == .pooled else { return floor(parcel.node).dropWithdrawn(row) }
    region.parcels[row].stage = .packing
    leave(row, scheduler)
    region.record(WarehouseRecord.sellerHandOver, at: scheduler.now, entity: parcel.order, node: parcel.node)
    scheduler.schedule(EventKind.tender, index: row, at: scheduler.now)
  }

  /// People stay beyond their shift, or go: what they have worked is paid.
  private func lookAtOvertime(_ event: Event, _ scheduler: ModelScheduler) {
    let floor = floor(event.tag)
    let worked = floor.overtime[Int(event.index)].look(scheduler)
    guard worked > 0, case .waves(let plan) = floor.process else { return }
    var entries = LedgerEntries()
    let cost = Int64((worked / 3_600 * Double(plan.labour.overtimeRate)).rounded())
    entries.move(cost, debit: .fulfilment, credit: .payables, in: .report)
    region.book(entries, order: 0, at: scheduler.now)
  }

  /// The goods are in a parcel: they leave the stock, and the order can no longer be withdrawn.
  private func leave(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.parcels[row].stamps.packed = region.stamp(scheduler.now)
    let parcel = region.parcels[row]
    let units = Int64(parcel.quantity)
    floor(parcel.node).packed += 1
    if holdsStock[Int(parcel.node)], !parcel.flags.contains(.recorded) {
      region.stock[parcel.node, parcel.sku].allocated -= units
      region.stock[parcel.node, parcel.sku].onHand -= units
      region.stock[parcel.node, parcel.sku].shipped += units
    }
    if parcel.home != region.id { withdrawable[parcel.order] = nil }
    region.bookShipment(
      row, handling: handling[Int(parcel.node)],
      isFromStock: holdsStock[Int(parcel.node)] && !parcel.flags.contains(.recorded), at: scheduler.now)
  }

  /// A customer wants out: granted while the parcel waits for its wave, refused afterwards.
  private func answerCancellation(_ mail: UInt32, _ scheduler: ModelScheduler) {
    let request = region.mail[mail]
    region.mail.free(mail)
    let row =
      request.home == region.id
      ? UInt32(truncatingIfNeeded: request.amount) : withdrawable[request.order] ?? OrderRow.noRow
    let isKnown = row != OrderRow.noRow && region.parcels[row].order == request.order
    let isWaiting = isKnown && (region.parcels[row].stage == .pooled || region.parcels[row].stage == .announced)
    if isWaiting { withdraw(row, scheduler) }
    answer(order: request.order, row: request.row, home: request.home, tag: isWaiting ? 1 : 0, scheduler)
  }

  /// Takes a waiting parcel out; its row is freed when its arrival, its wave or its hand-over comes to it.
  private func withdraw(_ row: UInt32, _ scheduler: ModelScheduler) {
    let parcel = region.parcels[row]
    if holdsStock[Int(parcel.node)], !parcel.flags.contains(.recorded) {
      if parcel.stage == .announced {
        region.stock[parcel.node, parcel.sku].reserved -= Int64(parcel.quantity)
      } else {
        region.stock[parcel.node, parcel.sku].allocated -= Int64(parcel.quantity)
      }
      region.replenishment?.note(parcel.node, parcel.sku, at: scheduler.now)
    }
    region.desk.unbook(providerOf[Int(parcel.service)], in: region.id, day: parcel.slotDay, at: scheduler.now)
    region.parcels[row].stage = .done
    withdrawable[parcel.order] = nil
    region.record(WarehouseRecord.unpicked, at: scheduler.now, entity: parcel.order, node: parcel.node)
  }

  func check(_ report: inout InvariantReport) {
    for floor in localFloors { floor.check(&report) }
  }
}

// What a fork takes over.
extension WarehouseDepartment {
  func inherit(_ old: WarehouseDepartment, on scheduler: ModelScheduler) {
    if !old.owed.isEmpty { owed = old.owed }
    withdrawable = old.withdrawable
    for (floor, before) in zip(localFloors, old.localFloors) { floor.inherit(before, on: scheduler) }
  }

  /// Schedules the next end of a shift.
  func armAgain(_ event: Event, _ scheduler: ModelScheduler) {
    floor(event.tag).overtime[Int(event.index)].armAgain(scheduler)
  }

  /// When a wave closes, or a shift ends, by the new plan; nil when none does.
  func replan(_ event: Event, at now: SimTime) -> SimTime? {
    let floor = floor(event.tag)
    if event.kind == EventKind.wave { return floor.replanWave(event, at: now) }
    return floor.overtime.isEmpty ? nil : floor.overtime[Int(event.index)].replan(event, at: now)
  }
}
