import Kernel

/// Takes the visits of each bin through the funnel as a cohort, and every checkout after that as an order row.
///
/// ```
/// storefrontServe ─► checkout ─► assign ─► pay ─► screen
///                        │          └► soldOut ─► assign (another SKU) | wait list | lost
///                        └► lost (legal)      pay ─► expired | lost (payment)
/// ```
/// Visits + given orders = bounced + abandoned + lost + waiting + placed + open checkouts, at any time.
final class StorefrontDepartment: Department {
  let region: RegionState
  let plan: StorefrontPlan
  let funnel: StorefrontPlan.Funnel
  let law: CountLaw
  let legality: LegalityTable
  let market: Int
  /// By zone: cumulative share.
  let zoneShares: [Double]
  let firstZone: UInt16
  let quantityShares: [Double]
  let prices: [Int64]
  let grams: [Int64]
  let volumes: [Int64]
  let cohorts: StreamFamily
  let timing: StreamFamily
  let choices: StreamFamily
  let payments: StreamFamily
  let substitutions: StreamFamily

  var mix: OfferMix
  var tier = AppTier.State()
  var terms = Terms()
  /// Remainders of expected counts by channel and step.
  var carries: [Double]
  /// Checkouts of the bin being served, by channel, and their times as shares of the bin.
  var starting: [Int64]
  var spread: [Double] = []
  /// Visitors who wait for a SKU, and checkouts that are not settled yet.
  var waiting: [Int64]
  var open: Int64 = 0
  /// What keeps visitors waiting, where the scenario has it.
  var chain: TierChain?
  var room: WaitingRoom?
  var leaving: [Int64]
  let roomDraws: StreamFamily
  let linkDraws: StreamFamily
  let botDraws: StreamFamily
  var linkCarries = [0.0, 0.0, 0.0]
  var counter: SerialServer?
  var gateway: SerialServer?
  var load = StorefrontCounters()

  init(_ region: RegionState) {
    self.region = region
    plan = region.model.storefront
    law = region.model.demand.law
    legality = region.model.compliance.legality
    let network = region.network
    let code = network.regions[Int(region.id.rawValue)].code
    market = region.market ?? 0
    let isMarket = region.market != nil
    funnel = isMarket ? region.model.storefront.markets[market] : StorefrontPlan.Funnel()
    let zones = isMarket ? network.markets[market].zones : 0..<0
    firstZone = UInt16(zones.lowerBound)
    zoneShares = Self.cumulative(zones.map { network.zones[$0].share })
    quantityShares = Self.cumulative(plan.quantities)
    prices = isMarket ? network.markets[market].prices.map { $0 ?? 0 } : []
    grams = network.skus.map(\.grams)
    volumes = network.skus.map(\.cm3)
    cohorts = region.streams["storefront-funnel \(code)"]
    timing = region.streams["storefront-times \(code)"]
    choices = region.streams["checkout-choice"]
    payments = region.streams["payment"]
    substitutions = region.streams["sold-out-choice"]
    mix = OfferMix(funnel, plan.sensitivity, prices: isMarket ? network.markets[market].prices : [])
    carries = .init(repeating: 0, count: network.channels.count * CohortStep.count)
    starting = .init(repeating: 0, count: network.channels.count)
    waiting = .init(repeating: 0, count: network.skus.count)
    leaving = .init(repeating: 0, count: network.channels.count)
    roomDraws = region.streams["storefront-room \(code)"]
    linkDraws = region.streams["storefront-link-out \(code)"]
    botDraws = region.streams["storefront-bots \(code)"]
    chain = plan.tiers.isEmpty || !isMarket ? nil : TierChain(plan.tiers, step: plan.tierStep)
    room =
      isMarket ? plan.room.map { WaitingRoom($0, channels: network.channels.count, law: region.model.demand.law) } : nil
    let serial = plan.reservation
    counter =
      serial.time > .zero && isMarket
      ? SerialServer(network.skus.count * serial.shards, time: serial.time, timeout: serial.timeout) : nil
    gateway = serial.gateway.map {
      SerialServer(1, time: $0, timeout: serial.gatewayTimeout, outages: serial.outages)
    }
    region.counters.visitsByHour = isMarket ? .init(repeating: 0, count: region.hours) : []
    region.counters.ordersByHour = isMarket ? .init(repeating: 0, count: region.hours) : []
  }

  /// Running sums of weights over their total.
  static func cumulative(_ weights: [Double]) -> [Double] {
    let total = weights.reduce(0, +)
    var sum = 0.0
    return weights.map {
      sum += $0
      return total > 0 ? sum / total : 0
    }
  }

  func start(_ scheduler: ModelScheduler) {}

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.storefrontServe: serve(scheduler)
    case EventKind.checkout: checkout(event.index, scheduler)
    case EventKind.pay: pay(event.index, PaymentStep(rawValue: event.tag) ?? .begins, scheduler)
    case EventKind.soldOut: soldOut(event.index, scheduler)
    case EventKind.blocked: lose(event.index, .legal, to: .blocked, at: scheduler.now)
    default: preconditionFailure("the storefront has no event \(event.kind)")
    }
  }

  /// The hour of the run, for the series by hour.
  func hour(_ time: SimTime) -> Int { region.hour(time) }

  /// Ends an unpaid order row as lost demand.
  func lose(_ row: UInt32, _ cause: LossCause, to state: OrderState, at now: SimTime) {
    region.advance(row, to: state)
    if cause == .legal {
      region.record(
        StorefrontRecord.ruleBlocked, at: now, entity: region.orders[row].id, aux: UInt32(region.orders[row].sku))
    }
    region.counters.lose(cause, value: region.orders[row].price)
    open -= 1
    region.orders.free(row)
  }
}

/// The steps of a cohort that draw a count.
enum CohortStep: Int {
  case cart, checkout, legal, stock, waiting, latency, price
  static let count = 7
}

/// What a market's recent orders were told about cost and time: what visitors of the next bin respond to.
struct Terms {
  /// Shipping and duty over the price of the goods.
  private(set) var surcharge = 0.0
  /// Promised days.
  private(set) var days = 5.0
  private var sums = (count: 0.0, surcharge: 0.0, days: 0.0)

  mutating func note(surcharge: Double, days: Double) {
    sums.count += 1
    sums.surcharge += surcharge
    sums.days += days
  }

  /// Takes what was noted into the running figures: 50 orders replace about two thirds of what was known.
  mutating func settle() {
    guard sums.count > 0 else { return }
    let weight = sums.count / (sums.count + 25)
    surcharge += weight * (sums.surcharge / sums.count - surcharge)
    days += weight * (sums.days / sums.count - days)
    sums = (0, 0, 0)
  }
}

// What a fork takes over.
extension StorefrontDepartment {
  func inherit(_ old: StorefrontDepartment) {
    mix.inherit(old.mix)
    tier = old.tier
    terms = old.terms
    carries = old.carries
    starting = old.starting
    spread = old.spread
    waiting = old.waiting
    open = old.open
    if let before = old.chain { chain?.inherit(before) }
    if let before = old.room { room?.inherit(before) }
    leaving = old.leaving
    linkCarries = old.linkCarries
    if let before = old.counter { counter?.inherit(before) }
    if let before = old.gateway { gateway?.inherit(before) }
    load = old.load
  }
}
