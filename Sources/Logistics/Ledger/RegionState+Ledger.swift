import Kernel

/// The bookings of an order's life: each posts to the region's book and writes a record per movement.
extension RegionState {
  /// The rates of this region's market.
  var ledgerRates: LedgerRates { model.ledger.markets[market.unsafelyUnwrapped] }

  /// Posts movements and records them under an order's number; 0 stands for no order. Money in the bank moves now.
  func book(_ entries: LedgerEntries, order: UInt64, at now: SimTime) {
    post(entries, order: order, at: now)
    let income = entries.income
    if income.market != 0 { cash.move(income.market, .market, at: now) }
    if income.report != 0 { cash.move(income.report, .report, at: now) }
  }

  /// Posts movements and records them; what is owed is noted for when it is paid, and the bank is left to the caller.
  private func post(_ entries: LedgerEntries, order: UInt64, at now: SimTime) {
    for place in 0..<entries.count {
      let entry = entries[place]
      if entry.debit == .inventory || entry.credit == .inventory {
        holding.advance(to: now, value: ledger.balance(.inventory, in: .report))
      }
      ledger.post(debit: entry.debit, credit: entry.credit, entry.amount, in: entry.currency)
      if entry.credit == .payables {
        cash.move(-entry.amount, entry.currency, at: now + model.ledger.terms.delay(entry.debit))
      }
      record(
        LedgerRecord.entry, at: now, entity: order, value: entry.amount,
        aux: LedgerRecord.pair(entry.debit, entry.credit), flags: UInt8(truncatingIfNeeded: entry.currency.rawValue))
    }
  }

  /// Books the payment of an order: the marketplace holds it.
  func bookCapture(_ row: UInt32, at now: SimTime) {
    let entries = SalePostings.capture(SaleAmounts(orders[row]), ledgerRates)
    post(entries, order: orders[row].id, at: now)
    cash.hold(entries.income.market)
  }

  /// Books the commissions of a delivered order: the rest of what was held is paid out when the marketplace settles.
  func bookSettlement(_ row: UInt32, at now: SimTime) {
    let entries = SalePostings.settle(SaleAmounts(orders[row]), ledgerRates)
    post(entries, order: orders[row].id, at: now)
    release(row, with: entries, at: now + model.ledger.terms.settlement)
  }

  /// Books a full refund of an order: out of what is held, or out of pocket after the settlement.
  func bookRefund(_ row: UInt32, isSettled: Bool, at now: SimTime) {
    let entries = SalePostings.refund(SaleAmounts(orders[row]), ledgerRates, isSettled: isSettled)
    counters.refunded += 1
    if isSettled { return book(entries, order: orders[row].id, at: now) }
    post(entries, order: orders[row].id, at: now)
    release(row, with: entries, at: now)
  }

  /// Pays out what was held for an order, less what the movements take from it.
  private func release(_ row: UInt32, with entries: LedgerEntries, at time: SimTime) {
    let held = SalePostings.capture(SaleAmounts(orders[row]), ledgerRates).income.market
    cash.hold(-held)
    cash.move(held + entries.income.market, .market, at: time)
  }

  /// Books what an outside store pays for buyers sent there, in minor units of the market's currency: it lowers what the
  /// creators' commissions cost.
  func bookReferral(_ commission: Int64, at now: SimTime) {
    var entries = LedgerEntries()
    entries.move(commission, debit: .bank, credit: .affiliateCommission, in: .market)
    book(entries, order: 0, at: now)
  }

  /// Books a parcel that is packed here; handling in minor units of the report currency.
  func bookShipment(_ parcel: UInt32, handling: Int64, isFromStock: Bool, at now: SimTime) {
    let cost = cost(of: parcels[parcel].sku, parcels[parcel].quantity)
    let entries = GoodsPostings.ship(cost: cost, fulfilment: handling, isFromStock: isFromStock)
    book(entries, of: parcel, at: now)
  }

  /// Books the carriage of a parcel that its provider has taken here, in minor units of the report currency.
  func bookCarriage(_ parcel: UInt32, _ carriage: Int64, at now: SimTime) {
    desk.notePaid(service: parcels[parcel].service, carriage)
    book(GoodsPostings.carry(carriage), of: parcel, at: now)
  }

  /// Books what is paid for a parcel here, and notes whose customer it was for.
  private func book(_ entries: LedgerEntries, of parcel: UInt32, at now: SimTime) {
    let home = parcels[parcel].home
    if home != id { abroad.add(entries, home: home) }
    book(entries, order: parcels[parcel].order, at: now)
  }

  /// Books units of a SKU received into stock here, with what their import and their way here cost in minor units of the report
  /// currency.
  func bookReceipt(sku: UInt16, units: Int64, importCost: Int64 = 0, freight: Int64 = 0, at now: SimTime) {
    var entries = GoodsPostings.receive(cost: model.ledger.unitCosts[Int(sku)] * units)
    entries.move(importCost, debit: .dutyAndFees, credit: .payables, in: .report)
    entries.move(freight, debit: .carriage, credit: .payables, in: .report)
    book(entries, order: 0, at: now)
  }

  /// Books the cost of holding this region's stock since the start; once, at the end of a run.
  func bookHolding(at now: SimTime) {
    holding.advance(to: now, value: ledger.balance(.inventory, in: .report))
    let years = holding.area / (365 * 86_400)
    book(GoodsPostings.hold(Int64((years * model.ledger.holdingPerYear).rounded())), order: 0, at: now)
  }

  /// The unit cost of some units, in minor units of the report currency.
  func cost(of sku: UInt16, _ quantity: UInt16) -> Int64 { model.ledger.unitCosts[Int(sku)] * Int64(quantity) }
}
