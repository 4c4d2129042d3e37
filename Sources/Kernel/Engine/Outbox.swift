/// The messages that one region has sent in the window, by destination and in send order.
@usableFromInline struct Outbox<Message: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline struct Envelope: BitwiseCopyable {
    @usableFromInline var time: SimTime
    @usableFromInline var order: EventOrder
    @usableFromInline var message: Message

    @inlinable init(time: SimTime, order: EventOrder, message: Message) {
      self.time = time
      self.order = order
      self.message = message
    }
  }

  @usableFromInline struct Lane {
    @usableFromInline var base: UnsafeMutablePointer<Envelope>?
    @usableFromInline var count = 0
    @usableFromInline var capacity = 0

    @inlinable init() {}
  }

  @usableFromInline let lanes: UnsafeMutableBufferPointer<Lane>
  /// Destinations that have messages, in the order of their first; `lanes.count` places, the first `touchedCount` used.
  @usableFromInline let touched: UnsafeMutablePointer<Int32>
  @usableFromInline let touchedCount: UnsafeMutablePointer<Int>

  init(destinations: Int) {
    lanes = .allocate(capacity: destinations)
    lanes.initialize(repeating: Lane())
    touched = .allocate(capacity: destinations)
    touchedCount = .allocate(capacity: 1)
    touchedCount.initialize(to: 0)
  }

  deinit {
    for lane in lanes { lane.base?.deallocate() }
    lanes.deallocate()
    touched.deallocate()
    touchedCount.deallocate()
  }

  @inlinable func append(_ message: Message, to destination: RegionID, at time: SimTime, order: EventOrder) {
    precondition(Int(destination.rawValue) < lanes.count, "message to a region that does not exist")
    let lane = lanes.baseAddress.unsafelyUnwrapped + Int(destination.rawValue)
    let count = lane.pointee.count
    if count == 0 {
      touched[touchedCount.pointee] = Int32(destination.rawValue)
      touchedCount.pointee &+= 1
    }
    if count == lane.pointee.capacity { Self.grow(lane) }
    lane.pointee.base.unsafelyUnwrapped[count] = Envelope(time: time, order: order, message: message)
    lane.pointee.count = count &+ 1
  }

  /// The arrival of the first message to a region.
  @inlinable func earliest(to destination: Int) -> SimTime {
    let lane = lanes[destination]
    return (0..<lane.count).reduce(.distantFuture) { min($0, lane.base.unsafelyUnwrapped[$1].time) }
  }

  @inlinable static func grow(_ lane: UnsafeMutablePointer<Lane>) {
    let capacity = max(16, lane.pointee.capacity * 2)
    let new = UnsafeMutablePointer<Envelope>.allocate(capacity: capacity)
    if let old = lane.pointee.base {
      new.update(from: old, count: lane.pointee.count)
      old.deallocate()
    }
    lane.pointee.base = new
    lane.pointee.capacity = capacity
  }
}
