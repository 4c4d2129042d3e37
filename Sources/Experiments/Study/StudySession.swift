public import Logistics
internal import Scenario

/// A study with its models: what runs, where it is kept, and what came out.
public struct StudySession: Sendable {
  /// The study.
  public let study: Study
  /// The model of each point.
  public let models: [Model]
  /// The part of the runs that is this process's; nil for all.
  public let shard: Shard?

  /// A study that is ready to run; `models` are those of its points.
  public init(_ study: Study, models: [Model], shard: Shard? = nil) {
    precondition(models.count == study.points.count, "a point has one model")
    self.study = study
    self.models = models
    self.shard = shard
  }

  /// The seed of the runs of a point.
  public func seed(_ point: Int) -> UInt64 { study.seed ?? models[point].seed }

  /// What the results store keeps of the study.
  public var experiment: ExperimentRow {
    ExperimentRow(
      kind: "study", name: study.name, definition: study.definition, version: EngineVersion.current,
      points: study.points.map { point in
        ExperimentRow.PointRow(
          label: point.design.label, seed: seed(point.place), scenarioHash: models[point.place].hash,
          scenario: models[point.place].resolvedScenario, overrides: point.design.overrides,
          values: study.variables.enumerated().map { place, variable in
            let value = point.values[place]
            let step = variable.values.firstIndex { $0.text == value } ?? 0
            return ExperimentRow.Value(variable: variable.name, value: value, label: variable.labels[step])
          })
      })
  }

  /// A run of a study.
  public struct PlannedRun: Sendable {
    /// The place of its point.
    public let point: Int
    /// The number of its replication.
    public let replication: UInt32
    /// What names it.
    public let key: RunKey
  }

  /// The runs of this process that are known before any has run: all of a fixed number, the first round of a rule.
  public var plannedRuns: [PlannedRun] {
    study.points.indices.flatMap { point in
      owned(point, in: 0..<study.replications.first).map {
        PlannedRun(point: point, replication: $0, key: job(point, $0).key)
      }
    }
  }

  /// The run of a replication at a point.
  public func job(_ point: Int, _ replication: UInt32) -> RunJob {
    RunJob(models[point], seed: seed(point), replication: replication)
  }

  /// The replications of a point that this process does.
  ///
  /// With a fixed number, runs are dealt one by one; with a rule, a part has whole points, because the rule needs all of them.
  func owned(_ point: Int, in replications: Range<Int>) -> [UInt32] {
    guard let shard else { return replications.map { UInt32($0) } }
    switch study.replications {
    case .fixed(let count):
      return replications.filter { shard.owns(point * count + $0) }.map { UInt32($0) }
    case .until: return shard.owns(point) ? replications.map { UInt32($0) } : []
    }
  }
}
