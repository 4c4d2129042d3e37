import Kernel

// The record and the shelf: units disappear, counts find out, and the storefront sees a figure of some age.
extension InventoryDepartment {
  /// Starts what is on; nothing by default.
  func startRecords(_ scheduler: ModelScheduler) {
    let layers = plan.records
    for node in receivingDocks.indices where receivingDocks[node] != nil {
      if layers.isViewed {
        for sku in 0..<skuCount { region.stock[UInt16(node), sku].isViewed = true }
        scheduler.schedule(
          EventKind.takeView, index: UInt32(node), at: scheduler.now, priority: .observation)
      }
      if layers.shrinkPerYear > 0 {
        scheduler.schedule(EventKind.shrinkStock, index: UInt32(node), at: scheduler.now + .days(1))
      }
      if layers.countEvery > .zero {
        scheduler.schedule(EventKind.countStock, index: UInt32(node), at: scheduler.now + layers.countEvery)
      }
    }
  }

  /// Takes a view of a node's stock, and comes back for the next.
  func takeView(_ node: UInt16, _ scheduler: ModelScheduler) {
    let layers = plan.records
    for sku in 0..<skuCount {
      let available = max(0, region.stock[node, sku].availableToSell)
      var stream = viewLags[UInt64(node) << 16 | UInt64(sku), UInt32(truncatingIfNeeded: viewsTaken)]
      let at = scheduler.now + layers.viewLag.sample(&stream)
      let view = ModelMessage(kind: EventKind.showView, node: node, sku: sku, amount: available)
      scheduler.schedule(EventKind.showView, index: region.mail.insert(view), at: at, priority: .observation)
    }
    viewsTaken += 1
    scheduler.schedule(
      EventKind.takeView, index: UInt32(node), at: scheduler.now + layers.viewEvery, priority: .observation)
  }

  func showView(_ mail: UInt32) {
    let view = region.mail[mail]
    region.mail.free(mail)
    region.stock[view.node, view.sku].shown = view.amount
  }

  /// A day's units disappear: each unit on the shelf that is on no pick list, with the same small probability.
  func shrink(_ node: UInt16, _ scheduler: ModelScheduler) {
    let day = UInt32(truncatingIfNeeded: scheduler.now.microseconds / 86_400_000_000)
    for sku in 0..<skuCount {
      let units = region.stock[node, sku].free
      guard units > 0 else { continue }
      var stream = shrinkage[UInt64(node) << 16 | UInt64(sku), day]
      let gone = CountLaw.binomial(units, plan.records.shrinkPerYear / 365, &stream)
      region.stock[node, sku].missing += gone
      unitsShrunk += gone
    }
    scheduler.schedule(EventKind.shrinkStock, index: UInt32(node), at: scheduler.now + .days(1))
  }

  /// The shelves of a node are counted: the record becomes what is there.
  func count(_ node: UInt16, _ scheduler: ModelScheduler) {
    for sku in 0..<skuCount {
      recordsCounted += 1
      guard region.stock[node, sku].missing != 0 else { continue }
      recordsWrong += 1
      region.correctRecord(node, sku, InventoryRecord.stockCounted, at: scheduler.now)
      region.replenishment?.use(node, sku, scheduler)
    }
    scheduler.schedule(EventKind.countStock, index: UInt32(node), at: scheduler.now + plan.records.countEvery)
  }

  /// What a truck really holds; the same answer each time it is asked.
  func outcome(_ number: UInt32, _ receipt: InventoryPlan.Receipt) -> ShippingNotice.Outcome {
    let notice = plan.records.notice
    guard !notice.isPerfect, !isTransfer(number) else {
      return ShippingNotice.Outcome(units: receipt.units, recorded: receipt.units)
    }
    var stream = notices[UInt64(bitPattern: receipt.arrives.microseconds), number]
    return notice.outcome(of: receipt.units, &stream)
  }
}

extension RegionState {
  /// A picker finds fewer units than the record has, or more.
  func noteShortPick(_ node: UInt16, _ sku: UInt16, at now: SimTime) {
    correctRecord(node, sku, InventoryRecord.shortPick, at: now)
  }

  /// Makes the record of a stock what is on the shelf, and writes off the difference.
  func correctRecord(_ node: UInt16, _ sku: UInt16, _ kind: UInt16, at now: SimTime) {
    let units = stock[node, sku].missing
    stock[node, sku].onHand -= units
    stock[node, sku].corrected -= units
    stock[node, sku].missing = 0
    record(kind, at: now, node: node, value: -units, aux: UInt32(sku))
    book(GoodsPostings.correct(cost: model.ledger.unitCosts[Int(sku)] * units), order: 0, at: now)
    replenishment?.note(node, sku, at: now)
  }
}
