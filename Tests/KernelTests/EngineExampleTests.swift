import Kernel
import Testing

// Begin snippet: the M/M/1 queue of the documentation.

/// One server, Poisson arrivals, exponential service: rate 0.5 and 1 per second.
final class SingleServerQueue: LogicalProcess {
  var random = SplitMix(state: 1)
  var waiting = 0
  var busy = false
  var departures = 0

  func start(_ scheduler: Scheduler<Never?>) { arriveLater(scheduler) }

  func execute(_ event: Event, _ scheduler: Scheduler<Never?>) {
    if event.kind == 0 {
      waiting += 1
      arriveLater(scheduler)
    } else {
      departures += 1
      busy = false
    }
    if waiting > 0, !busy {
      waiting -= 1
      busy = true
      scheduler.schedule(1, index: 0, at: scheduler.now + exponential(mean: 1), priority: .completion)
    }
  }

  func accept(_ message: Never?, from origin: RegionID, at time: SimTime) -> EventPayload { EventPayload(kind: 0, index: 0) }

  func arriveLater(_ scheduler: Scheduler<Never?>) {
    scheduler.schedule(0, index: 0, at: scheduler.now + exponential(mean: 2))
  }

  func exponential(mean: Double) -> SimDuration {
    SimDuration(seconds: mean * -logarithm(Double.random(in: 0x1p-53..<1, using: &random)))
  }
}
