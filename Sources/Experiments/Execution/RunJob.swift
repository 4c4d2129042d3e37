public import Logistics

/// A run that is to be done: a model and the random numbers it gets.
public struct RunJob: Sendable {
  /// The model.
  public let model: Model
  /// The seed of all random streams.
  public let seed: UInt64
  /// The number of the replication.
  public let replication: UInt32

  /// A run of a model; the scenario's own seed when none is given.
  public init(_ model: Model, seed: UInt64? = nil, replication: UInt32) {
    self.model = model
    self.seed = seed ?? model.seed
    self.replication = replication
  }

  /// What names the run.
  public var key: RunKey { RunKey(scenarioHash: model.hash, seed: seed, replication: replication) }
}
