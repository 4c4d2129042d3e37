/// The events that are still to come, least first: a ladder of radix rungs above a short sorted front.
///
/// **Idea.** Only the next few events need an order. The *front* is a sorted array of all events up to `frontLast`.
/// Later events lie unsorted in the buckets of *rungs*: a rung covers a run of bits of the time, and an event belongs
/// to the rung that covers the highest bit in which its time differs from `base`, the start of the bucket opened last.
/// So a push is an exclusive or, a count of leading zeros and a store. When the front is used up, the next bucket of
/// the finest rung is opened: a small one is sorted into the front whatever its width, a large one is spread over a
/// new rung whose width follows from the number of its events and from the highest bit in which they differ. A front
/// that grows too long goes back to rungs the same way, so a handful of events never leaves the sorted array.
/// Many events of one instant cannot be spread: they go to the front at once, nearly always in order already, and
/// what has to get between them waits in a small binary heap, `overtakers`.
///
/// **Order.** ``Event/precedes(_:_:)`` decides; spreading is stable and is only an optimisation.
///
/// **Complexity.** Amortised constant per event for smooth densities: an event moves once per rung it passes, at most
/// 64 bits deep, in practice two. No allocation once the chunks and the front have grown to the largest need; memory
/// is proportional to the largest number pending.
///
/// **Source.** Tang, Goh, Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event
/// simulation", ACM TOMACS 15(3), 2005; Ahuja et al., "Faster algorithms for the shortest path problem", J. ACM 37(2),
/// 1990, for the highest differing bit (radix heap).
///
/// An event may be pushed at any time not before the last one popped.
public struct FutureEventSet: ~Copyable {
  @usableFromInline let state: UnsafeMutablePointer<Ladder>

  /// Makes an empty set.
  public init() {
    state = .allocate(capacity: 1)
    state.initialize(to: Ladder())
  }

  deinit {
    state.pointee.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// How many events are pending.
  @inlinable public var count: Int { state.pointee.count }

  /// The time of the least event; nil when none is pending.
  @inlinable public var earliest: SimTime? {
    let ladder = state
    if ladder.pointee.head == ladder.pointee.tail || ladder.pointee.overtakers.count > 0 {
      return ladder.pointee.earliestSlowly()
    }
    return ladder.pointee.head.pointee.time
  }

  /// Adds an event.
  @inline(__always) @inlinable public func push(_ event: Event) { state.pointee.push(event) }

  /// Removes and returns the least event; nil when none is pending.
  @inline(__always) @inlinable public func pop() -> Event? { pop(through: .max) }

  /// Removes and returns the least event if it happens before `bound`.
  @inline(__always) @inlinable public func pop(before bound: SimTime) -> Event? {
    bound.microseconds == .min ? nil : pop(through: bound.microseconds &- 1)
  }

  @inline(__always) @inlinable func pop(through last: Int64) -> Event? {
    let ladder = state
    let head = ladder.pointee.head
    if head == ladder.pointee.tail || ladder.pointee.overtakers.count > 0 { return ladder.pointee.popSlowly(last) }
    let event = head.pointee
    guard event.time.microseconds <= last else { return nil }
    ladder.pointee.head = head + 1
    ladder.pointee.count &-= 1
    return event
  }
}

extension FutureEventSet {
  /// The pending events in their order; they stay pending. O(n).
  public func sorted() -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(count)
    while let event = pop() { events.append(event) }
    refill(events)
    return events
  }

  /// Replaces the pending events.
  func refill(_ events: [Event]) {
    state.pointee.deallocate()
    state.deinitialize(count: 1)
    state.initialize(to: Ladder())
    for event in events { push(event) }
  }
}
