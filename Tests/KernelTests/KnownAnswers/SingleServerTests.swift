import Kernel
import Testing

/// KA-1, KA-2, KA-5 and KA-6: one server. Each run starts in steady state, so that means have no bias at all.
@Suite struct SingleServer {
  @Test("KA-1: M/M/1 at 0.8 has L 4, Lq 3.2, W 5, Wq 4, Var N 20 and 95 % of sojourns below 14.978661")
  func mm1() {
    let runs = replicate(30, seed: 1_001) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let initial = (0..<geometric(0.8, &a)).map { _ in b.exponential() }
      return QueueRun(
        Station(.servers(1), kind: Kind.station),
        .init(
          initial: initial, gap: { a.exponential() / 0.8 }, work: { b.exponential() }, measured: 20_000, horizon: 24_000
        ),
        centre: 4)
    }
    expectCovers(runs.map(\.seen.meanPresent), 4, "L")
    expectCovers(runs.map(\.seen.meanWaiting), 3.2, within: 0.15, "Lq")
    expectCovers(runs.map(\.meanSojourn), 5, "W")
    expectCovers(runs.map(\.meanWait), 4, within: 0.15, "Wq")
    expectCovers(runs.map { $0.squaresArea / 24_000 }, 20, within: 0.4, "Var N")
    expectCovers(runs.map { $0.share({ $0 <= 14.978661 }, of: $0.sojourns) }, 0.95, within: 0.01, "p95")
    expectCovers(runs.map(\.seen.meanBusy), 0.8, within: 0.03, "rho")
  }

  @Test("KA-1: the busy period of M/M/1 at 0.8 lasts 5 on average")
  func busyPeriod() {
    let means = replicate(30, seed: 102) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let station = Station(.servers(1), kind: Kind.station)
      var periods: [Double] = []
      var began = SimTime.zero
      simulate(
        start: { $0.schedule(Kind.arrival, index: 0, at: .zero) },
        event: { event, s in
          if event.kind == Kind.arrival {
            if periods.count == 600 { return }
            if station.presentCount == 0 { began = s.now }
            _ = station.arrive(0, work: seconds(b.exponential()), on: s)
            s.schedule(Kind.arrival, index: 0, at: s.now + seconds(a.exponential() / 0.8))
          } else {
            station.handle(event, on: s) { _ in }
            if station.presentCount == 0 { periods.append((s.now - began).seconds) }
          }
        })
      return periods.prefix(600).reduce(0, +) / 600
    }
    expectCovers(means, 5)
  }

  @Test("KA-2: M/G/1 at 0.8 waits 2 for deterministic work, 2.5 for Erlang-4, 10 for a squared variation of 4")
  func pollaczekKhinchine() {
    func erlang(_ stages: Int, _ b: inout RandomStream) -> Double {
      (0..<stages).reduce(0) { sum, _ in sum + b.exponential() / 4 }
    }
    // Balanced hyperexponential: mean 1, squared coefficient of variation 4.
    let p = (1 + (3.0 / 5).squareRoot()) / 2
    typealias Law = (
      name: String, wait: Double, work: (inout RandomStream) -> Double, rest: (inout RandomStream) -> Double
    )
    let laws: [Law] = [
      ("deterministic", 2, { _ in 1 }, { $0.uniform() }),
      ("Erlang-4", 2.5, { erlang(4, &$0) }, { erlang(1 + Int($0.below(4)), &$0) }),
      (
        "hyperexponential", 10, { $0.exponential() / (2 * ($0.uniform() < p ? p : 1 - p)) },
        { $0.exponential() / (2 * ($0.uniform() < 0.5 ? p : 1 - p)) }
      ),
    ]
    for (number, law) in laws.enumerated() {
      // The work present in steady state is a geometric number of residual works (Beneš).
      let waits = replicate(30, seed: 103 + UInt64(number)) { streams in
        var (a, b) = (streams["arrivals"][0], streams["work"][0])
        let initial = (0..<geometric(0.8, &a)).map { _ in law.rest(&b) }
        let plan = QueueRun.Plan(
          initial: initial, gap: { a.exponential() / 0.8 }, work: { law.work(&b) }, measured: 12_000)
        return QueueRun(Station(.servers(1), kind: Kind.station), plan).meanWait
      }
      expectCovers(waits, law.wait, within: 0.3, law.name)
    }
  }

  @Test("KA-5: M/M/1/10 at 0.9 refuses 0.0508137 and holds 3.9694406")
  func mm1k() {
    let shares = stationary(limit: 10, birth: { _ in 0.9 }, death: { _ in 1 })
    let runs = replicate(30, seed: 110) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let initial = (0..<draw(shares, &a)).map { _ in b.exponential() }
      return QueueRun(
        Station(.servers(1), maximumWaiting: 9, kind: Kind.station),
        .init(
          initial: initial, gap: { a.exponential() / 0.9 }, work: { b.exponential() }, measured: 6_000, horizon: 6_600))
    }
    expectCovers(runs.map { Double($0.refused) / 6_000 }, 0.0508137, within: 0.15, "refused")
    expectCovers(runs.map(\.seen.meanPresent), 3.9694406, "L")
  }

  @Test("KA-6: D/M/1 at 0.8 makes 0.6286298 of the arrivals wait, 1.6927308 on average")
  func dm1() {
    let runs = replicate(30, seed: 111) { streams in
      var b = streams["work"][0]
      let initial = (0..<geometric(0.6286298, &b)).map { _ in b.exponential() }
      return QueueRun(
        Station(.servers(1), kind: Kind.station),
        .init(initial: initial, firstArrival: 0, gap: { 1.25 }, work: { b.exponential() }, measured: 12_000))
    }
    expectCovers(runs.map { $0.share({ $0 > 0 }, of: $0.waits) }, 0.6286298, "waits")
    expectCovers(runs.map(\.meanWait), 1.6927308, "Wq")
  }
}
