/// The events that are still to come, least first.
///
/// A binary heap over one block of memory. Push and pop take O(log n) comparisons and, once the block has grown to the
/// largest number pending, no allocation.
public struct FutureEventSet: ~Copyable {
  @usableFromInline struct State {
    @usableFromInline var base: UnsafeMutablePointer<Event>
    @usableFromInline var count = 0
    @usableFromInline var capacity: Int
  }

  @usableFromInline let state: UnsafeMutablePointer<State>

  /// Makes an empty set.
  public init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State(base: .allocate(capacity: 64), capacity: 64))
  }

  deinit {
    state.pointee.base.deallocate()
    state.deallocate()
  }

  /// How many events are pending.
  @inlinable public var count: Int { state.pointee.count }

  /// The time of the least event; nil when none is pending.
  @inlinable public var earliest: SimTime? { count == 0 ? nil : state.pointee.base[0].time }

  /// Adds an event.
  @inlinable public func push(_ event: Event) {
    if state.pointee.count == state.pointee.capacity { grow() }
    let base = state.pointee.base
    var hole = state.pointee.count
    state.pointee.count += 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard Event.precedes(event, base[parent]) else { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = event
  }

  /// Removes and returns the least event if it happens before `bound`.
  @inlinable public func pop(before bound: SimTime) -> Event? {
    guard count > 0, state.pointee.base[0].time < bound else { return nil }
    return pop()
  }

  /// Removes and returns the least event; nil when none is pending.
  @inlinable public func pop() -> Event? {
    guard count > 0 else { return nil }
    let base = state.pointee.base
    let least = base[0]
    state.pointee.count -= 1
    let count = state.pointee.count
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

  @usableFromInline func grow() {
    let old = state.pointee.base
    let capacity = state.pointee.capacity * 2
    let new = UnsafeMutablePointer<Event>.allocate(capacity: capacity)
    new.update(from: old, count: state.pointee.count)
    old.deallocate()
    state.pointee.base = new
    state.pointee.capacity = capacity
  }
}
