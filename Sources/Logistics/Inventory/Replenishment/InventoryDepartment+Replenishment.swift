import Kernel

/// A lot that was ordered during the run: its place in the table is its number, above those of the planned receipts.
struct PurchaseOrder: BitwiseCopyable, Sendable {
  var receipt: InventoryPlan.Receipt
  /// Whether it comes from another node of the country, and not from a supplier.
  var isTransfer = false
}

// Orders to suppliers, from the review that finds them due until they are put away.
extension InventoryDepartment {
  /// A rule is due for a review: it orders what its policy asks for, and comes back when it is periodic.
  func review(_ number: UInt32, _ scheduler: ModelScheduler) {
    guard let desk = region.replenishment else { return }
    let rule = desk.plan.rules[Int(number)]
    let units = desk.review(Int(number), at: scheduler.now)
    if units > 0 { order(units, Int(number), rule, desk, scheduler) }
    if rule.review > .zero {
      scheduler.schedule(
        EventKind.reviewStock, index: number, at: scheduler.now + rule.review, priority: .observation)
    }
  }

  private func order(
    _ units: Int64, _ number: Int, _ rule: ReplenishmentRule, _ desk: ReplenishmentDesk, _ scheduler: ModelScheduler
  ) {
    let supplier = desk.plan.suppliers[rule.supplier]
    let isFast = supplier.expedite != nil && desk.isUrgent(number)
    let now = scheduler.now
    var stream = leadTimes[UInt64(number), UInt32(truncatingIfNeeded: desk.accounts[number].orders)]
    let law = isFast ? supplier.expedite.unsafelyUnwrapped.leadTime : supplier.leadTime
    let begins = supplierClocks[rule.supplier]?.working(at: now) ?? now
    var arrives = begins + law.sample(&stream)
    if !supplier.isCrossing, !isFast {
      arrives = max(arrives, lastArrival[number])
      lastArrival[number] = arrives
    }
    let cost = region.model.customs.bulkImportCost(
      sku: rule.sku, units: units, into: rule.node, at: arrives, region.network)
    let row = purchases.insert(
      PurchaseOrder(
        receipt: InventoryPlan.Receipt(
          node: rule.node, sku: rule.sku, units: units, arrives: arrives, importCost: cost)))
    desk.order(number, units, isFast: isFast, at: now)
    unitsInbound += units
    region.record(
      InventoryRecord.purchaseOrder, at: now, entity: UInt64(purchaseBase + row), node: UInt16(rule.node), value: units,
      aux: UInt32(rule.sku))
    let fee = supplier.orderCost + (isFast ? supplier.expedite.unsafelyUnwrapped.perUnit * units : 0)
    region.book(GoodsPostings.order(fee), order: 0, at: now)
    scheduler.schedule(EventKind.receiptArrives, index: purchaseBase + row, at: arrives)
  }
}
