/// One movement of money: what is debited, what is credited, and how much in minor units.
struct LedgerEntry: Hashable, Sendable, BitwiseCopyable {
  var amount: Int64
  var debit: Account
  var credit: Account
  var currency: LedgerBook.Currency
}

/// The movements of one event in an order's life: at most six, in place, none of amount zero.
struct LedgerEntries: Sendable {
  private var entries: InlineArray<6, LedgerEntry>
  private(set) var count = 0

  init() {
    entries = .init(repeating: LedgerEntry(amount: 0, debit: .bank, credit: .bank, currency: .market))
  }

  /// Adds a movement; nothing moves when the amount is zero.
  mutating func move(_ amount: Int64, debit: Account, credit: Account, in currency: LedgerBook.Currency) {
    guard amount != 0 else { return }
    entries[count] = LedgerEntry(amount: amount, debit: debit, credit: credit, currency: currency)
    count += 1
  }

  subscript(place: Int) -> LedgerEntry { entries[place] }

  /// What comes into the bank, by currency; negative when it leaves.
  var income: (market: Int64, report: Int64) {
    var income: (market: Int64, report: Int64) = (0, 0)
    for place in 0..<count {
      let entry = entries[place]
      let amount = (entry.debit == .bank ? entry.amount : 0) - (entry.credit == .bank ? entry.amount : 0)
      if entry.currency == .market { income.market += amount } else { income.report += amount }
    }
    return income
  }
}

extension LedgerBook {
  /// Posts all movements of an event.
  mutating func post(_ entries: LedgerEntries) {
    for place in 0..<entries.count {
      let entry = entries[place]
      post(debit: entry.debit, credit: entry.credit, entry.amount, in: entry.currency)
    }
  }
}
