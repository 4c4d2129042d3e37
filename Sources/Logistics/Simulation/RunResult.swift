/// What one run of the model found: plain values, enough for every report.
///
/// Lists stand in the scenario's order. Money is whole minor units of ``MoneyTotals/currency``; times carry their unit in
/// the name. The simulation fills it, `Experiments` stores it, `Reporting` prints it.
public struct RunResult: Sendable, Equatable {
  /// Which scenario ran, with what seed, on how many threads.
  public var identity = RunIdentity()
  /// The digest of all that happened; equal runs have equal digests.
  public var fingerprint = RunFingerprint()
  /// How long the run was, in simulated and in wall time, and what it cost.
  public var cost = RunCost()
  /// Sessions that landed on an offer.
  public var visits = 0
  /// Sessions that put something into a cart.
  public var carts = 0
  /// Orders delivered after their promise date.
  public var late = 0
  /// Median time from click to doorstep, in hours; nil without deliveries.
  public var clickToDoorP50Hours: Double?
  /// 95th percentile of the time from click to doorstep, in hours; nil without deliveries.
  public var clickToDoorP95Hours: Double?
  /// Where the orders stand at the end.
  public var orders = OrderCounts()
  /// Where the units of stock stand at the end.
  public var units = UnitCounts()
  /// Why parcels were late.
  public var blame = BlameResult()
  /// What was earned and spent.
  public var money = MoneyTotals()
  /// One entry per destination country.
  public var countries: [CountryResult] = []
  /// One entry per warehouse.
  public var nodes: [NodeResult] = []
  /// One entry per warehouse and SKU.
  public var shelves: [ShelfResult] = []
  /// One entry per logistics provider.
  public var providers: [ProviderResult] = []
  /// Customs entries of all borders together.
  public var customs = CustomsResult()
  /// What became of paid orders before they were released.
  public var screening = ScreeningResult()
  /// How deliveries stood to their promises.
  public var promise = PromiseResult()
  /// What the choice of nodes cost, and what it would have cost with all orders known.
  public var fulfilment = FulfilmentResult()
  /// What was ordered again, and how far records were from shelves.
  public var inventory = InventoryResult()
  /// Demand that found no way to an order, by reason.
  public var lostDemand = LostDemand()
  /// Queues and servers, for finding bottlenecks.
  public var stations: [StationResult] = []
  /// Visits and orders hour by hour.
  public var hourly = HourlySeries()
  /// Conservation checks that ran, and those that failed.
  public var invariants = InvariantReport()
  /// The trace file, when one was written.
  public var trace: RunTrace?
  /// Verdicts of the scenario's thresholds.
  public var thresholds: [ThresholdVerdict] = []
  /// Host time by event kind; empty unless profiling was asked for.
  public var profile: [ProfileEntry] = []
  /// One entry per market: the load of its storefront.
  public var storefronts: [StorefrontResult] = []
  /// Whether the run was stopped before its end; all figures then cover the part that ran.
  public var interrupted = false

  /// An empty result, to be filled in.
  public init() {}

  /// Orders per visit; nil without visits.
  public var conversion: Double? { visits == 0 ? nil : ratio(orders.placed, visits) }
  /// Late deliveries per delivery; nil without deliveries.
  public var lateShare: Double? { orders.delivered == 0 ? nil : ratio(late, orders.delivered) }
  /// Deliveries within the promise per order that was delivered or should have been; nil without any.
  public var promiseHit: Double? {
    MetricSample.share(of: orders.delivered + orders.overdue, part: orders.delivered - late).value
  }
  /// Kernel events per placed order, so that speed is not bought by simulating less; 0 without orders.
  public var eventsPerOrder: Double { ratio(cost.events, orders.placed) }
  /// Orders simulated per second of wall time.
  public var ordersPerWallSecond: Double { cost.wallSeconds > 0 ? Double(orders.placed) / cost.wallSeconds : 0 }
}

/// Which scenario ran, and everything needed to run it again.
public struct RunIdentity: Sendable, Equatable {
  /// The scenario's own name.
  public var scenarioName = ""
  /// The hash of the resolved scenario, in hexadecimal.
  public var scenarioHash = ""
  /// The engine's version.
  public var version = EngineVersion.current
  /// The seed of all random streams.
  public var seed: UInt64 = 0
  /// The number of the replication, from 0.
  public var replication: UInt32 = 0
  /// Worker threads; they change the speed and nothing else.
  public var threads = 1

  /// An identity to be filled in.
  public init() {}
}

/// A digest of a run, whole and in parts, so that a difference shows what moved.
public struct RunFingerprint: Sendable, Equatable {
  /// Everything together.
  public var whole: UInt64 = 0
  /// When records happened.
  public var times: UInt64 = 0
  /// Where they happened.
  public var places: UInt64 = 0
  /// Which orders, parcels and consignments they were about.
  public var entities: UInt64 = 0
  /// What they were.
  public var kinds: UInt64 = 0
  /// What they carried.
  public var values: UInt64 = 0
  /// The amounts of money at the end: revenue, contribution, and the balances of all accounts.
  public var money: UInt64 = 0

  /// A fingerprint to be filled in.
  public init() {}

  /// The whole in 16 hexadecimal digits.
  public var text: String { Self.text(whole) }

  /// The parts by name, each in 16 hexadecimal digits. All but the money depend on the order of the records as well.
  public var parts: [(name: String, text: String)] {
    [
      ("times", times), ("places", places), ("entities", entities), ("kinds", kinds), ("values", values),
      ("money", money),
    ].map { ($0, Self.text($1)) }
  }

  private static func text(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// How long a run was and what it cost.
public struct RunCost: Sendable, Equatable {
  /// The first simulated instant, in microseconds since 1970-01-01T00:00:00Z.
  public var startMicroseconds: Int64 = 0
  /// The instant the run reached, in microseconds since 1970-01-01T00:00:00Z.
  public var endMicroseconds: Int64 = 0
  /// Wall time of the run itself, in seconds, without loading and reporting.
  public var wallSeconds = 0.0
  /// Kernel events executed.
  public var events = 0
  /// The process's largest resident set, in bytes.
  public var peakRSSBytes = 0

  /// A cost to be filled in.
  public init() {}

  /// Simulated time covered, in seconds.
  public var simulatedSeconds: Double { Double(endMicroseconds - startMicroseconds) / 1e6 }
  /// Kernel events per second of wall time.
  public var eventsPerSecond: Double { wallSeconds > 0 ? Double(events) / wallSeconds : 0 }
}

/// Where the orders of a run stand at its end: `placed = delivered + cancelled + lost + inFlight`.
public struct OrderCounts: Sendable, Equatable {
  /// Orders the storefront accepted.
  public var placed = 0
  /// Orders handed to the customer, also those that came back later.
  public var delivered = 0
  /// Orders cancelled by the customer or for lack of stock.
  public var cancelled = 0
  /// Delivered orders of which something came back.
  public var returned = 0
  /// Orders whose parcel will not arrive: the sum of the next four.
  public var lost = 0
  /// Orders that a carrier lost.
  public var lostByCarrier = 0
  /// Orders that an authority kept.
  public var seized = 0
  /// Orders that the customer refused at the door.
  public var refused = 0
  /// Orders that went back to the sender: nobody opened, or the border let nobody clear them.
  public var returnedToSender = 0
  /// Orders still on their way.
  public var inFlight = 0
  /// Of those in flight, orders whose promised day has ended: late already, though nobody knows yet by how much.
  public var overdue = 0

  /// Counts to be filled in.
  public init() {}
}

/// Where the units of stock stand at the end of a run:
/// `received + returned + corrected = onHand + allocated + shipped + soldUsed + scrapped`, with what counts corrected in
/// ``InventoryResult/unitsCorrected``.
public struct UnitCounts: Sendable, Equatable {
  /// Units taken in from suppliers, opening stock included.
  public var received = 0
  /// Units in a warehouse and promised to nobody.
  public var onHand = 0
  /// Units in a warehouse and promised to an order.
  public var allocated = 0
  /// Units that left for customers.
  public var shipped = 0
  /// Of the shipped, units that neither reached a customer nor come back: lost, seized, or not worth the way.
  public var lost = 0
  /// Units that came back and were graded.
  public var returned = 0
  /// Of the returned, units that were worn and sold off.
  public var soldUsed = 0
  /// Of the returned, units worth nothing.
  public var scrapped = 0
  /// Units announced to a warehouse and not yet put away there; not among the received.
  public var inTransfer = 0
  /// Of those on hand, units that the law of the country they lie in does not let be sold at the end.
  public var stranded = 0

  /// Counts to be filled in.
  public init() {}
}

func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
