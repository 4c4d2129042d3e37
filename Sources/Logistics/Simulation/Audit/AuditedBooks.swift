import TraceFormat

/// The ledgers of all regions, added up from their vouchers.
struct AuditedBooks {
  /// By region, currency and account: minor units, debits positive.
  private var totals: [Int64]
  private var leastInventory: Int64 = 0
  private static let accounts = Account.allCases.count
  private static let pairs: [(debit: Account, credit: Account)] = {
    var pairs = [(debit: Account, credit: Account)](repeating: (.bank, .bank), count: accounts * accounts)
    for debit in Account.allCases {
      for credit in Account.allCases { pairs[Int(LedgerRecord.pair(debit, credit))] = (debit, credit) }
    }
    return pairs
  }()

  init(regions: Int) { totals = .init(repeating: 0, count: regions * 2 * Self.accounts) }

  /// The accounts of a voucher.
  static func accounts(_ pair: UInt32) -> (debit: Account, credit: Account) { pairs[Int(pair)] }

  private func place(_ region: UInt16, _ currency: Int, _ account: Account) -> Int {
    (Int(region) * 2 + currency) * Self.accounts + Int(account.rawValue)
  }

  /// Books a voucher.
  mutating func add(_ record: TraceRecord, region: UInt16) {
    let (debit, credit) = Self.accounts(record.aux)
    let currency = Int(record.flags)
    totals[place(region, currency, debit)] += record.value
    totals[place(region, currency, credit)] -= record.value
    leastInventory = min(leastInventory, totals[place(region, currency, .inventory)])
  }

  /// The model's books say what the vouchers say, and balance.
  func check(_ regions: [ModelRegion], _ log: inout AuditLog) {
    log.require(leastInventory >= 0, "stock below zero", "the inventory account fell to \(leastInventory)")
    for (number, region) in regions.enumerated() {
      for currency in [LedgerBook.Currency.market, .report] {
        let book = region.state.ledger
        log.require(book.imbalance(in: currency) == 0, "an unbalanced ledger", "\(currency) of region \(number)")
        for account in Account.allCases {
          let vouchers = totals[place(UInt16(number), currency.rawValue, account)]
          let booked = book.balance(account, in: currency)
          log.require(
            vouchers == booked, "a ledger without vouchers",
            "\(account) in \(currency) of region \(number): \(booked) booked, \(vouchers) by vouchers")
        }
      }
    }
  }
}
