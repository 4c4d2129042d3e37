import Kernel

// The control tower of one market: what is still expected, the prices that follow, and orders moved before their release.
extension FulfilmentDepartment {
  /// Solves every SKU's problem anew and ranks the candidates by cost and price; comes back for the next time.
  func refreshOutlook(_ scheduler: ModelScheduler) {
    for sku in 0..<UInt16(region.network.skus.count) { refreshOutlook(of: sku) }
    scheduler.schedule(
      EventKind.refreshOutlook, index: 0, at: scheduler.now + plan.refreshEvery, priority: .observation)
  }

  private func refreshOutlook(of sku: UInt16) {
    let remaining = max(0, plan.forecast[market][Int(sku)] - Double(soldUnits[Int(sku)]))
    let shares = zones.indices.map { region.network.zones[firstZone + $0].share }
    let outlook = FulfilmentOutlook(
      zones: zones.map { desk in
        desk.candidates.indices.map { (Int(desk.candidates[$0].node), desk.landed[Int(sku)][$0]) }
      },
      demand: shares.map { remaining * $0 },
      stock: holdsStock.indices.map { holdsStock[$0] ? region.stock[UInt16($0), sku].sellable : nil },
      shortage: plan.shortage[market][Int(sku)])
    for (zone, desk) in zones.enumerated() { desk.adopt(outlook, zone: zone, sku: Int(sku)) }
    outlooks += 1
  }

  /// The candidate that a lot gives an order, with the plan's shares; nil where the plan has none for it.
  func drawn(_ row: UInt32, of desk: ZoneDesk) -> Int? {
    let flows = desk.flows[Int(region.orders[row].sku)]
    let total = flows.reduce(0, +)
    guard total > 0 else { return nil }
    var stream = lots[region.orders[row].id]
    var ticket = Int64(stream.below(UInt64(total)))
    for place in flows.indices {
      if ticket < flows[place] { return place }
      ticket -= flows[place]
    }
    return nil
  }

  /// Moves the orders of a batch to where they cost least together, then releases them.
  func releaseBatch(_ scheduler: ModelScheduler) {
    let batch = pending
    pending.removeAll(keepingCapacity: true)
    for sku in 0..<UInt16(region.network.skus.count) {
      let rows = batch.filter { region.orders[$0].sku == sku && isMovable($0) }
      if rows.count > 1 { move(rows, sku, scheduler.now) }
    }
    for row in batch { hand(row, over: scheduler) }
    scheduler.schedule(EventKind.releaseBatch, index: 0, at: scheduler.now + plan.batchEvery, priority: .observation)
  }

  /// Orders from history stay where they were; those that crossed a border were charged duty for it.
  private func isMovable(_ row: UInt32) -> Bool {
    let order = region.orders[row]
    return order.state == .paid && order.flags.isDisjoint(with: [.recorded, .crossBorder])
      && holdsStock[Int(order.node)]
  }

  private func move(_ rows: [UInt32], _ sku: UInt16, _ now: SimTime) {
    var own = [Int64](repeating: 0, count: holdsStock.count)
    var wanted = [Double](repeating: 0, count: zones.count)
    for row in rows {
      own[Int(region.orders[row].node)] += Int64(region.orders[row].quantity)
      wanted[Int(region.orders[row].zone) - firstZone] += Double(region.orders[row].quantity)
    }
    let outlook = FulfilmentOutlook(
      zones: zones.map { desk in
        movable(desk).map { (Int(desk.candidates[$0].node), desk.landed[Int(sku)][$0]) }
      },
      demand: wanted,
      stock: holdsStock.indices.map { node in max(0, region.stock[UInt16(node), sku].sellable) + own[node] },
      shortage: plan.shortage[market][Int(sku)])
    var left = outlook.flows
    var movers = rows.compactMap { mover($0, &left, now) }
    while !movers.isEmpty, !isCovered(movers, sku) { movers.removeLast() }
    for mover in movers { region.giveBack(mover.row, at: now) }
    for mover in movers { settle(mover, now) }
  }

  /// An order and where it goes.
  private struct Mover {
    var row: UInt32
    var place: Int
  }

  /// Where an order of a batch goes: nowhere when the plan serves it from where it is, or when the way would be late.
  private func mover(_ row: UInt32, _ left: inout [[Int64]], _ now: SimTime) -> Mover? {
    let order = region.orders[row]
    let zone = Int(order.zone) - firstZone
    let desk = zones[zone]
    let units = Int64(order.quantity) * FulfilmentOutlook.perUnit
    let local = movable(desk)
    func isHere(_ place: Int) -> Bool { desk.candidates[local[place]].node == order.node }
    let options = local.indices.filter { left[zone][$0] >= units }
    if let here = options.first(where: isHere) {
      left[zone][here] -= units
      return nil
    }
    for option in options {
      let candidate = desk.candidates[local[option]]
      guard mayBook(candidate.service, at: now),
        promise(local[option], of: desk, at: now).promise <= order.promise
      else { continue }
      left[zone][option] -= units
      return Mover(row: row, place: local[option])
    }
    return nil
  }

  /// Candidates that orders may be moved between: at home and with stock.
  private func movable(_ desk: ZoneDesk) -> [Int] {
    desk.candidates.indices.filter { !desk.candidates[$0].isRemote && holdsStock[Int(desk.candidates[$0].node)] }
  }

  /// Whether every node has the units once all orders have left their old ones.
  private func isCovered(_ movers: [Mover], _ sku: UInt16) -> Bool {
    var change = [Int64](repeating: 0, count: holdsStock.count)
    for mover in movers {
      let order = region.orders[mover.row]
      change[Int(order.node)] += Int64(order.quantity)
      let desk = zones[Int(order.zone) - firstZone]
      change[Int(desk.candidates[mover.place].node)] -= Int64(order.quantity)
    }
    return change.indices.allSatisfy { change[$0] >= 0 || region.stock[UInt16($0), sku].sellable + change[$0] >= 0 }
  }

  private func settle(_ mover: Mover, _ now: SimTime) {
    let order = region.orders[mover.row]
    let candidate = zones[Int(order.zone) - firstZone].candidates[mover.place]
    region.stock[candidate.node, order.sku].reserved += Int64(order.quantity)
    region.replenishment?.note(candidate.node, order.sku, at: now)
    region.orders[mover.row].node = candidate.node
    region.orders[mover.row].service = candidate.service
    let provider = region.network.services[Int(candidate.service)].provider
    let day = region.desk.slotDay(provider, in: region.id, at: candidate.path.tender(orderedAt: now))
    region.orders[mover.row].slotDay = day
    region.desk.book(provider, in: region.id, day: day, at: now)
    moved += 1
    region.record(
      FulfilmentRecord.moved, at: now, entity: order.id, node: candidate.node, aux: UInt32(candidate.service))
  }
}
