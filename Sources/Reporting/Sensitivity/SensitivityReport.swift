public import Experiments
public import Logistics

/// What `doorstep sensitivity` found, with all that it takes to find it again.
public struct SensitivityReport: Sendable {
  /// A field that could not be moved, and why.
  public struct Refusal: Sendable, Equatable {
    /// The path.
    public let path: String
    /// Why: the first problem that the scenario has then.
    public let reason: String

    /// A refusal.
    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// The findings in one metric, the most influential first.
  public struct Section: Sendable {
    /// The metric.
    public let name: MetricName
    /// The scenario's own figure.
    public let base: MetricEstimate
    /// One at a time; empty for walks.
    public let changes: [OneAtATime]
    /// By walks; empty for one at a time.
    public let screenings: [Screening]

    /// Findings, which are put in order: by influence, then as the scenario has them.
    public init(_ name: MetricName, base: MetricEstimate, changes: [OneAtATime], screenings: [Screening]) {
      self.name = name
      self.base = base
      self.changes = changes.enumerated().sorted {
        ($1.element.influence, $0.offset) < ($0.element.influence, $1.offset)
      }.map(\.element)
      self.screenings = screenings.enumerated().sorted {
        ($1.element.influence, $0.offset) < ($0.element.influence, $1.offset)
      }.map(\.element)
    }
  }

  /// The engine's version.
  public var version: String
  /// The scenario's name.
  public var scenario: String
  /// The hash of the scenario as written.
  public var hash: String
  /// The seed of all runs.
  public var seed: UInt64
  /// Replications of each change, or walks.
  public var replications: Int
  /// The level of intervals.
  public var level: Double
  /// How many fields were moved.
  public var fields: Int
  /// How many rows are shown of each metric; all are in JSON and CSV.
  public var shown: Int
  /// Runs that were done, and runs that were there already.
  public var runs: (done: Int, reused: Int) = (0, 0)
  /// The findings, metric by metric.
  public var sections: [Section] = []
  /// Fields that could not be moved.
  public var refusals: [Refusal] = []

  /// A report without findings.
  public init(
    version: String, scenario: String, hash: String, seed: UInt64, replications: Int, level: Double, fields: Int,
    shown: Int
  ) {
    self.version = version
    self.scenario = scenario
    self.hash = hash
    self.seed = seed
    self.replications = replications
    self.level = level
    self.fields = fields
    self.shown = shown
  }

  /// The line that opens the report.
  public var head: String {
    let isWalk = sections.contains { !$0.screenings.isEmpty }
    return
      "doorstep \(version), sensitivity of \(scenario) \(hash.prefix(12)) to \(grouped(fields)) numbers, seed \(seed), "
      + "\(grouped(replications)) \(isWalk ? "walks" : "replications")"
  }
}
