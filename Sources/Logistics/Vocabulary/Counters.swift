import Kernel

/// Why a visitor who wanted to buy did not, in the order the causes are looked at.
enum LossCause: UInt8, CaseIterable, Sendable {
  case legal, stock, latency, price, payment
  var name: String { "\(self)" }
}

/// What one market counts.
struct MarketCounters: Sendable {
  var visits: Int64 = 0
  /// Orders that were given by a list or by history, without a visit.
  var given: Int64 = 0
  /// Visits that left without a cart, and that left with one:
  /// visits + given = bounced + abandoned + lost + waiting + placed + open checkouts.
  var bounced: Int64 = 0
  var abandoned: Int64 = 0
  var carts: Int64 = 0
  /// Visitors on a wait list: they come back when the SKU can be sold again.
  var waiting: Int64 = 0
  var checkouts: Int64 = 0
  var placed: Int64 = 0
  var delivered: Int64 = 0
  var late: Int64 = 0
  var cancelled: Int64 = 0
  var returned: Int64 = 0
  var lost: Int64 = 0
  var refunded: Int64 = 0
  /// Orders rejected by fraud screening (part of `cancelled`).
  var rejected: Int64 = 0
  /// Demand lost by cause: orders, and their value in minor units of the market's currency.
  var lostOrders: [Int64] = .init(repeating: 0, count: LossCause.allCases.count)
  var lostValue: [Int64] = .init(repeating: 0, count: LossCause.allCases.count)
  /// Gross merchandise value captured, minor units of the market's currency, tax included.
  var gmv: Int64 = 0
  /// From the placed order to the doorstep, in seconds.
  var clickToDoor = LogHistogram()
  /// Visits, orders and deliveries by hour since the start.
  var visitsByHour: [Int64] = []
  var ordersByHour: [Int64] = []
  var deliveredByHour: [Int64] = []
  /// When most visitors came.
  var peaks = TrafficPeaks()

  mutating func lose(_ cause: LossCause, orders: Int64 = 1, value: Int64) {
    lostOrders[Int(cause.rawValue)] += orders
    lostValue[Int(cause.rawValue)] += value
  }
}

/// The visits of one time bin by channel, handed from demand to the storefront.
struct TrafficCell {
  /// When the bin begins, and how long it is.
  var start = SimTime.zero
  var length = SimDuration.zero
  /// Counts the bins.
  var bin: UInt32 = 0
  /// Visits by channel, in the network's order of channels.
  var visits: [Int64]
  /// Factor on the purchase probability by channel: a pitch in a live session raises it.
  var appeal: [Double]
  /// Requests to the storefront that are nobody's visit: polls and bots.
  var otherRequests: Int64 = 0
  /// The SKU pitched in a live session now, or ``noPitch``.
  var pitched = TrafficCell.noPitch
  /// Checkouts begun in live sessions since the bin before: the storefront adds, demand takes.
  var liveCheckouts: Int64 = 0

  /// Whether the storefront has work left over that the next bin must go on with, even without a visit.
  var isPending = false
  /// Checkouts that begin without a visit: recorded ones.
  var direct: Int64 = 0

  static let noPitch = UInt16.max
}
