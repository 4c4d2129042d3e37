/// A binary heap of events in one block of memory.
@usableFromInline struct EventHeap {
  @usableFromInline var base: UnsafeMutablePointer<Event>
  @usableFromInline var count = 0
  var capacity = 64

  init() { base = .allocate(capacity: capacity) }

  func deallocate() { base.deallocate() }

  mutating func push(_ event: Event) {
    if count == capacity { grow() }
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard Event.precedes(event, base[parent]) else { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = event
  }

  /// Removes and returns the least event; there must be one.
  mutating func pop() -> Event {
    let least = base[0]
    count -= 1
    let last = base[count]
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < count else { break }
      if child + 1 < count, Event.precedes(base[child + 1], base[child]) { child += 1 }
      guard Event.precedes(base[child], last) else { break }
      base[hole] = base[child]
      hole = child
    }
    base[hole] = last
    return least
  }

  mutating func grow() {
    let new = UnsafeMutablePointer<Event>.allocate(capacity: 2 * capacity)
    new.update(from: base, count: count)
    base.deallocate()
    base = new
    capacity *= 2
  }
}
