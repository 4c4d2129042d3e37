import Kernel

/// Tiers of servers behind the storefront of one market, each called by the one in front of it, as fluids.
///
/// ```
/// clients ─► tier 0 ─► tier 1 ─► … : a call waits in line, is worked on, and waits for the calls it makes itself
/// ```
/// A caller that waits longer than the timeout has gone; the work goes on and costs capacity. A call that fails (timed out,
/// refused, or its own calls gave up) is tried again after a backoff, up to `retries` times, so that layers multiply:
/// (k + 1)^layers tries in the worst case. Defences, each a switch of a tier: a bounded line, shedding by the expected
/// wait, dropping work whose own caller has gone, a retry budget, a circuit breaker. Requests in = answered + given up + under way, exactly.
/// A step costs O(tiers × retries) and the queue entries it touches, whatever the number of requests.
struct TierChain: Sendable {
  /// A tier as the scenario describes it.
  struct Tier: Sendable {
    var name = "app"
    /// Requests worked on at once, and the time of one, seconds.
    var workers = 1
    var serviceTime = 0.08
    /// Calls to this tier per call of the tier in front; of the first tier, per request that the edge passes on.
    var calls = 1.0
    /// Seconds after which the caller is gone.
    var timeout = 8.0
    /// Tries after the first, and the backoff before the j-th: uniform up to min(cap, base · 2^(j−1)), seconds.
    var retries = 0
    var backoff = 0.2
    var backoffCap = 10.0
    /// Most retries per first try; nil without a budget.
    var retryBudget: Double?
    /// Requests that may wait, per worker.
    var queuePerWorker = 4.0
    /// Refuses what would wait longer, seconds.
    var shedAbove = Double.infinity
    /// Whether work whose caller has gone is dropped at its turn.
    var dropsExpired = false
    /// Whether a worker is taken while its call to the next tier is out.
    var holdsWorkers = false
    /// Share of failures at which callers stop calling; nil without a breaker.
    var breaker: Double?
    /// How long they stop, seconds.
    var breakerOpen = 30.0
    var faults: [Fault] = []
    /// The most workers that are added under load, as a factor; 1 does not scale. Half of the first ones come at a time, each
    /// so many seconds after the last.
    var scaleTo = 1.0
    var scaleEvery = 180.0
    /// Waits in the stochastic regime, by load.
    var waits = AppTier()
  }

  /// A span in which a tier has only a share of its capacity.
  struct Fault: Sendable, Equatable {
    var from: SimTime
    var until: SimTime
    /// 0 for an outage.
    var capacity = 0.0
  }

  /// What stands at a tier between steps.
  private struct Stand: Sendable {
    var line = FluidQueue()
    /// Calls worked on that wait for calls of their own.
    var pending = FluidQueue()
    /// Calls that wait for their j-th retry, j from 1.
    var retrying: [Double]
    /// First tries and retries of the present step, by number.
    var tries: [Double]
    var tokens = 0.0
    var failing = 0.0
    var opened = -Double.infinity
    /// Seconds a call took, mean of the last step that finished any.
    var response = 0.0
    var ownWait = 0.0
    var utilisation = 0.0
    /// The factor on the workers that scaling has reached, and the seconds that call for the next change.
    var scale = 1.0
    var calling = 0.0
    // What the present step did.
    var served = FluidQueue.Outcome()
    var givenUp = 0.0
    var answered = 0.0
  }

  /// What a bin's requests met at all tiers.
  struct Totals: Sendable, Equatable {
    /// Requests that clients made for the first time, and all tries at the first and at the last tier.
    var requests = 0.0
    var tries = 0.0
    var lastTries = 0.0
    /// Requests answered in time, and given up for good.
    var answered = 0.0
    var givenUp = 0.0
    /// Work done for callers that had gone, as calls at any tier.
    var wasted = 0.0
  }

  let tiers: [Tier]
  private let step: Double
  private var stands: [Stand]
  /// The share of all tiers' capacity that is there in the present bin.
  private var left = 1.0
  /// Everything since the start.
  private(set) var totals = Totals()

  init(_ tiers: [Tier], step: Double) {
    self.tiers = tiers
    self.step = step
    stands = tiers.map {
      Stand(retrying: .init(repeating: 0, count: $0.retries + 1), tries: .init(repeating: 0, count: $0.retries + 1))
    }
  }

  /// Requests waiting, worked on or waiting for a retry at any tier.
  var underWay: Double {
    stands.reduce(0) { $0 + $1.line.backlog + $1.pending.backlog + $1.retrying.reduce(0, +) }
  }

  /// Whether the next bin may be one step: nobody waits and nothing was near saturation.
  private var isCalm: Bool { underWay < 1e-6 && stands.allSatisfy { $0.utilisation < 0.7 && $0.scale == 1 } }

  /// Whether bins without visits must be computed too.
  var isBusy: Bool { underWay > 1e-3 }

  /// Requests in the line of a tier.
  func backlog(of tier: Int) -> Double { stands[tier].line.backlog }

  /// Takes a bin's requests through the tiers.
  ///
  /// - Parameter capacity: The share of all tiers' capacity that is there.
  mutating func serve(
    _ requests: Double, from start: SimTime, for length: SimDuration, capacity: Double = 1
  ) -> AppTier.State {
    left = capacity
    let seconds = max(1e-6, length.seconds)
    let before = totals
    let origin = start.seconds
    let rate = requests / seconds
    let isEven = isCalm && wouldBeCalm(rate) && !hasFault(from: start, until: start + length)
    let count = isEven ? 1 : max(1, Int((seconds / step).rounded(.up)))
    let part = seconds / Double(count)
    for number in 0..<count {
      advance(
        rate * part, at: origin + Double(number) * part, for: part, start + SimDuration(seconds: part * Double(number)))
    }
    return state(since: before, rate)
  }

  private func wouldBeCalm(_ rate: Double) -> Bool {
    var calls = rate
    for tier in tiers {
      calls *= tier.calls
      if calls * tier.serviceTime >= 0.7 * Double(tier.workers) * left { return false }
    }
    return true
  }

  private func hasFault(from: SimTime, until: SimTime) -> Bool {
    tiers.contains { $0.faults.contains { $0.from < until && $0.until > from } }
  }

  private func state(since before: Totals, _ rate: Double) -> AppTier.State {
    var state = AppTier.State()
    let answered = totals.answered - before.answered
    let failed = totals.givenUp - before.givenUp
    let tries = totals.tries - before.tries
    let fresh = (totals.requests - before.requests) * tiers[0].calls
    state.latency = min(stands[0].response, tiers[0].timeout)
    state.failure = answered + failed > 0 ? failed / (answered + failed) : rate > 0 && underWay > 0 ? 1 : 0
    state.refusal = tries > 0 ? max(0, 1 - fresh / tries) : 0
    state.utilisation = stands[0].utilisation
    return state
  }

  /// One step: calls flow from front to back, answers from back to front.
  private mutating func advance(_ requests: Double, at now: Double, for length: Double, _ instant: SimTime) {
    totals.requests += requests
    var fresh = requests * tiers[0].calls
    for place in tiers.indices {
      call(place, fresh, at: now, for: length, instant)
      fresh = place + 1 < tiers.count ? stands[place].served.served * tiers[place + 1].calls : 0
    }
    for place in tiers.indices.reversed() { answer(place, at: now, for: length) }
    totals.answered += stands[0].answered / max(1e-12, tiers[0].calls)
    totals.givenUp += stands[0].givenUp / max(1e-12, tiers[0].calls)
  }

  /// First tries and retries join the line of a tier, and its workers take what they can.
  private mutating func call(
    _ place: Int, _ fresh: Double, at now: Double, for length: Double, _ instant: SimTime
  ) {
    let tier = tiers[place]
    stands[place].givenUp = 0
    stands[place].answered = 0
    let tries = takeTries(place, fresh, length)
    let passed = pass(tries, through: place, at: now, for: length)
    if place == 0 { totals.tries += passed }
    if place == tiers.count - 1 { totals.lastTries += passed }
    let held = tier.holdsWorkers ? stands[place].pending.backlog : 0
    let workers = max(0, Double(tier.workers) * stands[place].scale - held)
    let capacity = workers / tier.serviceTime * availability(tier, from: instant, for: length)
    let full = tier.queuePerWorker * Double(tier.workers)
    let terms = FluidQueue.Terms(
      capacity: capacity, patience: max(0, tier.timeout - tier.serviceTime),
      bound: min(full, tier.shedAbove * Double(tier.workers) / tier.serviceTime), dropsExpired: tier.dropsExpired)
    let served = stands[place].line.step(passed, at: now, for: length, terms)
    let nominal = Double(tier.workers) / tier.serviceTime * length
    stands[place].served = served
    stands[place].utilisation = passed / nominal
    stands[place].ownWait =
      served.served > 0 ? served.waited / served.served + tier.waits.wait(min(0.999, served.served / nominal)) : 0
    totals.wasted += served.served - served.onTime
    if tier.scaleTo > 1 { scale(place, for: length) }
  }

  /// Adds half of the first workers after a while above 70 % of what is there, and takes them away after one below 30 %.
  private mutating func scale(_ place: Int, for length: Double) {
    let tier = tiers[place]
    let load = stands[place].line.backlog > 1 ? 1 : stands[place].utilisation / stands[place].scale
    let direction =
      load > 0.7 && stands[place].scale < tier.scaleTo ? 1.0 : load < 0.3 && stands[place].scale > 1 ? -1 : 0
    let isSame = direction * stands[place].calling > 0
    stands[place].calling = direction == 0 ? 0 : (isSame ? stands[place].calling : 0) + direction * length
    guard abs(stands[place].calling) >= tier.scaleEvery else { return }
    stands[place].calling = 0
    stands[place].scale = min(tier.scaleTo, max(1, stands[place].scale + 0.5 * direction))
  }

  /// The factor on a tier's workers that scaling has reached.
  func scale(of tier: Int) -> Double { stands[tier].scale }

  /// First tries and the retries that are due, by number; the budget bounds the retries, and the rest gives up.
  private mutating func takeTries(_ place: Int, _ fresh: Double, _ length: Double) -> Double {
    let tier = tiers[place]
    stands[place].tries[0] = fresh
    guard tier.retries > 0 else { return fresh }
    var due = 0.0
    for number in 1...tier.retries {
      let wait = 0.5 * min(tier.backoffCap, tier.backoff * power(2, number - 1))
      let out = stands[place].retrying[number] * (wait > 0 ? -Deterministic.expm1(-length / wait) : 1)
      stands[place].retrying[number] -= out
      stands[place].tries[number] = out
      due += out
    }
    guard let budget = tier.retryBudget else { return fresh + due }
    // Ten seconds of unused budget may be saved.
    let saved = stands[place].tokens + budget * fresh
    stands[place].tokens = min(saved, max(stands[place].tokens, budget * fresh * 10 / length))
    let allowed = min(due, stands[place].tokens)
    stands[place].tokens -= allowed
    guard due > allowed else { return fresh + due }
    for number in 1...tier.retries { stands[place].tries[number] *= allowed / due }
    stands[place].givenUp += due - allowed
    return fresh + allowed
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  /// What an open breaker lets through: nothing, and after a while a probe of a tenth.
  private mutating func pass(_ tries: Double, through place: Int, at now: Double, for length: Double) -> Double {
    guard tiers[place].breaker != nil, stands[place].opened > -.infinity else { return tries }
    let share = now < stands[place].opened + tiers[place].breakerOpen ? 0 : 0.1
    for number in stands[place].tries.indices { stands[place].tries[number] *= share }
    stands[place].givenUp += tries * (1 - share)
    return tries * share
  }

  private func availability(_ tier: Tier, from: SimTime, for length: Double) -> Double {
    var lost = 0.0
    for fault in tier.faults {
      let until = from + SimDuration(seconds: length)
      let overlap = (min(until, fault.until) - max(from, fault.from)).seconds
      if overlap > 0 { lost += overlap / length * (1 - fault.capacity) }
    }
    return max(0, 1 - lost) * left
  }

  /// Calls worked on are answered at once, or when their own calls are; failures wait for a retry or give up.
  private mutating func answer(_ place: Int, at now: Double, for length: Double) {
    let served = stands[place].served
    var failed = served.timedOut + served.refused
    var done = served.onTime
    var wait = stands[place].ownWait + tiers[place].serviceTime
    if place + 1 < tiers.count {
      let next = stands[place + 1]
      let calls = tiers[place + 1].calls
      let depending = min(1, calls)
      let resolved = (next.answered + next.givenUp) / max(1, calls)
      let alive = served.served > 0 ? served.onTime / served.served : 0
      let patience = max(0, tiers[place].timeout - stands[place].ownWait - tiers[place].serviceTime)
      let outcome = stands[place].pending.step(
        served.served * depending, alive: alive, at: now, for: length,
        FluidQueue.Terms(capacity: resolved / length, patience: patience))
      let good = resolved > 0 ? next.answered / (next.answered + next.givenUp) : 0
      let fine = calls <= 1 ? good : Deterministic.pow(good, calls)
      done = served.onTime * (1 - depending) + outcome.onTime * fine
      failed += outcome.onTime * (1 - fine) + outcome.timedOut
      let out = outcome.served > 0 ? outcome.waited / outcome.served : 0
      wait += depending * max(out, max(1, calls) * next.response)
    }
    if served.served > 0 { stands[place].response = wait }
    stands[place].answered = done
    retry(place, failed)
    trip(place, failed: failed, done: done, at: now, for: length)
  }

  /// Failed calls wait for their next try, by the numbers of the tries of this step; after the last they give up.
  private mutating func retry(_ place: Int, _ failed: Double) {
    guard failed > 0 else { return }
    let retries = tiers[place].retries
    let all = stands[place].tries.reduce(0, +)
    for number in 0...retries {
      let share = all > 0 ? stands[place].tries[number] / all : number == 0 ? 1 : 0
      if number < retries {
        stands[place].retrying[number + 1] += failed * share
      } else {
        stands[place].givenUp += failed * share
      }
    }
  }

  /// Follows the share of failures over about five seconds, and opens or closes the breaker.
  private mutating func trip(_ place: Int, failed: Double, done: Double, at now: Double, for length: Double) {
    guard let threshold = tiers[place].breaker, failed + done > 0 else { return }
    let isOpen = stands[place].opened > -.infinity
    if isOpen, now < stands[place].opened + tiers[place].breakerOpen { return }
    let share = failed / (failed + done)
    let weight = isOpen ? 1 : -Deterministic.expm1(-length / 5)
    stands[place].failing += weight * (share - stands[place].failing)
    if stands[place].failing > threshold {
      stands[place].opened = now + length
    } else if isOpen {
      stands[place].opened = -.infinity
    }
  }
}

extension TierChain {
  /// Takes over the requests under way.
  mutating func inherit(_ old: TierChain) {
    stands = old.stands
    left = old.left
    totals = old.totals
  }
}
