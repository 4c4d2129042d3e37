/// What the storefront of one market saw of its load.
public struct StorefrontResult: Sendable, Equatable {
  /// ISO 3166-1 alpha-2 code of the market.
  public var country = ""
  /// Requests per second in the busiest time bin, polls and bots included, retries not.
  public var peakRequestsPerSecond = 0.0
  /// When that bin began, in microseconds since 1970-01-01T00:00:00Z; nil without requests.
  public var peakRequestsAtMicroseconds: Int64?
  /// Requests in all, polls and bots included, retries not.
  public var requests = 0.0
  /// Orders placed in the busiest second.
  public var peakOrdersPerSecond = 0
  /// When that second began, in microseconds since 1970-01-01T00:00:00Z; nil without orders.
  public var peakOrdersAtMicroseconds: Int64?
  /// Median time to an answer over all visits, in seconds; nil without visits.
  public var latencyP50Seconds: Double?
  /// 95th percentile of the time to an answer, in seconds; nil without visits.
  public var latencyP95Seconds: Double?
  /// 99th percentile of the time to an answer, in seconds; nil without visits.
  public var latencyP99Seconds: Double?
  /// Share of the visits that met a storefront without an answer.
  public var errorShare = 0.0
  /// Tries per first try at the front, and calls per nominal call at the last tier; nil without tiers.
  public var amplification: Double?
  /// Calls at the last tier per first call there would be without failures; nil without tiers.
  public var lastTierAmplification: Double?
  /// Calls worked on whose callers had gone, per request; nil without tiers.
  public var wastedPerRequest: Double?
  /// The waiting room; nil without one.
  public var waitingRoom: WaitingRoomResult?
  /// Checkouts that waited too long for a reservation.
  public var reservationsTimedOut = 0
  /// Payments that waited too long for the gateway.
  public var paymentsTimedOut = 0
  /// Orders of the market's own nodes, or of others on them, that found no stock when it was to be allocated.
  public var oversold = 0
  /// Tries of scalpers' programs, those that were caught, and the orders that the others placed.
  public var bots = BotResult()
  /// Visits that went on to an outside store; nil where there is none.
  public var linkOut: LinkOutResult?

  /// An empty entry for a market.
  public init(country: String = "") { self.country = country }
}

/// Who waited in front of a shop.
public struct WaitingRoomResult: Sendable, Equatable {
  /// Visits admitted, those let in at once included.
  public var admitted = 0
  /// Visits that left before their turn.
  public var left = 0
  /// Visits that still waited at the end.
  public var waiting = 0
  /// Turns that passed unused because their holders had left.
  public var wastedTurns = 0
  /// The most visitors who waited at once.
  public var longest = 0
  /// Median wait of the admitted, in seconds; nil when nobody was.
  public var waitP50Seconds: Double?
  /// 95th percentile of that wait, in seconds; nil when nobody was.
  public var waitP95Seconds: Double?
  /// When the last one who had to wait was admitted, in microseconds since 1970-01-01T00:00:00Z; nil when nobody had to.
  public var lastAdmittedMicroseconds: Int64?

  /// An empty room.
  public init() {}
}

/// What scalpers' programs did.
public struct BotResult: Sendable, Equatable {
  /// Tries to buy.
  public var tries = 0
  /// Tries that were caught.
  public var caught = 0
  /// Orders placed by the others.
  public var orders = 0
  /// Units of these orders.
  public var units = 0

  /// Nothing.
  public init() {}
}

/// Sales in an outside store that our visits led to.
public struct LinkOutResult: Sendable, Equatable {
  /// Visits that went there.
  public var visits = 0
  /// Orders they placed there.
  public var orders = 0
  /// Value of these orders, in minor units of the run's currency.
  public var salesMinor: Int64 = 0
  /// Commission earned on them, in minor units of the run's currency.
  public var commissionMinor: Int64 = 0

  /// Nothing.
  public init() {}
}
