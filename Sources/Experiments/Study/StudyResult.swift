internal import Kernel
public import Logistics

/// What the runs of a study say, point by point.
public struct StudyResult: Sendable {
  /// A point with its estimates.
  public struct Point: Sendable {
    /// The point.
    public let point: StudyPoint
    /// The hash of its scenario.
    public let scenarioHash: String
    /// The runs in the order of their replications.
    public let runs: [RunFigures]
    /// How the number of replications came about.
    public let rule: Rule
    /// The metrics that the study reports.
    public let estimates: [MetricEstimate]
    /// How the point stands to each gate.
    public let verdicts: [Verdict]

    /// Conservation checks that failed, in all runs.
    public var violations: Int { runs.reduce(0) { $0 + $1.violations } }
  }

  /// How the number of replications of a point came about.
  public enum Rule: String, Sendable {
    /// It was fixed.
    case fixed
    /// All intervals are narrow enough.
    case met
    /// The most replications did not suffice.
    case maximum
    /// The study was interrupted, or this process has only a part of the runs.
    case open
  }

  /// How a point stands to a gate.
  public struct Verdict: Sendable {
    /// The gate.
    public let gate: StudyGate
    /// The estimate that was compared.
    public let estimate: MetricEstimate
    /// How it ends.
    public let outcome: ThresholdVerdict.Outcome
  }

  /// The study.
  public let study: Study
  /// The points in their order.
  public let points: [Point]
  /// Runs done now.
  public let ran: Int
  /// Runs that were known before.
  public let known: Int
  /// Whether all runs of this process are there.
  public let isWhole: Bool
  /// The part of the runs that this process had; nil for all.
  public let shard: Shard?

  /// Whether every gate holds at every point, and no conservation check failed.
  public var passes: Bool {
    isWhole && shard == nil
      && points.allSatisfy { $0.violations == 0 && $0.verdicts.allSatisfy { $0.outcome == .pass } }
  }

  init(_ session: StudySession, _ figures: [[RunFigures]], ran: Int, known: Int, isWhole: Bool) {
    study = session.study
    shard = session.shard
    (self.ran, self.known, self.isWhole) = (ran, known, isWhole)
    points = session.study.points.map { point in
      let runs = figures[point.place]
      return Point(
        point: point, scenarioHash: session.models[point.place].hash, runs: runs,
        rule: Self.rule(session, runs, isWhole),
        estimates: session.study.metrics.map { MetricEstimate($0, runs) },
        verdicts: session.study.gates.map { gate in
          let estimate = MetricEstimate(gate.name, runs)
          return Verdict(gate: gate, estimate: estimate, outcome: estimate.outcome(gate.gate))
        })
    }
  }

  private static func rule(_ session: StudySession, _ runs: [RunFigures], _ isWhole: Bool) -> Rule {
    switch session.study.replications {
    case .fixed(let count): return runs.count == count ? .fixed : .open
    case .until(let goals, let minimum, let maximum):
      if runs.count >= minimum, goals.allSatisfy({ $0.isMet(by: runs, minimum: minimum) }) { return .met }
      return runs.count >= maximum ? .maximum : .open
    }
  }
}

extension PrecisionGoal {
  /// Whether the interval over replications is narrow enough; those that measured nothing do not count.
  func isMet(by runs: [RunFigures], minimum: Int) -> Bool {
    guard let interval = MetricEstimate(name, runs).interval else { return false }
    return StoppingRule(relativeError: relativeError, minimum: Int64(minimum)).isPrecise(interval)
  }
}

extension Study {
  /// Runs a study file from beginning to end and tells how its points stand to its gates; keeps nothing.
  ///
  /// - Throws: `Diagnostics` when the study or its scenario is wrong.
  public static func run(
    path: String, _ pool: RunPool, while goesOn: @escaping @Sendable () -> Bool = { true }
  ) throws -> StudyResult {
    let study = try load(path: path)
    return try StudySession(study, models: study.models()).run(pool, while: goesOn)
  }
}
