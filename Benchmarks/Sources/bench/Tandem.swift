import Kernel

/// Pick, pack, ship: 9, 5 and 2 servers at 90 % load, on the kernel's stations.
final class Tandem: LogicalProcess {
  private let pick = Station(.servers(9), kind: 1, tag: 0)
  private let pack = Station(.servers(5), kind: 1, tag: 1)
  private let ship = Station(.servers(2), kind: 1, tag: 2)
  /// One stream for the arrivals and one for each station, as common random numbers want it.
  private let draws = UnsafeMutablePointer<RandomStream>.allocate(capacity: 4)
  private(set) var shipped = 0

  init() {
    for purpose in 0..<4 { (draws + purpose).initialize(to: Streams(seed: 1)["tandem"][UInt64(purpose)]) }
  }

  deinit { draws.deallocate() }

  func start(_ scheduler: Scheduler<NoMessage>) { scheduleArrival(scheduler) }

  func execute(_ event: Event, _ scheduler: Scheduler<NoMessage>) {
    switch (event.kind, event.tag) {
    case (0, _):
      scheduleArrival(scheduler)
      _ = pick.arrive(event.index, work: draw(1, mean: 9), on: scheduler)
    case (_, 0):
      if let order = pick.complete(event, on: scheduler) { _ = pack.arrive(order, work: draw(2, mean: 5), on: scheduler) }
    case (_, 1):
      if let order = pack.complete(event, on: scheduler) { _ = ship.arrive(order, work: draw(3, mean: 2), on: scheduler) }
    default:
      if ship.complete(event, on: scheduler) != nil { shipped += 1 }
    }
  }

  private func scheduleArrival(_ scheduler: Scheduler<NoMessage>) {
    scheduler.schedule(0, index: 0, at: scheduler.now + draw(0, mean: 1 / 0.9))
  }

  private func draw(_ purpose: Int, mean: Double) -> SimDuration {
    SimDuration(microseconds: Int64(mean * 1e6 * draws[purpose].exponential()))
  }
}
