/// Rows of one trivial type with a free list: memory follows the rows in use, not the rows ever made.
///
/// Rows are addressed by a 32-bit number that stays valid until ``free(_:)``. Growing doubles the storage; in steady state
/// nothing is allocated. Taking the row freed last keeps the working set small. All steps are O(1).
@usableFromInline struct Table<Row: BitwiseCopyable>: ~Copyable {
  @usableFromInline private(set) var rows: UnsafeMutablePointer<Row>
  @usableFromInline private(set) var capacity: Int
  /// The rows ever touched: everything below is in use or in the free list.
  @usableFromInline private(set) var highWater = 0
  @usableFromInline private(set) var freeRows: UnsafeMutablePointer<UInt32>
  @usableFromInline private(set) var freeCount = 0

  init(minimumCapacity: Int = 1024) {
    capacity = minimumCapacity
    rows = .allocate(capacity: minimumCapacity)
    freeRows = .allocate(capacity: minimumCapacity)
  }

  deinit {
    rows.deallocate()
    freeRows.deallocate()
  }

  /// Rows in use.
  var count: Int { highWater - freeCount }

  /// Takes a free row and gives it a value.
  mutating func insert(_ row: Row) -> UInt32 {
    if freeCount > 0 {
      freeCount -= 1
      let index = freeRows[freeCount]
      rows[Int(index)] = row
      return index
    }
    if highWater == capacity { grow() }
    rows[highWater] = row
    highWater += 1
    return UInt32(highWater - 1)
  }

  /// Gives a row back; its number may be handed out again.
  mutating func free(_ index: UInt32) {
    assert(Int(index) < highWater, "freed a row that was never made")
    freeRows[freeCount] = index
    freeCount += 1
  }

  subscript(index: UInt32) -> Row {
    unsafeAddress { UnsafePointer(rows + Int(index)) }
    unsafeMutableAddress { rows + Int(index) }
  }

  private mutating func grow() {
    precondition(capacity < Int(UInt32.max) / 2, "more than two billion rows of one table")
    let larger = UnsafeMutablePointer<Row>.allocate(capacity: capacity * 2)
    larger.update(from: rows, count: highWater)
    rows.deallocate()
    rows = larger
    let largerFree = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
    largerFree.update(from: freeRows, count: freeCount)
    freeRows.deallocate()
    freeRows = largerFree
    capacity *= 2
  }
}
