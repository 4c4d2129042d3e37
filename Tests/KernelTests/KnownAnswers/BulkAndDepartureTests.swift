import Kernel
import Testing

/// KA-9, KA-10, KA-14, KA-15, KA-16 and KA-19: infinite servers, batches, departures, floods and the last of many.
@Suite struct BulkAndDepartures {
  @Test("KA-9: with rate 100 (1 + 0.5 sin t) the number in M_t/M/∞ is Poisson and peaks a phase of π/4 after the rate")
  func infiniteServers() {
    let pi = 3.14159265358979
    // The rate peaks at π/2; mean and variance at 3π/4, at 5π/4, and at the mean's peak of the next cycle.
    let times = [0.75 * pi, 1.25 * pi, 2.75 * pi]
    let means = times.map { 100 + 25 * (Deterministic.sin($0) - Deterministic.cos($0)) }
    #expect(abs(means[0] - 135.35534) < 1e-5)
    let counts = replicate(1_200, seed: 210) { infiniteServerCounts($0, at: times) }
    for (place, mean) in means.enumerated() {
      let groups = (0..<20).map { group in (0..<60).map { Double(counts[60 * group + $0][place]) } }
      expectCovers(groups.map { Tally($0).mean }, mean, within: 0.03, "m(t)")
      expectCovers(groups.map { spread($0, around: mean) / mean }, 1, within: 0.35, "dispersion")
    }
  }

  private func infiniteServerCounts(_ streams: Streams, at times: [Double]) -> [Int] {
    var (a, b) = (streams["arrivals"][0], streams["work"][0])
    var present = 0
    var counts: [Int] = []
    // The cycle's law at time 0 is Poisson with mean 75; work left is exponential.
    for _ in 0..<draw(poisson(75), &a) { present += 1 }
    let initial = present
    simulate(
      until: .zero + seconds(times[2] + 0.001),
      start: { s in
        for _ in 0..<initial { s.schedule(Kind.station, index: 0, at: .zero + seconds(b.exponential())) }
        for time in times { s.schedule(Kind.other, index: 0, at: .zero + seconds(time), priority: .observation) }
        s.schedule(Kind.arrival, index: 0, at: .zero + seconds(a.exponential() / 150))
      },
      event: { event, s in
        switch event.kind {
        case Kind.arrival:
          // Thinning of rate 150.
          let rate = 100 * (1 + 0.5 * Deterministic.sin((s.now - .zero).seconds))
          if a.uniform() * 150 < rate {
            present += 1
            s.schedule(Kind.station, index: 0, at: s.now + seconds(b.exponential()))
          }
          s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() / 150))
        case Kind.station: present -= 1
        default: counts.append(present)
        }
      })
    return counts
  }

  private func poisson(_ mean: Double) -> [Double] {
    stationary(limit: 250, birth: { _ in mean }, death: { Double($0) })
  }

  @Test("KA-10: batches of two with joining, rates 5 and 12, hold 0.4630505 for 0.0926101")
  func bulkService() {
    let runs = replicate(30, seed: 220) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let station = BatchStation(servers: 1, batchSize: 2, joinsBatchInProgress: true, kind: Kind.station)
      let work: (BatchStation.Jobs) -> SimDuration = { _ in seconds(b.exponential() / 12) }
      var seen = StationStatistics()
      simulate(
        until: .zero + .seconds(620),
        start: {
          $0.schedule(Kind.arrival, index: 0, at: .zero)
          $0.schedule(Kind.other, index: 0, at: .zero + .seconds(20))
          $0.schedule(Kind.other, index: 1, at: .zero + .seconds(619))
        },
        event: { event, s in
          switch event.kind {
          case Kind.arrival:
            _ = station.arrive(0, on: s, work: work)
            s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() / 5))
          case Kind.station: station.handle(event, on: s, work: work) { _ in }
          default:
            // 20 s are a hundred arrivals: far beyond the relaxation of a system that is empty two thirds of the time.
            if event.index == 0 { station.resetStatistics(at: s.now) } else { seen = station.statistics(at: s.now) }
          }
        })
      return seen
    }
    expectCovers(runs.map(\.meanPresent), 0.4630505, "L")
    expectCovers(runs.map(\.meanSojourn), 0.0926101, "W")
  }

  @Test("KA-14: the mean wait for a scheduled departure is the sum of squared gaps over twice their sum")
  func residualWaits() {
    let days = 60
    for (gaps, exact) in [([24.0], 12.0), ([6.0, 18.0], 7.5)] {
      let waits = replicate(20, seed: 230 + UInt64(gaps.count)) { streams in
        departureWaits(streams, gaps: (0..<days).flatMap { _ in gaps }, horizon: Double(days * 24))
      }
      expectCovers(waits, exact, within: 0.05)
    }
    let random = replicate(30, seed: 233) { streams in
      var stream = streams["gaps"][0]
      let gaps = (0..<1_500).map { _ in stream.exponential() }
      return departureWaits(streams, gaps: gaps, horizon: 1_000)
    }
    expectCovers(random, 1, within: 0.1, "exponential gaps")
  }

  /// The mean wait of Poisson arrivals, four an hour for so many hours, for departures with given gaps in hours.
  private func departureWaits(_ streams: Streams, gaps: [Double], horizon: Double) -> Double {
    var a = streams["arrivals"][0]
    var at = 0.0
    let instants = gaps.map { gap in
      at += gap
      return SimTime.zero + seconds(at * 3_600)
    }
    let lane = ScheduledDeparture(LocalSchedule(instants), kind: Kind.departure)
    var came: [SimTime] = []
    var total = 0.0
    simulate(
      start: { $0.schedule(Kind.arrival, index: 0, at: .zero + seconds(a.exponential() * 900)) },
      event: { event, s in
        if event.kind == Kind.arrival {
          guard (s.now - .zero).seconds < horizon * 3_600 else { return }
          came.append(s.now)
          lane.stage(UInt32(came.count - 1), on: s)
          s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() * 900))
        } else {
          lane.handle(event, on: s) { if case .loaded(let row) = $0 { total += (s.now - came[Int(row)]).seconds } }
        }
      })
    return total / Double(came.count) / 3_600
  }

  @Test("KA-15: a wave that clears everything each hour makes jobs wait half an hour, in Poisson batches")
  func clearingWaves() {
    let hours = 200
    let waves = LocalSchedule(
      every: .hours(1), zone: .utc, over: (SimTime.zero + .microseconds(1))..<(.zero + .hours(Int64(hours + 1))))
    let runs = replicate(20, seed: 240) { streams in
      var a = streams["arrivals"][0]
      let wave = ScheduledDeparture(waves, kind: Kind.departure)
      var came: [SimTime] = []
      var waits = 0.0
      var batches: [Double] = []
      simulate(
        until: .zero + .hours(Int64(hours)) + .seconds(1),
        start: { $0.schedule(Kind.arrival, index: 0, at: .zero + seconds(a.exponential() * 360)) },
        event: { event, s in
          if event.kind == Kind.arrival {
            came.append(s.now)
            wave.stage(UInt32(came.count - 1), on: s)
            s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() * 360))
          } else {
            let report = wave.handle(event, on: s) {
              if case .loaded(let row) = $0 { waits += (s.now - came[Int(row)]).seconds }
            }
            batches.append(Double(report.loaded.units))
          }
        })
      // An hour without anybody has no departure event.
      batches += Array(repeating: 0, count: hours - batches.count)
      let sent = batches.reduce(0, +)
      return (wait: waits / sent / 3_600, batch: sent / Double(hours), dispersion: spread(batches, around: 10) / 10)
    }
    expectCovers(runs.map(\.wait), 0.5, within: 0.03, "wait")
    expectCovers(runs.map(\.batch), 10, within: 0.03, "batch")
    expectCovers(runs.map(\.dispersion), 1, "dispersion")
  }

  @Test("KA-16: 2,000 a second for 60 s into 500 a second: 90,000 behind at 60 s, empty at 240 s, waits up to 180 s")
  func flood() {
    let station = Station(.servers(1), kind: Kind.station)
    var most = 0
    var mostAt = SimTime.zero
    var end = SimTime.zero
    simulate(
      start: { $0.schedule(Kind.arrival, index: 0, at: .zero) },
      event: { event, s in
        if event.kind == Kind.arrival {
          _ = station.arrive(event.index, work: .milliseconds(2), on: s)
          if station.presentCount > most { (most, mostAt) = (station.presentCount, s.now) }
          if event.index < 119_999 {
            s.schedule(Kind.arrival, index: event.index + 1, at: s.now + .microseconds(500))
          }
        } else {
          station.handle(event, on: s) { _ in }
          end = s.now
        }
      })
    let seen = station.statistics(at: end)
    // Jobs are whole: the last of 120,000 comes at 59.9995 s, when 29,999 are done, and waits 1.5 ms less than the fluid.
    #expect(most == 90_001 && mostAt == .zero + .microseconds(59_999_500))
    #expect(end == .zero + .seconds(240))
    #expect(abs(seen.waitMaximum - 180) < 0.002 && abs(seen.meanWait - 90) < 0.002)
  }

  @Test("KA-19: the last of n works in parallel ends at H_n when they are exponential, at n/(n+1) when uniform")
  func lastOfMany() {
    func lasts(_ n: Int, seed: UInt64, _ work: @escaping (inout RandomStream) -> Double) -> [Double] {
      replicate(30, seed: seed) { streams in
        let last = (0..<40).map { split in
          var stream = streams["work"][UInt64(split)]
          let jobs = (0..<n).map { _ in (at: SimTime.zero, work: seconds(work(&stream)), priority: Int64(0)) }
          let done = finishTimes(Station(.servers(n), kind: Kind.station), jobs)
          return (done.compactMap { $0 }.max()! - .zero).seconds
        }
        return last.reduce(0, +) / 40
      }
    }
    for (n, exact) in [(5, 2.2833333), (10, 2.9289683), (100, 5.1873775)] {
      expectCovers(lasts(n, seed: 250) { $0.exponential() }, exact, within: 0.1, "n = \(n)")
    }
    expectCovers(lasts(9, seed: 251) { $0.uniform() }, 0.9, within: 0.03, "uniform")
  }
}
