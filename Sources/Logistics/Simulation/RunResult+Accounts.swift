/// What a run earned and spent, in minor units of one currency.
public struct MoneyTotals: Sendable, Equatable {
  /// ISO 4217 code of the currency all amounts of the result are in.
  public var currency = "USD"
  /// Decimal places of the currency: 2 for USD, 0 for JPY, 3 for KWD.
  public var minorDigits = 2
  /// Gross merchandise value of the placed orders.
  public var gmvMinor: Int64 = 0
  /// What is left after goods, logistics, commissions, duties, refunds and fees.
  public var contributionMinor: Int64 = 0
  /// What the stranded units cost.
  public var strandedMinor: Int64 = 0
  /// What selling them off would bring.
  public var strandedSalvageMinor: Int64 = 0
  /// The most money out of pocket at the end of any day of the run: what it takes to see the offer through.
  public var cashPeakMinor: Int64 = 0
  /// Money in hand at the end of each day since the run's start, below zero when out of pocket.
  public var cashByDayMinor: [Int64] = []
  /// What is still to come after the run, held by marketplaces or owed to others; below zero when more is owed.
  public var cashDueMinor: Int64 = 0
  /// The ledger's accounts with their closing balances.
  public var accounts: [AccountBalance] = []

  /// Totals to be filled in.
  public init() {}
}

/// The closing balance of one account of the ledger.
public struct AccountBalance: Sendable, Equatable {
  /// The account's name.
  public var name: String
  /// Its balance in minor units; debits are positive.
  public var balanceMinor: Int64

  /// A balance by name.
  public init(name: String, balanceMinor: Int64) {
    self.name = name
    self.balanceMinor = balanceMinor
  }
}

/// Demand that found no way to an order, by the reason that stopped it.
public struct LostDemand: Sendable, Equatable {
  /// The offer may not be sold there, or not yet.
  public var legal = Loss()
  /// Nothing was available to promise.
  public var stock = Loss()
  /// The storefront was too slow or turned the visitor away.
  public var latency = Loss()
  /// Price, duty or shipping cost put the visitor off.
  public var price = Loss()
  /// The payment failed.
  public var payment = Loss()

  /// No loss.
  public init() {}

  /// The reasons by name, in the order reports print them.
  public var byReason: [(reason: String, loss: Loss)] {
    [("legal", legal), ("stock", stock), ("latency", latency), ("price", price), ("payment", payment)]
  }
}

/// Orders that did not happen and their value.
public struct Loss: Sendable, Equatable {
  /// Orders that would have been placed.
  public var orders: Int
  /// Their value, in minor units of the run's currency.
  public var moneyMinor: Int64

  /// A loss of that many orders and that much money.
  public init(orders: Int = 0, moneyMinor: Int64 = 0) {
    self.orders = orders
    self.moneyMinor = moneyMinor
  }
}

/// Visits and orders hour by hour, for the picture and the results store.
public struct HourlySeries: Sendable, Equatable {
  /// The start of the first hour, in microseconds since 1970-01-01T00:00:00Z.
  public var startMicroseconds: Int64 = 0
  /// One series per country, in the order of ``RunResult/countries``.
  public var countries: [CountrySeries] = []

  /// An empty series.
  public init() {}
}

/// Counts per hour in one country; all arrays of a run have the same length.
public struct CountrySeries: Sendable, Equatable {
  /// ISO 3166-1 alpha-2 code.
  public var country: String
  /// Sessions that landed in each hour.
  public var visits: [Int]
  /// Orders placed in each hour.
  public var orders: [Int]
  /// Orders delivered in each hour; may be empty.
  public var delivered: [Int]

  /// A series for one country.
  public init(country: String, visits: [Int], orders: [Int], delivered: [Int] = []) {
    self.country = country
    self.visits = visits
    self.orders = orders
    self.delivered = delivered
  }
}

/// Conservation checks that ran, and those that failed.
public struct InvariantReport: Sendable, Equatable {
  /// Checks that ran.
  public var checked = 0
  /// One sentence per violation, with the simulated time and the figures that do not add up.
  public var violations: [String] = []

  /// An empty report.
  public init() {}
}

/// The trace file of a run.
public struct RunTrace: Sendable, Equatable {
  /// Where the file is.
  public var path = ""
  /// Records in it.
  public var records = 0
  /// Its size in bytes.
  public var bytes = 0
  /// Bytes by column, in the file's order.
  public var columns: [ColumnShare] = []
  /// Why the file was closed before the run's end, for example a full disk; nil when it is complete.
  public var incomplete: String?

  /// A report to be filled in.
  public init() {}

  /// Bytes per record; 0 without records.
  public var bytesPerRecord: Double { ratio(bytes, records) }
}

/// The share of one column in a trace file.
public struct ColumnShare: Sendable, Equatable {
  /// The column's name.
  public var name: String
  /// Its stored bytes.
  public var bytes: Int

  /// A column's share.
  public init(name: String, bytes: Int) {
    self.name = name
    self.bytes = bytes
  }
}

/// How a metric of a run stands to a threshold of the scenario.
public struct ThresholdVerdict: Sendable, Equatable {
  /// How a gate ended.
  public enum Outcome: String, Sendable {
    /// The gate holds.
    case pass
    /// The gate does not hold.
    case fail
    /// The interval lies on both sides of the gate, or there is none.
    case inconclusive
    /// There was nothing to measure.
    case noSamples
  }

  /// The metric with its selector, for example `late_share{country:DE}`.
  public var metric: String
  /// The gate, for example `value<0.06`.
  public var gate: String
  /// What was measured; nil without samples.
  public var value: Double?
  /// The lower end of its 95 % interval; nil where one run gives none.
  ///
  /// A share's interval is Wilson's and covers the sampling of this run's own visits or orders, taken as independent. What
  /// they have in common, such as one storm or one slow flight, shows only between replications.
  public var lower: Double?
  /// The upper end of its 95 % interval; nil where one run gives none.
  public var upper: Double?
  /// How it ended.
  public var outcome: Outcome
  /// Why it is inconclusive; nil otherwise.
  public var reason: String?

  /// A verdict.
  public init(
    metric: String, gate: String, value: Double?, lower: Double? = nil, upper: Double? = nil, outcome: Outcome,
    reason: String? = nil
  ) {
    self.metric = metric
    self.gate = gate
    self.value = value
    self.lower = lower
    self.upper = upper
    self.outcome = outcome
    self.reason = reason
  }
}

/// The cost of one kind of event.
public struct ProfileEntry: Sendable, Equatable {
  /// The kind's name.
  public var kind: String
  /// How often it was executed.
  public var count: Int
  /// Host time spent on it, in seconds.
  public var seconds: Double

  /// An entry of the profile.
  public init(kind: String, count: Int, seconds: Double) {
    self.kind = kind
    self.count = count
    self.seconds = seconds
  }
}
