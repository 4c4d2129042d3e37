/// What a trace says about itself before its first record: enough to run the scenario again and to read every number.
public struct TraceHeader: Hashable, Sendable {
  /// The resolved scenario, all defaults expanded, as UTF-8 text.
  public var scenario: String
  /// The hash that names the scenario.
  public var scenarioHash: String
  /// The scenario's name.
  public var scenarioName: String
  /// The seed of the run.
  public var seed: UInt64
  /// The replication of the run.
  public var replication: UInt32
  /// The version of the engine that wrote the file.
  public var engineVersion: String
  /// The version of the random numbers: equal versions draw equal numbers.
  public var randomVersion: UInt32
  /// Instant zero of ``TraceRecord/time``, in microseconds since 1970-01-01T00:00:00Z.
  public var epoch: Int64
  /// Times are rounded down to multiples of this many microseconds; 1 keeps them as they are.
  public var quantum: Int64
  /// The kinds of record, at most 256, by growing id.
  public var kinds: [TraceKind]
  /// The lists that records point into.
  public var dictionaries: [TraceDictionary]
  /// The names of the regions; a block's region is an index into them. May be empty.
  public var regions: [String]
  /// How the file came from another trace, such as `cut of run.trace.zst`; empty for what a run wrote.
  public var derivation: String

  /// Makes a header.
  public init(
    scenario: String = "", scenarioHash: String = "", scenarioName: String = "", seed: UInt64 = 0,
    replication: UInt32 = 0, engineVersion: String = "", randomVersion: UInt32 = 1, epoch: Int64 = 0,
    quantum: Int64 = 1, kinds: [TraceKind], dictionaries: [TraceDictionary] = [], regions: [String] = [],
    derivation: String = ""
  ) {
    self.scenario = scenario
    self.scenarioHash = scenarioHash
    self.scenarioName = scenarioName
    self.seed = seed
    self.replication = replication
    self.engineVersion = engineVersion
    self.randomVersion = randomVersion
    self.epoch = epoch
    self.quantum = quantum
    self.kinds = kinds.sorted { $0.id < $1.id }
    self.dictionaries = dictionaries
    self.regions = regions
    self.derivation = derivation
  }
}
