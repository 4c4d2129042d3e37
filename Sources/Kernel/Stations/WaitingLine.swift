/// Who waits, in the order of service: by class or key, first come first served among equals.
///
/// Classes are linked lists in one block of nodes, so joining, serving and leaving from the middle take O(1). Keys are a
/// binary heap over the same nodes: O(log n). Nodes are reused; memory grows to the longest line there was.
public struct WaitingLine: ~Copyable {
  /// Who is served first.
  public enum Discipline: Sendable, Equatable {
    /// Everyone is equal.
    case firstComeFirstServed
    /// So many classes, at most 64: priority 0 before 1 before 2, first come first served within a class.
    case classes(Int)
    /// The lowest priority value first, such as the earliest due time; first come first served among equals.
    case lowestKeyFirst
  }

  /// A job that waits.
  public struct Entry: Sendable, BitwiseCopyable {
    /// The row of the job in the model's tables.
    public var job: UInt32
    /// Whether it was in service before, and preempted.
    @usableFromInline var hasStarted = false
    /// The class or key.
    public var priority: Int64
    /// When it came.
    public var since: SimTime
    /// The work that it still needs.
    public var work: SimDuration
    /// Its place among equals: lower came first.
    @usableFromInline var serial: UInt64

    @inlinable init(job: UInt32, priority: Int64, since: SimTime, work: SimDuration, serial: UInt64 = 0) {
      self.job = job
      self.priority = priority
      self.since = since
      self.work = work
      self.serial = serial
    }
  }

  /// What a waiting job leaves the line with; it is worth nothing once the job has been served.
  public struct Ticket: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline var node: UInt32
    @usableFromInline var generation: UInt32

    @inlinable init(node: UInt32, generation: UInt32) {
      self.node = node
      self.generation = generation
    }

    /// A ticket that never was valid.
    public static let none = Ticket(node: .max, generation: 0)
  }

  @usableFromInline struct Node: BitwiseCopyable {
    @usableFromInline var entry: Entry
    @usableFromInline var next: UInt32
    /// The node before it in its list, or its place in the heap.
    @usableFromInline var place: UInt32
    /// Odd while it waits.
    @usableFromInline var generation: UInt32
  }

  @usableFromInline struct State {
    @usableFromInline var nodes: UnsafeMutablePointer<Node>
    @usableFromInline var capacity: Int
    @usableFromInline var count = 0
    @usableFromInline var free: UInt32
    /// First and last node of each class.
    @usableFromInline var heads: UnsafeMutablePointer<UInt32>
    @usableFromInline var tails: UnsafeMutablePointer<UInt32>
    /// A bit for each class in which somebody waits.
    @usableFromInline var waitingClasses: UInt64 = 0
    @usableFromInline var serial: UInt64 = 0
    @usableFromInline var heap: UnsafeMutablePointer<UInt32>
  }

  @usableFromInline static var nobody: UInt32 { .max }

  @usableFromInline let state: UnsafeMutablePointer<State>
  @usableFromInline let isHeap: Bool
  @usableFromInline let classes: Int

  /// An empty line.
  ///
  /// - Precondition: 1 to 64 classes.
  public init(_ discipline: Discipline = .firstComeFirstServed) {
    switch discipline {
    case .firstComeFirstServed: (isHeap, classes) = (false, 1)
    case .classes(let count): (isHeap, classes) = (false, count)
    case .lowestKeyFirst: (isHeap, classes) = (true, 1)
    }
    precondition((1...64).contains(classes), "a line has 1 to 64 classes")
    let heads = UnsafeMutablePointer<UInt32>.allocate(capacity: classes)
    let tails = UnsafeMutablePointer<UInt32>.allocate(capacity: classes)
    heads.initialize(repeating: WaitingLine.nobody, count: classes)
    tails.initialize(repeating: WaitingLine.nobody, count: classes)
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        nodes: .allocate(capacity: 1), capacity: 0, free: WaitingLine.nobody, heads: heads, tails: tails,
        heap: .allocate(capacity: 1)))
  }

  deinit {
    state.pointee.nodes.deallocate()
    state.pointee.heads.deallocate()
    state.pointee.tails.deallocate()
    state.pointee.heap.deallocate()
    state.deallocate()
  }

  /// How many wait.
  @inlinable public var count: Int { state.pointee.count }
  /// Whether nobody waits.
  @inlinable public var isEmpty: Bool { state.pointee.count == 0 }

  /// The one to be served next; nil when nobody waits.
  @inlinable public var first: Entry? {
    let node = firstNode
    return node == WaitingLine.nobody ? nil : state.pointee.nodes[Int(node)].entry
  }

  /// Lets a job join, behind its equals.
  ///
  /// - Parameters:
  ///   - job: The row of the job in the model's tables.
  ///   - priority: Its class or key; without meaning where everyone is equal.
  ///   - now: When it comes.
  ///   - work: The work that it needs.
  /// - Precondition: The priority is one of the classes, if there are classes.
  @inlinable @inline(__always) @discardableResult
  public func join(_ job: UInt32, priority: Int64 = 0, at now: SimTime, work: SimDuration = .zero) -> Ticket {
    // Written where it stays: a copy of what was written a moment ago would wait for the writes.
    let node = takeNode()
    state.pointee.nodes[Int(node)].entry = Entry(
      job: job, priority: priority, since: now, work: work, serial: nextSerial())
    return fallIn(node)
  }

  /// The next place among equals, for a job that is served without waiting.
  @inlinable func nextSerial() -> UInt64 {
    state.pointee.serial &+= 1
    return state.pointee.serial
  }

  /// Lets a job take the place that its serial number gives it.
  @inlinable @discardableResult
  func enter(_ entry: Entry) -> Ticket {
    let node = takeNode()
    state.pointee.nodes[Int(node)].entry = entry
    return fallIn(node)
  }

  /// A node that nobody uses.
  @inlinable @inline(__always) func takeNode() -> UInt32 {
    if state.pointee.free == WaitingLine.nobody { grow() }
    let node = state.pointee.free
    state.pointee.free = state.pointee.nodes[Int(node)].next
    return node
  }

  /// Lets the entry of a node take its place.
  @inlinable func fallIn(_ node: UInt32) -> Ticket {
    let waiting = state.pointee.nodes + Int(node)
    waiting.pointee.generation &+= 1
    state.pointee.count += 1
    if isHeap { siftUp(node, from: state.pointee.count - 1) } else { link(node) }
    return Ticket(node: node, generation: waiting.pointee.generation)
  }

  /// Takes the one to be served next out of the line; nil when nobody waits.
  @inlinable public func removeFirst() -> Entry? { takeFirst()?.pointee }

  /// The same, where it lay: to be read before the next one joins.
  @inlinable func takeFirst() -> UnsafePointer<Entry>? {
    if state.pointee.count == 0 { return nil }
    return isHeap ? take(state.pointee.heap[0]) : takeFirstOfClass(state.pointee.waitingClasses.trailingZeroBitCount)
  }

  /// Takes a job out of the line that will not wait any longer; nil when it does not wait any more.
  @inlinable public func remove(_ ticket: Ticket) -> Entry? {
    guard isWaiting(ticket) else { return nil }
    return take(ticket.node).pointee
  }

  /// Whether the job of this ticket still waits.
  @inlinable public func isWaiting(_ ticket: Ticket) -> Bool {
    Int(ticket.node) < state.pointee.capacity && ticket.generation & 1 == 1
      && state.pointee.nodes[Int(ticket.node)].generation == ticket.generation
  }

  @inlinable var firstNode: UInt32 {
    if isHeap { return isEmpty ? WaitingLine.nobody : state.pointee.heap[0] }
    let waiting = state.pointee.waitingClasses
    return waiting == 0 ? WaitingLine.nobody : state.pointee.heads[waiting.trailingZeroBitCount]
  }

  @inlinable func take(_ node: UInt32) -> UnsafePointer<Entry> {
    state.pointee.count -= 1
    if isHeap { removeFromHeap(Int(state.pointee.nodes[Int(node)].place)) } else { unlink(node) }
    let nodes = state.pointee.nodes
    nodes[Int(node)].generation &+= 1
    nodes[Int(node)].next = state.pointee.free
    state.pointee.free = node
    return entry(of: nodes + Int(node))
  }

  @inlinable func entry(of node: UnsafeMutablePointer<Node>) -> UnsafePointer<Entry> {
    UnsafeRawPointer(node).assumingMemoryBound(to: Entry.self)
  }

  @usableFromInline func grow() {
    let old = state.pointee.capacity
    let capacity = max(16, old * 2)
    let nodes = UnsafeMutablePointer<Node>.allocate(capacity: capacity)
    nodes.update(from: state.pointee.nodes, count: old)
    let blank = Entry(job: 0, priority: 0, since: .zero, work: .zero, serial: 0)
    for node in old..<capacity {
      let next = node + 1 == capacity ? WaitingLine.nobody : UInt32(node + 1)
      nodes[node] = Node(entry: blank, next: next, place: 0, generation: 0)
    }
    state.pointee.nodes.deallocate()
    state.pointee.nodes = nodes
    state.pointee.capacity = capacity
    state.pointee.free = UInt32(old)
    if isHeap {
      let heap = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
      heap.update(from: state.pointee.heap, count: old)
      state.pointee.heap.deallocate()
      state.pointee.heap = heap
    }
  }
}

// Classes: one doubly linked list each, in order of serials.
extension WaitingLine {
  @inlinable func classOf(_ entry: Entry) -> Int {
    if classes == 1 { return 0 }
    precondition(entry.priority >= 0 && entry.priority < classes, "a priority is one of the line's classes")
    return Int(entry.priority)
  }

  @inlinable func link(_ node: UInt32) {
    let nodes = state.pointee.nodes
    let serial = nodes[Int(node)].entry.serial
    let place = classOf(nodes[Int(node)].entry)
    var before = state.pointee.tails[place]
    // A new job belongs at the end, one that was preempted near the front.
    if before != WaitingLine.nobody, nodes[Int(before)].entry.serial < serial {
      nodes[Int(node)].place = before
      nodes[Int(node)].next = WaitingLine.nobody
      nodes[Int(before)].next = node
      state.pointee.tails[place] = node
      return
    }
    if before != WaitingLine.nobody {
      var after = state.pointee.heads[place]
      while nodes[Int(after)].entry.serial < serial { after = nodes[Int(after)].next }
      before = nodes[Int(after)].place
    }
    let after = before == WaitingLine.nobody ? state.pointee.heads[place] : nodes[Int(before)].next
    nodes[Int(node)].place = before
    nodes[Int(node)].next = after
    if before == WaitingLine.nobody { state.pointee.heads[place] = node } else { nodes[Int(before)].next = node }
    if after == WaitingLine.nobody { state.pointee.tails[place] = node } else { nodes[Int(after)].place = node }
    state.pointee.waitingClasses |= 1 &<< UInt64(place)
  }

  /// Takes the first of a class in which somebody waits: unlinking without asking who stands where.
  @inlinable func takeFirstOfClass(_ place: Int) -> UnsafePointer<Entry> {
    let line = state
    let node = line.pointee.heads[place]
    let first = line.pointee.nodes + Int(node)
    let after = first.pointee.next
    line.pointee.heads[place] = after
    if after == WaitingLine.nobody {
      line.pointee.tails[place] = WaitingLine.nobody
      line.pointee.waitingClasses &= ~(1 &<< UInt64(place))
    } else {
      line.pointee.nodes[Int(after)].place = WaitingLine.nobody
    }
    line.pointee.count &-= 1
    first.pointee.generation &+= 1
    first.pointee.next = line.pointee.free
    line.pointee.free = node
    return entry(of: first)
  }

  @inlinable func unlink(_ node: UInt32) {
    let nodes = state.pointee.nodes
    let place = classOf(nodes[Int(node)].entry)
    let before = nodes[Int(node)].place
    let after = nodes[Int(node)].next
    if before == WaitingLine.nobody { state.pointee.heads[place] = after } else { nodes[Int(before)].next = after }
    if after == WaitingLine.nobody { state.pointee.tails[place] = before } else { nodes[Int(after)].place = before }
    if state.pointee.heads[place] == WaitingLine.nobody { state.pointee.waitingClasses &= ~(1 &<< UInt64(place)) }
  }
}

// Keys: a binary heap of nodes that know their place.
extension WaitingLine {
  @inlinable func comesFirst(_ a: UInt32, _ b: UInt32) -> Bool {
    let x = state.pointee.nodes[Int(a)].entry
    let y = state.pointee.nodes[Int(b)].entry
    return x.priority != y.priority ? x.priority < y.priority : x.serial < y.serial
  }

  @inlinable func put(_ node: UInt32, at place: Int) {
    state.pointee.heap[place] = node
    state.pointee.nodes[Int(node)].place = UInt32(truncatingIfNeeded: place)
  }

  @inlinable func siftUp(_ node: UInt32, from start: Int) {
    var hole = start
    while hole > 0 {
      let parent = state.pointee.heap[(hole - 1) / 2]
      guard comesFirst(node, parent) else { break }
      put(parent, at: hole)
      hole = (hole - 1) / 2
    }
    put(node, at: hole)
  }

  @inlinable func siftDown(_ node: UInt32, from start: Int) {
    let count = state.pointee.count
    var hole = start
    while 2 * hole + 1 < count {
      var child = 2 * hole + 1
      if child + 1 < count, comesFirst(state.pointee.heap[child + 1], state.pointee.heap[child]) { child += 1 }
      guard comesFirst(state.pointee.heap[child], node) else { break }
      put(state.pointee.heap[child], at: hole)
      hole = child
    }
    put(node, at: hole)
  }

  /// Fills the place with the last node; the count has already been lowered.
  @inlinable func removeFromHeap(_ place: Int) {
    let last = state.pointee.heap[state.pointee.count]
    guard place < state.pointee.count else { return }
    siftDown(last, from: place)
    siftUp(last, from: Int(state.pointee.nodes[Int(last)].place))
  }
}

extension WaitingLine {
  /// Takes over who waits in a line of the same discipline; tickets stay valid.
  func inherit(_ old: borrowing WaitingLine) {
    precondition(isHeap == old.isHeap && classes == old.classes, "lines of two disciplines")
    let capacity = old.state.pointee.capacity
    let nodes = UnsafeMutablePointer<Node>.allocate(capacity: max(1, capacity))
    nodes.update(from: old.state.pointee.nodes, count: capacity)
    let heap = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, capacity))
    if isHeap { heap.update(from: old.state.pointee.heap, count: capacity) }
    let (heads, tails) = (state.pointee.heads, state.pointee.tails)
    heads.update(from: old.state.pointee.heads, count: classes)
    tails.update(from: old.state.pointee.tails, count: classes)
    state.pointee.nodes.deallocate()
    state.pointee.heap.deallocate()
    var copy = old.state.pointee
    (copy.nodes, copy.heap, copy.heads, copy.tails) = (nodes, heap, heads, tails)
    state.pointee = copy
  }
}
