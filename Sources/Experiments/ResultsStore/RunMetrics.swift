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
    /// A SKU.
    case sku
    /// A SKU in a warehouse.
    case shelf
    /// A day in UTC.
    case day
    /// An account of the ledger.
    case account
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
  /// The figure, and its counts where it is a share.
  public var sample: MetricSample

  /// The figure; nil when there was nothing to measure.
  public var value: Double? { sample.value }

  /// A row.
  public init(_ scope: Scope, _ name: String, _ metric: String, _ sample: MetricSample) {
    self.scope = scope
    self.name = name
    self.metric = metric
    self.sample = sample
  }
}

/// Every figure of a run in long form, in a fixed order: the metrics that thresholds know, under the same names, and what a run
/// cost, the causes of lateness, stations and thresholds. Money is in major units of the run's currency.
public func metricRows(_ run: RunResult) -> [MetricRow] {
  costRows(run) + run.samples.map(metricRow) + lateRows(.run, "", run.blame.causes)
    + run.blame.countries.flatMap { lateRows(.country, $0.country, $0.causes) } + run.stations.flatMap(stationRows)
    + run.thresholds.flatMap(thresholdRows)
}

private func metricRow(_ name: MetricName, _ sample: MetricSample) -> MetricRow {
  let scope: MetricRow.Scope =
    switch name.scope {
    case .run: .run
    case .country: .country
    case .node: .node
    case .provider: .provider
    case .sku: .sku
    case .shelf: .shelf
    case .day: .day
    case .account: .account
    }
  return MetricRow(scope, name.part, name.metric, sample)
}

private func rows(
  _ scope: MetricRow.Scope, _ name: String, _ values: KeyValuePairs<String, Double?>
) -> [MetricRow] {
  values.map { MetricRow(scope, name, $0.key, .number($0.value)) }
}

private func costRows(_ run: RunResult) -> [MetricRow] {
  rows(
    .run, "",
    [
      "simulated_s": run.cost.simulatedSeconds, "wall_s": run.cost.wallSeconds, "events": Double(run.cost.events),
      "events_per_s": run.cost.eventsPerSecond, "events_per_order": run.eventsPerOrder,
      "orders_per_wall_s": run.ordersPerWallSecond, "peak_rss_bytes": Double(run.cost.peakRSSBytes),
    ])
}

/// The causes of lateness that there were: parcels of which each is the main cause, and its share of the lateness.
private func lateRows(_ scope: MetricRow.Scope, _ name: String, _ causes: [LatenessOf]) -> [MetricRow] {
  causes.flatMap { cause in
    rows(
      scope, name,
      ["late_by.\(cause.key)": Double(cause.lateness.parcels), "late_by_s.\(cause.key)": cause.lateness.seconds])
  }
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
