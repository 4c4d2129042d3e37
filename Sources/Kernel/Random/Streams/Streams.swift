/// All the random streams of one replication, named by purpose: `streams["parcel-weight"][parcel]`.
///
/// A stream is a function of (seed, replication, purpose, entity) alone. Nothing shifts because somebody else drew,
/// in whatever order and on whatever thread: common random numbers survive edits of the model.
public struct Streams: Sendable {
  /// The seed of the run.
  public let seed: UInt64
  /// The number of the replication.
  public let replication: UInt32

  /// Makes the streams of a replication.
  public init(seed: UInt64, replication: UInt32 = 0) {
    self.seed = seed
    self.replication = replication
  }

  /// The family of streams for one purpose; look it up once, before the run.
  public subscript(_ purpose: String) -> StreamFamily {
    StreamFamily(key: Philox.block(low: Self.hash(purpose), high: UInt64(replication), key: seed).0)
  }

  /// FNV-1a over the UTF-8 bytes: the same in every process, unlike `Hasher`.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// The streams of one purpose, a stream per entity.
@frozen public struct StreamFamily: Sendable, BitwiseCopyable {
  /// The generator's key: what seed, replication and purpose come down to.
  public let key: UInt64
  @inlinable init(key: UInt64) { self.key = key }

  /// The stream of an entity, from its beginning; it costs nothing until the first draw.
  @inlinable public subscript(_ entity: UInt64) -> RandomStream { RandomStream(key: key, entity: entity) }

  /// The stream of an entity within a sub-purpose, such as an attempt or a leg, from its beginning.
  @inlinable public subscript(_ entity: UInt64, _ part: UInt32) -> RandomStream {
    RandomStream(key: Philox.block(low: UInt64(part), high: ~0, key: key).0, entity: entity)
  }
}
