extension ScheduledDeparture {
  /// A staged entity.
  @usableFromInline struct Item: BitwiseCopyable {
    @usableFromInline var key: Int64
    @usableFromInline var since: SimTime
    @usableFromInline var load: Load
    @usableFromInline var job: UInt32
    @usableFromInline var rolls: UInt32 = 0
    @usableFromInline var reason = RollReason.units

    @inlinable init(job: UInt32, load: Load, key: Int64, since: SimTime) {
      self.job = job
      self.load = load
      self.key = key
      self.since = since
    }

    /// The order of loading: key, then age, then row.
    @inlinable static func comesFirst(_ a: Item, _ b: Item) -> Bool {
      if a.key != b.key { return a.key < b.key }
      if a.since != b.since { return a.since < b.since }
      return a.job < b.job
    }
  }

  /// The staged entities: a sorted part that has missed a departure, then new ones; and room to merge the two.
  @usableFromInline struct Core {
    @usableFromInline var capacity: Load
    @usableFromInline var items: UnsafeMutablePointer<Item>
    @usableFromInline var spare: UnsafeMutablePointer<Item>
    @usableFromInline var room = 16
    @usableFromInline var count = 0
    @usableFromInline var sorted = 0
    @usableFromInline var staged = Load.zero
    @usableFromInline var armedFor = SimTime.distantFuture
    @usableFromInline var isLoading = false
    @usableFromInline var lastDeparture = SimTime.distantFuture

    @usableFromInline init(capacity: Load) {
      self.capacity = capacity
      items = .allocate(capacity: 16)
      spare = .allocate(capacity: 16)
    }

    @usableFromInline func deallocate() {
      items.deallocate()
      spare.deallocate()
    }

    @inlinable mutating func append(_ item: Item) {
      precondition(!isLoading, "an entity is staged again while its departure loads")
      if count == room { grow() }
      items[count] = item
      count += 1
      staged = staged + item.load
    }

    @usableFromInline mutating func grow() {
      let larger = UnsafeMutablePointer<Item>.allocate(capacity: 2 * room)
      larger.update(from: items, count: count)
      items.deallocate()
      spare.deallocate()
      items = larger
      spare = .allocate(capacity: 2 * room)
      room *= 2
    }

    @usableFromInline mutating func remove(_ job: UInt32) -> Bool {
      precondition(!isLoading, "an entity is removed while its departure loads")
      guard let place = (0..<count).first(where: { items[$0].job == job }) else { return false }
      staged = staged - items[place].load
      count -= 1
      if place < sorted { sorted -= 1 }
      (items + place).update(from: items + place + 1, count: count - place)
      return true
    }

    /// Loads in order what fits, and moves what does not to the front, still in order.
    @inlinable mutating func load(_ report: (Outcome) -> Void) -> Report {
      var summary = Report()
      var free = capacity
      var left = 0
      isLoading = true
      for place in 0..<count {
        var item = items[place]
        if let reason = Core.obstacle(item.load, free) {
          item.rolls += 1
          item.reason = reason
          items[left] = item
          left += 1
          summary.mostRolls = max(summary.mostRolls, item.rolls)
        } else {
          free = free - item.load
          staged = staged - item.load
          summary.loaded = summary.loaded + item.load
          report(.loaded(item.job))
        }
      }
      count = left
      sorted = left
      summary.rolled = left
      for place in 0..<left { report(.rolled(items[place].job, items[place].reason, times: items[place].rolls)) }
      isLoading = false
      return summary
    }

    @inlinable static func obstacle(_ load: Load, _ free: Load) -> RollReason? {
      if load.units > free.units { return .units }
      if load.grams > free.grams { return .grams }
      return load.cubicCentimetres > free.cubicCentimetres ? .cubicCentimetres : nil
    }

    /// Sorts the new items in place by heapsort, unless they come in order, and merges them with the sorted ones.
    @usableFromInline mutating func sort() {
      let new = UnsafeMutableBufferPointer(start: items + sorted, count: count - sorted)
      if !Core.isSorted(new) { Core.heapSort(new) }
      if sorted > 0, sorted < count, Item.comesFirst(items[sorted], items[sorted - 1]) { merge() }
      sorted = count
    }

    private mutating func merge() {
      var (a, b) = (0, sorted)
      for place in 0..<count {
        let takesNew = a == sorted || (b < count && Item.comesFirst(items[b], items[a]))
        spare[place] = items[takesNew ? b : a]
        if takesNew { b += 1 } else { a += 1 }
      }
      swap(&items, &spare)
    }

    private static func isSorted(_ items: UnsafeMutableBufferPointer<Item>) -> Bool {
      for place in 1..<max(1, items.count) where Item.comesFirst(items[place], items[place - 1]) { return false }
      return true
    }

    private static func heapSort(_ items: UnsafeMutableBufferPointer<Item>) {
      for root in stride(from: items.count / 2 - 1, through: 0, by: -1) { sift(items, root, items.count) }
      for end in stride(from: items.count - 1, to: 0, by: -1) {
        items.swapAt(0, end)
        sift(items, 0, end)
      }
    }

    private static func sift(_ items: UnsafeMutableBufferPointer<Item>, _ root: Int, _ end: Int) {
      let item = items[root]
      var hole = root
      while 2 * hole + 1 < end {
        var child = 2 * hole + 1
        if child + 1 < end, Item.comesFirst(items[child], items[child + 1]) { child += 1 }
        guard Item.comesFirst(item, items[child]) else { break }
        items[hole] = items[child]
        hole = child
      }
      items[hole] = item
    }
  }
}
