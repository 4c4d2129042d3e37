import Kernel

typealias TestScheduler = Scheduler<UInt32>

/// A logical process made of two closures, for tests of one region.
final class TestProcess: LogicalProcess {
  let onStart: (TestScheduler) -> Void
  let onEvent: (Event, TestScheduler) -> Void

  init(start: @escaping (TestScheduler) -> Void, event: @escaping (Event, TestScheduler) -> Void) {
    onStart = start
    onEvent = event
  }

  func start(_ scheduler: TestScheduler) { onStart(scheduler) }
  func execute(_ event: Event, _ scheduler: TestScheduler) { onEvent(event, scheduler) }
  func accept(_ message: UInt32, from origin: RegionID, at time: SimTime) -> EventPayload {
    EventPayload(kind: 0, index: message)
  }
}

/// Runs one region from an instant to a horizon, or until nothing happens any more.
func simulate(
  from begin: SimTime = .zero, until end: SimTime = .distantFuture, start: @escaping (TestScheduler) -> Void,
  event: @escaping (Event, TestScheduler) -> Void
) {
  let process = TestProcess(start: start, event: event)
  Engine([process], lookahead: .seconds(1), start: begin, windowLimit: .days(3_650)).run(until: end)
}

/// The kinds of the events of these tests.
enum Kind {
  static let arrival: UInt16 = 1
  static let station: UInt16 = 2
  static let departure: UInt16 = 3
  static let other: UInt16 = 4
}

/// Sends jobs with given arrivals and works through a station, and gives the instant each was finished, by row.
///
/// With `isShort` the station's events go to `complete`, which reports nothing else.
func finishTimes(
  _ station: Station, _ jobs: [(at: SimTime, work: SimDuration, priority: Int64)], isShort: Bool = false,
  log: @escaping (Station.Change, SimTime) -> Void = { _, _ in }
) -> [SimTime?] {
  var finished = [SimTime?](repeating: nil, count: jobs.count)
  simulate(
    from: jobs.map(\.at).min() ?? .zero,
    start: { scheduler in
      for (row, job) in jobs.enumerated() { scheduler.schedule(Kind.arrival, index: UInt32(row), at: job.at) }
    },
    event: { event, scheduler in
      if event.kind == Kind.arrival {
        let job = jobs[Int(event.index)]
        let arrival = station.arrive(event.index, work: job.work, priority: job.priority, on: scheduler)
        if case .started = arrival { log(.started(event.index), scheduler.now) }
      } else if isShort {
        if let job = station.complete(event, on: scheduler) { finished[Int(job)] = scheduler.now }
      } else {
        station.handle(event, on: scheduler) { change in
          log(change, scheduler.now)
          if case .finished(let job) = change { finished[Int(job)] = scheduler.now }
        }
      }
    })
  return finished
}
