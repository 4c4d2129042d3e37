/// A buffer of records of one region, in time order, that passes from hand to hand without being copied.
///
/// Whoever holds a block owns it: the region that fills it, then the writer, then the pool. Nothing checks this at run
/// time, and nothing needs a lock, because a block is in one pair of hands at a time.
public final class RecordBlock: @unchecked Sendable {
  /// Records in a full block.
  public static let fullCapacity = 16_384

  /// The region whose records these are.
  public var region: UInt16
  /// The number of records.
  @inlinable public var count: Int { storedCount }
  @usableFromInline var storedCount = 0
  /// The records; the first `count` of `capacity` are initialised.
  public let records: UnsafeMutablePointer<TraceRecord>
  /// The number of records that fit.
  public let capacity: Int

  /// Makes an empty block; usually ``RecordBlockPool/take(region:)`` does.
  public init(region: UInt16 = 0, capacity: Int = RecordBlock.fullCapacity) {
    precondition(capacity > 0 && capacity <= RecordBlock.fullCapacity, "a block holds 1 to 16,384 records")
    self.region = region
    self.capacity = capacity
    records = .allocate(capacity: capacity)
  }

  deinit { records.deallocate() }

  /// Whether another record would not fit.
  @inlinable public var isFull: Bool { count == capacity }
  /// Whether there is no record.
  @inlinable public var isEmpty: Bool { count == 0 }

  /// Adds a record, which may not be earlier than the one before it.
  @inlinable public func append(_ record: TraceRecord) {
    precondition(storedCount < capacity, "record block is full")
    assert(storedCount == 0 || records[storedCount - 1].time <= record.time, "record in the block's past")
    records[storedCount] = record
    storedCount &+= 1
  }

  /// Forgets all records.
  @inlinable public func removeAll() { storedCount = 0 }

  /// The records as a buffer; valid while the block is in the caller's hands.
  @inlinable public var buffer: UnsafeBufferPointer<TraceRecord> { UnsafeBufferPointer(start: records, count: count) }

  /// Says how many records were written through ``records`` directly.
  @inlinable public func setCount(_ newCount: Int) {
    precondition(newCount >= 0 && newCount <= capacity, "count beyond the block's capacity")
    storedCount = newCount
  }
}
