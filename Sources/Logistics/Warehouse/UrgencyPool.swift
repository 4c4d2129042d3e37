import Kernel

/// Parcels that wait for a picker, the earliest promise first, then in the order they came. All steps are O(log n).
struct UrgencyPool {
  private struct Entry {
    var promise: SimTime
    var serial: UInt64
    var row: UInt32
    static func comesFirst(_ a: Entry, _ b: Entry) -> Bool {
      a.promise != b.promise ? a.promise < b.promise : a.serial < b.serial
    }
  }

  private var heap: [Entry] = []
  private var serial: UInt64 = 0

  var count: Int { heap.count }

  mutating func insert(_ row: UInt32, promise: SimTime) {
    serial += 1
    heap.append(Entry(promise: promise, serial: serial, row: row))
    var child = heap.count - 1
    while child > 0, Entry.comesFirst(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> UInt32? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first.row }
    heap[0] = last
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, Entry.comesFirst(heap[child + 1], heap[child]) { child += 1 }
      guard Entry.comesFirst(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return first.row
  }
}
