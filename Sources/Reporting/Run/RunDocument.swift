public import Logistics

/// The JSON of a run, as `doorstep run --format json` prints it and `summary.json` keeps it.
///
/// Money is in major units of `money.currency`; times say their unit in the key. Keys are only added under the same
/// schema number.
public func runDocument(_ run: RunResult) -> JSONValue {
  let digits = run.money.minorDigits
  return [
    "schema": .integer(1),
    "scenario": ["name": .string(run.identity.scenarioName), "hash": .string(run.identity.scenarioHash)],
    "version": .string(run.identity.version),
    "seed": .digits(String(run.identity.seed)),
    "replication": .integer(Int(run.identity.replication)),
    "threads": .integer(run.identity.threads),
    "interrupted": .bool(run.interrupted),
    "fingerprint": .string(run.fingerprint.text),
    "fingerprint_parts": .object(of: run.fingerprint.parts) { ($0.name, .string($0.text)) },
    "simulated_s": .number(run.cost.simulatedSeconds),
    "start": .string(CivilDate(microseconds: run.cost.startMicroseconds).secondText),
    "end": .string(CivilDate(microseconds: run.cost.endMicroseconds).secondText),
    "wall_s": .number(run.cost.wallSeconds),
    "events": .integer(run.cost.events),
    "events_per_s": .number(run.cost.eventsPerSecond),
    "events_per_order": .number(run.eventsPerOrder),
    "orders_per_wall_s": .number(run.ordersPerWallSecond),
    "peak_rss_bytes": .integer(run.cost.peakRSSBytes),
    "visits": .integer(run.visits),
    "carts": .integer(run.carts),
    "conversion": .number(run.conversion),
    "late_share": .number(run.lateShare),
    "promise_hit": .number(run.promiseHit),
    "click_to_door_p50_h": .number(run.clickToDoorP50Hours),
    "click_to_door_p95_h": .number(run.clickToDoorP95Hours),
    "orders": orders(run.orders),
    "blame": blameDocument(run.blame),
    "units": units(run.units),
    "money": money(run.money),
    "by_country": .object(of: run.countries) { ($0.country, country($0, digits: digits)) },
    "by_node": .object(of: run.nodes) { ($0.name, node($0)) },
    "by_provider": .object(of: run.providers) { ($0.name, provider($0, digits: digits)) },
    "customs": customs(run.customs, digits: digits), "promise": promiseDocument(run.promise),
    "screening": [
      "held": .integer(run.screening.held), "rejected": .integer(run.screening.rejected),
      "sanctions_hits": .integer(run.screening.sanctionsHits), "sanctioned": .integer(run.screening.sanctioned),
    ],
    "fulfilment": fulfilment(run.fulfilment, digits: digits),
    "inventory": inventory(run.inventory),
    "lost_demand": .object(of: run.lostDemand.byReason) { ($0.reason, .integer($0.loss.orders)) },
    "lost_money": .object(of: run.lostDemand.byReason) {
      ($0.reason, .money(minor: $0.loss.moneyMinor, digits: digits))
    },
    "stations": .array(of: run.stations, station),
    "hourly": hourly(run.hourly),
    "invariants": invariants(run.invariants),
    "trace": run.trace.map(trace) ?? .null,
    "thresholds": .array(of: run.thresholds, threshold),
    "storefront": .object(of: run.storefronts) { ($0.country, storefront($0, digits: digits)) },
    "profile": .array(of: run.profile) {
      ["kind": .string($0.kind), "count": .integer($0.count), "host_s": .number($0.seconds)]
    },
  ]
}

private func orders(_ orders: OrderCounts) -> JSONValue {
  [
    "placed": .integer(orders.placed), "delivered": .integer(orders.delivered), "cancelled": .integer(orders.cancelled),
    "returned": .integer(orders.returned), "lost": .integer(orders.lost),
    "lost_by_carrier": .integer(orders.lostByCarrier),
    "seized": .integer(orders.seized), "refused": .integer(orders.refused),
    "returned_to_sender": .integer(orders.returnedToSender), "in_flight": .integer(orders.inFlight),
    "overdue": .integer(orders.overdue),
  ]
}

private func units(_ units: UnitCounts) -> JSONValue {
  [
    "received": .integer(units.received), "on_hand": .integer(units.onHand), "allocated": .integer(units.allocated),
    "shipped": .integer(units.shipped), "lost": .integer(units.lost), "returned": .integer(units.returned),
    "sold_used": .integer(units.soldUsed), "scrapped": .integer(units.scrapped),
    "in_transfer": .integer(units.inTransfer), "stranded": .integer(units.stranded),
  ]
}

private func money(_ money: MoneyTotals) -> JSONValue {
  [
    "currency": .string(money.currency),
    "gmv": .money(minor: money.gmvMinor, digits: money.minorDigits),
    "contribution": .money(minor: money.contributionMinor, digits: money.minorDigits),
    "stranded": .money(minor: money.strandedMinor, digits: money.minorDigits),
    "stranded_salvage": .money(minor: money.strandedSalvageMinor, digits: money.minorDigits),
    "cash_peak": .money(minor: money.cashPeakMinor, digits: money.minorDigits),
    "cash_due": .money(minor: money.cashDueMinor, digits: money.minorDigits),
    "cash_by_day": .array(of: money.cashByDayMinor) { .money(minor: $0, digits: money.minorDigits) },
    "accounts": .object(of: money.accounts) { ($0.name, .money(minor: $0.balanceMinor, digits: money.minorDigits)) },
  ]
}

private func country(_ country: CountryResult, digits: Int) -> JSONValue {
  [
    "visits": .integer(country.visits), "orders": .integer(country.orders), "conversion": .number(country.conversion),
    "delivered": .integer(country.delivered), "late": .integer(country.late), "late_share": .number(country.lateShare),
    "overdue": .integer(country.overdue), "promise_hit": .number(country.promiseHit),
    "cancelled": .integer(country.cancelled), "returned": .integer(country.returned),
    "reviews": .integer(country.reviews), "rating": .number(country.rating), "trust": .number(country.trust),
    "contacts": .integer(country.contacts), "contacts_answered": .integer(country.contactsAnswered),
    "contacts_given_up": .integer(country.contactsGivenUp), "chargebacks": .integer(country.chargebacks),
    "excessive_dispute_months": .integer(country.excessiveMonths),
    "gmv": .money(minor: country.gmvMinor, digits: digits),
    "contribution": .money(minor: country.contributionMinor, digits: digits),
    "landed_cost": .money(minor: country.landedCostMinor, digits: digits),
    "cost_to_serve": .money(minor: country.costToServeMinor, digits: digits),
    "statement": .object(of: country.statement.filter { $0.amountMinor != 0 }) {
      ($0.account, .money(minor: $0.amountMinor, digits: digits))
    },
    "small_creators": .number(country.smallCreators),
    "customs_entries": .integer(country.customs.entries), "customs_held": .integer(country.customs.held),
    "click_to_door_p50_h": .number(country.clickToDoorP50Hours),
    "click_to_door_p95_h": .number(country.clickToDoorP95Hours),
    "lost_demand": .object(of: country.lostDemand.byReason) { ($0.reason, .integer($0.loss.orders)) },
    "lost_money": .object(of: country.lostDemand.byReason) {
      ($0.reason, .money(minor: $0.loss.moneyMinor, digits: digits))
    },
  ]
}

private func storefront(_ store: StorefrontResult, digits: Int) -> JSONValue {
  func instant(_ microseconds: Int64?) -> JSONValue {
    microseconds.map { .string(CivilDate(microseconds: $0).secondText) } ?? .null
  }
  return [
    "requests": .number(store.requests), "peak_requests_per_s": .number(store.peakRequestsPerSecond),
    "peak_requests_at": instant(store.peakRequestsAtMicroseconds),
    "peak_orders_per_s": .integer(store.peakOrdersPerSecond),
    "peak_orders_at": instant(store.peakOrdersAtMicroseconds), "latency_p50_s": .number(store.latencyP50Seconds),
    "latency_p95_s": .number(store.latencyP95Seconds), "latency_p99_s": .number(store.latencyP99Seconds),
    "error_share": .number(store.errorShare), "amplification": .number(store.amplification),
    "last_tier_amplification": .number(store.lastTierAmplification),
    "wasted_per_request": .number(store.wastedPerRequest),
    "waiting_room": store.waitingRoom.map { room in
      [
        "admitted": .integer(room.admitted), "left": .integer(room.left), "waiting": .integer(room.waiting),
        "wasted_turns": .integer(room.wastedTurns), "longest": .integer(room.longest),
        "wait_p50_s": .number(room.waitP50Seconds), "wait_p95_s": .number(room.waitP95Seconds),
        "last_admitted": instant(room.lastAdmittedMicroseconds),
      ]
    } ?? .null,
    "reservations_timed_out": .integer(store.reservationsTimedOut),
    "payments_timed_out": .integer(store.paymentsTimedOut), "oversold": .integer(store.oversold),
    "bots": [
      "tries": .integer(store.bots.tries), "caught": .integer(store.bots.caught), "orders": .integer(store.bots.orders),
      "units": .integer(store.bots.units),
    ],
    "link_out": store.linkOut.map { link in
      [
        "visits": .integer(link.visits), "orders": .integer(link.orders),
        "sales": .money(minor: link.salesMinor, digits: digits),
        "commission": .money(minor: link.commissionMinor, digits: digits),
      ]
    } ?? .null,
  ]
}

private func node(_ node: NodeResult) -> JSONValue {
  [
    "country": .string(node.country), "received": .integer(node.received), "shipped": .integer(node.shipped),
    "on_hand": .integer(node.onHand), "orders_packed": .integer(node.ordersPacked), "waves": .integer(node.waves),
    "missed_cut_offs": .integer(node.missedCutOffs), "overtime_h": .number(node.overtimeHours),
    "utilisation": .number(node.utilisation),
    "wait_p95_s": .number(node.waitP95Seconds),
  ]
}

private func provider(_ provider: ProviderResult, digits: Int) -> JSONValue {
  [
    "tendered": .integer(provider.tendered), "refused": .integer(provider.refused),
    "surcharged": .integer(provider.surcharged),
    "delivered": .integer(provider.delivered), "lost": .integer(provider.lost),
    "damaged": .integer(provider.damaged), "seized": .integer(provider.seized), "returned": .integer(provider.returned),
    "in_network": .integer(provider.inNetwork),
    "on_time_share": .number(provider.onTimeShare), "paid": .money(minor: provider.paidMinor, digits: digits),
  ]
}

private func customs(_ customs: CustomsResult, digits: Int) -> JSONValue {
  [
    "entries": .integer(customs.entries), "green": .integer(customs.green), "yellow": .integer(customs.yellow),
    "red": .integer(customs.red), "held": .integer(customs.held), "seized": .integer(customs.seized),
    "duty": .money(minor: customs.dutyMinor, digits: digits), "tax": .money(minor: customs.taxMinor, digits: digits),
    "fees": .money(minor: customs.feesMinor, digits: digits),
    "guarantee_waits": .integer(customs.guaranteeWaits), "account_waits": .integer(customs.accountWaits),
    "charged": .money(minor: customs.chargedMinor, digits: digits),
    "clear_p50_h": .number(customs.clearP50Hours), "clear_p95_h": .number(customs.clearP95Hours),
  ]
}

private func station(_ station: StationResult) -> JSONValue {
  [
    "name": .string(station.name), "servers": .integer(station.servers), "utilisation": .number(station.utilisation),
    "total_wait_s": .number(station.totalWaitSeconds), "mean_wait_s": .number(station.meanWaitSeconds),
    "p95_wait_s": .number(station.p95WaitSeconds),
    "max_queue": .integer(station.maxQueue), "served": .integer(station.served),
    "utilisation_by_day": .array(of: station.days) { .number($0.utilisation) },
    "wait_s_by_day": .array(of: station.days) { .number($0.waitSeconds) },
  ]
}

private func hourly(_ series: HourlySeries) -> JSONValue {
  [
    "start": .string(CivilDate(microseconds: series.startMicroseconds).secondText),
    "by_country": .object(of: series.countries) { country in
      (
        country.country,
        [
          "visits": .array(country.visits.map { .integer($0) }), "orders": .array(country.orders.map { .integer($0) }),
          "delivered": .array(country.delivered.map { .integer($0) }),
        ]
      )
    },
  ]
}

private func invariants(_ report: InvariantReport) -> JSONValue {
  [
    "checked": .integer(report.checked), "violations": .integer(report.violations.count),
    "messages": .array(of: report.violations) { .string($0) },
  ]
}

private func trace(_ trace: RunTrace) -> JSONValue {
  [
    "path": .string(trace.path), "records": .integer(trace.records), "bytes": .integer(trace.bytes),
    "bytes_per_record": .number(trace.bytesPerRecord),
    "columns": .object(of: trace.columns) { ($0.name, .integer($0.bytes)) },
    "incomplete": trace.incomplete.map { .string($0) } ?? .null,
  ]
}

private func threshold(_ verdict: ThresholdVerdict) -> JSONValue {
  [
    "metric": .string(verdict.metric), "gate": .string(verdict.gate), "value": .number(verdict.value),
    "lower": .number(verdict.lower), "upper": .number(verdict.upper),
    "outcome": .string(verdict.outcome.rawValue), "reason": verdict.reason.map { .string($0) } ?? .null,
  ]
}
