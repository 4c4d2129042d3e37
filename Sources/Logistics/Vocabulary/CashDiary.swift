import Kernel

/// When one region's money moves, day by day: what is booked becomes cash later, by the terms of who pays and who is paid.
///
/// What customers pay is held by the marketplace until it settles; what is owed to suppliers and providers is paid after their
/// terms. Nothing here changes the run.
struct CashDiary: Sendable {
  /// Minor units by day since the run's start: income is positive. The last entry is what moves after the run.
  private(set) var market: [Int64]
  private(set) var report: [Int64]
  /// Captured from customers and not yet settled, minor units of the market's currency.
  private(set) var held: Int64 = 0
  private let start: SimTime
  private static let day: Int64 = 86_400_000_000

  init(start: SimTime, end: SimTime) {
    self.start = start
    let days = Int(((end - start).microseconds + Self.day - 1) / Self.day)
    market = .init(repeating: 0, count: days + 1)
    report = market
  }

  /// Money moves at an instant, which may lie after the run.
  mutating func move(_ amount: Int64, _ currency: LedgerBook.Currency, at time: SimTime) {
    let day = Int(min((time - start).microseconds / Self.day, Int64(market.count - 1)))
    switch currency {
    case .market: market[day] += amount
    case .report: report[day] += amount
    }
  }

  /// Customers' money comes to the marketplace, or leaves it when negative.
  mutating func hold(_ amount: Int64) { held += amount }

  /// All that moves in a currency, in the run and after it, with what is held: what the book says of bank and payables.
  func total(in currency: LedgerBook.Currency) -> Int64 {
    switch currency {
    case .market: market.reduce(held, +)
    case .report: report.reduce(0, +)
    }
  }
}

/// When money that is booked becomes cash.
struct CashTerms: Hashable, Sendable, BitwiseCopyable {
  /// From delivery until the marketplace pays out.
  var settlement = SimDuration.zero
  /// From the receipt of goods until their supplier is paid.
  var supplier = SimDuration.zero
  /// From a service until its provider is paid.
  var provider = SimDuration.zero

  /// How long after the booking a debt is paid, by what it is for; a border is paid at once.
  func delay(_ account: Account) -> SimDuration {
    switch account {
    case .inventory, .costOfGoods: supplier
    case .dutyAndFees, .taxPayable, .chargebacks, .holding: .zero
    default: provider
    }
  }
}
