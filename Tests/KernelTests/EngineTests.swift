import Kernel
import Testing

/// Runs a list of steps; a model for tests of a few events.
final class Scripted: LogicalProcess {
  var begin: (Scheduler<UInt32>) -> Void = { _ in }
  var step: (Event, Scheduler<UInt32>) -> Void = { _, _ in }
  private(set) var executed: [Event] = []

  init(begin: @escaping (Scheduler<UInt32>) -> Void = { _ in }) { self.begin = begin }

  var times: [Int64] { executed.map(\.time.microseconds) }

  func start(_ scheduler: Scheduler<UInt32>) { begin(scheduler) }

  func execute(_ event: Event, _ scheduler: Scheduler<UInt32>) {
    executed.append(event)
    step(event, scheduler)
  }

  func accept(_ message: UInt32, from origin: RegionID, at time: SimTime) -> EventPayload {
    EventPayload(kind: 100, tag: origin.rawValue, index: message)
  }
}

private func at(_ microseconds: Int64) -> SimTime { SimTime(microseconds: microseconds) }

@Suite("The engine")
struct EngineTests {
  @Test("executes in the order of time, priority and scheduling")
  func order() {
    let process = Scripted { s in
      s.schedule(1, index: 0, at: at(5))
      s.schedule(2, index: 0, at: at(5))
      s.schedule(3, index: 0, at: at(5), priority: .completion)
      s.schedule(4, index: 0, at: at(5), priority: .observation)
      s.schedule(5, index: 0, at: at(4), priority: .observation)
      s.schedule(6, index: 0, at: at(5), priority: .cutOff)
    }
    Engine([process], lookahead: .seconds(1)).run(until: at(6))
    #expect(process.executed.map(\.kind) == [5, 3, 1, 2, 6, 4])
  }

  @Test("leaves the horizon itself to a later call")
  func horizon() {
    let process = Scripted { s in for t in [10, 20, 30] as [Int64] { s.schedule(1, index: 0, at: at(t)) } }
    let engine = Engine([process], lookahead: .seconds(1))
    #expect(engine.run(until: at(20)).events == 1)
    let report = engine.run(until: at(31))
    #expect(report.events == 3)
    #expect(report.reached == at(31))
    #expect(process.times == [10, 20, 30])
  }

  @Test("gives a message the sender's place in the order")
  func messageOrder() {
    // All arrive at 100 in region 1: by priority, then by source, then in send order; its own event is of region 1.
    let processes = (0..<3).map { region in
      Scripted { s in
        if region == 1 { return s.schedule(7, tag: 1, index: 9, at: at(100)) }
        s.send(1, to: RegionID(rawValue: 1), at: at(100))
        s.send(2, to: RegionID(rawValue: 1), at: at(100), priority: .completion)
        s.send(3, to: RegionID(rawValue: 1), at: at(100))
      }
    }
    Engine(processes, lookahead: .microseconds(50)).run(until: at(1_000))
    #expect(processes[1].executed.map(\.tag) == [0, 2, 0, 0, 1, 2, 2])
    #expect(processes[1].executed.map(\.index) == [2, 2, 1, 3, 9, 1, 3])
  }

  @Test("skips empty time")
  func emptyTime() {
    let processes = (0..<2).map { region in
      Scripted { s in for day in 0..<5 as Range<Int64> { s.schedule(1, index: 0, at: .zero + .days(10 * day)) } }
    }
    let report = Engine(processes, lookahead: .microseconds(1)).run(until: .zero + .days(1_000))
    #expect(report.windows == 5)
    #expect(report.eventsByRegion == [5, 5])
  }

  @Test("delivers a message no sooner and no later than it says")
  func delivery() {
    let processes = [Scripted(), Scripted()]
    processes[0].begin = { s in s.schedule(1, index: 0, at: at(0)) }
    for process in processes {
      process.step = { _, s in
        s.send(0, to: RegionID(rawValue: 1 - s.region.rawValue), at: s.now + s.lookahead)
      }
    }
    Engine(processes, lookahead: .seconds(1)).run(until: at(3_500_000))
    #expect(processes[0].times == [0, 2_000_000])
    #expect(processes[1].times == [1_000_000, 3_000_000])
  }

  @Test("lets a region alone send messages to itself")
  func messagesToItself() {
    let process = Scripted { s in for t in 0..<10 as Range<Int64> { s.schedule(1, index: 0, at: at(10 * t)) } }
    process.step = { event, s in if event.kind == 1 { s.send(5, to: s.region, at: s.now + .microseconds(15)) } }
    let engine = Engine([process], lookahead: .microseconds(15))
    var ends: [Int64] = []
    engine.run(until: at(1_000)) { window in
      ends.append(window.end.microseconds)
      return true
    }
    #expect(process.times == process.times.sorted())
    #expect(process.times.count == 20)
    #expect(ends.first == 15)
    #expect(ends == ends.sorted())
  }

  @Test("stops when it is told, and goes on later as if it had not")
  func earlyStop() {
    let straight = PHOLD.engine(regions: 4, population: 50, threads: 2)
    let reference = straight.run(until: at(2_000_000))
    let stopped = PHOLD.engine(regions: 4, population: 50, threads: 2)
    var calls = 0
    let partial = stopped.run(until: at(2_000_000)) { window in
      calls += 1
      return window.end < at(500_000)
    }
    #expect(partial.stoppedEarly)
    #expect(partial.reached >= at(500_000) && partial.reached < at(600_000))
    #expect(partial.windows == calls)
    let rest = stopped.run(until: at(2_000_000))
    #expect(!rest.stoppedEarly)
    #expect(rest.events == reference.events)
    #expect(stopped.processes.map(\.digest) == straight.processes.map(\.digest))
  }

  @Test("bounds the windows of a single region")
  func windowLimit() {
    let process = Scripted { s in for t in 0..<100 as Range<Int64> { s.schedule(1, index: 0, at: .zero + .minutes(t)) }
    }
    let report = Engine([process], lookahead: .days(9), windowLimit: .minutes(10)).run(until: .zero + .days(1))
    #expect(report.windows == 10)
  }

  @Test("counts and times events by kind when asked")
  func profile() {
    let engine = Engine(
      (0..<2).map { PHOLD(region: $0, of: 2, population: 100) }, lookahead: PHOLD.lookahead, profile: true)
    let report = engine.run(until: at(2_000_000))
    #expect(report.profile.map(\.kind) == [1, 2, 3])
    #expect(report.profile.reduce(0) { $0 + $1.count } == report.events)
    #expect(report.profile[1].samples > report.profile[1].count / 400)
    #expect(report.profile[1].nanosecondsPerEvent > 0)
    let plain = PHOLD.engine(regions: 2, population: 100, threads: 1)
    #expect(plain.run(until: at(2_000_000)).profile.isEmpty)
    #expect(plain.processes.map(\.digest) == engine.processes.map(\.digest))
  }

  @Test("refuses an event in the past")
  func past() async {
    await #expect(processExitsWith: .failure) {
      let process = Scripted { s in s.schedule(1, index: 0, at: SimTime(microseconds: 10)) }
      process.step = { _, s in s.schedule(1, index: 0, at: SimTime(microseconds: 9)) }
      Engine([process], lookahead: .seconds(1)).run(until: SimTime(microseconds: 20))
    }
  }

  @Test("refuses a message below the lookahead")
  func belowLookahead() async {
    await #expect(processExitsWith: .failure) {
      let process = Scripted { s in s.send(1, to: s.region, at: s.now + .milliseconds(999)) }
      Engine([process], lookahead: .seconds(1)).run(until: SimTime(microseconds: 20))
    }
  }
}
