public import Logistics

/// Runs of several models, done once each and kept: whoever asks for a run twice, or for one that a results store has, gets what is
/// there.
public struct RunBook {
  /// Told of every run that was done, one at a time on the calling thread.
  public typealias Listener = (_ variant: Int, _ result: RunResult) throws -> Void

  /// The models, variant by variant.
  public private(set) var models: [Model]
  /// The seed of all runs.
  public let seed: UInt64
  private let pool: RunPool
  private var known: [RunKey: RunFigures] = [:]
  /// Runs that were done.
  public private(set) var done = 0
  /// Runs that were taken from the store.
  public private(set) var reused = 0

  /// A book without runs.
  public init(_ models: [Model], seed: UInt64, pool: RunPool) {
    self.models = models
    self.seed = seed
    self.pool = pool
  }

  /// Adds a model and returns its place.
  public mutating func add(_ model: Model) -> Int {
    models.append(model)
    return models.count - 1
  }

  /// A run that is wanted.
  public struct Page: Sendable, Hashable {
    /// The place of its model.
    public let variant: Int
    /// The number of its replication.
    public let replication: UInt32

    /// A run.
    public init(_ variant: Int, _ replication: UInt32) {
      self.variant = variant
      self.replication = replication
    }
  }

  /// The figures of runs, in the order asked for; nil when told to stop.
  ///
  /// - Parameters:
  ///   - pages: The runs.
  ///   - store: Where runs may be already.
  ///   - goesOn: Asked often, by all workers.
  ///   - finished: Told of each run that was done.
  /// - Throws: What the listener throws, and ``ResultsStoreError``.
  public mutating func figures(
    of pages: [Page], store: ResultsStore? = nil, while goesOn: @escaping @Sendable () -> Bool = { true },
    finished: Listener = { _, _ in }
  ) throws -> [RunFigures]? {
    let jobs = pages.map { RunJob(models[$0.variant], seed: seed, replication: $0.replication) }
    let keys = jobs.map(\.key)
    if let store {
      let found = try store.figures(of: Set(keys.filter { known[$0] == nil }).sorted())
      reused += found.count
      known.merge(found) { first, _ in first }
    }
    var wanted = Set<RunKey>()
    let missing = jobs.indices.filter { known[keys[$0]] == nil && wanted.insert(keys[$0]).inserted }
    var fresh: [(RunKey, RunFigures)] = []
    let isWhole = try pool.run(missing.map { jobs[$0] }, while: goesOn) { (place, result) throws in
      fresh.append((keys[missing[place]], RunFigures(result)))
      try finished(pages[missing[place]].variant, result)
    }
    done += fresh.count
    known.merge(fresh) { first, _ in first }
    return isWhole ? keys.map { known[$0]! } : nil
  }

  /// How many conservation checks failed in all runs together.
  public var violations: Int { known.values.reduce(0) { $0 + $1.violations } }
}
