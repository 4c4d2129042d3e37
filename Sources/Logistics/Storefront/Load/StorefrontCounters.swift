import Kernel

/// What the storefront of one market saw of its load.
struct StorefrontCounters: Sendable {
  /// Requests per second of the busiest bin, polls included and retries not, and when it began.
  private(set) var peakRequests = 0.0
  private(set) var peakRequestsAt: SimTime?
  /// Requests of visitors for the first time, and of polls.
  private(set) var requests = 0.0
  /// Answers by their time, counted by visit, in microseconds.
  private(set) var latency = LogHistogram(precision: 5)
  /// Visits, as far as they met a storefront that gave no answer.
  private(set) var failedVisits = 0.0
  /// Orders of the busiest second, and when it began.
  private(set) var peakOrders: Int64 = 0
  private(set) var peakOrdersAt: SimTime?
  /// Tries of scalpers' programs, those caught, and what the others bought.
  var botTries: Int64 = 0
  var botsCaught: Int64 = 0
  private(set) var botOrders: Int64 = 0
  private(set) var botUnits: Int64 = 0
  /// Visits that went to an outside store, their orders there, and value and commission in minor units of the market's
  /// currency.
  private(set) var linkedVisits: Int64 = 0
  private(set) var linkedOrders: Int64 = 0
  private(set) var linkedSales: Int64 = 0
  private(set) var linkedCommission: Int64 = 0
  private var second = Int64.min
  private var ordersNow: Int64 = 0

  mutating func note(visits: Int64, requests: Double, _ state: AppTier.State, at now: SimTime, for length: SimDuration)
  {
    self.requests += requests
    let rate = requests / max(1e-6, length.seconds)
    if rate > peakRequests {
      peakRequests = rate
      peakRequestsAt = now
    }
    guard visits > 0 else { return }
    latency.record(Int64(state.latency * 1e6), count: visits)
    failedVisits += Double(visits) * state.failure
  }

  mutating func noteBotOrder(units: UInt16) {
    botOrders += 1
    botUnits += Int64(units)
  }

  mutating func noteLinkOut(visits: Int64, orders: Int64, sales: Int64, commission: Int64) {
    linkedVisits += visits
    linkedOrders += orders
    linkedSales += sales
    linkedCommission += commission
  }

  mutating func noteOrder(at now: SimTime) {
    let this = now.microseconds / 1_000_000
    if this != second {
      second = this
      ordersNow = 0
    }
    ordersNow += 1
    if ordersNow > peakOrders {
      peakOrders = ordersNow
      peakOrdersAt = SimTime(microseconds: this * 1_000_000)
    }
  }
}
