internal import Kernel
public import Logistics
public import Planning

/// The market-by-market pretotype: small launches one after another, scaled, continued or stopped by what is believed, against
/// launching everywhere at once in the same futures.
///
/// A future is a row of windows; each window is one run of the scenario with a replication number of its own, in which one market sells
/// at a scale. Both ways of launching see the same runs where they do the same. Markets do not compete for stock or capacity.
public struct Rollout: Sendable {
  /// How it is done.
  public struct Terms: Sendable {
    /// The scale of a first launch; an assumption.
    public var start = 0.04
    /// The factor of a market that is scaled.
    public var factor = 5.0
    /// Windows of a future.
    public var windows = 5
    /// Futures.
    public var futures = 4
    /// The most that the windows of a market that is still learnt about may cost, major units of the report currency.
    public var cap = Double.infinity
    /// The share of orders that must come on time in full.
    public var target = 0.9
    /// How far contributions lie apart, and how much orders of a window have in common; assumptions.
    public var spread = MarketBelief.Spread(prior: 10, order: 30, window: 2, correlation: 0.01)

    /// The usual terms.
    public init() {}
  }

  /// What a window of a market showed.
  public struct Outcome: Sendable, Equatable {
    /// Orders placed.
    public var orders: Int
    /// What they contributed, major units.
    public var contribution: Double
    /// What the window cost: revenue less contribution, major units.
    public var spent: Double
    /// Orders in time, and delivered late or overdue.
    public var onTime: Int
    /// Orders late or overdue.
    public var late: Int

    /// What a run showed of its only market.
    public init(_ run: RunResult) {
      let minor = run.money.minorDigits == 0 ? 1.0 : run.money.minorDigits == 3 ? 1_000 : 100
      orders = run.orders.placed
      contribution = Double(run.money.contributionMinor) / minor
      spent = Double(run.money.gmvMinor) / minor - contribution
      onTime = run.orders.delivered - run.late
      late = run.late + run.orders.overdue
    }
  }

  /// A window that is to be run.
  public struct Window: Hashable, Sendable {
    /// The market's place.
    public var market: Int
    /// The scale, 1 being the scenario as written.
    public var scale: Double
    /// The replication.
    public var replication: UInt32
  }

  /// A line of the decision log.
  public struct Entry: Sendable {
    /// The future and the window, from 0.
    public var future: Int
    /// The window, from 0.
    public var window: Int
    /// The market's place.
    public var market: Int
    /// The scale of the window.
    public var scale: Double
    /// What it showed.
    public var outcome: Outcome
    /// P(an order contributes more than nothing), after it.
    public var profitable: Double
    /// P(the share on time in full reaches the target), after it.
    public var punctual: Double
    /// What was decided.
    public var decision: MarketBelief.Decision
    /// Whether the cap on spending held the scale down.
    public var isCapped: Bool
  }

  /// What came of it.
  public struct Result: Sendable {
    /// All decisions, future by future.
    public var log: [Entry] = []
    /// What each future contributes market by market, and launched everywhere at once.
    public var steps: [Double] = []
    /// What each future contributes when all markets are launched at once.
    public var everywhere: [Double] = []
    /// The worst window of each future: market by market, and everywhere.
    public var worstStep: [Double] = []
    /// The worst window of each future, everywhere at once.
    public var worstEverywhere: [Double] = []
  }

  /// The markets by name.
  public let markets: [String]
  /// How it is done.
  public let terms: Terms

  /// A rollout.
  public init(markets: [String], terms: Terms) {
    self.markets = markets
    self.terms = terms
  }

  private struct Market {
    var belief: MarketBelief
    var scale: Double
    var isActive = false
    var isStopped = false
    /// What the last window cost per unit of scale.
    var spentPerScale: Double?
  }

  /// Runs it.
  ///
  /// - Parameter run: The outcomes of windows, in the order asked for.
  public func run(_ run: ([Window]) throws -> [Outcome]) throws -> Result {
    let belief = try MarketBelief(terms.spread)
    let fresh = Market(belief: belief, scale: terms.start)
    var states = [[Market]](repeating: [Market](repeating: fresh, count: markets.count), count: terms.futures)
    var result = Result()
    result.steps = [Double](repeating: 0, count: terms.futures)
    result.everywhere = result.steps
    result.worstStep = [Double](repeating: .infinity, count: terms.futures)
    result.worstEverywhere = result.worstStep
    // How large markets are, and what they cost, is guessed from a run of each that no future has.
    let outside = UInt32(terms.futures * terms.windows)
    let guesses = try run(
      markets.indices.map { Window(market: $0, scale: terms.start, replication: outside) })
    for window in 0..<terms.windows {
      var wanted: [(future: Int, window: Window, isCapped: Bool)] = []
      for future in states.indices {
        if let next = next(states[future], guesses) { states[future][next].isActive = true }
        for market in markets.indices where states[future][market].isActive && !states[future][market].isStopped {
          let state = states[future][market]
          var scale = state.scale
          let known = state.spentPerScale ?? guesses[market].spent / terms.start
          if scale < 1, known > 0 { scale = min(scale, terms.cap / known) }
          let replication = UInt32(future * terms.windows + window)
          wanted.append((future, Window(market: market, scale: scale, replication: replication), scale < state.scale))
        }
      }
      let whole = states.indices.flatMap { future in
        markets.indices.map {
          Window(market: $0, scale: 1, replication: UInt32(future * terms.windows + window))
        }
      }
      let outcomes = try run(wanted.map(\.window) + whole)
      var sums = [Double](repeating: 0, count: terms.futures)
      for (asked, outcome) in zip(wanted, outcomes) {
        let (future, market) = (asked.future, asked.window.market)
        sums[future] += outcome.contribution
        states[future][market].belief.add(
          orders: outcome.orders, contribution: outcome.contribution, onTime: outcome.onTime, late: outcome.late)
        states[future][market].spentPerScale = outcome.spent / asked.window.scale
        let belief = states[future][market].belief
        let decision = belief.decide(target: terms.target)
        switch decision {
        case .scale: states[future][market].scale = min(1, asked.window.scale * terms.factor)
        case .stop: states[future][market].isStopped = true
        case .go: break
        }
        result.log.append(
          Entry(
            future: future, window: window, market: market, scale: asked.window.scale, outcome: outcome,
            profitable: belief.profitable, punctual: belief.reaches(terms.target), decision: decision,
            isCapped: asked.isCapped))
      }
      for future in states.indices {
        let begin = wanted.count + future * markets.count
        let all = outcomes[begin..<(begin + markets.count)].reduce(0) { $0 + $1.contribution }
        result.steps[future] += sums[future]
        result.everywhere[future] += all
        result.worstStep[future] = min(result.worstStep[future], sums[future])
        result.worstEverywhere[future] = min(result.worstEverywhere[future], all)
      }
    }
    result.log.sort { ($0.future, $0.window, $0.market) < ($1.future, $1.window, $1.market) }
    return result
  }

  /// The market that waits with the most learning value for its cost: what knowing it is worth for all of its orders, per money that
  /// its first window costs.
  private func next(_ states: [Market], _ guesses: [Outcome]) -> Int? {
    let waiting = markets.indices.filter { !states[$0].isActive && guesses[$0].orders > 0 }
    return waiting.max { a, b in
      let (x, y) = (value(states[a], guesses[a]), value(states[b], guesses[b]))
      return x == y ? a > b : x < y
    }
  }

  private func value(_ state: Market, _ guess: Outcome) -> Double {
    state.belief.learningValue * Double(guess.orders) / terms.start / max(1, min(terms.cap, guess.spent))
  }
}
