/// The largest id so far of each family of entities: of a block while it is coded, and of the file between blocks.
///
/// A family is the upper 24 bits of an id, a serial the lower 40. A block names its families with the largest serial
/// before it, so that it can be decoded alone.
final class FamilyTable {
  static let serialBits: UInt64 = 40
  static let serialMask: UInt64 = (1 << 40) - 1
  /// Families a block can have; with more, its entities are plain integers.
  static let limit = 255
  /// Families the file remembers; those beyond start anew in each block.
  private static let remembered = 4096
  private static let slotCount = 1024

  /// A family that was looked up last.
  struct Recent {
    var prefix: UInt64
    var family: Int
    /// No id has this prefix.
    static let none = Recent(prefix: .max, family: 0)
  }

  /// By kind index: the family of the kind's last record; most kinds stay within one.
  let recentByKind: UnsafeMutablePointer<Recent>

  private var known: [UInt64: UInt64] = [:]
  private let slots: UnsafeMutablePointer<Int16>
  /// By family of this block: its prefix.
  let prefixes: UnsafeMutablePointer<UInt64>
  /// By family of this block: the largest serial before the block.
  let bases: UnsafeMutablePointer<UInt64>
  /// By family of this block: the largest serial so far.
  let largest: UnsafeMutablePointer<UInt64>
  private(set) var count = 0

  init() {
    slots = .allocate(capacity: Self.slotCount)
    recentByKind = .allocate(capacity: 256)
    prefixes = .allocate(capacity: Self.limit)
    bases = .allocate(capacity: Self.limit)
    largest = .allocate(capacity: Self.limit)
    beginBlock()
  }

  deinit {
    slots.deallocate()
    recentByKind.deallocate()
    prefixes.deallocate()
    bases.deallocate()
    largest.deallocate()
  }

  func beginBlock() {
    slots.update(repeating: -1, count: Self.slotCount)
    recentByKind.update(repeating: .none, count: 256)
    count = 0
  }

  /// The number of an id's family in this block, or nil when the block has too many.
  func find(_ entity: UInt64) -> Int? {
    let prefix = entity &>> Self.serialBits
    var slot = Int(truncatingIfNeeded: (prefix &* 0x9E37_79B9_7F4A_7C15) &>> 54)
    while slots[slot] >= 0 {
      let family = Int(slots[slot])
      if prefixes[family] == prefix { return family }
      slot = (slot &+ 1) & (Self.slotCount &- 1)
    }
    return add(prefix, slot: slot, serial: entity & Self.serialMask)
  }

  @inline(never) private func add(_ prefix: UInt64, slot: Int, serial: UInt64) -> Int? {
    guard count < Self.limit else { return nil }
    let base = known[prefix] ?? (serial == 0 ? 0 : serial - 1)
    prefixes[count] = prefix
    bases[count] = base
    largest[count] = base
    slots[slot] = Int16(count)
    count += 1
    return count - 1
  }

  /// Remembers the block's largest serials for the blocks behind it.
  func endBlock() {
    for family in 0..<count where known.count < Self.remembered || known[prefixes[family]] != nil {
      known[prefixes[family]] = largest[family]
    }
  }
}
