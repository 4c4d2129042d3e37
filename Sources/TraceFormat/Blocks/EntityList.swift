/// The entities of a block's records, in their order; one that was seen a short while ago is left out, because whoever
/// needs the distinct ones must sort, and sorting costs more.
final class EntityList {
  private static let recentBits: UInt64 = 10

  let ids: UnsafeMutablePointer<UInt64>
  private(set) var count = 0
  /// Ids seen lately, by hash.
  private let recent: UnsafeMutablePointer<UInt64>

  init() {
    // One place more than a block can need: the place behind the last id is written before it is known to be new.
    ids = .allocate(capacity: RecordBlock.fullCapacity + 1)
    recent = .allocate(capacity: 1 << Int(Self.recentBits))
  }

  deinit {
    ids.deallocate()
    recent.deallocate()
  }

  func removeAll() {
    recent.update(repeating: 0, count: 1 << Int(Self.recentBits))
    count = 0
  }

  /// Adds the entities of the records whose kind, by its index, may have one.
  func append(
    _ records: UnsafeBufferPointer<TraceRecord>, kinds: UnsafePointer<UInt8>,
    forbidden: UnsafePointer<KindTable.Forbidden>
  ) {
    let (ids, recent) = (ids, recent)
    var count = count
    for i in records.indices {
      let id = records[i].entity
      let slot = Int(truncatingIfNeeded: (id &* 0x9E37_79B9_7F4A_7C15) &>> (64 - Self.recentBits))
      // No branch, because nobody can predict it. Zero marks an empty slot, so the id 0 is never left out.
      let isNew = recent[slot] != id || id == 0
      recent[slot] = id
      ids[count] = id
      count &+= isNew && forbidden[Int(kinds[i])].entity == 0 ? 1 : 0
    }
    self.count = count
  }
}
