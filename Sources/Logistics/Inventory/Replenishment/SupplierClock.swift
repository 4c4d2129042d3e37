import Kernel

/// When a supplier is disrupted: exponential times up and down, the same in every region.
struct SupplierClock: Sendable {
  private let up: SimDuration
  private let down: SimDuration
  private var stream: RandomStream
  private var isUp = true
  private var until: SimTime

  init(_ disruption: (up: SimDuration, down: SimDuration), start: SimTime, _ stream: RandomStream) {
    (up, down) = disruption
    self.stream = stream
    until = start
    until = start + span(up)
  }

  /// The first instant at or after `now` at which the supplier works; instants must not go back.
  mutating func working(at now: SimTime) -> SimTime {
    while until <= now {
      isUp.toggle()
      until = until + span(isUp ? up : down)
    }
    return isUp ? now : until
  }

  private mutating func span(_ mean: SimDuration) -> SimDuration {
    SimDuration(seconds: mean.seconds * stream.exponential()) + .microseconds(1)
  }
}

extension SupplierClock {
  /// Takes over whether the supplier works, and until when.
  mutating func inherit(_ old: SupplierClock) {
    stream = old.stream
    isUp = old.isUp
    until = old.until
  }
}
