/// The postings of goods, at unit cost in minor units of the report currency.
enum GoodsPostings {
  /// A purchase is received into stock.
  static func receive(cost: Int64) -> LedgerEntries { one(cost, debit: .inventory, credit: .payables) }

  /// The fixed cost of an order to a supplier, and what the fast way costs more.
  static func order(_ cost: Int64) -> LedgerEntries { one(cost, debit: .fulfilment, credit: .payables) }

  /// A count finds units missing at unit cost, or more than the record has when negative.
  static func correct(cost: Int64) -> LedgerEntries { one(cost, debit: .writeOff, credit: .inventory) }

  /// A parcel leaves: its goods are sold, and the node and the carrier are owed for their work.
  ///
  /// - Parameter isFromStock: Whether the goods were in a stock that is counted; sellers who hand over are owed the cost.
  static func ship(cost: Int64, fulfilment: Int64, isFromStock: Bool) -> LedgerEntries {
    var entries = LedgerEntries()
    entries.move(cost, debit: .costOfGoods, credit: isFromStock ? .inventory : .payables, in: .report)
    entries.move(fulfilment, debit: .fulfilment, credit: .payables, in: .report)
    return entries
  }

  /// A provider took a parcel, and is owed for the way.
  static func carry(_ cost: Int64) -> LedgerEntries { one(cost, debit: .carriage, credit: .payables) }

  /// Goods that were shipped are gone: lost, seized, scrapped, or not worth the way back.
  static func writeOff(cost: Int64) -> LedgerEntries { one(cost, debit: .writeOff, credit: .costOfGoods) }

  /// A return's label, transport and grading.
  static func handleReturn(_ cost: Int64) -> LedgerEntries { one(cost, debit: .returnHandling, credit: .payables) }

  /// Returned goods as good as new go back into stock.
  static func restock(cost: Int64) -> LedgerEntries { one(cost, debit: .inventory, credit: .costOfGoods) }

  /// Returned goods that are worn are sold off: their cost is written off, and the proceeds are kept.
  static func sellUsed(cost: Int64, proceeds: Int64) -> LedgerEntries {
    var entries = writeOff(cost: cost)
    entries.move(proceeds, debit: .bank, credit: .salvage, in: .report)
    return entries
  }

  /// The cost of holding stock over a span of time.
  static func hold(_ cost: Int64) -> LedgerEntries { one(cost, debit: .holding, credit: .payables) }

  /// A customer's question is answered.
  static func answer(_ cost: Int64) -> LedgerEntries { one(cost, debit: .contacts, credit: .payables) }

  /// What a card scheme charges for disputes.
  static func schemeFee(_ fee: Int64) -> LedgerEntries { one(fee, debit: .chargebacks, credit: .payables) }

  private static func one(_ amount: Int64, debit: Account, credit: Account) -> LedgerEntries {
    var entries = LedgerEntries()
    entries.move(amount, debit: debit, credit: credit, in: .report)
    return entries
  }
}
