/// A first-in-first-out list of parcel rows, linked through `ParcelRow.next`: no storage of its own.
struct ParcelList: BitwiseCopyable {
  private(set) var head = OrderRow.noRow
  private(set) var tail = OrderRow.noRow
  private(set) var count = 0

  var isEmpty: Bool { head == OrderRow.noRow }

  /// Adds a row at the end.
  mutating func append(_ row: UInt32, in region: RegionState) {
    region.parcels[row].next = OrderRow.noRow
    if isEmpty { head = row } else { region.parcels[tail].next = row }
    tail = row
    count += 1
  }

  /// Takes the first row off; nil when the list is empty.
  mutating func popFirst(in region: RegionState) -> UInt32? {
    guard !isEmpty else { return nil }
    let row = head
    head = region.parcels[row].next
    if head == OrderRow.noRow { tail = OrderRow.noRow }
    region.parcels[row].next = OrderRow.noRow
    count -= 1
    return row
  }

  /// Takes all rows as a chain that starts at its first row.
  mutating func takeChain() -> UInt32 {
    defer { self = ParcelList() }
    return head
  }
}
