/// A figure of a run that thresholds may name, such as `late_share`, for the whole run or for one part of it.
public struct Metric: Sendable {
  /// What a figure is about: the whole run, or one of what a tag names.
  public enum Scope: String, Sendable, CaseIterable {
    /// The whole run; there is no tag.
    case run
    /// A destination country: `{country:DE}`.
    case country
    /// A warehouse: `{node:ohio}`.
    case node
    /// A logistics provider: `{provider:ground}`.
    case provider
    /// A SKU over all warehouses: `{sku:tee}`.
    case sku
    /// A SKU in a warehouse: `{shelf:ohio/tee}`.
    case shelf
    /// A day in UTC: `{day:2026-11-11}`.
    case day
    /// An account of the ledger: `{account:carriage}`.
    case account
  }

  /// The metric's name, with its unit as a suffix where it has one.
  public let name: String
  /// What it is about.
  public let scope: Scope
  /// Whether one run gives an interval: a share of a count does, by taking its trials as independent.
  public let hasInterval: Bool
  /// Measures it in a result, for the part at a place of the result's list.
  let measure: @Sendable (RunResult, Int) -> MetricSample

  /// All metrics, scope by scope.
  public static let all: [Metric] = run + country + node + provider + stock + day + account

  /// What a result has of a scope, by name and in its order; the whole run has no name.
  public static func parts(of run: RunResult, _ scope: Scope) -> [String] {
    switch scope {
    case .run: [""]
    case .country: run.countries.map(\.country)
    case .node: run.nodes.map(\.name)
    case .provider: run.providers.map(\.name)
    case .sku: run.skuNames
    case .shelf: run.shelves.map(\.name)
    case .day: run.hourly.days
    case .account: run.money.accounts.map(\.name)
    }
  }

  /// The metric of that name and scope.
  static func find(_ name: String, _ scope: Scope) -> Metric? { all.first { $0.name == name && $0.scope == scope } }

  /// The scopes that have a metric of that name.
  public static func scopes(of name: String) -> [Scope] { all.filter { $0.name == name }.map(\.scope) }
}

extension Metric {
  private static let run: [Metric] =
    [
      number("visits") { Double($0.visits) }, number("carts") { Double($0.carts) }, number("late") { Double($0.late) },
      share("conversion") { ($0.visits, $0.orders.placed) }, share("late_share") { ($0.orders.delivered, $0.late) },
      number("click_to_door_p50_h") { $0.clickToDoorP50Hours },
      number("click_to_door_p95_h") { $0.clickToDoorP95Hours },
      number("orders.placed") { Double($0.orders.placed) }, number("orders.delivered") { Double($0.orders.delivered) },
      number("orders.cancelled") { Double($0.orders.cancelled) },
      number("orders.returned") { Double($0.orders.returned) }, number("orders.lost") { Double($0.orders.lost) },
      number("orders.lost_by_carrier") { Double($0.orders.lostByCarrier) },
      number("orders.seized") { Double($0.orders.seized) }, number("orders.refused") { Double($0.orders.refused) },
      number("orders.returned_to_sender") { Double($0.orders.returnedToSender) },
      number("orders.in_flight") { Double($0.orders.inFlight) },
      number("orders.overdue") { Double($0.orders.overdue) },
      share("promise_hit") { ($0.orders.delivered + $0.orders.overdue, $0.orders.delivered - $0.late) },
      number("screening.held") { Double($0.screening.held) },
      number("screening.rejected") { Double($0.screening.rejected) },
      number("screening.sanctions_hits") { Double($0.screening.sanctionsHits) },
      number("screening.sanctioned") { Double($0.screening.sanctioned) },
      number("promise.error_h") { $0.promise.meanErrorHours }, number("promise.pinball_h") { $0.promise.pinballHours },
      number("units.received") { Double($0.units.received) }, number("units.on_hand") { Double($0.units.onHand) },
      number("units.allocated") { Double($0.units.allocated) }, number("units.shipped") { Double($0.units.shipped) },
      number("units.lost") { Double($0.units.lost) }, number("units.sold_used") { Double($0.units.soldUsed) },
      number("units.returned") { Double($0.units.returned) }, number("units.scrapped") { Double($0.units.scrapped) },
      number("units.in_transfer") { Double($0.units.inTransfer) },
      number("units.stranded") { Double($0.units.stranded) },
      number("customs.charged") { $0.major($0.customs.chargedMinor) },
      number("gmv") { $0.major($0.money.gmvMinor) }, number("contribution") { $0.major($0.money.contributionMinor) },
      number("cash_peak") { $0.major($0.money.cashPeakMinor) }, number("cash_due") { $0.major($0.money.cashDueMinor) },
      number("regret") { $0.fulfilment.regret },
      number("planned_cost") { $0.major($0.fulfilment.costMinor) },
      share("cross_border_share") { ($0.fulfilment.units, $0.fulfilment.crossBorder) },
      number("orders.oversold") { Double($0.inventory.oversold) },
      share("fill_rate") { run in
        let entries = run.inventory.replenishment
        return (entries.reduce(0) { $0 + $1.demand }, entries.reduce(0) { $0 + $1.served })
      },
      number("customs.entries") { Double($0.customs.entries) }, number("customs.green") { Double($0.customs.green) },
      number("customs.yellow") { Double($0.customs.yellow) }, number("customs.red") { Double($0.customs.red) },
      number("customs.held") { Double($0.customs.held) },
      number("customs.guarantee_waits") { Double($0.customs.guaranteeWaits) },
      number("customs.account_waits") { Double($0.customs.accountWaits) },
      number("customs.seized") { Double($0.customs.seized) }, number("customs.duty") { $0.major($0.customs.dutyMinor) },
      number("customs.tax") { $0.major($0.customs.taxMinor) },
      number("customs.clear_p50_h") { $0.customs.clearP50Hours },
      number("customs.clear_p95_h") { $0.customs.clearP95Hours },
      number("peak_orders_per_s") { Double($0.storefronts.map(\.peakOrdersPerSecond).max() ?? 0) },
      number("peak_visits_per_h") { ($0.hourly.peak?.visits).map(Double.init) },
      number("peak_visits_hour") { ($0.hourly.peak?.hour).map(Double.init) },
      number("peak_requests_per_s") { $0.storefronts.map(\.peakRequestsPerSecond).max() },
      number("oversold") { Double($0.storefronts.reduce(0) { $0 + $1.oversold }) },
      number("bots.orders") { Double($0.storefronts.reduce(0) { $0 + $1.bots.orders }) },
    ] + losses(.run) { result, _ in result.lostDemand }

  private static let country: [Metric] =
    [
      of(.country, "visits") { .number(Double($0.countries[$1].visits)) },
      of(.country, "conversion", isShare: true) {
        .share(of: $0.countries[$1].visits, part: $0.countries[$1].orders)
      },
      of(.country, "late_share", isShare: true) {
        .share(of: $0.countries[$1].delivered, part: $0.countries[$1].late)
      },
      of(.country, "promise_hit", isShare: true) {
        .share(
          of: $0.countries[$1].delivered + $0.countries[$1].overdue,
          part: $0.countries[$1].delivered - $0.countries[$1].late)
      }, of(.country, "orders.overdue") { .number(Double($0.countries[$1].overdue)) },
      of(.country, "late") { .number(Double($0.countries[$1].late)) },
      of(.country, "click_to_door_p50_h") { .number($0.countries[$1].clickToDoorP50Hours) },
      of(.country, "click_to_door_p95_h") { .number($0.countries[$1].clickToDoorP95Hours) },
      of(.country, "orders.placed") { .number(Double($0.countries[$1].orders)) },
      of(.country, "orders.delivered") { .number(Double($0.countries[$1].delivered)) },
      of(.country, "orders.cancelled") { .number(Double($0.countries[$1].cancelled)) },
      of(.country, "rating") { .number($0.countries[$1].rating) },
      of(.country, "contacts") { .number(Double($0.countries[$1].contacts)) },
      of(.country, "contacts.given_up") { .number(Double($0.countries[$1].contactsGivenUp)) },
      of(.country, "chargebacks") { .number(Double($0.countries[$1].chargebacks)) },
      of(.country, "orders.returned") { .number(Double($0.countries[$1].returned)) },
      of(.country, "carts") { .number(Double($0.countries[$1].carts)) },
      of(.country, "peak_visits_per_s") { .number($0.countries[$1].peakVisitsPerSecond) },
      of(.country, "peak_visits_second") { .number($0.sinceStart($0.countries[$1].peakSecondAtMicroseconds)) },
      of(.country, "peak_visits_per_min") { .number($0.countries[$1].peakVisitsPerMinute) },
      of(.country, "peak_visits_minute") {
        .number($0.sinceStart($0.countries[$1].peakMinuteAtMicroseconds).map { $0 / 60 })
      },
      of(.country, "peak_visits_per_h") { .number(($0.hourly.peak(ofCountry: $1)?.visits).map(Double.init)) },
      of(.country, "peak_visits_hour") { .number(($0.hourly.peak(ofCountry: $1)?.hour).map(Double.init)) },
      of(.country, "gmv") { .number($0.major($0.countries[$1].gmvMinor)) },
      of(.country, "contribution") { .number($0.major($0.countries[$1].contributionMinor)) },
      of(.country, "landed_cost") { .number($0.major($0.countries[$1].landedCostMinor)) },
      of(.country, "cost_to_serve") { .number($0.major($0.countries[$1].costToServeMinor)) },
      of(.country, "small_creators") { .number($0.countries[$1].smallCreators) },
      of(.country, "customs.entries") { .number(Double($0.countries[$1].customs.entries)) },
      of(.country, "customs.held_share", isShare: true) {
        .share(of: $0.countries[$1].customs.entries, part: $0.countries[$1].customs.held)
      },
    ] + storefront + losses(.country) { $0.countries[$1].lostDemand }

  private static let storefront: [Metric] = [
    ofStorefront("requests") { $0.requests },
    ofStorefront("peak_orders_per_s") { Double($0.peakOrdersPerSecond) },
    ofStorefront("peak_requests_per_s") { $0.peakRequestsPerSecond },
    ofStorefront("latency_p50_s") { $0.latencyP50Seconds },
    ofStorefront("latency_p95_s") { $0.latencyP95Seconds },
    ofStorefront("latency_p99_s") { $0.latencyP99Seconds },
    ofStorefront("error_share") { $0.errorShare },
    ofStorefront("amplification") { $0.amplification },
    ofStorefront("last_tier_amplification") { $0.lastTierAmplification },
    ofStorefront("oversold") { Double($0.oversold) },
    ofStorefront("waiting_room.admitted") { $0.waitingRoom.map { Double($0.admitted) } },
    ofStorefront("waiting_room.left") { $0.waitingRoom.map { Double($0.left) } },
    ofStorefront("waiting_room.wait_p95_s") { $0.waitingRoom?.waitP95Seconds },
    ofStorefront("bots.orders") { Double($0.bots.orders) },
  ]

  private static let node: [Metric] = [
    of(.node, "received") { .number(Double($0.nodes[$1].received)) },
    of(.node, "shipped") { .number(Double($0.nodes[$1].shipped)) },
    of(.node, "on_hand") { .number(Double($0.nodes[$1].onHand)) },
    of(.node, "orders_packed") { .number(Double($0.nodes[$1].ordersPacked)) },
    of(.node, "waves") { .number(Double($0.nodes[$1].waves)) },
    of(.node, "missed_cut_offs") { .number(Double($0.nodes[$1].missedCutOffs)) },
    of(.node, "utilisation") { .number($0.nodes[$1].utilisation) },
    of(.node, "wait_p95_s") { .number($0.nodes[$1].waitP95Seconds) },
    of(.node, "overtime_h") { .number($0.nodes[$1].overtimeHours) },
  ]

  private static let provider: [Metric] = [
    of(.provider, "tendered") { .number(Double($0.providers[$1].tendered)) },
    of(.provider, "refused") { .number(Double($0.providers[$1].refused)) },
    of(.provider, "delivered") { .number(Double($0.providers[$1].delivered)) },
    of(.provider, "lost") { .number(Double($0.providers[$1].lost)) },
    of(.provider, "on_time") { .number(Double($0.providers[$1].onTime)) },
    of(.provider, "on_time_share", isShare: true) {
      .share(of: $0.providers[$1].delivered, part: $0.providers[$1].onTime)
    },
    of(.provider, "paid") { .number($0.major($0.providers[$1].paidMinor)) },
    of(.provider, "surcharged") { .number(Double($0.providers[$1].surcharged)) },
    of(.provider, "damaged") { .number(Double($0.providers[$1].damaged)) },
  ]

  private static let stock: [Metric] =
    ofShelves("received") { $0.received } + ofShelves("shipped") { $0.shipped } + ofShelves("taken") { $0.taken }
    + ofShelves("on_hand") { $0.onHand } + ofShelves("returned") { $0.returned }

  private static let day: [Metric] = [
    of(.day, "visits") { .number(Double($0.hourly.total(onDay: $1) { $0.visits })) },
    of(.day, "orders.placed") { .number(Double($0.hourly.total(onDay: $1) { $0.orders })) },
  ]

  private static let account: [Metric] = [
    of(.account, "balance") { .number($0.major($0.money.accounts[$1].balanceMinor)) }
  ]

  private static func ofShelves(
    _ name: String, _ units: @escaping @Sendable (ShelfResult) -> Int
  ) -> [Metric] {
    [
      of(.sku, name) { run, place in
        let sku = run.skuNames[place]
        return .number(Double(run.shelves.reduce(0) { $1.sku == sku ? $0 + units($1) : $0 }))
      }, of(.shelf, name) { .number(Double(units($0.shelves[$1]))) },
    ]
  }

  private static func losses(
    _ scope: Scope, _ lost: @escaping @Sendable (RunResult, Int) -> LostDemand
  ) -> [Metric] {
    LostDemand().byReason.indices.flatMap { reason in
      let name = LostDemand().byReason[reason].reason
      return [
        of(scope, "lost_demand.\(name)") { .number(Double(lost($0, $1).byReason[reason].loss.orders)) },
        of(scope, "lost_money.\(name)") { .number($0.major(lost($0, $1).byReason[reason].loss.moneyMinor)) },
      ]
    }
  }

  private static func number(_ name: String, _ value: @escaping @Sendable (RunResult) -> Double?) -> Metric {
    of(.run, name) { result, _ in .number(value(result)) }
  }

  private static func share(_ name: String, _ counts: @escaping @Sendable (RunResult) -> (Int, Int)) -> Metric {
    of(.run, name, isShare: true) { result, _ in
      let (whole, part) = counts(result)
      return .share(of: whole, part: part)
    }
  }

  private static func ofStorefront(_ name: String, _ value: @escaping @Sendable (StorefrontResult) -> Double?) -> Metric
  {
    of(.country, name) { run, place in
      .number(run.storefronts.indices.contains(place) ? value(run.storefronts[place]) : nil)
    }
  }

  private static func of(
    _ scope: Scope, _ name: String, isShare: Bool = false,
    _ measure: @escaping @Sendable (RunResult, Int) -> MetricSample
  ) -> Metric {
    Metric(name: name, scope: scope, hasInterval: isShare, measure: measure)
  }
}

extension RunResult {
  /// The SKUs of the shelves, in the scenario's order.
  fileprivate var skuNames: [String] {
    shelves.first.map { first in shelves.filter { $0.node == first.node }.map(\.sku) } ?? []
  }
  /// Seconds from the run's start to an instant.
  fileprivate func sinceStart(_ microseconds: Int64?) -> Double? {
    microseconds.map { Double($0 - cost.startMicroseconds) * 1e-6 }
  }
  /// An amount in major units of the run's currency.
  fileprivate func major(_ minor: Int64) -> Double {
    var scale = 1.0
    for _ in 0..<money.minorDigits { scale *= 10 }
    return Double(minor) / scale
  }
}
