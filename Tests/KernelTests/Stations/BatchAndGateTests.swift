import Kernel
import Testing

private func second(_ n: Int64) -> SimTime { SimTime(microseconds: n * 1_000_000) }

private func batches(_ station: BatchStation, arrivals: [Int64], work: SimDuration = .seconds(10)) -> [String] {
  var log: [String] = []
  simulate(
    start: { s in
      for (row, at) in arrivals.enumerated() { s.schedule(Kind.arrival, index: UInt32(row), at: second(at)) }
    },
    event: { event, s in
      if event.kind == Kind.arrival {
        _ = station.arrive(event.index, on: s) { _ in work }
      } else {
        station.handle(event, on: s, work: { _ in work }) {
          log.append("\(s.now.microseconds / 1_000_000): \(Array($0))")
        }
      }
    })
  return log
}

@Test("Batches start at once, when full, or when the first has waited long enough")
func batchRules() {
  let arrivals: [Int64] = [0, 1, 2, 3, 4]
  let now = BatchStation(servers: 1, batchSize: 3, kind: Kind.station)
  #expect(batches(now, arrivals: arrivals) == ["10: [0]", "20: [1, 2, 3]", "30: [4]"])
  let full = BatchStation(servers: 1, batchSize: 3, startRule: .whenFull(orAfter: nil), kind: Kind.station)
  #expect(batches(full, arrivals: arrivals) == ["12: [0, 1, 2]"])
  #expect(full.waitingCount == 2)
  let timer = BatchStation(servers: 2, batchSize: 3, startRule: .whenFull(orAfter: .seconds(30)), kind: Kind.station)
  #expect(batches(timer, arrivals: arrivals) == ["12: [0, 1, 2]", "43: [3, 4]"])
  let joining = BatchStation(servers: 1, batchSize: 3, joinsBatchInProgress: true, kind: Kind.station)
  #expect(batches(joining, arrivals: arrivals) == ["10: [0, 1, 2]", "20: [3, 4]"])
}

@Test("Batches keep to a calendar, finishing late or resuming")
func batchCalendar() {
  let hours = WorkCalendar([.init(second(0), second(15)), .init(second(100), second(200))])
  let finish = BatchStation(servers: 1, batchSize: 2, calendar: hours, kind: Kind.station)
  #expect(batches(finish, arrivals: [0, 1, 2, 3]) == ["10: [0]", "20: [1, 2]", "110: [3]"])
  let resume = BatchStation(servers: 1, batchSize: 2, calendar: hours, shiftEnd: .preemptResume, kind: Kind.station)
  #expect(batches(resume, arrivals: [0, 1, 2, 3]) == ["10: [0]", "105: [1, 2]", "115: [3]"])
}

@Test("A batch may be told to start, and its jobs may come back from within")
func batchForced() {
  let station = BatchStation(servers: 1, batchSize: 4, startRule: .whenFull(orAfter: nil), kind: Kind.station)
  var visits = 0
  simulate(
    start: { s in
      for row in 0..<3 { s.schedule(Kind.arrival, index: UInt32(row), at: .zero) }
      s.schedule(Kind.other, index: 0, at: second(5))
    },
    event: { event, s in
      switch event.kind {
      case Kind.arrival: _ = station.arrive(event.index, on: s) { _ in .seconds(1) }
      case Kind.other: station.startWaiting(on: s) { .seconds(Int64($0.count)) }
      default:
        station.handle(event, on: s, work: { _ in .seconds(1) }) { jobs in
          visits += jobs.count
          for job in jobs { _ = station.arrive(job, on: s) { _ in .seconds(1) } }
        }
      }
    })
  #expect(visits == 3 && station.waitingCount == 3)
}

@Test("KA-17: a million people at 2,000 a second: the last passes after exactly 500 s")
func waitingRoom() {
  var gate = Gate(opening: second(60), permits: 2_000)
  var last = SimTime.zero
  for _ in 0..<1_000_000 { last = gate.join(at: second(0))! }
  #expect(last == second(560))
  #expect(gate.join(at: second(0))! - last == .microseconds(500))
}

@Test("A gate at rest lets the next one through at once, and none sooner than one interval after the one before")
func idleGate() {
  var gate = Gate(opening: .zero, permits: 3)
  #expect(gate.join(at: second(10)) == second(10))
  #expect(gate.join(at: second(10)) == second(10) + .microseconds(333_334))
  #expect(gate.join(at: second(10)) == second(10) + .microseconds(666_667))
  #expect(gate.join(at: second(10)) == second(11))
  #expect(gate.join(at: second(11)) == second(11) + .microseconds(333_334))
  gate.setRate(permits: 1, at: second(11))
  #expect(gate.join(at: second(11)) == second(12) + .microseconds(333_334))
}

@Test("Who gives up leaves the turn to the next, unless turns are wasted")
func impatientAtTheGate() {
  for wastes in [false, true] {
    var gate = Gate(opening: .zero, permits: 1, wastesTurns: wastes)
    #expect(gate.join(at: .zero) == second(1))
    #expect(gate.join(at: .zero, patience: .seconds(1)) == nil)
    #expect(gate.join(at: .zero, patience: .seconds(5)) == second(wastes ? 3 : 2))
  }
}

@Test("A departure loads by key while all three measures fit, skips what does not, and remembers why")
func tripleCapacity() {
  let daily = LocalSchedule(every: .days(1), zone: .utc, over: second(1)..<second(86_400 * 5))
  let lane = ScheduledDeparture(
    daily, capacity: Load(units: 3, grams: 1_000, cubicCentimetres: 10), kind: Kind.departure)
  let parcels: [(Load, Int64)] = [
    (Load(grams: 600, cubicCentimetres: 1), 5), (Load(grams: 600, cubicCentimetres: 1), 4),
    (Load(grams: 100, cubicCentimetres: 20), 3), (Load(grams: 400, cubicCentimetres: 1), 6),
    (Load(grams: 0, cubicCentimetres: 0), 7), (Load(grams: 0, cubicCentimetres: 0), 8),
  ]
  var log: [[ScheduledDeparture.Outcome]] = []
  simulate(
    until: second(86_400 * 3),
    start: { s in
      for row in 0..<6 { s.schedule(Kind.arrival, index: UInt32(row), at: second(5)) }
    },
    event: { event, s in
      if event.kind == Kind.arrival {
        lane.stage(event.index, load: parcels[Int(event.index)].0, key: parcels[Int(event.index)].1, on: s)
      } else {
        var outcomes: [ScheduledDeparture.Outcome] = []
        lane.handle(event, on: s) { outcomes.append($0) }
        log.append(outcomes)
      }
    })
  #expect(
    log == [
      [
        .loaded(1), .loaded(3), .loaded(4), .rolled(2, .cubicCentimetres, times: 1), .rolled(0, .grams, times: 1),
        .rolled(5, .units, times: 1),
      ],
      [.loaded(0), .loaded(5), .rolled(2, .cubicCentimetres, times: 2)],
    ])
  #expect(lane.stagedCount == 1 && lane.stagedLoad == Load(grams: 100, cubicCentimetres: 20))
  #expect(lane.remove(2) && !lane.remove(2) && lane.stagedCount == 0)
}

@Test("A parcel ready exactly at the cut-off makes it, one a microsecond later does not")
func cutOffIsInclusive() {
  let lane = ScheduledDeparture(LocalSchedule([second(100), second(200)]), kind: Kind.departure)
  var departed: [UInt32: SimTime] = [:]
  simulate(
    start: { s in
      s.schedule(Kind.departure, index: 0, at: second(50), priority: .cutOff)
      s.schedule(Kind.arrival, index: 0, at: second(100))
      s.schedule(Kind.arrival, index: 1, at: second(100) + .microseconds(1))
      s.schedule(Kind.arrival, index: 2, at: second(10))
      s.schedule(Kind.arrival, index: 3, at: second(100), priority: .observation)
      s.schedule(Kind.arrival, index: 4, at: second(201))
    },
    event: { event, s in
      if event.kind == Kind.arrival {
        let next = lane.stage(event.index, on: s)
        if event.index == 4 { #expect(next == .distantFuture) }
      } else {
        lane.handle(event, on: s) { if case .loaded(let job) = $0 { departed[job] = s.now } }
      }
    })
  #expect(departed == [0: second(100), 1: second(200), 2: second(100), 3: second(200)])
}

@Test("Over random parcels each departs once, and no departure exceeds any measure")
func departureProperty() {
  var random = TestRandom(9)
  for _ in 0..<20 {
    let capacity = Load(
      units: random.int(5...20), grams: random.int(3_000...9_000), cubicCentimetres: random.int(500...2_000))
    let lane = ScheduledDeparture(
      LocalSchedule((1...200).map { second($0 * 10) }), capacity: capacity, kind: Kind.departure)
    let loads = (0..<300).map { _ in Load(grams: random.int(1...2_900), cubicCentimetres: random.int(1...490)) }
    let keys = loads.map { _ in random.int(0...3) }
    let times = loads.map { _ in random.int(0...900) }
    var count = [Int](repeating: 0, count: 300)
    simulate(
      start: { s in for row in 0..<300 { s.schedule(Kind.arrival, index: UInt32(row), at: second(times[row])) } },
      event: { event, s in
        let row = Int(event.index)
        if event.kind == Kind.arrival {
          lane.stage(event.index, load: loads[row], key: keys[row], on: s)
          return
        }
        var order: [(Int64, Int64, Int)] = []
        let before = lane.stagedLoad
        let report = lane.handle(event, on: s) { outcome in
          guard case .loaded(let job) = outcome else { return }
          count[Int(job)] += 1
          order.append((keys[Int(job)], times[Int(job)], Int(job)))
        }
        #expect(report.loaded.units <= capacity.units && report.loaded.grams <= capacity.grams)
        #expect(
          report.loaded.cubicCentimetres <= capacity.cubicCentimetres && before - report.loaded == lane.stagedLoad)
        #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 })
      })
    #expect(count.allSatisfy { $0 == 1 })
  }
}
