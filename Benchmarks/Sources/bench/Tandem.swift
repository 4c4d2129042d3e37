import Kernel

/// Pick, pack, ship: 9, 5 and 2 servers at 90 % load, on the kernel's stations.
final class Tandem: LogicalProcess {
  private static let servers = [9, 5, 2]
  private let stations = Tandem.servers.enumerated().map { Station(.servers($1), kind: 1, tag: UInt16($0)) }
  private var draws = Streams(seed: 1)["tandem"][0]
  private(set) var shipped = 0

  func start(_ scheduler: Scheduler<NoMessage>) { scheduleArrival(scheduler) }

  func execute(_ event: Event, _ scheduler: Scheduler<NoMessage>) {
    if event.kind == 0 {
      scheduleArrival(scheduler)
      enter(0, event.index, scheduler)
      return
    }
    let place = Int(event.tag)
    stations[place].handle(event, on: scheduler) { change in
      guard case .finished(let order) = change else { return }
      if place + 1 < stations.count { enter(place + 1, order, scheduler) } else { shipped += 1 }
    }
  }

  private func enter(_ place: Int, _ order: UInt32, _ scheduler: Scheduler<NoMessage>) {
    _ = stations[place].arrive(order, work: draw(Double(Tandem.servers[place])), on: scheduler)
  }

  private func scheduleArrival(_ scheduler: Scheduler<NoMessage>) {
    scheduler.schedule(0, index: 0, at: scheduler.now + draw(1 / 0.9))
  }

  // A local copy: a mutating call on a class's property would be checked for exclusive access as it runs.
  private func draw(_ mean: Double) -> SimDuration {
    var stream = draws
    defer { draws = stream }
    return SimDuration(microseconds: Int64(mean * 1e6 * stream.exponential()))
  }
}
