import Kernel
import Testing

@testable import Logistics

@Suite struct BetaPosteriorTests {
  @Test("KA-48: Beta(19,1) and 180 of 200 on time: mean 0.9045455, 95 % between 0.8624823 and 0.9396580")
  func knownAnswer() {
    let belief = BetaPosterior(alpha: 19, beta: 1).updated(successes: 180, failures: 20)
    #expect(abs(belief.mean - 0.904_545_454_5) < 1e-9)
    #expect(abs(belief.quantile(0.025) - 0.862_482_3) < 5e-8)
    #expect(abs(belief.quantile(0.975) - 0.939_658_0) < 5e-8)
  }

  @Test("The prior alone: P(share > 0.95) = 1 - 0.95^19")
  func prior() {
    let prior = BetaPosterior(alpha: 19, beta: 1)
    #expect(abs(prior.probability(above: 0.95) - (1 - Deterministic.pow(0.95, 19))) < 1e-12)
  }
}

@Suite struct WhiteListTests {
  let rules = WhiteListRules(removesAutomatically: true)
  let good = BetaPosterior(alpha: 990, beta: 10)
  let poor = BetaPosterior(alpha: 800, beta: 200)
  let unclear = BetaPosterior(alpha: 19, beta: 1)

  func next(_ status: ProviderStatus, _ belief: BetaPosterior, observed: Int = 1_000, weeks: Int = 1) -> ProviderStatus
  {
    rules.next(status, belief, observed: observed, scorecardsOnProbation: weeks)
  }

  @Test("Scorecards approve the good, put the poor on probation, and leave the unclear where they are")
  func transitions() {
    #expect(next(.pilot, good) == .approved)
    #expect(next(.pilot, unclear) == .pilot)
    #expect(next(.pilot, poor) == .removed)
    #expect(next(.approved, unclear) == .approved)
    #expect(next(.approved, poor) == .probation)
    #expect(next(.probation, good) == .approved)
    #expect(next(.probation, poor, weeks: 3) == .probation)
    #expect(next(.probation, poor, weeks: 4) == .removed)
    #expect(next(.candidate, good) == .candidate)
    #expect(next(.removed, good) == .removed)
  }

  @Test("Nobody is removed on fewer than 30 parcels, or where removals are not automatic")
  func noRemoval() {
    #expect(next(.pilot, poor, observed: 29) == .pilot)
    #expect(next(.probation, poor, observed: 29, weeks: 9) == .probation)
    let manual = WhiteListRules(removesAutomatically: false)
    #expect(manual.next(.probation, poor, observed: 1_000, scorecardsOnProbation: 9) == .probation)
  }

  @Test("One failed gate keeps a provider off the list, whatever its score")
  func dueDiligence() {
    let scores = [1.0, 0.5, 1, 1, 1, 1]
    #expect(abs(DueDiligence(failedGates: [], scores: scores).score - 0.85) < 1e-12)
    #expect(DueDiligence.Part.allCases.reduce(0) { $0 + $1.weight } == 1)
    #expect(DueDiligence(failedGates: [.insurance], scores: scores).standing(.approved) == .candidate)
    #expect(DueDiligence(failedGates: [], scores: scores).standing(.pilot) == .pilot)
    #expect(DueDiligence(failedGates: [.licence], scores: scores).standing(.removed) == .removed)
  }
}

@Suite struct ProviderDeskTests {
  func world(_ overrides: [String]) throws -> BackWorld { try BackWorld(overrides: overrides) }

  @Test("G11: an allocation of 100 a day with 150, 150, 50, 50 ready ships 100 a day and leaves 50, 100, 50, 0")
  func allocation() throws {
    let world = try world(["providers.couriers.allocation=100"])
    var backlog = 0
    var shipped: [Int] = []
    var left: [Int] = []
    for (day, ready) in [150, 150, 50, 50].enumerated() {
      backlog += ready
      let now = world.time("2026-11-10T18:00:00") + .days(Int64(day))
      var accepted = 0
      for _ in 0..<backlog where world.state.desk.tender(1, at: now) == .accepted { accepted += 1 }
      backlog -= accepted
      shipped.append(accepted)
      left.append(backlog)
    }
    #expect(shipped == [100, 100, 100, 100])
    #expect(left == [50, 100, 50, 0])
    #expect(world.violations == [])
  }

  @Test("Refused parcels may come again at the market's midnight")
  func refusedUntilMidnight() throws {
    let world = try world(["providers.couriers.allocation=1"])
    #expect(world.state.desk.tender(1, at: world.time("2026-11-10T17:00:00")) == .accepted)
    let answer = world.state.desk.tender(1, at: world.time("2026-11-10T18:00:00"))
    #expect(answer == .refused(until: world.time("2026-11-11T00:00:00")))
  }

  @Test(
    "A provider off the white list gets no parcel",
    arguments: ["status=candidate", "status=removed", "failedGates=[insurance]"])
  func offTheList(setting: String) throws {
    let world = try world(["providers.couriers.\(setting)"])
    #expect(!world.state.desk.mayTender(1))
    guard case .refused = world.state.desk.tender(1, at: world.time("2026-11-10T18:00:00")) else {
      Issue.record("a parcel went to a provider off the white list")
      return
    }
    #expect(world.violations == [])
  }

  @Test("A pilot gets at most its share of the parcels")
  func pilotShare() throws {
    let world = try world(["providers.couriers.status=pilot"])
    let now = world.time("2026-11-10T18:00:00")
    for _ in 0..<2_000 {
      let provider = world.state.desk.mayTender(1) ? 1 : 0
      world.state.desk.book(provider, in: world.state.id, day: SlotDays.none, at: now)
      _ = world.state.desk.tender(provider, at: now)
    }
    #expect(world.state.desk.counters[1].accepted == 100)
    #expect(world.state.desk.counters[1].refused == 0)
  }

  @Test("Weekly scorecards put a provider that is always late on probation, and never before 30 parcels off the list")
  func scorecards() throws {
    let world = try BackWorld(market: "returns: { rate: 0 }", root: "scorecards: { removes: true, patience: 1 }")
    for number in 0..<29 {
      let row = world.order(promise: "2026-11-09T12:00:00")
      world.deliver(row, at: "2026-11-1\(number % 3)T12:00:00")
    }
    world.run(until: "2026-11-30T00:00:00")
    #expect(world.state.desk.statuses[1] == .probation)
    #expect(world.home.providers.beliefs[1].mean < 0.5)
    let row = world.order(promise: "2026-11-09T12:00:00")
    world.deliver(row, at: "2026-11-30T12:00:00")
    world.run(until: "2026-12-08T00:00:00")
    #expect(world.state.desk.statuses[1] == .removed)
    #expect(world.violations == [])
  }
}
