import Kernel
import Testing

/// KA-3, KA-4, KA-8 and KA-20: servers in parallel. Runs of the exact ones start in steady state.
@Suite struct ManyServers {
  @Test(
    "KA-3: M/M/c waits as Erlang C says",
    arguments: [(2, 1.5, 0.6428571, 1.2857143), (5, 4, 0.5541126, 0.5541126), (10, 8, 0.4091802, 0.2045901)])
  func erlangC(servers: Int, load: Double, waiting: Double, wait: Double) {
    let shares = stationary(limit: 400, birth: { _ in load }, death: { Double(min($0, servers)) })
    let runs = replicate(30, seed: 120 + UInt64(servers)) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let initial = (0..<draw(shares, &a)).map { _ in b.exponential() }
      return QueueRun(
        Station(.servers(servers), kind: Kind.station),
        .init(initial: initial, gap: { a.exponential() / load }, work: { b.exponential() }, measured: 16_000))
    }
    expectCovers(runs.map { $0.share({ $0 > 0 }, of: $0.waits) }, waiting, "C")
    expectCovers(runs.map(\.meanWait), wait, within: 0.15, "Wq")
  }

  @Test(
    "KA-4: Erlang B refuses the same share whatever the law of the work",
    arguments: [(5, 3.0, 0.1100543), (10, 5.0, 0.0183846)])
  func erlangB(servers: Int, load: Double, refused: Double) throws {
    let lognormal = try Lognormal(mean: 1, cv: 1.2)
    let biased = try Lognormal(mu: lognormal.mu + lognormal.sigma * lognormal.sigma, sigma: lognormal.sigma)
    typealias Law = (name: String, work: (inout RandomStream) -> Double, rest: (inout RandomStream) -> Double)
    let laws: [Law] = [
      ("exponential", { $0.exponential() }, { $0.exponential() }),
      ("deterministic", { _ in 1 }, { $0.uniform() }),
      ("lognormal", { lognormal.sample(&$0) }, { $0.uniform() * biased.sample(&$0) }),
    ]
    let shares = stationary(limit: servers, birth: { _ in load }, death: { Double($0) })
    for (number, law) in laws.enumerated() {
      let lost = replicate(30, seed: 130 + UInt64(10 * servers + number)) { streams in
        var (a, b) = (streams["arrivals"][0], streams["work"][0])
        let initial = (0..<draw(shares, &a)).map { _ in law.rest(&b) }
        let plan = QueueRun.Plan(
          initial: initial, gap: { a.exponential() / load }, work: { law.work(&b) }, measured: 3_000)
        return Double(QueueRun(Station(.servers(servers), maximumWaiting: 0, kind: Kind.station), plan).refused) / 3_000
      }
      expectCovers(lost, refused, within: 0.2, law.name)
    }
  }

  @Test("KA-8: Erlang-A with load 110 on 100 servers: 0.9291161 wait, 20.81603 are in line, 0.0946183 give up")
  func erlangA() {
    let shares = stationary(
      limit: 400, birth: { _ in 110 }, death: { Double(min($0, 100)) + 0.5 * Double(max(0, $0 - 100)) })
    let runs = replicate(20, seed: 150) { streams in
      var (a, b, p) = (streams["arrivals"][0], streams["work"][0], streams["patience"][0])
      let initial = (0..<draw(shares, &a)).map { _ in b.exponential() }
      return QueueRun(
        Station(.servers(100), kind: Kind.station),
        .init(
          initial: initial, gap: { a.exponential() / 110 }, work: { b.exponential() },
          patience: { p.exponential() / 0.5 }, measured: 22_000, horizon: 200))
    }
    let waited = runs.map { run in Double(run.reneged + run.waits.count { $0 ?? 0 > 0 }) / 22_000 }
    expectCovers(waited, 0.9291161, "P(wait)")
    expectCovers(runs.map(\.seen.meanWaiting), 20.81603, "Lq")
    expectCovers(runs.map { Double($0.reneged) / 22_000 }, 0.0946183, within: 0.12, "P(abandon)")
  }

  @Test("KA-20: M/G/10 at 0.8 with squared variation 0.25 waits within 5 % of Allen and Cunneen's 0.1278688")
  func allenCunneen() {
    // Empty at first: 500 arrivals are 62 mean works, many times the 1 / (1 - sqrt(0.8))^2 / 10 = 9 of the relaxation.
    let waits = replicate(30, seed: 160) { streams in
      var (a, b) = (streams["arrivals"][0], streams["work"][0])
      let work = { (0..<4).reduce(0.0) { sum, _ in sum + b.exponential() / 4 } }
      let run = QueueRun(
        Station(.servers(10), kind: Kind.station),
        .init(gap: { a.exponential() / 8 }, work: work, measured: 30_500))
      return run.waits.dropFirst(500).reduce(0) { $0 + ($1 ?? 0) } / 30_000
    }
    let result = ConfidenceInterval(of: Tally(waits), level: 0.999)
    #expect(abs(result.estimate / 0.1278688 - 1) < 0.05 + result.halfWidth / 0.1278688, "\(result)")
    #expect(result.halfWidth < 0.1 * 0.1278688)
  }
}
