import Kernel

/// Stock coming in and stock made known: receipts, put-away, and the figures that other regions sell from.
///
/// ```
/// receiptArrives ─► dock doors ─► receiveDone ─► putAway ─► on hand ─► publishStock ─► (other regions) stockPublished
/// ```
final class InventoryDepartment: Department {
  private let region: RegionState
  private let plan: InventoryPlan
  private let skuCount: UInt16
  /// By node over all regions; nil where nothing is received here.
  let receivingDocks: [Station?]
  /// Nodes here that other regions sell from.
  private let publishing: [UInt16]
  /// Units announced and not yet put away.
  private(set) var unitsInbound: Int64 = 0
  private(set) var unitsReceived: Int64 = 0
  private(set) var dockToStock = Tally()

  init(_ region: RegionState) {
    self.region = region
    plan = region.model.inventory
    let network = region.network
    skuCount = UInt16(network.skus.count)
    let local = network.regions[Int(region.id.rawValue)].nodes
    receivingDocks = network.nodes.indices.map { node in
      guard local.contains(node), let receiving = region.model.inventory.receiving[node] else { return nil }
      return Station(
        .calendar(receiving.hours, servers: receiving.doors).scaled(by: region.disturbances[.receiving, node]),
        kind: EventKind.receiveDone, tag: UInt16(node))
    }
    publishing = local.filter { !region.model.inventory.audiences[$0].isEmpty }.map { UInt16($0) }
  }

  /// Dock doors, by name.
  var stations: [(name: String, station: Station)] {
    receivingDocks.enumerated().compactMap { node, dock in
      dock.map { ("\(region.network.nodes[node].name) dock doors", $0) }
    }
  }

  func start(_ scheduler: ModelScheduler) {
    for (number, receipt) in plan.receipts.enumerated() where receivingDocks[receipt.node] != nil {
      unitsInbound += receipt.units
      scheduler.schedule(
        EventKind.receiptArrives, index: UInt32(number), at: max(receipt.arrives, scheduler.now))
    }
    for node in publishing {
      scheduler.schedule(
        EventKind.publishStock, index: UInt32(node), at: scheduler.now, priority: .observation)
    }
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.receiptArrives: receive(event.index, scheduler)
    case EventKind.receiveDone: finishReceiving(event, scheduler)
    case EventKind.putAway: putAway(event.index, scheduler)
    case EventKind.publishStock: publish(UInt16(event.index), scheduler)
    case EventKind.stockPublished: learn(event.index)
    default: preconditionFailure("inventory has no event \(event.kind)")
    }
  }

  /// A truck is at the dock: it waits for a door, then its units are counted.
  private func receive(_ number: UInt32, _ scheduler: ModelScheduler) {
    let receipt = plan.receipts[Int(number)]
    guard let receiving = plan.receiving[receipt.node] else { return }
    note(InventoryRecord.receiptStart, number, scheduler)
    let hours = Double(receipt.units) / receiving.unitsPerHour
    let work = SimDuration(seconds: hours * 3_600)
    _ = receivingDocks[receipt.node]?.arrive(number, work: work, on: scheduler)
  }

  private func finishReceiving(_ event: Event, _ scheduler: ModelScheduler) {
    guard let number = receivingDocks[Int(event.tag)]?.complete(event, on: scheduler) else { return }
    note(InventoryRecord.receiptDone, number, scheduler)
    let wait = plan.receiving[Int(event.tag)]?.putAway ?? .zero
    scheduler.schedule(EventKind.putAway, index: number, at: scheduler.now + wait)
  }

  /// The units are on their shelves and can be sold.
  private func putAway(_ number: UInt32, _ scheduler: ModelScheduler) {
    let receipt = plan.receipts[Int(number)]
    let node = UInt16(receipt.node)
    let sku = UInt16(receipt.sku)
    region.stock[node, sku].onHand += receipt.units
    region.stock[node, sku].received += receipt.units
    region.stock[node, sku].buffer = Int64(
      (Double(region.stock[node, sku].received) * plan.safetyBuffer).rounded())
    unitsInbound -= receipt.units
    unitsReceived += receipt.units
    dockToStock.add((scheduler.now - receipt.arrives).seconds)
    note(InventoryRecord.putAwayDone, number, scheduler)
    region.bookReceipt(sku: sku, units: receipt.units, importCost: receipt.importCost, at: scheduler.now)
    if publishing.contains(node) { tell(node, sku, scheduler) }
  }

  private func note(_ kind: UInt16, _ number: UInt32, _ scheduler: ModelScheduler) {
    let receipt = plan.receipts[Int(number)]
    region.record(
      kind, at: scheduler.now, entity: UInt64(number), node: UInt16(receipt.node), value: receipt.units,
      aux: UInt32(receipt.sku))
  }

  /// Tells the regions that sell from a node what each may promise, and comes back for the next time.
  private func publish(_ node: UInt16, _ scheduler: ModelScheduler) {
    for sku in 0..<skuCount { tell(node, sku, scheduler) }
    scheduler.schedule(
      EventKind.publishStock, index: UInt32(node), at: scheduler.now + plan.publishEvery, priority: .observation)
  }

  private func tell(_ node: UInt16, _ sku: UInt16, _ scheduler: ModelScheduler) {
    let available = max(0, region.stock[node, sku].availableToSell)
    region.record(
      InventoryRecord.stockPublished, at: scheduler.now, node: node, value: available, aux: UInt32(sku))
    for audience in plan.audiences[Int(node)] {
      let share = Int64((Double(available) * audience.share).rounded(.down))
      let message = ModelMessage(
        kind: EventKind.stockPublished, node: node, sku: sku, amount: share,
        counted: region.foreignUnits[node, sku, audience.region])
      scheduler.send(message, to: audience.region, at: scheduler.now + plan.publishLag)
    }
  }

  /// Another region's node published what may be promised from it: the figure is as old as the message, and counts the
  /// orders from here that had reached the node by then. The others stay reserved.
  private func learn(_ mail: UInt32) {
    let message = region.mail[mail]
    region.mail.free(mail)
    region.stock[message.node, message.sku].onHand = message.amount
    let confirmed = region.stock[message.node, message.sku].confirmed
    region.stock[message.node, message.sku].reserved -= message.counted - confirmed
    region.stock[message.node, message.sku].confirmed = message.counted
  }

  func check(_ report: inout InvariantReport) {
    report.require(unitsInbound >= 0, "more units were put away than announced")
  }
}
