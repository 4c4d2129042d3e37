import Kernel

/// Stock coming in and stock made known: receipts, put-away, and the figures that other regions sell from.
///
/// ```
/// receiptArrives ─► dock doors ─► receiveDone ─► putAway ─► on hand ─► publishStock ─► (other regions) stockPublished
/// ```
final class InventoryDepartment: Department {
  let region: RegionState
  let plan: InventoryPlan
  let skuCount: UInt16
  /// By node over all regions; nil where nothing is received here.
  let receivingDocks: [Station?]
  /// Nodes here that other regions sell from.
  private let publishing: [UInt16]
  /// Units announced and not yet put away.
  var unitsInbound: Int64 = 0
  /// What was ordered during the run and is not put away; numbered from `purchaseBase` on.
  let purchases = Table<PurchaseOrder>(minimumCapacity: 16)
  let purchaseBase: UInt32
  let leadTimes: StreamFamily
  /// By supplier; nil where nothing disrupts it.
  var supplierClocks: [SupplierClock?]
  /// By rule: the latest arrival, where orders may not overtake each other.
  var lastArrival: [SimTime]
  let viewLags: StreamFamily
  let feedLags: StreamFamily
  let shrinkage: StreamFamily
  let notices: StreamFamily
  var viewsTaken = 0
  let transferTimes: StreamFamily
  /// By node, then SKU: units a second, units used until the last review, and units on their way.
  var transferRates: [Double] = []
  var unitsSeen: [Int64] = []
  var transferUnderWay: [Int: Int64] = [:]
  var transfers = 0
  var unitsTransferred: Int64 = 0
  /// Units that disappeared, records counted, and those that were wrong.
  var unitsShrunk: Int64 = 0
  var recordsCounted = 0
  var recordsWrong = 0
  /// By node, then SKU: when the latest figure arrives elsewhere; empty where the feed has no lag of its own.
  private var feedArrives: [SimTime] = []
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
    purchaseBase = UInt32(region.model.inventory.receipts.count)
    leadTimes = region.streams["supplier lead time"]
    let disruptions = region.streams["supplier disruption"]
    supplierClocks = region.model.inventory.replenishment.suppliers.enumerated().map { number, supplier in
      supplier.disruption.map { SupplierClock($0, start: network.start, disruptions[UInt64(number)]) }
    }
    lastArrival = region.model.inventory.replenishment.rules.map { _ in network.start }
    viewLags = region.streams["stock view lag"]
    feedLags = region.streams["stock feed lag"]
    shrinkage = region.streams["shrinkage"]
    notices = region.streams["shipping notice"]
    transferTimes = region.streams["transfer"]
    if !region.model.inventory.records.feedLag.isNothing {
      feedArrives = .init(repeating: network.start, count: network.nodes.count * network.skus.count)
    }
    publishing = local.filter { !region.model.inventory.audiences[$0].isEmpty }.map { UInt16($0) }
  }

  deinit { purchases.deallocate() }

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
    startReplenishment(scheduler)
    startRecords(scheduler)
    startTransfers(scheduler)
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
    case EventKind.reviewStock: review(event.index, scheduler)
    case EventKind.takeView: takeView(UInt16(event.index), scheduler)
    case EventKind.showView: showView(event.index)
    case EventKind.countStock: count(UInt16(event.index), scheduler)
    case EventKind.shrinkStock: shrink(UInt16(event.index), scheduler)
    case EventKind.reviewTransfers: reviewTransfers(scheduler)
    case EventKind.recallStock: recall(event.index, scheduler)
    default: preconditionFailure("inventory has no event \(event.kind)")
    }
  }

  /// A lot by its number: planned, or ordered during the run.
  func receipt(_ number: UInt32) -> InventoryPlan.Receipt {
    number < purchaseBase ? plan.receipts[Int(number)] : purchases[number - purchaseBase].receipt
  }

  /// Reviews begin at the start: a stock that begins empty is ordered at once.
  private func startReplenishment(_ scheduler: ModelScheduler) {
    guard let desk = region.replenishment else { return }
    for (number, rule) in desk.plan.rules.enumerated() where receivingDocks[rule.node] != nil {
      scheduler.schedule(
        EventKind.reviewStock, index: UInt32(number), at: scheduler.now, priority: .observation)
    }
  }

  /// A truck is at the dock: it waits for a door, then its units are counted.
  private func receive(_ number: UInt32, _ scheduler: ModelScheduler) {
    let receipt = receipt(number)
    guard let receiving = plan.receiving[receipt.node] else { return }
    note(InventoryRecord.receiptStart, number, scheduler)
    let found = outcome(number, receipt)
    let hours = Double(found.units) / receiving.unitsPerHour * (found.isMissing ? 2 : 1)
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
    let receipt = receipt(number)
    let node = UInt16(receipt.node)
    let sku = UInt16(receipt.sku)
    let isBought = !isTransfer(number)
    let units = isBought ? take(number, receipt, scheduler.now) : finishTransfer(receipt)
    unitsInbound -= receipt.units
    note(InventoryRecord.putAwayDone, number, scheduler)
    if isBought {
      region.bookReceipt(
        sku: sku, units: units, importCost: receipt.importCost,
        freight: region.network.inboundFreight(sku: Int(sku), units: units, to: receipt.node), at: scheduler.now)
    }
    finishPurchase(number, receipt, scheduler)
    if publishing.contains(node) { tell(node, sku, scheduler) }
  }

  /// Whether a lot comes from another node: nothing was bought, and nobody miscounts it.
  func isTransfer(_ number: UInt32) -> Bool { number >= purchaseBase && purchases[number - purchaseBase].isTransfer }

  /// Takes a lot that was bought into the record; returns the units that the record now has more.
  private func take(_ number: UInt32, _ receipt: InventoryPlan.Receipt, _ now: SimTime) -> Int64 {
    let (node, sku) = (UInt16(receipt.node), UInt16(receipt.sku))
    let found = outcome(number, receipt)
    region.stock[node, sku].onHand += found.recorded
    region.stock[node, sku].received += found.recorded
    region.stock[node, sku].missing += found.recorded - found.units
    // What is ordered again and again is buffered by what is there, all else by what ever came.
    let isReplenished = region.replenishment?.rule(node, sku) != nil
    let basis = isReplenished ? region.stock[node, sku].onHand : region.stock[node, sku].received
    region.stock[node, sku].buffer = Int64((Double(basis) * plan.safetyBuffer).rounded())
    unitsReceived += found.recorded
    dockToStock.add((now - receipt.arrives).seconds)
    return found.recorded
  }

  /// What was ordered again has come: orders that wait for it are served.
  private func finishPurchase(_ number: UInt32, _ receipt: InventoryPlan.Receipt, _ scheduler: ModelScheduler) {
    if number >= purchaseBase { purchases.free(number - purchaseBase) }
    guard let desk = region.replenishment else { return }
    let (node, sku) = (UInt16(receipt.node), UInt16(receipt.sku))
    if let rule = desk.rule(node, sku) { desk.arrive(rule, receipt.units, at: scheduler.now) }
    desk.use(node, sku, scheduler)
    if region.stock[node, sku].backorderLimit > 0 {
      scheduler.schedule(EventKind.serveOwed, tag: node, index: UInt32(sku), at: scheduler.now)
    }
  }

  private func note(_ kind: UInt16, _ number: UInt32, _ scheduler: ModelScheduler) {
    let receipt = receipt(number)
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
    let available = region.stock[node, sku].isFrozen ? 0 : max(0, region.stock[node, sku].availableToSell)
    region.record(
      InventoryRecord.stockPublished, at: scheduler.now, node: node, value: available, aux: UInt32(sku))
    let arrives = arrival(node, sku, at: scheduler.now)
    for audience in plan.audiences[Int(node)] {
      let share = Int64((Double(available) * audience.share).rounded(.down))
      let message = ModelMessage(
        kind: EventKind.stockPublished, node: node, sku: sku, amount: share,
        counted: region.foreignUnits[node, sku, audience.region])
      scheduler.send(message, to: audience.region, at: arrives)
    }
  }

  /// When a figure published now is known elsewhere: never before an earlier one.
  private func arrival(_ node: UInt16, _ sku: UInt16, at now: SimTime) -> SimTime {
    guard !feedArrives.isEmpty else { return now + plan.publishLag }
    var stream = feedLags[UInt64(node) << 16 | UInt64(sku), UInt32(truncatingIfNeeded: now.microseconds / 1_000)]
    let place = Int(node) * Int(skuCount) + Int(sku)
    feedArrives[place] = max(feedArrives[place], now + plan.publishLag + plan.records.feedLag.sample(&stream))
    return feedArrives[place]
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
    checkTransfers(&report)
    for account in region.replenishment?.accounts ?? [] {
      report.require(account.onOrder >= 0, "\(-account.onOrder) units came in that nobody had ordered")
    }
  }
}

extension InventoryDepartment {
  /// Takes over lots, docks and counts; lots that the plan has now besides, or no longer, change what is announced.
  func inherit(_ old: InventoryDepartment, on scheduler: ModelScheduler) {
    func announced(_ department: InventoryDepartment) -> Int64 {
      department.plan.receipts.reduce(0) { receivingDocks[$1.node] == nil ? $0 : $0 + $1.units }
    }
    unitsInbound = old.unitsInbound + announced(self) - announced(old)
    purchases.inherit(old.purchases)
    for (dock, before) in zip(receivingDocks, old.receivingDocks) {
      if let dock, let before { dock.inherit(before, on: scheduler) }
    }
    for place in supplierClocks.indices {
      if let before = old.supplierClocks[place] { supplierClocks[place]?.inherit(before) }
    }
    lastArrival = old.lastArrival
    viewsTaken = old.viewsTaken
    if !old.transferRates.isEmpty, !transferRates.isEmpty {
      (transferRates, unitsSeen) = (old.transferRates, old.unitsSeen)
    }
    if old.transferRates.isEmpty, !transferRates.isEmpty { seeAll() }
    transferUnderWay = old.transferUnderWay
    transfers = old.transfers
    unitsTransferred = old.unitsTransferred
    unitsShrunk = old.unitsShrunk
    recordsCounted = old.recordsCounted
    recordsWrong = old.recordsWrong
    if !old.feedArrives.isEmpty, !feedArrives.isEmpty { feedArrives = old.feedArrives }
    unitsReceived = old.unitsReceived
    dockToStock = old.dockToStock
  }
}
