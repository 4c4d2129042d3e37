/// Rows of one trivial type with a free list: memory follows the rows in use, not the rows ever made.
///
/// Rows are addressed by a 32-bit number that stays valid until ``free(_:)``. Growing doubles the storage; in steady state
/// nothing is allocated. Taking the row freed last keeps the working set small. All steps are O(1).
///
/// A table is a handle to storage that its region owns and releases with ``deallocate()``: a `let` in a class, so that no
/// access to a row pays for Swift's exclusivity checks.
struct Table<Row: BitwiseCopyable> {
  private struct Storage {
    var rows: UnsafeMutablePointer<Row>
    var capacity: Int
    /// The rows ever touched: everything below is in use or in the free list.
    var highWater = 0
    var freeRows: UnsafeMutablePointer<UInt32>
    var freeCount = 0
  }

  private let storage: UnsafeMutablePointer<Storage>

  init(minimumCapacity: Int = 1024) {
    storage = .allocate(capacity: 1)
    storage.initialize(
      to: Storage(
        rows: .allocate(capacity: minimumCapacity), capacity: minimumCapacity,
        freeRows: .allocate(capacity: minimumCapacity)))
  }

  /// Releases the storage; no handle may be used afterwards.
  func deallocate() {
    storage.pointee.rows.deallocate()
    storage.pointee.freeRows.deallocate()
    storage.deallocate()
  }

  /// Rows in use.
  var count: Int { storage.pointee.highWater - storage.pointee.freeCount }

  /// The most rows that were ever in use at once: what the table's memory follows.
  var mostUsed: Int { storage.pointee.highWater }
  /// The rows in use, in the order of their numbers. O(rows ever in use at once); for checks and reports.
  var used: [Row] {
    let free = Set((0..<storage.pointee.freeCount).map { storage.pointee.freeRows[$0] })
    return (0..<storage.pointee.highWater).filter { !free.contains(UInt32($0)) }.map { storage.pointee.rows[$0] }
  }

  /// Takes a free row and gives it a value.
  @inline(__always) func insert(_ row: Row) -> UInt32 {
    if storage.pointee.freeCount > 0 {
      storage.pointee.freeCount &-= 1
      let index = storage.pointee.freeRows[storage.pointee.freeCount]
      storage.pointee.rows[Int(index)] = row
      return index
    }
    if storage.pointee.highWater == storage.pointee.capacity { grow() }
    let index = storage.pointee.highWater
    storage.pointee.rows[index] = row
    storage.pointee.highWater = index &+ 1
    return UInt32(truncatingIfNeeded: index)
  }

  /// Gives a row back; its number may be handed out again.
  @inline(__always) func free(_ index: UInt32) {
    assert(Int(index) < storage.pointee.highWater, "freed a row that was never made")
    storage.pointee.freeRows[storage.pointee.freeCount] = index
    storage.pointee.freeCount &+= 1
  }

  subscript(index: UInt32) -> Row {
    @inline(__always) unsafeAddress { UnsafePointer(storage.pointee.rows + Int(index)) }
    @inline(__always) nonmutating unsafeMutableAddress { storage.pointee.rows + Int(index) }
  }

  @inline(never) private func grow() {
    let capacity = storage.pointee.capacity
    precondition(capacity < Int(UInt32.max) / 2, "more than two billion rows of one table")
    let larger = UnsafeMutablePointer<Row>.allocate(capacity: capacity * 2)
    larger.update(from: storage.pointee.rows, count: storage.pointee.highWater)
    storage.pointee.rows.deallocate()
    storage.pointee.rows = larger
    let largerFree = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
    largerFree.update(from: storage.pointee.freeRows, count: storage.pointee.freeCount)
    storage.pointee.freeRows.deallocate()
    storage.pointee.freeRows = largerFree
    storage.pointee.capacity = capacity * 2
  }
}

extension Table {
  /// Takes over all rows of another table; their numbers stay.
  func inherit(_ old: Table) {
    let from = old.storage.pointee
    let rows = UnsafeMutablePointer<Row>.allocate(capacity: from.capacity)
    rows.update(from: from.rows, count: from.highWater)
    let freeRows = UnsafeMutablePointer<UInt32>.allocate(capacity: from.capacity)
    freeRows.update(from: from.freeRows, count: from.freeCount)
    storage.pointee.rows.deallocate()
    storage.pointee.freeRows.deallocate()
    storage.pointee = from
    storage.pointee.rows = rows
    storage.pointee.freeRows = freeRows
  }
}
