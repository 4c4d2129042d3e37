import Kernel

/// Chooses the node and the service of each order, reserves the stock, promises a day, and releases paid orders.
///
/// ```
/// assign ─► pay | soldOut          release ─► nodeArrive (here, or a message to the node's region)
/// ```
/// An order holds a slot of its provider's daily allocation until its parcel is tendered. A candidate whose provider has no
/// slot left on the day of the tender is passed over; when that is so for all, the order waits with the best, holds a slot
/// of the first day that has one, and is promised what follows from that day.
final class FulfilmentDepartment: Department {
  let region: RegionState
  let plan: FulfilmentPlan
  /// The zones of this region's market: `plan.candidates` from here on.
  let firstZone: Int
  let zones: [ZoneDesk]
  private let nodeRegions: [RegionID]
  private let legality: LegalityTable
  /// The provider of each service: one off the white list, or a pilot beyond its share, gets no orders.
  private let providerOf: [Int]
  /// When orders may be placed on each service; nil where that is always.
  private let sold: [Range<SimTime>]?
  let market: Int
  let holdsStock: [Bool]
  private let grams: [UInt32]
  private let cm3: [UInt32]

  /// Units released by zone, SKU and candidate, and by SKU.
  private(set) var flows: FulfilmentFlows
  private(set) var soldUnits: [Int64]
  /// Orders that wait for the next batch.
  var pending: [UInt32] = []
  /// Orders moved before their release, and problems solved.
  var moved = 0
  var outlooks = 0
  let lots: StreamFamily

  /// The candidates of one zone with the promise made last by each: promises change only from wave to wave.
  final class ZoneDesk {
    let candidates: [FulfilmentPlan.Candidate]
    /// By SKU: places in `candidates`, best first; again with every plan where the policy uses one.
    private(set) var ranks: [[UInt16]]
    /// By SKU, then candidate: the landed cost of one unit, and the units that the latest plan has for it.
    let landed: [[Int64]]
    private(set) var flows: [[Int64]]
    fileprivate var promises: [CachedPromise]
    /// The promise made last for a later day.
    fileprivate var later: [CachedPromise]
    /// By candidate: what is known of disturbances of its line-haul, from instants on.
    var news: [[DisturbanceNews]]

    init(_ plan: FulfilmentPlan, zone: Int) {
      candidates = plan.candidates[zone]
      ranks = plan.ranks[zone]
      landed = plan.landed[zone]
      flows = plan.use == .nothing ? [] : landed.map { $0.map { _ in 0 } }
      promises = .init(repeating: CachedPromise(), count: candidates.count)
      later = promises
      news = candidates.map { _ in [] }
    }

    /// Ranks the candidates of a SKU by cost and price; among equals those that the plan uses come first.
    func adopt(_ outlook: FulfilmentOutlook, zone: Int, sku: Int) {
      flows[sku] = outlook.flows[zone]
      let scores = candidates.indices.map { landed[sku][$0] + outlook.prices[Int(candidates[$0].node)] }
      let isPlanned = outlook.flows[zone].map { $0 > 0 ? 0 : 1 }
      ranks[sku] = candidates.indices.sorted { (scores[$0], isPlanned[$0], $0) < (scores[$1], isPlanned[$1], $1) }
        .map { UInt16($0) }
    }
  }

  /// A promise, the day of its tender, and the span of order times they hold for.
  struct CachedPromise {
    var from = SimTime.distantFuture
    var through = SimTime(microseconds: .min)
    var promise = SimTime.zero
    var slotDay = SlotDays.none
  }

  init(_ region: RegionState) {
    self.region = region
    plan = region.model.fulfilment
    let network = region.network
    let range = region.market.map { network.markets[$0].zones } ?? 0..<0
    firstZone = range.lowerBound
    zones = range.map { ZoneDesk(region.model.fulfilment, zone: $0) }
    flows = FulfilmentFlows(region.model.fulfilment, zones: range, skus: network.skus.count)
    soldUnits = .init(repeating: 0, count: network.skus.count)
    lots = region.streams["fulfilment lot"]
    for desk in zones {
      desk.news = desk.candidates.map { region.disturbances.news(of: .lineHaul, Int($0.service)) }
    }
    legality = region.model.compliance.legality
    providerOf = network.services.map(\.provider)
    sold =
      network.services.contains { !$0.sold.contains(network.start) || $0.sold.upperBound <= network.end }
      ? network.services.map(\.sold) : nil
    market = region.market ?? 0
    nodeRegions = network.nodes.map(\.region)
    holdsStock = network.nodes.map(\.holdsStock)
    grams = network.skus.map { UInt32(clamping: $0.grams) }
    cm3 = network.skus.map { UInt32(clamping: $0.cm3) }
  }

  func start(_ scheduler: ModelScheduler) {
    guard !zones.isEmpty else { return }
    if plan.use != .nothing {
      scheduler.schedule(EventKind.refreshOutlook, index: 0, at: scheduler.now, priority: .observation)
    }
    if plan.batchEvery > .zero {
      scheduler.schedule(
        EventKind.releaseBatch, index: 0, at: scheduler.now + plan.batchEvery, priority: .observation)
    }
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.assign: assign(event.index, scheduler)
    case EventKind.release: release(event.index, scheduler)
    case EventKind.refreshOutlook: refreshOutlook(scheduler)
    case EventKind.releaseBatch: releaseBatch(scheduler)
    default: preconditionFailure("fulfilment has no event \(event.kind)")
    }
  }

  /// Reserves at the best candidate that can take the order on its day, else at the best that can take it at all.
  private func assign(_ row: UInt32, _ scheduler: ModelScheduler) {
    let desk = zones[Int(region.orders[row].zone) - firstZone]
    let sku = region.orders[row].sku
    let isRecorded = region.orders[row].flags.contains(.recorded)
    var full: Int?
    if plan.use == .shares, !isRecorded, let place = drawn(row, of: desk), suits(row, place, of: desk, scheduler.now) {
      return settle(row, on: place, promise(place, of: desk, at: scheduler.now), of: desk, scheduler)
    }
    for rank in desk.ranks[Int(sku)] {
      let place = Int(rank)
      guard
        isRecorded
          ? desk.candidates[place].node == region.orders[row].node
          : mayServe(row, place, of: desk, at: scheduler.now)
      else { continue }
      guard hasPromise(row, place, of: desk, at: scheduler.now) else { continue }
      guard isRecorded || hasRoom(place, of: desk, at: scheduler.now) else {
        full = full ?? place
        continue
      }
      return settle(row, on: place, promise(place, of: desk, at: scheduler.now), of: desk, scheduler)
    }
    if let full, let plan = laterPromise(row, full, of: desk, at: scheduler.now) {
      return settle(row, on: full, plan, of: desk, scheduler)
    }
    region.record(FulfilmentRecord.reserveFail, at: scheduler.now, entity: region.orders[row].id, aux: UInt32(sku))
    scheduler.schedule(EventKind.soldOut, index: row, at: scheduler.now)
  }

  /// Whether a candidate can take an order on its day.
  private func suits(_ row: UInt32, _ place: Int, of desk: ZoneDesk, _ now: SimTime) -> Bool {
    mayServe(row, place, of: desk, at: now) && hasPromise(row, place, of: desk, at: now)
      && hasRoom(place, of: desk, at: now)
  }

  /// Whether a candidate may get the order and has its units to sell.
  private func mayServe(_ row: UInt32, _ place: Int, of desk: ZoneDesk, at now: SimTime) -> Bool {
    let sku = region.orders[row].sku
    return mayBook(desk.candidates[place].service, at: now)
      && maySell(sku, isRemote: desk.candidates[place].isRemote, at: now)
      && hasStock(Int64(region.orders[row].quantity), of: sku, at: desk.candidates[place].node, now)
  }

  /// Whether a service takes orders now: it is sold, and its provider is on the white list or a pilot below its share.
  func mayBook(_ service: UInt16, at now: SimTime) -> Bool {
    if let sold, !sold[Int(service)].contains(now) { return false }
    return region.desk.mayTender(providerOf[Int(service)])
  }

  /// Whether a day can be named: one that came with the order, or the end of the planned way.
  private func hasPromise(_ row: UInt32, _ place: Int, of desk: ZoneDesk, at now: SimTime) -> Bool {
    region.orders[row].promise != .zero || promise(place, of: desk, at: now).promise != .distantFuture
  }

  /// Whether a candidate's provider has a slot left on the planned day of the tender.
  private func hasRoom(_ place: Int, of desk: ZoneDesk, at now: SimTime) -> Bool {
    return region.desk.hasRoom(
      providerOf[Int(desk.candidates[place].service)], in: nodeRegions[Int(desk.candidates[place].node)],
      on: promise(place, of: desk, at: now).slotDay, at: now)
  }

  /// Whether the law lets a SKU be sold from here, or from abroad.
  private func maySell(_ sku: UInt16, isRemote: Bool, at now: SimTime) -> Bool {
    legality.verdict(sku, market: market, crossBorder: isRemote, at: now).maySell
  }

  /// Whether the node has units to sell: its own figure here, the published one for a node elsewhere.
  private func hasStock(_ units: Int64, of sku: UInt16, at node: UInt16, _ now: SimTime) -> Bool {
    !holdsStock[Int(node)] || region.unitsForSale(node, sku, at: now) >= units
  }

  /// Reserves the units and a slot, and promises a day.
  private func settle(
    _ row: UInt32, on place: Int, _ plan: CachedPromise, of desk: ZoneDesk, _ scheduler: ModelScheduler
  ) {
    let node = desk.candidates[place].node
    let service = desk.candidates[place].service
    let plan = backorderPromise(row, on: place, of: desk, at: scheduler.now) ?? plan
    if holdsStock[Int(node)], !region.orders[row].flags.contains(.recorded) {
      let sku = region.orders[row].sku
      region.replenishment?.demand(Int64(region.orders[row].quantity), node, sku)
      region.stock[node, sku].reserved += Int64(region.orders[row].quantity)
      region.replenishment?.use(node, sku, scheduler)
    }
    region.orders[row].node = node
    region.orders[row].service = service
    region.orders[row].slotDay = plan.slotDay
    region.desk.book(providerOf[Int(service)], in: nodeRegions[Int(node)], day: plan.slotDay, at: scheduler.now)
    if desk.candidates[place].isRemote { region.orders[row].flags.insert(.crossBorder) }
    if region.orders[row].promise == .zero { region.orders[row].promise = plan.promise }
    region.advance(row, to: .reserved)
    region.record(
      FulfilmentRecord.allocate, at: scheduler.now, entity: region.orders[row].id, node: node,
      value: (region.orders[row].promise - scheduler.now).microseconds, aux: UInt32(service))
    scheduler.schedule(EventKind.pay, index: row, at: scheduler.now)
  }

  /// The promise for units that have not come: they begin their way when they are expected. Nil where they are there.
  private func backorderPromise(
    _ row: UInt32, on place: Int, of desk: ZoneDesk, at now: SimTime
  ) -> CachedPromise? {
    guard let stock = region.replenishment, !region.orders[row].flags.contains(.recorded) else { return nil }
    let candidate = desk.candidates[place]
    let wait = stock.wait(Int64(region.orders[row].quantity), candidate.node, region.orders[row].sku)
    guard wait > .zero else { return nil }
    let promise = candidate.path.promise(
      orderedAt: now + wait, slackDays: plan.promiseSlackDays, lineHaul: lineHaul(place, of: desk, at: now).disturbance)
    guard promise != .distantFuture else { return nil }
    let slotDay = region.desk.slotDay(
      providerOf[Int(candidate.service)], in: nodeRegions[Int(candidate.node)],
      at: candidate.path.tender(orderedAt: now + wait))
    return CachedPromise(from: now, through: now, promise: promise, slotDay: slotDay)
  }

  func promise(_ place: Int, of desk: ZoneDesk, at now: SimTime) -> CachedPromise {
    let cached = desk.promises[place]
    if now >= cached.from, now <= cached.through { return cached }
    let candidate = desk.candidates[place]
    let path = candidate.path
    let (lineHaul, known) = lineHaul(place, of: desk, at: now)
    let promise = path.promise(
      orderedAt: now, slackDays: plan.promiseSlackDays, lineHaul: lineHaul, ahead: ahead(candidate))
    let slotDay = region.desk.slotDay(
      providerOf[Int(candidate.service)], in: nodeRegions[Int(candidate.node)], at: path.tender(orderedAt: now))
    // Orders until the next wave closes share the wave, and with it the whole planned way.
    let through = path.waves.map { $0.nextAtOrAfter(now + path.handOver) - path.handOver } ?? now
    desk.promises[place] = CachedPromise(
      from: now, through: min(through, known - .microseconds(1)), promise: promise, slotDay: slotDay)
    desk.later[place].slotDay = SlotDays.none
    return desk.promises[place]
  }

  /// What waits on a candidate's way, where promises know it: at home only, and as it is now.
  private func ahead(_ candidate: FulfilmentPlan.Candidate) -> Backlogs.Ahead {
    guard region.backlogs.isOn else { return Backlogs.Ahead() }
    let depot = region.backlogs.depots[Int(candidate.zone)]
    guard !candidate.isRemote else { return Backlogs.Ahead(routes: depot) }
    return Backlogs.Ahead(
      pickUps: region.backlogs.docks[Int(candidate.dock)], departures: region.backlogs.lanes[Int(candidate.lane)],
      routes: depot)
  }

  /// What is known now of disturbances of a candidate's line-haul, and when more will be.
  private func lineHaul(
    _ place: Int, of desk: ZoneDesk, at now: SimTime
  ) -> (disturbance: Disturbance?, nextNews: SimTime) {
    let news = desk.news[place]
    guard !news.isEmpty else { return (nil, .distantFuture) }
    return (news.last { $0.at <= now }?.disturbance, news.first { $0.at > now }?.at ?? .distantFuture)
  }

  /// What can be promised where the provider has no slot left on the planned day: the parcel leaves on the first day that
  /// has one. Nil where that day never comes.
  private func laterPromise(_ row: UInt32, _ place: Int, of desk: ZoneDesk, at now: SimTime) -> CachedPromise? {
    let candidate = desk.candidates[place]
    let planned = promise(place, of: desk, at: now)
    let first = region.desk.firstDay(
      providerOf[Int(candidate.service)], in: nodeRegions[Int(candidate.node)], from: planned.slotDay, at: now)
    if desk.later[place].slotDay != first.day || first.day == SlotDays.none {
      desk.later[place].slotDay = first.day
      desk.later[place].promise =
        first.begins == .distantFuture
        ? first.begins
        : candidate.path.promise(
          tenderedAt: first.begins, slackDays: plan.promiseSlackDays,
          lineHaul: lineHaul(place, of: desk, at: now).disturbance, ahead: ahead(candidate))
    }
    let later = desk.later[place]
    return region.orders[row].promise != .zero || later.promise != .distantFuture ? later : nil
  }

  /// Releases a paid order at once, or with the next batch.
  private func release(_ row: UInt32, _ scheduler: ModelScheduler) {
    if plan.batchEvery > .zero, !region.orders[row].flags.contains(.recorded) {
      pending.append(row)
    } else {
      hand(row, over: scheduler)
    }
  }

  /// Hands an order to its node as a parcel.
  func hand(_ row: UInt32, over scheduler: ModelScheduler) {
    region.orders[row].released = scheduler.now
    let order = region.orders[row]
    if !order.flags.contains(.recorded) {
      let zone = Int(order.zone) - firstZone
      flows.count(order, zone: zone, zones[zone].candidates)
      soldUnits[Int(order.sku)] += Int64(order.quantity)
    }
    region.advance(row, to: .released)
    region.record(FulfilmentRecord.released, at: scheduler.now, entity: order.id, node: order.node)
    let parcel = ParcelRow(
      order: order.id, since: scheduler.now, promise: order.promise, value: order.price, orderRow: row,
      next: OrderRow.noRow, grams: order.grams, cm3: order.cm3, home: region.id, sku: order.sku, zone: order.zone,
      node: order.node, service: order.service, quantity: order.quantity, attempts: 0, stage: .announced,
      flags: order.flags, cause: 0, slotDay: order.slotDay)
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
