public import Logistics

/// One figure of a run in long form: the row of the `metrics` table and of CSV output.
public struct MetricRow: Sendable, Equatable {
  /// What kind of thing the figure is about.
  public enum Scope: String, Sendable, CaseIterable {
    /// The whole run.
    case run
    /// A destination country.
    case country
    /// A warehouse.
    case node
    /// A logistics provider.
    case provider
    /// A station with its queue.
    case station
    /// A threshold, by metric and gate.
    case threshold
  }

  /// What the figure is about.
  public var scope: Scope
  /// Which one of them; empty for the whole run.
  public var name: String
  /// The metric's name, with its unit as a suffix where it has one.
  public var metric: String
  /// The figure; nil when there was nothing to measure.
  public var value: Double?

  /// A row.
  public init(_ scope: Scope, _ name: String, _ metric: String, _ value: Double?) {
    self.scope = scope
    self.name = name
    self.metric = metric
    self.value = value
  }
}

/// Every figure of a run in long form, in a fixed order; money is in minor units of the run's currency.
public func metricRows(_ run: RunResult) -> [MetricRow] {
  runRows(run) + run.countries.flatMap(countryRows)
    + run.blame.countries.flatMap { lateRows(.country, $0.country, $0.causes) } + run.nodes.flatMap(nodeRows)
    + run.providers.flatMap(providerRows) + run.stations.flatMap(stationRows) + run.thresholds.flatMap(thresholdRows)
}

private func rows(
  _ scope: MetricRow.Scope, _ name: String, _ values: KeyValuePairs<String, Double?>
) -> [MetricRow] {
  values.map { MetricRow(scope, name, $0.key, $0.value) }
}

private func runRows(_ run: RunResult) -> [MetricRow] {
  rows(
    .run, "",
    [
      "simulated_s": run.cost.simulatedSeconds, "wall_s": run.cost.wallSeconds, "events": Double(run.cost.events),
      "events_per_s": run.cost.eventsPerSecond, "events_per_order": run.eventsPerOrder,
      "orders_per_wall_s": run.ordersPerWallSecond, "peak_rss_bytes": Double(run.cost.peakRSSBytes),
      "visits": Double(run.visits), "carts": Double(run.carts), "conversion": run.conversion,
      "late": Double(run.late), "late_share": run.lateShare, "click_to_door_p50_h": run.clickToDoorP50Hours,
      "click_to_door_p95_h": run.clickToDoorP95Hours, "orders_placed": Double(run.orders.placed),
      "orders_delivered": Double(run.orders.delivered), "orders_cancelled": Double(run.orders.cancelled),
      "orders_returned": Double(run.orders.returned), "orders_lost": Double(run.orders.lost),
      "orders_lost_by_carrier": Double(run.orders.lostByCarrier), "orders_seized": Double(run.orders.seized),
      "orders_refused": Double(run.orders.refused),
      "orders_returned_to_sender": Double(run.orders.returnedToSender), "orders_in_flight": Double(run.orders.inFlight),
      "units_received": Double(run.units.received),
      "units_on_hand": Double(run.units.onHand), "units_allocated": Double(run.units.allocated),
      "units_shipped": Double(run.units.shipped), "units_returned": Double(run.units.returned),
      "units_lost": Double(run.units.lost), "units_sold_used": Double(run.units.soldUsed),
      "units_scrapped": Double(run.units.scrapped), "units_in_transfer": Double(run.units.inTransfer),
      "gmv_minor": Double(run.money.gmvMinor), "contribution_minor": Double(run.money.contributionMinor),
      "customs_entries": Double(run.customs.entries), "customs_green": Double(run.customs.green),
      "customs_yellow": Double(run.customs.yellow), "customs_red": Double(run.customs.red),
      "customs_held": Double(run.customs.held), "customs_seized": Double(run.customs.seized),
      "customs_duty_minor": Double(run.customs.dutyMinor), "customs_tax_minor": Double(run.customs.taxMinor),
      "customs_clear_p50_h": run.customs.clearP50Hours, "customs_clear_p95_h": run.customs.clearP95Hours,
    ]) + lossRows(.run, "", run.lostDemand) + lateRows(.run, "", run.blame.causes)
}

private func lossRows(_ scope: MetricRow.Scope, _ name: String, _ lost: LostDemand) -> [MetricRow] {
  lost.byReason.flatMap { reason, loss in
    [
      MetricRow(scope, name, "lost_\(reason)_orders", Double(loss.orders)),
      MetricRow(scope, name, "lost_\(reason)_minor", Double(loss.moneyMinor)),
    ]
  }
}

/// The causes of lateness that there were: parcels of which each is the main cause, and its share of the lateness.
private func lateRows(_ scope: MetricRow.Scope, _ name: String, _ causes: [LatenessOf]) -> [MetricRow] {
  causes.flatMap { cause in
    [
      MetricRow(scope, name, "late_by_\(cause.key)", Double(cause.lateness.parcels)),
      MetricRow(scope, name, "late_by_\(cause.key)_s", cause.lateness.seconds),
    ]
  }
}

private func countryRows(_ country: CountryResult) -> [MetricRow] {
  rows(
    .country, country.country,
    [
      "visits": Double(country.visits), "orders": Double(country.orders), "conversion": country.conversion,
      "delivered": Double(country.delivered), "late": Double(country.late), "late_share": country.lateShare,
      "cancelled": Double(country.cancelled), "returned": Double(country.returned),
      "gmv_minor": Double(country.gmvMinor), "click_to_door_p50_h": country.clickToDoorP50Hours,
      "click_to_door_p95_h": country.clickToDoorP95Hours,
    ]) + lossRows(.country, country.country, country.lostDemand)
}

private func nodeRows(_ node: NodeResult) -> [MetricRow] {
  rows(
    .node, node.name,
    [
      "received": Double(node.received), "shipped": Double(node.shipped), "on_hand": Double(node.onHand),
      "orders_packed": Double(node.ordersPacked), "waves": Double(node.waves),
      "missed_cut_offs": Double(node.missedCutOffs), "utilisation": node.utilisation,
      "wait_p95_s": node.waitP95Seconds,
    ])
}

private func providerRows(_ provider: ProviderResult) -> [MetricRow] {
  rows(
    .provider, provider.name,
    [
      "tendered": Double(provider.tendered), "refused": Double(provider.refused),
      "delivered": Double(provider.delivered), "lost": Double(provider.lost), "on_time": Double(provider.onTime),
      "on_time_share": provider.onTimeShare, "paid_minor": Double(provider.paidMinor),
    ])
}

private func stationRows(_ station: StationResult) -> [MetricRow] {
  rows(
    .station, station.name,
    [
      "servers": Double(station.servers), "utilisation": station.utilisation,
      "total_wait_s": station.totalWaitSeconds, "mean_wait_s": station.meanWaitSeconds,
      "p95_wait_s": station.p95WaitSeconds, "max_queue": Double(station.maxQueue), "served": Double(station.served),
    ])
}

/// `passed` is 1 or 0, and nothing where the verdict is inconclusive or without samples.
private func thresholdRows(_ verdict: ThresholdVerdict) -> [MetricRow] {
  let passed: Double? =
    switch verdict.outcome {
    case .pass: 1
    case .fail: 0
    case .inconclusive, .noSamples: nil
    }
  return rows(
    .threshold, "\(verdict.metric): \(verdict.gate)",
    ["value": verdict.value, "lower": verdict.lower, "upper": verdict.upper, "passed": passed])
}
