import Kernel

/// What remains of a region's revenue after the costs of serving it, in minor units of the report currency.
///
/// Contribution = net revenue − cost of goods − landed cost − fulfilment − carriage − returns − payments − commissions.
struct ContributionStatement: Hashable, Sendable {
  /// The accounts of income and cost; the others hold money or goods.
  static let accounts: [Account] = [
    .goodsRevenue, .shippingRevenue, .salvage, .refunds, .costOfGoods, .dutyAndFees, .fulfilment, .carriage,
    .platformCommission, .affiliateCommission, .paymentFees, .returnHandling, .writeOff, .holding, .roundingDifference,
    .contacts, .chargebacks,
  ]

  /// An account's part in the result.
  struct Line: Hashable, Sendable {
    var account: Account
    /// Income is positive, cost negative.
    var amount: Int64
  }

  var lines: [Line]

  /// The sum of all lines.
  var contribution: Int64 { lines.reduce(0) { $0 + $1.amount } }

  /// The statement of one book.
  ///
  /// - Parameter toReport: Minor units of the report currency for one of the market's.
  init(_ book: borrowing LedgerBook, toReport: Double) {
    var lines: [Line] = []
    for account in Self.accounts {
      let market = (Double(book.balance(account, in: .market)) * toReport).rounded()
      lines.append(Line(account: account, amount: -Int64(market) - book.balance(account, in: .report)))
    }
    self.lines = lines
  }

  private init(lines: [Line]) { self.lines = lines }

  /// The statement of nothing.
  static let zero = ContributionStatement(lines: accounts.map { Line(account: $0, amount: 0) })

  /// The sum of two regions' statements, line by line.
  static func + (a: ContributionStatement, b: ContributionStatement) -> ContributionStatement {
    ContributionStatement(
      lines: zip(a.lines, b.lines).map { Line(account: $0.account, amount: $0.amount + $1.amount) })
  }

  subscript(account: Account) -> Int64 { lines.first { $0.account == account }?.amount ?? 0 }

  /// Charges a cost.
  fileprivate mutating func charge(_ account: Account, _ cost: Int64) {
    guard let place = lines.firstIndex(where: { $0.account == account }) else { return }
    lines[place].amount -= cost
  }
}

extension ContributionStatement {
  /// The statement over all regions.
  init(_ regions: [RegionState]) {
    self = regions.reduce(.zero) { sum, region in
      let rate = region.market.map { region.network.markets[$0].toReportCurrency } ?? 1
      return sum + ContributionStatement(region.ledger, toReport: rate)
    }
  }

  /// The statements of the regions' customers: what was paid elsewhere for their parcels is theirs. They add up to the whole.
  static func byRegion(_ regions: [RegionState]) -> [ContributionStatement] {
    var statements = regions.map { region in
      let rate = region.market.map { region.network.markets[$0].toReportCurrency } ?? 1
      return ContributionStatement(region.ledger, toReport: rate)
    }
    for (payer, region) in regions.enumerated() {
      for home in regions.indices where home != payer {
        for (account, cost) in zip(AbroadCosts.accounts, region.abroad.costs(of: Int(regions[home].id.rawValue))) {
          statements[home].charge(account, cost)
          statements[payer].charge(account, -cost)
        }
      }
    }
    return statements
  }
}
