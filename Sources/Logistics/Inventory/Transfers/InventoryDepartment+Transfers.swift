import Kernel

// Stock that moves between the nodes of a country, and stock that may not be sold.
extension InventoryDepartment {
  /// Starts what is on; nothing by default.
  func startTransfers(_ scheduler: ModelScheduler) {
    for (number, recall) in plan.transfers.recalls.enumerated() {
      let index = UInt32(number * 2)
      scheduler.schedule(EventKind.recallStock, index: index, at: max(recall.from, scheduler.now))
      if let until = recall.until, until > scheduler.now {
        scheduler.schedule(EventKind.recallStock, index: index + 1, at: until)
      }
    }
    guard plan.transfers.every > .zero, receivingDocks.count(where: { $0 != nil }) > 1 else { return }
    transferRates = .init(repeating: 0, count: receivingDocks.count * Int(skuCount))
    unitsSeen = .init(repeating: 0, count: receivingDocks.count * Int(skuCount))
    scheduler.schedule(
      EventKind.reviewTransfers, index: 0, at: scheduler.now + plan.transfers.every, priority: .observation)
  }

  /// The sale of a recalled SKU stops, or begins again: known everywhere at once, as a public warning is.
  func recall(_ index: UInt32, _ scheduler: ModelScheduler) {
    let recall = plan.transfers.recalls[Int(index / 2)]
    let isFrozen = index % 2 == 0
    let sku = UInt16(recall.sku)
    for node in recall.nodes {
      region.stock[UInt16(node), sku].isFrozen = isFrozen
      guard receivingDocks[node] != nil else { continue }
      region.record(
        InventoryRecord.recalled, at: scheduler.now, node: UInt16(node), value: region.stock[UInt16(node), sku].onHand,
        aux: UInt32(sku), flags: isFrozen ? 1 : 0)
      if !isFrozen, region.stock[UInt16(node), sku].backorderLimit > 0 {
        scheduler.schedule(EventKind.serveOwed, tag: UInt16(node), index: UInt32(sku), at: scheduler.now)
      }
    }
  }

  /// Looks at each SKU: the node that is likely to run out first gets units from the one with the most to spare.
  func reviewTransfers(_ scheduler: ModelScheduler) {
    let nodes = receivingDocks.indices.filter { receivingDocks[$0] != nil }.map { UInt16($0) }
    for sku in 0..<skuCount {
      for node in nodes { see(node, sku) }
      for node in nodes { help(node, sku, among: nodes, scheduler) }
    }
    scheduler.schedule(
      EventKind.reviewTransfers, index: 0, at: scheduler.now + plan.transfers.every, priority: .observation)
  }

  private func place(_ node: UInt16, _ sku: UInt16) -> Int { Int(node) * Int(skuCount) + Int(sku) }

  /// What was used before the first review is no rate.
  func seeAll() {
    for node in receivingDocks.indices where receivingDocks[node] != nil {
      for sku in 0..<skuCount {
        let cell = region.stock[UInt16(node), sku]
        unitsSeen[place(UInt16(node), sku)] = cell.shipped + cell.allocated + cell.reserved
      }
    }
  }

  /// Units a second since the last review; half of what was seen before still counts, since an empty shelf sells nothing.
  private func see(_ node: UInt16, _ sku: UInt16) {
    let cell = region.stock[node, sku]
    let used = cell.shipped + cell.allocated + cell.reserved
    let rate = Double(max(0, used - unitsSeen[place(node, sku)])) / plan.transfers.every.seconds
    unitsSeen[place(node, sku)] = used
    transferRates[place(node, sku)] = max(rate, transferRates[place(node, sku)] / 2)
  }

  /// Moves units to a node when what it is expected to miss costs more than moving them.
  private func help(_ node: UInt16, _ sku: UInt16, among nodes: [UInt16], _ scheduler: ModelScheduler) {
    let terms = plan.transfers
    let rate = transferRates[place(node, sku)]
    let putAway = plan.receiving[Int(node)]?.putAway ?? .zero
    let ahead = (terms.transit.median + putAway + terms.every).seconds
    let free = max(0, region.stock[node, sku].availableToSell) + transferUnderWay[place(node, sku), default: 0]
    let missing = Self.expectedShortage(rate * ahead, free)
    let wanted = Int64((rate * (ahead + terms.cover.seconds)).rounded(.up)) - free
    guard wanted > 0, missing > 0 else { return }
    func surplus(_ donor: UInt16) -> Int64 {
      guard donor != node, !region.stock[donor, sku].isFrozen else { return 0 }
      let kept = Int64((transferRates[place(donor, sku)] * terms.keep.seconds).rounded(.up))
      return min(region.stock[donor, sku].availableToSell - kept, region.stock[donor, sku].free)
    }
    guard let donor = nodes.max(by: { (surplus($0), $1) < (surplus($1), $0) }), surplus(donor) > 0 else { return }
    let units = min(wanted, surplus(donor))
    guard missing * Double(margin(sku)) > Double(terms.perUnit) * Double(units) else { return }
    move(units, of: sku, from: donor, to: node, scheduler)
  }

  /// What a lost sale costs here: the margin in the region's market, or the unit cost where there is none.
  private func margin(_ sku: UInt16) -> Int64 {
    let network = region.network
    return max(1, region.market.map { network.margin(Int(sku), market: $0) } ?? network.skus[Int(sku)].unitCost)
  }

  /// E[(D − S)⁺] of a Poisson demand.
  private static func expectedShortage(_ mean: Double, _ stock: Int64) -> Double {
    guard mean > 0, let law = try? Poisson(mean: mean) else { return 0 }
    return max(0, (mean - Double(stock)) * (1 - law.cdf(stock)) + mean * law.probability(of: stock))
  }

  private func move(
    _ units: Int64, of sku: UInt16, from donor: UInt16, to node: UInt16, _ scheduler: ModelScheduler
  ) {
    var stream = transferTimes[UInt64(node) << 16 | UInt64(sku), UInt32(truncatingIfNeeded: transfers)]
    let arrives = scheduler.now + plan.transfers.transit.sample(&stream)
    region.stock[donor, sku].onHand -= units
    region.stock[donor, sku].transferred -= units
    region.replenishment?.use(donor, sku, scheduler)
    let row = purchases.insert(
      PurchaseOrder(
        receipt: InventoryPlan.Receipt(node: Int(node), sku: Int(sku), units: units, arrives: arrives), isTransfer: true
      ))
    region.replenishment?.expect(units, node, sku, at: scheduler.now)
    transferUnderWay[place(node, sku), default: 0] += units
    unitsInbound += units
    transfers += 1
    unitsTransferred += units
    region.record(
      InventoryRecord.transferred, at: scheduler.now, entity: UInt64(purchaseBase + row), node: node, value: units,
      aux: UInt32(sku))
    region.book(GoodsPostings.carry(plan.transfers.perUnit * units), order: 0, at: scheduler.now)
    scheduler.schedule(EventKind.receiptArrives, index: purchaseBase + row, at: arrives)
  }

  /// What left the nodes of the country for each other has come to them or is on its way.
  func checkTransfers(_ report: inout InvariantReport) {
    guard plan.transfers.every > .zero else { return }
    for sku in 0..<skuCount {
      var (moved, underWay) = (Int64(0), Int64(0))
      for node in receivingDocks.indices where receivingDocks[node] != nil {
        moved += region.stock[UInt16(node), sku].transferred
        underWay += transferUnderWay[place(UInt16(node), sku), default: 0]
      }
      let name = region.network.skus[Int(sku)].name
      report.require(
        moved + underWay == 0, "\(-moved) units of \(name) left for other nodes, \(underWay) are on their way")
    }
  }

  /// Moved units are on their new shelf.
  func finishTransfer(_ receipt: InventoryPlan.Receipt) -> Int64 {
    let (node, sku) = (UInt16(receipt.node), UInt16(receipt.sku))
    region.stock[node, sku].onHand += receipt.units
    region.stock[node, sku].transferred += receipt.units
    transferUnderWay[place(node, sku), default: 0] -= receipt.units
    return receipt.units
  }
}
