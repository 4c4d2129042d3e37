internal import Synchronization

/// Blocks waiting to be filled again, so that a running simulation allocates none.
///
/// The pool grows to the largest number of blocks that were in use at once: one per region, the writer's queue, and the
/// one being written.
public final class RecordBlockPool: Sendable {
  private let blocks = Mutex<[RecordBlock]>([])

  /// Makes an empty pool.
  public init() {}

  /// An empty block of the region: a returned one when there is one, else a new one.
  public func take(region: UInt16) -> RecordBlock {
    let block = blocks.withLock { $0.popLast() } ?? RecordBlock()
    block.region = region
    return block
  }

  /// Takes a block back; the caller must not touch it any more.
  public func give(_ block: RecordBlock) {
    block.removeAll()
    blocks.withLock { $0.append(block) }
  }

  /// The number of blocks waiting.
  public var count: Int { blocks.withLock { $0.count } }
}
