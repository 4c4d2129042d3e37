import Kernel
import Testing

/// KA-7, KA-11, KA-12 and KA-13: classes and networks.
@Suite struct Networks {
  @Test("KA-11: without preemption the first class waits 1.0, the second 3.3333333 (Cobham)")
  func cobham() {
    // Empty at first; 500 works are many relaxation times of 1 / (1 - sqrt(0.7))^2 = 37.
    let waits = replicate(30, seed: 170) { streams in
      let station = Station(.servers(1), discipline: .classes(2), kind: Kind.station)
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      var came: [SimTime] = []
      var sums = [0.0, 0.0]
      var counts = [0.0, 0.0]
      func note(_ row: UInt32, _ now: SimTime) {
        guard came[Int(row)] > .zero + .seconds(500) else { return }
        sums[Int(row) % 2] += (now - came[Int(row)]).seconds
        counts[Int(row) % 2] += 1
      }
      simulate(
        until: .zero + .seconds(6_500),
        start: { $0.schedule(Kind.arrival, index: 0, at: .zero) },
        event: { event, s in
          if event.kind == Kind.arrival {
            // Even rows are of class 0, odd ones of class 1.
            let rank = a.uniform() < 0.3 / 0.7 ? 0 : 1
            while came.count % 2 != rank { came.append(.zero) }
            came.append(s.now)
            let row = UInt32(came.count - 1)
            if case .started = station.arrive(row, work: seconds(b.exponential()), priority: Int64(rank), on: s) {
              note(row, s.now)
            }
            s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() / 0.7))
          } else {
            station.handle(event, on: s) { if case .started(let row) = $0 { note(row, s.now) } }
          }
        })
      return (sums[0] / counts[0], sums[1] / counts[1])
    }
    expectCovers(waits.map(\.0), 1.0, "first class")
    expectCovers(waits.map(\.1), 3.3333333, within: 0.15, "second class")
  }

  @Test("KA-7: the Jackson network of three stations holds 1.1968408, 1.4835165 and 1.1195780, and W is 3.1666127")
  func jackson() {
    let runs = replicate(30, seed: 180) { JacksonRun($0, horizon: 4_000, isStationary: true) }
    for (station, exact) in [1.1968408, 1.4835165, 1.1195780].enumerated() {
      expectCovers(runs.map { $0.stations[station].meanPresent }, exact, "L\(station + 1)")
    }
    for (station, exact) in [1.0896018, 0.8960177, 0.8451327].enumerated() {
      expectCovers(
        runs.map { Double($0.stations[station].arrived) / 4_000 }, exact, within: 0.03, "lambda\(station + 1)")
    }
    let totals = runs.map { $0.stations.reduce(0) { $0 + $1.meanPresent } }
    expectCovers(totals, 3.7999353, "L")
    expectCovers(totals.map { $0 / 1.2 }, 3.1666127, "W = L / gamma")
  }

  @Test("KA-13: Little's law holds within 1 % on each station and on the network in one long run")
  func littlesLaw() {
    let run = JacksonRun(Streams(seed: 190), horizon: 40_000, isStationary: false)
    for seen in run.stations {
      let present = seen.meanPresent
      let flow = Double(seen.finished) / seen.seconds
      #expect(abs(present - flow * seen.meanSojourn) / present < 0.01)
      let inLine = Double(seen.started) / seen.seconds * seen.meanWait
      #expect(abs(seen.meanWaiting - inLine) / seen.meanWaiting < 0.01)
    }
    let present = run.stations.reduce(0) { $0 + $1.meanPresent }
    #expect(abs(present - Double(run.left) / 40_000 * (run.sojourns / Double(run.left))) / present < 0.01)
  }

  @Test("KA-12: two stations in tandem keep a job 4 on average, and what leaves them is Poisson (Burke)")
  func tandem() {
    let runs = replicate(40, seed: 200) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let stations = (0..<2).map { Station(.servers(1), kind: Kind.station, tag: UInt16($0)) }
      let initial = [geometric(0.5, &a), geometric(0.5, &a)]
      var came: [SimTime] = []
      var sojourns: [Double] = []
      var departed = 0.0
      simulate(
        start: { s in
          for (place, count) in initial.enumerated() {
            for _ in 0..<count { _ = stations[place].arrive(.max, work: seconds(b.exponential()), on: s) }
          }
          s.schedule(Kind.arrival, index: 0, at: .zero + seconds(a.exponential() * 2))
        },
        event: { event, s in
          if event.kind == Kind.arrival {
            if came.count == 1_500 { return }
            came.append(s.now)
            _ = stations[0].arrive(UInt32(came.count - 1), work: seconds(b.exponential()), on: s)
            s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() * 2))
          } else {
            stations[Int(event.tag)].handle(event, on: s) { change in
              guard case .finished(let row) = change else { return }
              if event.tag == 0 {
                _ = stations[1].arrive(row, work: seconds(b.exponential()), on: s)
              } else {
                if s.now <= .zero + .seconds(2_000) { departed += 1 }
                if row != .max { sojourns.append((s.now - came[Int(row)]).seconds) }
              }
            }
          }
        })
      return (sojourn: sojourns.reduce(0, +) / 1_500, departed: departed)
    }
    expectCovers(runs.map(\.sojourn), 4, "W")
    expectCovers(runs.map(\.departed), 1_000, "departures in 2,000")
    expectCovers(runs.map { ($0.departed - 1_000) * ($0.departed - 1_000) / 1_000 }, 1, within: 0.9, "dispersion")
  }
}

/// The network of KA-7: γ = (1, 0.2, 0), μ = (2, 1.5, 1.6), routes by rows of P.
private final class JacksonRun {
  private(set) var stations: [StationStatistics] = []
  private(set) var left = 0
  private(set) var sojourns = 0.0

  init(_ streams: Streams, horizon: Double, isStationary: Bool) {
    let (external, rates) = ([1.0, 0.2], [2, 1.5, 1.6])
    let routes = [[0, 0.6, 0.2], [0.1, 0, 0.7], [0, 0.05, 0]]
    let loads = [1.0896018 / 2, 0.8960177 / 1.5, 0.8451327 / 1.6]
    let servers = (0..<3).map { Station(.servers(1), kind: Kind.station, tag: UInt16($0)) }
    var arrivals = [streams["arrivals"][0], streams["arrivals"][1]]
    var work = (0..<3).map { streams["work"][UInt64($0)] }
    var route = streams["route"][0]
    var came: [SimTime] = []
    func enter(_ row: UInt32, _ place: Int, _ s: TestScheduler) {
      _ = servers[place].arrive(row, work: seconds(work[place].exponential() / rates[place]), on: s)
    }
    simulate(
      until: .zero + seconds(horizon),
      start: { s in
        for place in 0..<3 {
          servers[place].resetStatistics(at: .zero)
          for _ in 0..<(isStationary ? geometric(loads[place], &route) : 0) { enter(.max, place, s) }
          servers[place].resetStatistics(at: .zero)
        }
        for source in 0..<2 {
          s.schedule(
            Kind.arrival, tag: UInt16(source), index: 0,
            at: .zero + seconds(arrivals[source].exponential() / external[source]))
        }
      },
      event: { [self] event, s in
        let place = Int(event.tag)
        if event.kind == Kind.arrival {
          came.append(s.now)
          enter(UInt32(came.count - 1), place, s)
          s.schedule(
            Kind.arrival, tag: event.tag, index: 0, at: s.now + seconds(arrivals[place].exponential() / external[place])
          )
        } else {
          servers[place].handle(event, on: s) { change in
            guard case .finished(let row) = change else { return }
            let next = draw(routes[place] + [1 - routes[place].reduce(0, +)], &route)
            if next < 3 { return enter(row, next, s) }
            left += 1
            if row != .max { sojourns += (s.now - came[Int(row)]).seconds }
          }
        }
      })
    stations = servers.map { $0.statistics(at: .zero + seconds(horizon)) }
  }
}
