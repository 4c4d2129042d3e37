import Kernel

/// Chooses the node and the service of each order, reserves the stock, promises a day, and releases paid orders.
///
/// ```
/// assign ─► pay | soldOut          release ─► nodeArrive (here, or a message to the node's region)
/// ```
final class FulfilmentDepartment: Department {
  private let region: RegionState
  private let plan: FulfilmentPlan
  /// The zones of this region's market: `plan.candidates` from here on.
  private let firstZone: Int
  private let zones: [ZoneDesk]
  private let nodeRegions: [RegionID]
  private let legality: LegalityTable
  /// The provider of each service: one off the white list, or a pilot beyond its share, gets no orders.
  private let providerOf: [Int]
  private let market: Int
  private let holdsStock: [Bool]
  private let grams: [UInt32]
  private let cm3: [UInt32]

  /// The candidates of one zone with the promise made last by each: promises change only from wave to wave.
  private final class ZoneDesk {
    let candidates: [FulfilmentPlan.Candidate]
    let ranks: [[UInt8]]
    var promises: [CachedPromise]
    init(candidates: [FulfilmentPlan.Candidate], ranks: [[UInt8]]) {
      self.candidates = candidates
      self.ranks = ranks
      promises = .init(repeating: CachedPromise(), count: candidates.count)
    }
  }

  /// A promise and the span of order times it holds for.
  private struct CachedPromise {
    var from = SimTime.distantFuture
    var through = SimTime(microseconds: .min)
    var promise = SimTime.zero
  }

  init(_ region: RegionState) {
    self.region = region
    plan = region.model.fulfilment
    let network = region.network
    let range = region.market.map { network.markets[$0].zones } ?? 0..<0
    firstZone = range.lowerBound
    zones = range.map {
      ZoneDesk(candidates: region.model.fulfilment.candidates[$0], ranks: region.model.fulfilment.ranks[$0])
    }
    legality = region.model.compliance.legality
    providerOf = network.services.map(\.provider)
    market = region.market ?? 0
    nodeRegions = network.nodes.map(\.region)
    holdsStock = network.nodes.map(\.holdsStock)
    grams = network.skus.map { UInt32(clamping: $0.grams) }
    cm3 = network.skus.map { UInt32(clamping: $0.cm3) }
  }

  func start(_ scheduler: ModelScheduler) {}

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.assign: assign(event.index, scheduler)
    case EventKind.release: release(event.index, scheduler)
    default: preconditionFailure("fulfilment has no event \(event.kind)")
    }
  }

  /// Reserves at the best candidate that can take the order.
  private func assign(_ row: UInt32, _ scheduler: ModelScheduler) {
    let desk = zones[Int(region.orders[row].zone) - firstZone]
    let sku = region.orders[row].sku
    let isRecorded = region.orders[row].flags.contains(.recorded)
    let wanted = region.orders[row].node
    for place in desk.ranks[Int(sku)] {
      let node = desk.candidates[Int(place)].node
      if isRecorded, node != wanted { continue }
      guard isRecorded || region.desk.mayTender(providerOf[Int(desk.candidates[Int(place)].service)]) else { continue }
      guard isRecorded || maySell(sku, isRemote: desk.candidates[Int(place)].isRemote, at: scheduler.now) else {
        continue
      }
      guard isRecorded || take(Int64(region.orders[row].quantity), of: sku, at: node) else { continue }
      settle(row, on: Int(place), of: desk, scheduler)
      return
    }
    region.record(FulfilmentRecord.reserveFail, at: scheduler.now, entity: region.orders[row].id, aux: UInt32(sku))
    scheduler.schedule(EventKind.soldOut, index: row, at: scheduler.now)
  }

  /// Whether the law lets a SKU be sold from here, or from abroad.
  private func maySell(_ sku: UInt16, isRemote: Bool, at now: SimTime) -> Bool {
    legality.verdict(sku, market: market, crossBorder: isRemote, at: now).maySell
  }

  /// Reserves units when the node has them to sell: its own figure here, the published one for a node elsewhere.
  private func take(_ units: Int64, of sku: UInt16, at node: UInt16) -> Bool {
    guard holdsStock[Int(node)] else { return true }
    guard region.stock[node, sku].availableToSell >= units else { return false }
    region.stock[node, sku].reserved += units
    return true
  }

  private func settle(_ row: UInt32, on place: Int, of desk: ZoneDesk, _ scheduler: ModelScheduler) {
    let promise = promise(place, of: desk, at: scheduler.now)
    let node = desk.candidates[place].node
    let service = desk.candidates[place].service
    region.orders[row].node = node
    region.orders[row].service = service
    if desk.candidates[place].isRemote { region.orders[row].flags.insert(.crossBorder) }
    if region.orders[row].promise == .zero { region.orders[row].promise = promise }
    region.advance(row, to: .reserved)
    region.record(
      FulfilmentRecord.allocate, at: scheduler.now, entity: region.orders[row].id, node: node,
      value: (region.orders[row].promise - scheduler.now).microseconds, aux: UInt32(service))
    scheduler.schedule(EventKind.pay, index: row, at: scheduler.now)
  }

  private func promise(_ place: Int, of desk: ZoneDesk, at now: SimTime) -> SimTime {
    let cached = desk.promises[place]
    if now >= cached.from, now <= cached.through { return cached.promise }
    let path = desk.candidates[place].path
    let promise = path.promise(orderedAt: now, slackDays: plan.promiseSlackDays)
    // Orders until the next wave closes share the wave, and with it the whole planned way.
    let through = path.waves.map { $0.nextAtOrAfter(now + path.handOver) - path.handOver } ?? now
    desk.promises[place] = CachedPromise(from: now, through: through, promise: promise)
    return promise
  }

  /// Hands a paid order to its node as a parcel.
  private func release(_ row: UInt32, _ scheduler: ModelScheduler) {
    let order = region.orders[row]
    region.advance(row, to: .released)
    region.record(FulfilmentRecord.released, at: scheduler.now, entity: order.id, node: order.node)
    let parcel = ParcelRow(
      order: order.id, since: scheduler.now, promise: order.promise, value: order.price, orderRow: row,
      next: OrderRow.noRow, grams: order.grams, cm3: order.cm3, home: region.id, sku: order.sku, zone: order.zone,
      node: order.node, service: order.service, quantity: order.quantity, attempts: 0, stage: .announced,
      flags: order.flags, cause: 0)
    let destination = nodeRegions[Int(order.node)]
    if destination == region.id {
      let index = region.parcels.insert(parcel)
      region.orders[row].parcel = index
      scheduler.schedule(EventKind.nodeArrive, index: index, at: scheduler.now + plan.localHandOver)
    } else {
      let message = ModelMessage(kind: EventKind.nodeArrive, parcel: parcel)
      scheduler.send(message, to: destination, at: scheduler.now + plan.remoteHandOver)
    }
  }

  func check(_ report: inout InvariantReport) {}
}
