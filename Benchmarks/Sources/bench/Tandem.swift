import Kernel

/// Pick, pack, ship: 9, 5 and 2 servers at 90 % load, on the kernel's stations.
final class Tandem: LogicalProcess {
  private let pick = Station(.servers(9), kind: 1, tag: 0)
  private let pack = Station(.servers(5), kind: 1, tag: 1)
  private let ship = Station(.servers(2), kind: 1, tag: 2)
  /// One stream for the arrivals and one for each station, as common random numbers want it.
  private let arrivals = Tandem.stream(0)
  private let picks = Tandem.stream(1)
  private let packs = Tandem.stream(2)
  private let ships = Tandem.stream(3)
  private(set) var shipped = 0

  private static func stream(_ purpose: UInt64) -> BufferedStream {
    BufferedStream(Streams(seed: 1)["tandem"][purpose])
  }

  func start(_ scheduler: Scheduler<NoMessage>) { scheduleArrival(scheduler) }

  func execute(_ event: Event, _ scheduler: Scheduler<NoMessage>) {
    switch (event.kind, event.tag) {
    case (0, _):
      scheduleArrival(scheduler)
      _ = pick.arrive(event.index, work: draw(picks, mean: 9), on: scheduler)
    case (_, 0):
      if let order = pick.complete(event, on: scheduler) {
        _ = pack.arrive(order, work: draw(packs, mean: 5), on: scheduler)
      }
    case (_, 1):
      if let order = pack.complete(event, on: scheduler) {
        _ = ship.arrive(order, work: draw(ships, mean: 2), on: scheduler)
      }
    default:
      if ship.complete(event, on: scheduler) != nil { shipped += 1 }
    }
  }

  private func scheduleArrival(_ scheduler: Scheduler<NoMessage>) {
    scheduler.schedule(0, index: 0, at: scheduler.now + draw(arrivals, mean: 1 / 0.9))
  }

  private func draw(_ stream: borrowing BufferedStream, mean: Double) -> SimDuration {
    SimDuration(microseconds: Int64(mean * 1e6 * stream.exponential()))
  }
}
