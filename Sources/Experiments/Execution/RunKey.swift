internal import Logistics
internal import Scenario

/// What names a run: equal keys mean equal results, so that a run with a known key need not run again.
///
/// It is the SHA-256 of engine version, scenario hash, seed and replication. Threads are not in it: they do not show.
public struct RunKey: Hashable, Sendable, Comparable {
  /// 32 hexadecimal digits.
  public let text: String

  /// The key of a run by this version of the engine.
  public init(scenarioHash: String, seed: UInt64, replication: UInt32) {
    self.init(version: EngineVersion.current, scenarioHash: scenarioHash, seed: seed, replication: replication)
  }

  /// The key of a run.
  init(version: String, scenarioHash: String, seed: UInt64, replication: UInt32) {
    text = String(SHA256.hexDigest(of: "\(version)\n\(scenarioHash)\n\(seed)\n\(replication)\n").prefix(32))
  }

  /// A key that was stored.
  init(stored text: String) { self.text = text }

  /// By digits, for stable listings.
  public static func < (a: RunKey, b: RunKey) -> Bool { a.text < b.text }
}
