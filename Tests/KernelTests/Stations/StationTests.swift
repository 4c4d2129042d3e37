import Kernel
import Testing

private func second(_ n: Int64) -> SimTime { SimTime(microseconds: n * 1_000_000) }
private func jobs(_ list: [(Int64, Int64, Int64)]) -> [(at: SimTime, work: SimDuration, priority: Int64)] {
  list.map { (second($0.0), .seconds($0.1), $0.2) }
}
private func shifts(_ initial: Int, _ steps: [(Int64, Int)]) -> Station.Capacity {
  .stepped(CapacityCalendar(initial: initial, steps.map { .init(at: second($0.0), capacity: $0.1) }))
}

@Test("Classes are served by rank, equals in the order of their coming; keys by value")
func priorities() {
  let list = jobs([(0, 10, 1), (1, 1, 2), (2, 1, 0), (3, 1, 2), (4, 1, 0)])
  let classes = Station(.servers(1), discipline: .classes(3), kind: Kind.station)
  #expect(finishTimes(classes, list) == [10, 13, 11, 14, 12].map(second))
  let due = Station(.servers(1), discipline: .lowestKeyFirst, kind: Kind.station)
  #expect(finishTimes(due, jobs([(0, 10, 0), (1, 1, 900), (2, 1, -5), (3, 1, 900)])) == [10, 12, 11, 13].map(second))
  let equal = Station(.servers(1), kind: Kind.station)
  #expect(finishTimes(equal, list) == [10, 11, 12, 13, 14].map(second), "without classes priorities say nothing")
}

@Test("When a shift ends, the jobs started last are preempted, and go on with what remains in their old order")
func preemption() {
  var changes: [String] = []
  let station = Station(shifts(3, [(5, 1), (20, 3)]), shiftEnd: .preemptResume, kind: Kind.station)
  let done = finishTimes(station, jobs([(0, 10, 0), (1, 10, 0), (2, 10, 0), (3, 4, 0)])) {
    changes.append("\($1.microseconds / 1_000_000) \($0)")
  }
  #expect(done == [10, 16, 23, 24].map(second))
  let expected = [
    "0 started(0)", "1 started(1)", "2 started(2)", "5 preempted(2)", "5 preempted(1)", "10 finished(0)",
    "10 started(1)", "16 finished(1)", "16 started(2)", "20 started(3)", "23 finished(2)", "24 finished(3)",
  ]
  #expect(changes == expected)
}

@Test("A job that ends exactly with its shift is not preempted, and one that comes exactly then finds fewer servers")
func endsWithTheShift() {
  var preempted = 0
  let station = Station(shifts(2, [(10, 1), (30, 2)]), shiftEnd: .preemptResume, kind: Kind.station)
  let done = finishTimes(station, jobs([(0, 10, 0), (0, 12, 0), (10, 5, 0)])) { change, _ in
    if case .preempted = change { preempted += 1 }
  }
  #expect(preempted == 0 && done == [10, 12, 17].map(second))
}

@Test("When servers finish their job at the end of a shift, no new one starts until there are few enough")
func finishPolicy() {
  let station = Station(shifts(2, [(5, 1), (40, 2)]), shiftEnd: .finish, kind: Kind.station)
  #expect(
    finishTimes(station, jobs([(0, 10, 0), (0, 20, 0), (1, 5, 0), (1, 30, 0), (2, 5, 0)]))
      == [10, 20, 25, 55, 45].map(second))
}

@Test("A full line refuses, and who loses patience leaves from the middle")
func refusalAndPatience() {
  let station = Station(.servers(1), maximumWaiting: 2, kind: Kind.station)
  var order: [UInt32] = []
  simulate(
    start: { s in
      for row in 0..<4 { s.schedule(Kind.arrival, index: UInt32(row), at: second(Int64(row))) }
    },
    event: { event, s in
      if event.kind == Kind.arrival {
        switch station.arrive(event.index, work: .seconds(10), on: s) {
        case .started: #expect(event.index == 0)
        case .waiting(let ticket):
          #expect(event.index == 1 || event.index == 2)
          if event.index == 1 {
            #expect(station.leave(ticket, on: s) && !station.leave(ticket, on: s))
            guard case .waiting(let again) = station.arrive(7, work: .seconds(1), on: s) else {
              Issue.record("a place was free")
              return
            }
            #expect(!station.leave(ticket, on: s), "the place has a new owner")
            #expect(again != ticket)
          }
        case .refused: #expect(event.index == 3)
        }
      } else {
        station.handle(event, on: s) { if case .finished(let job) = $0 { order.append(job) } }
      }
    })
  #expect(order == [0, 7, 2])
  let seen = station.statistics(at: second(21))
  #expect(seen.arrived == 5 && seen.refused == 1 && seen.reneged == 1 && seen.finished == 3 && seen.started == 3)
  #expect(seen.delayed == 2 && seen.waitMaximum == 9 && seen.waitSum == 18)
}

@Test("Servers put in place of the plan work at once, fewer preempt, and nil returns to the plan")
func overriddenServers() {
  let station = Station(.servers(2), shiftEnd: .preemptResume, kind: Kind.station)
  var done: [UInt32: Int64] = [:]
  func report(_ change: Station.Change, _ s: TestScheduler) {
    if case .finished(let job) = change { done[job] = s.now.microseconds / 1_000_000 }
  }
  simulate(
    start: { s in
      for row in 0..<4 { s.schedule(Kind.arrival, index: UInt32(row), at: .zero) }
      for (at, servers) in [(2, 4), (4, 1), (10, 99)] {
        s.schedule(Kind.other, index: UInt32(servers), at: second(Int64(at)))
      }
    },
    event: { event, s in
      switch event.kind {
      case Kind.arrival: _ = station.arrive(event.index, work: .seconds(10), on: s)
      case Kind.other: station.setServers(event.index == 99 ? nil : Int(event.index), on: s) { report($0, s) }
      default: station.handle(event, on: s) { report($0, s) }
      }
    })
  // 0 and 1 start at 0, 2 and 3 at 2; from 4 to 10 only 0 goes on; then 1 needs 6, 2 and 3 need 8.
  #expect(done == [0: 10, 1: 16, 2: 18, 3: 24])
  #expect(station.statistics(at: second(24)).preempted == 3)
}

@Test("With a common calendar a strike preempts by work time, also overnight")
func strikeOnACalendar() {
  let hours = WorkCalendar([.init(second(0), second(10)), .init(second(20), second(40))])
  let station = Station(.calendar(hours, servers: 2), shiftEnd: .preemptResume, kind: Kind.station)
  var done: [UInt32: Int64] = [:]
  simulate(
    start: { s in
      for row in 0..<2 { s.schedule(Kind.arrival, index: UInt32(row), at: second(4)) }
      s.schedule(Kind.other, index: 1, at: second(15))
    },
    event: { event, s in
      if event.kind == Kind.arrival {
        _ = station.arrive(event.index, work: .seconds(9), on: s)
      } else if event.kind == Kind.other {
        station.setServers(1, on: s) { _ in }
      } else {
        station.handle(event, on: s) { if case .finished(let job) = $0 { done[job] = s.now.microseconds / 1_000_000 } }
      }
    })
  #expect(done == [0: 23, 1: 26])
}

@Test("Jobs that come back from within a report keep the station consistent")
func feedbackFromWithin() {
  let station = Station(.servers(1), kind: Kind.station)
  var visits = [0, 0, 0]
  simulate(
    start: { s in for row in 0..<3 { s.schedule(Kind.arrival, index: UInt32(row), at: .zero) } },
    event: { event, s in
      if event.kind == Kind.arrival {
        _ = station.arrive(event.index, work: .seconds(1), on: s)
      } else {
        station.handle(event, on: s) { change in
          guard case .finished(let job) = change else { return }
          visits[Int(job)] += 1
          if visits[Int(job)] < 5 { _ = station.arrive(job, work: .seconds(1), on: s) }
        }
      }
    })
  #expect(visits == [5, 5, 5] && station.presentCount == 0)
  #expect(station.statistics(at: second(15)).meanBusy == 1)
}

@Test(
  "Under random shifts, policies and overrides no job is lost, doubled, or worked on for another time than its work")
func conservation() {
  var random = TestRandom(77)
  for round in 0..<120 {
    var at: Int64 = 0
    let steps =
      (0..<Int(random.int(1...12))).map { _ in
        at += random.int(1...40)
        return (at, Int(random.int(0...4)))
      } + [(at + 50, 2)]
    let policy: Station.ShiftEnd = round % 2 == 0 ? .finish : .preemptResume
    let discipline: WaitingLine.Discipline = [.firstComeFirstServed, .classes(3), .lowestKeyFirst][round % 3]
    let first = Int(random.int(0...3))
    func makeStation() -> Station {
      Station(shifts(first, steps), shiftEnd: policy, discipline: discipline, kind: Kind.station)
    }
    let station = makeStation()
    let list = jobs((0..<60).map { _ in (random.int(0...200), random.int(0...25), random.int(0...2)) })
    var service = [Int64](repeating: 0, count: 60)
    var since = [SimTime?](repeating: nil, count: 60)
    var busy = 0
    let done = finishTimes(station, list) { change, now in
      switch change {
      case .started(let job):
        #expect(since[Int(job)] == nil)
        since[Int(job)] = now
        busy += 1
        if policy == .preemptResume { #expect(busy <= 4) }
      case .finished(let job), .preempted(let job):
        service[Int(job)] += since[Int(job)].map { (now - $0).microseconds } ?? -1
        since[Int(job)] = nil
        busy -= 1
      }
    }
    #expect(done.allSatisfy { $0 != nil }, "round \(round)")
    #expect(finishTimes(makeStation(), list, isShort: true) == done, "round \(round)")
    #expect(service == list.map { $0.work.microseconds }, "round \(round)")
    #expect(station.presentCount == 0 && busy == 0)
    let seen = station.statistics(at: done.compactMap { $0 }.max()!)
    #expect(seen.arrived == 60 && seen.started == 60 && seen.finished == 60)
  }
}

@Test("A common calendar gives each job its work time, whatever the hours")
func conservationOnCalendars() {
  var random = TestRandom(5)
  for round in 0..<60 {
    let hours = randomCalendar(&random).union(
      WorkCalendar([.init(SimTime(microseconds: 2_000), SimTime(microseconds: 90_000))]))
    let policy: Station.ShiftEnd = round % 2 == 0 ? .finish : .preemptResume
    let station = Station(.calendar(hours, servers: 2), shiftEnd: policy, kind: Kind.station)
    let list = (0..<40).map { _ in
      (
        at: SimTime(microseconds: random.int(0...1_500)), work: SimDuration(microseconds: random.int(1...150)),
        priority: Int64(0)
      )
    }
    var since = [SimTime](repeating: .zero, count: 40)
    let done = finishTimes(station, list) { change, now in
      if case .started(let job) = change {
        since[Int(job)] = now
        #expect(hours.isOpen(now))
      }
    }
    for (row, end) in done.enumerated() {
      let work = policy == .finish ? end! - since[row] : hours.workBetween(since[row], end!)
      #expect(work == list[row].work)
    }
  }
}
