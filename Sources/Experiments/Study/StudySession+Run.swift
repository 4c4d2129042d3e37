internal import Logistics

extension StudySession {
  /// What the session tells while it runs.
  public enum News: Sendable, Equatable {
    /// So many runs are to be done now, beside those that are known; more may follow with a rule.
    case round(runs: Int)
    /// A run was done, and kept.
    case done(point: Int)
  }

  /// Does the runs that are not known yet, round by round, and returns what all of them say.
  ///
  /// - Parameters:
  ///   - pool: The workers.
  ///   - store: Where runs are kept, one transaction each, and where known ones are found; nil to keep nothing.
  ///   - goesOn: Asked often; once it is false the session ends, with what is done so far.
  ///   - tell: Told what happens, on the calling thread.
  public func run(
    _ pool: RunPool, store: ResultsStore? = nil, while goesOn: @escaping @Sendable () -> Bool = { true },
    tell: (News) -> Void = { _ in }
  ) throws(ResultsStoreError) -> StudyResult {
    var places = try Places(self, store)
    var active = Array(study.points.indices)
    var target = study.replications.first
    var isWhole = true
    while !active.isEmpty && isWhole {
      isWhole = try places.complete(active, upTo: target, pool, while: goesOn, tell)
      guard isWhole, case .until(let goals, let minimum, let maximum) = study.replications, target < maximum else {
        break
      }
      active.removeAll { point in
        owned(point, in: 0..<1).isEmpty || places.isPrecise(point, goals, minimum: minimum)
      }
      target = study.replications.next(after: target)
    }
    return StudyResult(self, places.figures, ran: places.ran, known: places.known, isWhole: isWhole)
  }
}

/// The figures that a session has, point by point in the order of replications, and the way to more of them.
private struct Places {
  private(set) var figures: [[RunFigures]]
  private(set) var ran = 0
  private(set) var known = 0
  private let session: StudySession
  private let store: ResultsStore?
  private let stored: [StoredPoint]
  private let asked: Set<MetricName>

  init(_ session: StudySession, _ store: ResultsStore?) throws(ResultsStoreError) {
    self.session = session
    self.store = store
    figures = session.models.map { _ in [] }
    asked = Set(session.study.askedMetrics)
    stored = try store?.begin(session.experiment) ?? []
  }

  /// Gives points all replications of this process below a number; false when told to stop before that.
  mutating func complete(
    _ points: [Int], upTo target: Int, _ pool: RunPool, while goesOn: @escaping @Sendable () -> Bool,
    _ tell: (StudySession.News) -> Void
  ) throws(ResultsStoreError) -> Bool {
    var wanted: [(point: Int, job: RunJob, key: RunKey)] = []
    for point in points {
      let have = Int(figures[point].last.map { $0.replication + 1 } ?? 0)
      for replication in session.owned(point, in: have..<max(have, target)) {
        let job = session.job(point, replication)
        wanted.append((point, job, job.key))
      }
    }
    var found = try store?.figures(of: wanted.map(\.key), only: asked) ?? [:]
    known += wanted.count { found[$0.key] != nil }
    if let store {
      for point in points {
        let keys = wanted.filter { $0.point == point && found[$0.key] != nil }.map(\.key)
        if !keys.isEmpty { try store.link(keys, to: stored[point]) }
      }
    }
    // Two points may be the same scenario: their runs are done once.
    var seen = Set(found.keys)
    let missing = wanted.filter { seen.insert($0.key).inserted }
    tell(.round(runs: missing.count))
    let isWhole = try pool.run(missing.map(\.job), while: goesOn) { (place, run) throws(ResultsStoreError) in
      let (point, _, key) = missing[place]
      try store?.add(run, point: stored[point])
      found[key] = RunFigures(run).keeping(asked)
      ran += 1
      tell(.done(point: point))
    }
    let shared = Set(missing.map(\.key))
    for (point, _, key) in wanted {
      guard let run = found[key] else { continue }
      if let store, shared.contains(key) { try store.link([key], to: stored[point]) }
      figures[point].append(run)
    }
    return isWhole
  }

  /// Whether the intervals of all goals are narrow enough.
  func isPrecise(_ point: Int, _ goals: [PrecisionGoal], minimum: Int) -> Bool {
    goals.allSatisfy { $0.isMet(by: figures[point], minimum: minimum) }
  }
}
