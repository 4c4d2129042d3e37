public import Logistics
public import Scenario

/// A study: a scenario, the points at which it runs, and how often.
public struct Study: Sendable {
  /// The name: its file's name without the extension.
  public let name: String
  /// The hash that names the resolved study.
  public let hash: String
  /// The resolved study, all defaults expanded.
  public let definition: String
  /// The scenario's file, to be opened from the working folder.
  public let scenario: String
  /// The seed of all runs; the scenario's own when nil.
  public let seed: UInt64?
  /// The variables, in the order written.
  public let variables: [StudyVariable]
  /// The points of the design, in their order.
  public let points: [StudyPoint]
  /// How many replications each point has.
  public let replications: ReplicationPlan
  /// What is reported.
  public let metrics: [MetricName]
  /// What every point must pass.
  public let gates: [StudyGate]
  /// Where names of metrics stand, for messages about models that lack them.
  let metricMarks: [(name: MetricName, mark: Mark)]

  /// All metrics that anything in the study asks for, each once.
  public var askedMetrics: [MetricName] {
    var seen: Set<MetricName> = []
    return metricMarks.map(\.name).filter { seen.insert($0).inserted }
  }
}

/// A field, or several, that a study varies.
public struct StudyVariable: Sendable {
  /// Its name.
  public let name: String
  /// The fields of the scenario that take its values.
  public let paths: [String]
  /// The values in the order written.
  public let values: [Setting]
  /// What reports call them.
  public let labels: [String]
  /// The word of the variables that it moves together with.
  let zip: String?
  /// Where it stands.
  let mark: Mark
}

/// A point of a study: one value of each variable.
public struct StudyPoint: Sendable {
  /// Its place in the design, from 0.
  public let place: Int
  /// What changes in the scenario there, the study's own settings first.
  public let design: DesignPoint
  /// The value of each variable, in their order.
  public let values: [String]
  /// Where each override stands.
  let marks: [Mark]
}

/// A gate on the estimate of a metric at every point.
public struct StudyGate: Sendable {
  /// The metric.
  public let name: MetricName
  /// What must hold.
  public let gate: MetricGate
}

/// How many replications a point has.
public enum ReplicationPlan: Sendable, Equatable {
  /// A fixed number.
  case fixed(Int)
  /// Until every metric is precise enough.
  case until([PrecisionGoal], minimum: Int, maximum: Int)

  /// The replications of the first round.
  public var first: Int {
    switch self {
    case .fixed(let count): count
    case .until(_, let minimum, _): minimum
    }
  }

  /// How many replications there are after the next round: a quarter more, two at least.
  public func next(after count: Int) -> Int {
    switch self {
    case .fixed(let all): all
    case .until(_, _, let maximum): min(maximum, count + max(2, (count + 3) / 4))
    }
  }
}

/// A metric with the relative error that its interval should have.
public struct PrecisionGoal: Sendable, Equatable {
  /// The metric.
  public let name: MetricName
  /// The relative error, as 0.05.
  public let relativeError: Double
}
