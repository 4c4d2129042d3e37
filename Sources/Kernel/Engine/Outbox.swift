/// The messages of one region that wait for the end of the window, by destination in send order.
@usableFromInline final class Outbox<Message: BitwiseCopyable & Sendable> {
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

  @inlinable init(destinations: Int) {
    lanes = .allocate(capacity: destinations)
    lanes.initialize(repeating: Lane())
  }

  deinit {
    for lane in lanes { lane.base?.deallocate() }
    lanes.deallocate()
  }

  @inlinable func append(_ message: Message, to destination: RegionID, at time: SimTime, order: EventOrder) {
    let lane = Int(destination.rawValue)
    precondition(lane < lanes.count, "message to a region that does not exist")
    if lanes[lane].count == lanes[lane].capacity { grow(lane) }
    lanes[lane].base.unsafelyUnwrapped[lanes[lane].count] = Envelope(time: time, order: order, message: message)
    lanes[lane].count += 1
  }

  @inlinable func grow(_ lane: Int) {
    let capacity = max(16, lanes[lane].capacity * 2)
    let new = UnsafeMutablePointer<Envelope>.allocate(capacity: capacity)
    if let old = lanes[lane].base {
      new.update(from: old, count: lanes[lane].count)
      old.deallocate()
    }
    lanes[lane].base = new
    lanes[lane].capacity = capacity
  }
}
