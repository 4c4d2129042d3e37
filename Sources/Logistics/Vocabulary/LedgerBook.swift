/// The accounts money moves between. Debits are positive, credits negative; every posting has one of each.
enum Account: UInt8, CaseIterable, Sendable {
  /// What customers owe and pay.
  case customers
  /// Money in the bank.
  case bank
  /// Goods sold, without tax.
  case goodsRevenue
  /// Shipping charged, without tax.
  case shippingRevenue
  /// Tax collected for an authority.
  case taxPayable
  /// Import duty, tax and customs fees.
  case dutyAndFees
  /// The marketplace's commission.
  case platformCommission
  /// The creators' commission.
  case affiliateCommission
  case paymentFees
  /// Stock at unit cost.
  case inventory
  /// Unit cost of goods sold.
  case costOfGoods
  case fulfilment
  case carriage
  case refunds
  case returnHandling
  /// Scrapped, lost and seized goods at unit cost.
  case writeOff
  case payables
  case roundingDifference
  /// The cost of holding stock.
  case holding
  /// What used goods are sold for.
  case salvage
  /// Answering customers.
  case contacts
  /// Disputed payments taken back by banks, and what card schemes charge for them.
  case chargebacks

  /// The name in reports and in the trace.
  var name: String { "\(self)" }
}

/// One region's double-entry book in two currencies: the market's and the report's.
///
/// Every movement is one debit and one credit of the same amount, so the sum over accounts is zero for each currency at any time.
///
/// A handle to storage that its region owns; see ``Table`` for why.
struct LedgerBook {
  /// Totals by account in minor units: the market's currency first, the report currency from `count` on; then the number of
  /// postings.
  let totals: UnsafeMutablePointer<Int64>
  private static let count = Account.allCases.count
  /// Postings made.
  var postings: Int { Int(totals[Self.count * 2]) }

  init() {
    totals = .allocate(capacity: Self.count * 2 + 1)
    totals.initialize(repeating: 0, count: Self.count * 2 + 1)
  }

  /// Releases the storage; no handle may be used afterwards.
  func deallocate() { totals.deallocate() }

  enum Currency: Int { case market = 0, report = 1 }

  /// Moves an amount of minor units from one account to another; a negative amount moves it back.
  func post(debit: Account, credit: Account, _ amount: Int64, in currency: Currency) {
    let base = currency.rawValue * Self.count
    totals[base + Int(debit.rawValue)] &+= amount
    totals[base + Int(credit.rawValue)] &-= amount
    totals[Self.count * 2] &+= 1
  }

  /// The balance of an account in minor units; debits are positive.
  func balance(_ account: Account, in currency: Currency) -> Int64 {
    totals[currency.rawValue * Self.count + Int(account.rawValue)]
  }

  /// The sum over all accounts of a currency: zero, or the book is wrong.
  func imbalance(in currency: Currency) -> Int64 {
    Account.allCases.reduce(0) { $0 + balance($1, in: currency) }
  }
}
