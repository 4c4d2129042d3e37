import Kernel
import Testing

@testable import Logistics

@Suite struct TierChainTests {
  static func tier(
    _ name: String, _ workers: Int, _ serviceTime: Double, timeout: Double, retries: Int = 3, budget: Double? = nil,
    queue: Double = 1e9
  ) -> TierChain.Tier {
    var tier = TierChain.Tier()
    tier.name = name
    tier.workers = workers
    tier.serviceTime = serviceTime
    tier.timeout = timeout
    tier.retries = retries
    tier.retryBudget = budget
    tier.queuePerWorker = queue
    tier.waits = AppTier(workers: workers, serviceTime: serviceTime, serviceVariation: 1, queuePerWorker: 1e9)
    tier.waits.tabulate()
    return tier
  }

  static let start = SimTime(iso8601: "2026-11-02T00:00:00Z")!

  /// Three layers at 70 % of the database's capacity, which is away for eight seconds after a minute.
  static func storm(_ change: (inout TierChain.Tier) -> Void) -> TierChain {
    var tiers = [
      tier("app", 200, 0.05, timeout: 8), tier("inventory", 100, 0.01, timeout: 4),
      tier("database", 10, 0.01, timeout: 1),
    ]
    for place in tiers.indices { change(&tiers[place]) }
    tiers[2].faults = [TierChain.Fault(from: start + .seconds(60), until: start + .seconds(68))]
    return TierChain(tiers, step: 0.25)
  }

  /// The share of failures in each 10 s of 15 minutes at 700 requests a second.
  static func failures(_ chain: inout TierChain) -> [Double] {
    (0..<90).map { chain.serve(7_000, from: start + .seconds(10 * Int64($0)), for: .seconds(10)).failure }
  }

  @Test("S19: after 8 s without a database three layers of three retries never recover; with a budget of 10 % they do")
  func metastability() {
    var bare = Self.storm { _ in }
    let without = Self.failures(&bare)
    #expect(without[..<6].allSatisfy { $0 < 1e-9 }, "all is well before: \(without)")
    #expect(without[60...].allSatisfy { $0 > 0.9 }, "it never recovers: \(without)")
    var budgeted = Self.storm { $0.retryBudget = 0.1 }
    let with = Self.failures(&budgeted)
    #expect(with[6] > 0.3, "the outage is felt: \(with)")
    #expect(with[40...].allSatisfy { $0 < 1e-6 }, "it recovers: \(with)")
  }

  @Test("each other defence alone ends the storm as well", arguments: ["shed", "breaker"])
  func defences(_ defence: String) {
    var chain = Self.storm {
      switch defence {
      case "shed": $0.shedAbove = 0.5
      default: $0.breaker = 0.5
      }
    }
    let failures = Self.failures(&chain)
    #expect(failures[60...].allSatisfy { $0 < 1e-3 }, "\(failures)")
  }

  @Test("work whose caller has gone is wasted during a storm; dropping it spares the database")
  func wastedWork() {
    var bare = Self.storm { _ in }
    var dropping = Self.storm { $0.dropsExpired = true }
    _ = Self.failures(&bare)
    _ = Self.failures(&dropping)
    #expect(dropping.totals.wasted < 0.05 * bare.totals.wasted, "\(dropping.totals) \(bare.totals)")
  }

  @Test("KA-18: with half of the tries failing, three retries make 1.875 tries; three layers that all fail make 64")
  func amplification() {
    // A line without room refuses what is above capacity: at 1.875 times its tries, half of them.
    var tier = Self.tier("app", 75, 0.08, timeout: 8, queue: 0)
    tier.backoff = 0.001
    var chain = TierChain([tier], step: 1)
    // Capacity 937.5/s against 1,000 · 1.875 tries.
    for second in 0..<600 { _ = chain.serve(1_000, from: Self.start + .seconds(Int64(second)), for: .seconds(1)) }
    let before = chain.totals
    for second in 600..<700 { _ = chain.serve(1_000, from: Self.start + .seconds(Int64(second)), for: .seconds(1)) }
    let tries = (chain.totals.tries - before.tries) / (chain.totals.requests - before.requests)
    #expect(abs(tries - 1.875) < 1e-6, "\(tries) tries")

    var dead = [0, 1, 2].map { _ in Self.tier("t", 100_000, 0.001, timeout: 0.5) }
    for place in dead.indices { dead[place].backoff = 0 }
    dead[0].timeout = 1_000
    dead[1].timeout = 500
    dead[2].faults = [TierChain.Fault(from: Self.start, until: Self.start + .days(1))]
    var storm = TierChain(dead, step: 0.25)
    for second in 0..<300 { _ = storm.serve(100, from: Self.start + .seconds(Int64(second)), for: .seconds(1)) }
    let early = storm.totals
    for second in 300..<400 { _ = storm.serve(100, from: Self.start + .seconds(Int64(second)), for: .seconds(1)) }
    let last = (storm.totals.lastTries - early.lastTries) / (storm.totals.requests - early.requests)
    #expect(abs(last - 64) < 0.01, "\(last) tries at the last layer")
  }

  @Test("requests are answered, given up or under way, whatever happens to them")
  func conservation() {
    var stream = Streams(seed: 5)["chain"][0]
    for number in 0..<20 {
      var chain = Self.storm {
        $0.retryBudget = stream.uniform() < 0.5 ? stream.uniform() * 0.3 : nil
        $0.breaker = stream.uniform() < 0.3 ? 0.5 : nil
        $0.dropsExpired = stream.uniform() < 0.3
        $0.shedAbove = stream.uniform() < 0.3 ? stream.uniform() : .infinity
        $0.holdsWorkers = stream.uniform() < 0.3
        $0.retries = Int(stream.below(4))
      }
      for bin in 0..<200 {
        let requests = bin < 120 ? stream.uniform() * 1_500 : 0
        _ = chain.serve(requests, from: Self.start + .seconds(Int64(bin)), for: .seconds(1))
      }
      for bin in 200..<30_000 where chain.isBusy {
        _ = chain.serve(0, from: Self.start + .seconds(Int64(bin)), for: .seconds(1))
      }
      let totals = chain.totals
      #expect(!chain.isBusy, "number \(number) never ends")
      #expect(abs(totals.answered + totals.givenUp - totals.requests) < 1e-3 * totals.requests, "\(number): \(totals)")
    }
  }

  @Test("an idle chain answers in its service times, and a bin of a minute is one step")
  func idle() {
    var chain = Self.storm { $0.faults = [] }
    let state = chain.serve(60, from: Self.start, for: .minutes(1))
    #expect(abs(state.latency - 0.07) < 1e-6 && state.failure == 0, "\(state)")
  }

  @Test("workers that wait for their calls are missing: a slow database stops the application")
  func holding() {
    func failure(_ holds: Bool) -> Double {
      var tiers = [
        Self.tier("app", 60, 0.05, timeout: 8, retries: 0), Self.tier("db", 10, 0.01, timeout: 5, retries: 0),
      ]
      tiers[0].holdsWorkers = holds
      tiers[1].faults = [TierChain.Fault(from: Self.start, until: Self.start + .seconds(20))]
      var chain = TierChain(tiers, step: 0.25)
      for second in 0..<20 { _ = chain.serve(500, from: Self.start + .seconds(Int64(second)), for: .seconds(1)) }
      return chain.backlog(of: 0)
    }
    #expect(failure(false) < 1 && failure(true) > 5_000)
  }
}
