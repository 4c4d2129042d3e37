public import Experiments
public import Logistics

/// What `doorstep compare` found, with all that it takes to find it again.
public struct ComparisonReport: Sendable {
  /// What a variant is.
  public struct Variant: Sendable {
    /// What the report calls it.
    public let label: String
    /// The name of its scenario.
    public let scenario: String
    /// The hash of its resolved scenario.
    public let hash: String
    /// What was changed in the scenario's file, `path=value` each.
    public let overrides: [String]

    /// A variant.
    public init(label: String, scenario: String, hash: String, overrides: [String]) {
      self.label = label
      self.scenario = scenario
      self.hash = hash
      self.overrides = overrides
    }
  }

  /// A gate on a difference, and how it stands.
  public struct GateVerdict: Sendable {
    /// The place of the variant.
    public let variant: Int
    /// The metric.
    public let name: MetricName
    /// What must hold of the difference.
    public let gate: MetricGate
    /// Whether it does.
    public let outcome: ThresholdVerdict.Outcome

    /// A verdict.
    public init(variant: Int, name: MetricName, gate: MetricGate, outcome: ThresholdVerdict.Outcome) {
      self.variant = variant
      self.name = name
      self.gate = gate
      self.outcome = outcome
    }
  }

  /// A selection, and what fresh replications say of it.
  public struct Choice: Sendable {
    /// What was asked.
    public var plan: SelectionPlan
    /// What was selected by.
    public var metric: MetricName
    /// How it went.
    public var selection: Selection
    /// The winner against the runner-up on replications that had no part in the selection; nil without a winner.
    public var fresh: Comparison?

    /// A choice.
    public init(plan: SelectionPlan, metric: MetricName, selection: Selection, fresh: Comparison?) {
      self.plan = plan
      self.metric = metric
      self.selection = selection
      self.fresh = fresh
    }
  }

  /// The engine's version.
  public var version: String
  /// The seed of all runs.
  public var seed: UInt64
  /// Replications of each variant in the comparison, and fresh ones after a selection.
  public var replications: Int
  /// Runs that were done, and runs that were there already.
  public var runs: (done: Int, reused: Int)
  /// The variants; the first is what the others are held against.
  public var variants: [Variant]
  /// All against the first; nil when a selection was asked for.
  public var comparison: Comparison?
  /// The selection, when one was asked for.
  public var choice: Choice?
  /// The gates on differences.
  public var gates: [GateVerdict] = []

  /// A report.
  public init(version: String, seed: UInt64, replications: Int, runs: (done: Int, reused: Int), variants: [Variant]) {
    self.version = version
    self.seed = seed
    self.replications = replications
    self.runs = runs
    self.variants = variants
  }

  /// The line that opens the report.
  public var head: String {
    "doorstep \(version), \(variants.count) variants of \(variants[0].scenario) \(variants[0].hash.prefix(12)), seed \(seed), "
      + "\(grouped(replications)) replications"
  }
}

/// A gate on a difference in one sentence.
public func sentence(_ verdict: ComparisonReport.GateVerdict, _ report: ComparisonReport) -> String {
  let word =
    switch verdict.outcome {
    case .pass: "holds"
    case .fail: "failed"
    case .inconclusive: "is inconclusive: the interval lies on both sides"
    case .noSamples: "had nothing to measure"
    }
  return "\(verdict.name.text) of \(report.variants[verdict.variant].label) less that of \(report.variants[0].label): "
    + "\(verdict.gate.text) \(word)"
}
