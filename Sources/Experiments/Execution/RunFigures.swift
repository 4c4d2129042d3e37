public import Logistics

/// What experiments keep of a run: who it was, and its metrics by name.
public struct RunFigures: Sendable, Equatable {
  /// What names the run.
  public let key: RunKey
  /// The number of the replication.
  public let replication: UInt32
  /// The digest of all that happened, in 16 hexadecimal digits.
  public let fingerprint: String
  /// How many conservation checks failed.
  public let violations: Int
  private let samples: [MetricName: MetricSample]

  /// The figures of a run.
  public init(_ run: RunResult) {
    let identity = run.identity
    key = RunKey(
      version: identity.version, scenarioHash: identity.scenarioHash, seed: identity.seed,
      replication: identity.replication)
    replication = identity.replication
    fingerprint = run.fingerprint.text
    violations = run.invariants.violations.count
    samples = Dictionary(run.samples.map { ($0.name, $0.sample) }) { first, _ in first }
  }

  /// Figures that were stored.
  init(
    key: RunKey, replication: UInt32, fingerprint: String, violations: Int, samples: [MetricName: MetricSample]
  ) {
    self.key = key
    self.replication = replication
    self.fingerprint = fingerprint
    self.violations = violations
    self.samples = samples
  }

  /// The same with some of the metrics only, for experiments of many runs.
  func keeping(_ names: Set<MetricName>) -> RunFigures {
    RunFigures(
      key: key, replication: replication, fingerprint: fingerprint, violations: violations,
      samples: samples.filter { names.contains($0.key) })
  }

  /// What the run measured of a metric; nil when the scenario has no such country, node or provider.
  public subscript(_ name: MetricName) -> MetricSample? { samples[name] }
}
