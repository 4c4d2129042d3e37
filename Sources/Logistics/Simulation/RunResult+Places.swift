/// What happened in one destination country.
public struct CountryResult: Sendable, Equatable {
  /// ISO 3166-1 alpha-2 code.
  public var country = ""
  /// Sessions that landed on an offer.
  public var visits = 0
  /// Sessions that put something into a cart.
  public var carts = 0
  /// Visits in the busiest second: of a time bin longer than that, its mean.
  public var peakVisitsPerSecond = 0.0
  /// When that second or time bin began, in microseconds since 1970-01-01T00:00:00Z; nil without visits.
  public var peakSecondAtMicroseconds: Int64?
  /// Visits in the busiest minute: of a time bin longer than that, its mean.
  public var peakVisitsPerMinute = 0.0
  /// When that minute or time bin began, in microseconds since 1970-01-01T00:00:00Z; nil without visits.
  public var peakMinuteAtMicroseconds: Int64?
  /// Orders placed.
  public var orders = 0
  /// Orders delivered.
  public var delivered = 0
  /// Orders delivered after their promise date.
  public var late = 0
  /// Orders still on their way although their promised day has ended.
  public var overdue = 0
  /// Orders cancelled.
  public var cancelled = 0
  /// Delivered orders of which something came back.
  public var returned = 0
  /// Reviews given, and the rating and the trust at the end; nil where they do not matter.
  public var reviews = 0
  /// The rating at the end, in stars.
  public var rating: Double?
  /// The trust at the end, 0...1.
  public var trust: Double?
  /// Customers who asked where their order was.
  public var contacts = 0
  /// Questions answered.
  public var contactsAnswered = 0
  /// Customers who gave up waiting for an answer, once for each time.
  public var contactsGivenUp = 0
  /// Payments that banks took back.
  public var chargebacks = 0
  /// Calendar months with so many disputes that the card scheme charges for them.
  public var excessiveMonths = 0
  /// Gross merchandise value of the placed orders, in minor units of the run's currency.
  public var gmvMinor: Int64 = 0
  /// Small creators at the end for one at the start; nil where there are none.
  public var smallCreators: Double?
  /// What serving its customers earned and cost, wherever it was paid, in minor units of the run's currency: income is positive.
  public var statement: [StatementLine] = []
  /// The customs entries at its border.
  public var customs = CustomsResult()
  /// Median time from click to doorstep, in hours; nil without deliveries.
  public var clickToDoorP50Hours: Double?
  /// 95th percentile of the time from click to doorstep, in hours; nil without deliveries.
  public var clickToDoorP95Hours: Double?
  /// Demand that found no way to an order.
  public var lostDemand = LostDemand()

  /// An empty entry for a country.
  public init(country: String = "") { self.country = country }

  /// Orders per visit; 0 without visits.
  public var conversion: Double { ratio(orders, visits) }
  /// Deliveries within the promise per order that was delivered or should have been; nil without any.
  public var promiseHit: Double? { MetricSample.share(of: delivered + overdue, part: delivered - late).value }
  /// Late deliveries per delivery; nil without deliveries.
  public var lateShare: Double? { delivered == 0 ? nil : ratio(late, delivered) }
  /// What is left of its revenue after all costs of serving it, in minor units of the run's currency.
  public var contributionMinor: Int64 { statement.reduce(0) { $0 + $1.amountMinor } }
  /// What bringing its orders to the door cost, in minor units: work in warehouses, carriage, and duty, import tax and customs fees less
  /// what checkouts charged for them.
  public var landedCostMinor: Int64 { cost(["fulfilment", "carriage", "dutyAndFees"]) }
  /// What serving its customers cost beside the goods: the landed cost, payments, returns, goods lost, contacts and disputes.
  public var costToServeMinor: Int64 {
    landedCostMinor + cost(["paymentFees", "returnHandling", "writeOff", "contacts", "chargebacks"])
  }

  private func cost(_ names: [String]) -> Int64 {
    statement.reduce(0) { names.contains($1.account) ? $0 - $1.amountMinor : $0 }
  }
}

/// A line of a statement of income and costs.
public struct StatementLine: Sendable, Equatable {
  /// The account's name.
  public var account: String
  /// Minor units of the run's currency: income is positive, cost negative.
  public var amountMinor: Int64

  /// A line.
  public init(account: String, amountMinor: Int64) {
    self.account = account
    self.amountMinor = amountMinor
  }
}

/// What happened in one warehouse.
public struct NodeResult: Sendable, Equatable {
  /// The warehouse's name in the scenario.
  public var name = ""
  /// ISO 3166-1 alpha-2 code of the country it stands in.
  public var country = ""
  /// Units taken in.
  public var received = 0
  /// Units shipped to customers.
  public var shipped = 0
  /// Units on hand at the end.
  public var onHand = 0
  /// Orders packed.
  public var ordersPacked = 0
  /// Waves released to the floor.
  public var waves = 0
  /// Orders that missed the departure they were promised for.
  public var missedCutOffs = 0
  /// Hours of overtime, in person-hours.
  public var overtimeHours = 0.0
  /// Share of paid picking and packing time that was busy, 0...1.
  public var utilisation = 0.0
  /// 95th percentile of the wait from release to packed, in seconds; nil without orders.
  public var waitP95Seconds: Double?

  /// An empty entry for a warehouse.
  public init(name: String = "", country: String = "") {
    self.name = name
    self.country = country
  }
}

/// What one logistics provider did.
public struct ProviderResult: Sendable, Equatable {
  /// The provider's name in the scenario.
  public var name = ""
  /// Parcels offered to it.
  public var tendered = 0
  /// Parcels it refused, for capacity or for a rule.
  public var refused = 0
  /// Parcels it took above its allocation, for more money.
  public var surcharged = 0
  /// Parcels it delivered.
  public var delivered = 0
  /// Parcels it lost.
  public var lost = 0
  /// Of the delivered, parcels it damaged.
  public var damaged = 0
  /// Parcels that an authority took from it.
  public var seized = 0
  /// Parcels refused at the door or returned to the sender.
  public var returned = 0
  /// Parcels it has in hand: accepted = delivered + lost + seized + returned + in the network.
  public var inNetwork = 0
  /// Parcels it delivered by the promised date.
  public var onTime = 0
  /// What it was paid, in minor units of the run's currency.
  public var paidMinor: Int64 = 0

  /// An empty entry for a provider.
  public init(name: String = "") { self.name = name }

  /// Deliveries on time per delivery; nil without deliveries.
  public var onTimeShare: Double? { delivered == 0 ? nil : ratio(onTime, delivered) }
}

/// What became of paid orders before they were released.
public struct ScreeningResult: Sendable, Equatable {
  /// Orders that a person looked at, or has to.
  public var held = 0
  /// Orders that were refused: by score, by a person, or for a list.
  public var rejected = 0
  /// Orders looked at because of a name that is like one on a list of sanctions.
  public var sanctionsHits = 0
  /// Orders refused because it was the name on the list.
  public var sanctioned = 0

  /// No order.
  public init() {}
}

/// How deliveries stood to what was promised and to what was expected.
public struct PromiseResult: Sendable, Equatable {
  /// The quantile of random legs that promises are made at.
  public var quantile = 0.0
  /// Deliveries that had a promise.
  public var delivered = 0
  /// The mean time from the end of the promised day to the delivery, in hours: negative where deliveries come before; nil without any.
  public var meanErrorHours: Double?
  /// The mean pinball loss at the quantile, in hours; nil without deliveries.
  public var pinballHours: Double?
  /// A sample of deliveries by the tenth of what was expected of their way: alike where the expectation is the law of lead times.
  public var tenths = [Double](repeating: 0, count: 10)

  /// No promise.
  public init() {}
}

/// Customs entries of all borders together.
public struct CustomsResult: Sendable, Equatable {
  /// Entries lodged.
  public var entries = 0
  /// Entries released without a look.
  public var green = 0
  /// Entries whose documents were examined.
  public var yellow = 0
  /// Entries whose goods were examined.
  public var red = 0
  /// Entries held for a missing document or payment.
  public var held = 0
  /// Entries that an authority kept.
  public var seized = 0
  /// Duty charged, in minor units of the run's currency.
  public var dutyMinor: Int64 = 0
  /// Value added or sales tax charged, in minor units of the run's currency.
  public var taxMinor: Int64 = 0
  /// What the checkouts had charged for duty, fees and tax of these entries, in minor units of the run's currency: less than
  /// what was owed where the law changed under way.
  public var chargedMinor: Int64 = 0
  /// What was owed in fees, in minor units of the run's currency.
  public var feesMinor: Int64 = 0
  /// Parcels that waited for the guarantee of their transit.
  public var guaranteeWaits = 0
  /// Entries that waited for the deferment account.
  public var accountWaits = 0
  /// Median time from lodging to release, in hours; nil without releases.
  public var clearP50Hours: Double?
  /// 95th percentile of the time from lodging to release, in hours; nil without releases.
  public var clearP95Hours: Double?

  /// An empty account of customs.
  public init() {}
}

/// One queue with its servers, as a candidate for the bottleneck.
public struct StationResult: Sendable, Equatable {
  /// Where it stands and what it does, for example `rotterdam/pick`.
  public var name = ""
  /// Servers at their largest number in the run.
  public var servers = 0
  /// Busy server time per open server time, 0...1.
  public var utilisation = 0.0
  /// The waits of all jobs together, in seconds, up to the end for those that still wait.
  public var totalWaitSeconds = 0.0
  /// Mean wait before service of those whose service began, in seconds.
  public var meanWaitSeconds = 0.0
  /// 95th percentile of the wait before service, in seconds, at most a 32nd too long; nil without jobs.
  public var p95WaitSeconds: Double?
  /// The longest queue seen, in jobs.
  public var maxQueue = 0
  /// Jobs served.
  public var served = 0
  /// What it did on each day of the run, counted from the start; the last may be shorter.
  public var days: [StationDay] = []

  /// An empty entry for a station.
  public init(name: String = "") { self.name = name }
}

/// What a station did on one day of a run.
public struct StationDay: Sendable, Equatable {
  /// Busy server time per open server time, 0...1; 0 on a day without open hours.
  public var utilisation: Double
  /// The waits of all jobs together on that day, in seconds.
  public var waitSeconds: Double

  /// A day.
  public init(utilisation: Double, waitSeconds: Double) {
    self.utilisation = utilisation
    self.waitSeconds = waitSeconds
  }
}
