import Kernel
import Scenario

/// The field of the thresholds.
enum ThresholdFields {
  static let thresholds = Field<Keyed<MetricName, [MetricGate]>?>(
    "thresholds", default: nil, since: "0.1",
    "Gates that a run must pass, by metric; `doorstep help thresholds` lists the metrics. They do not change the run.")

  static let group = FieldGroup(
    "Thresholds",
    "What a run must hold for exit code 0. `value` is what the run measured; `upper` and `lower` are the ends of its 95 % interval.",
    fields: [thresholds])
}

/// A gate on a metric.
struct Threshold: Hashable, Sendable {
  var name: MetricName
  var gate: MetricGate
}

/// The thresholds of a scenario and of the command line, in that order.
struct ThresholdPlan: Sendable {
  private(set) var thresholds: [Threshold] = []
  let parts: [Metric.Scope: [String]]

  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> ThresholdPlan {
    var plan = ThresholdPlan(network)
    let field = ThresholdFields.thresholds
    for entry in document.root[field]?.entries ?? [] {
      plan.add(entry.key, entry.value, at: document.root.mark(of: entry.key, in: field), &problems)
    }
    return plan
  }

  private init(_ network: Network) {
    parts = [
      .country: network.markets.map(\.code), .node: network.nodes.map(\.name),
      .provider: network.providers.map(\.name), .sku: network.skus.map(\.name),
      .shelf: network.nodes.filter(\.holdsStock).flatMap { node in network.skus.map { "\(node.name)/\($0.name)" } },
      .day: Self.days(network), .account: Account.allCases.map(\.name),
    ]
  }

  /// The days of the run in UTC.
  private static func days(_ network: Network) -> [String] {
    let hour: Int64 = 3_600_000_000
    let hours = max(1, (network.end.microseconds - network.start.microseconds + hour - 1) / hour)
    var series = HourlySeries()
    series.startMicroseconds = network.start.microseconds
    series.countries = [CountrySeries(country: "", visits: .init(repeating: 0, count: Int(hours)), orders: [])]
    return series.days
  }

  /// Adds gates on one metric; the tag must name something of the scenario. A gate that is there already counts once.
  mutating func add(_ name: MetricName, _ gates: [MetricGate], at mark: Mark, _ problems: inout Diagnostics) {
    if let problem = problem(of: name) { return problems.error(at: mark, problem.message, help: problem.help) }
    if gates.isEmpty {
      problems.error(at: mark, "\"\(name.text)\" has no gate", help: "for example \(MetricGate.kind.example)")
    }
    for gate in gates where !thresholds.contains(Threshold(name: name, gate: gate)) {
      thresholds.append(Threshold(name: name, gate: gate))
    }
  }

  /// Why runs have no figure of that name; nil when they have.
  func problem(of name: MetricName) -> ValueProblem? {
    let known = parts[name.scope] ?? []
    if name.scope == .run || known.contains(name.part) { return nil }
    return ValueProblem(
      "\"\(name.part)\" in \"\(name.text)\" is no \(name.scope.rawValue) of the scenario"
        + NearestName.suggestion(for: name.part, in: known),
      help: "write one of \(known.prefix(12).joined(separator: ", "))")
  }

  /// How a run stands to each threshold.
  func verdicts(_ result: RunResult) -> [ThresholdVerdict] { thresholds.map { $0.verdict(result) } }
}

extension Threshold {
  /// By where the run's figure lies, or its whole interval: one that lies on both sides of the limit decides nothing.
  func verdict(_ result: RunResult) -> ThresholdVerdict {
    var verdict = ThresholdVerdict(metric: name.text, gate: gate.text, value: nil, outcome: .noSamples)
    guard let sample = result.sample(name) else { return verdict }
    verdict.value = sample.value
    if let counts = sample.counts, counts.whole > 0, (0...counts.whole).contains(counts.part) {
      let interval = WilsonInterval(successes: counts.part, trials: counts.whole)
      (verdict.lower, verdict.upper) = (interval.lower, interval.upper)
    }
    guard let value = verdict.value else { return verdict }
    if gate.bound == .value {
      verdict.outcome = gate.holds(value) ? .pass : .fail
    } else if let lower = verdict.lower, let upper = verdict.upper {
      let isSame = gate.holds(lower) == gate.holds(upper)
      verdict.outcome = !isSame ? .inconclusive : gate.holds(lower) ? .pass : .fail
      if !isSame { verdict.reason = "the 95 % interval lies on both sides" }
    } else {
      verdict.outcome = .inconclusive
      verdict.reason = "one run gives no interval for \(name.metric)"
    }
    return verdict
  }
}
