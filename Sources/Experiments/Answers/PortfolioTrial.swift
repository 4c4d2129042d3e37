internal import Kernel
internal import Logistics
internal import Planning

/// Portfolios of providers side by side in simulation, each as it is and with its largest provider out at the peak.
struct PortfolioTrial {
  /// The probability that a plan's largest provider is out at the peak, and for how many days. Assumptions.
  static let outageShare = 0.1
  static let days = 3
  /// A difference within this share of the contribution does not matter.
  private static let delta = 0.02

  /// A plan.
  struct Plan {
    var name: String
    /// As it is, and without its largest provider.
    var variants: [AnswerVariant]
    /// Who that is.
    var largest: String
    /// What connecting its providers costs, once.
    var connecting: Double
  }

  let plans: [Plan]
  /// The day of the outage's begin.
  let from: String

  /// The scenario as written, the chosen portfolio, the cheapest, and one in which no provider has more than half of a lane.
  init(
    _ desk: inout AnswerDesk, _ store: ProviderStore, _ choice: PortfolioCase, _ plan: ProviderPortfolio.Plan,
    _ solver: HighsSolver
  ) throws {
    let runs = try desk.base()
    let day = Self.busiest(runs, desk)
    from = day
    let begin = "\(day)T00:00:00Z"
    let own = desk.outline.providers.max { Self.parcels($0, runs, desk) < Self.parcels($1, runs, desk) } ?? ""
    let outage =
      "disruptions:\n  portfolio-outage: { resources: [providers.\(own)], at: \(begin), lasts: \(Self.days) d, "
      + "capacity: 0, source: assumption }\n"
    var found = [
      Plan(
        name: "as written", variants: [AnswerVariant(), AnswerVariant(sections: outage)], largest: own, connecting: 0)
    ]
    func orders(_ country: String) -> Double {
      desk.whole(Tally(desk.values(MetricName(metric: "orders.placed", scope: .country, part: country), runs)).mean)
    }
    var split = PortfolioCase.Terms()
    split.maxShare = 0.5
    split.twoProvidersAbove = 0
    let others: [(String, PortfolioCase.Terms)] = [
      ("the cheapest", PortfolioCase.Terms().cheapest), ("no provider above half", split),
    ]
    var seen: Set<String> = []
    func add(_ name: String, _ choice: PortfolioCase, _ plan: ProviderPortfolio.Plan) {
      guard let top = choice.top(of: plan), seen.insert(choice.sections(plan)).inserted else { return }
      let days = desk.outline.days
      found.append(
        Plan(
          name: name,
          variants: [
            AnswerVariant(sections: choice.sections(plan)),
            AnswerVariant(sections: choice.sections(plan, outage: (top, begin, Self.days))),
          ], largest: choice.problem.providers[top].name,
          connecting: plan.chosen.reduce(0) { $0 + choice.problem.providers[$1].fixedCost * days }))
    }
    add("the store's portfolio", choice, plan)
    for (name, terms) in others {
      let other = try PortfolioCase(store: store, model: desk.model, orders: orders, terms: terms)
      guard let plan = try? other.problem.solve(with: solver) else { continue }
      add(name, other, plan)
    }
    plans = found
  }

  /// The day with the most orders.
  private static func busiest(_ runs: [RunFigures], _ desk: AnswerDesk) -> String {
    let days = desk.outline.calendar
    let orders = days.map { day in
      desk.values(MetricName(metric: "orders.placed", scope: .day, part: day), runs).reduce(0, +)
    }
    let best = orders.indices.max { orders[$0] < orders[$1] }
    return best.map { days[$0] } ?? ""
  }

  private static func parcels(_ provider: String, _ runs: [RunFigures], _ desk: AnswerDesk) -> Double {
    desk.values(MetricName(metric: "delivered", scope: .provider, part: provider), runs).reduce(0, +)
  }

  private static let contribution = MetricName(metric: "contribution")

  /// The choice among the plans, by what they leave on average over futures with and without an outage.
  func race(_ desk: inout AnswerDesk) throws -> AnswerRace {
    let scale = desk.effort.scale
    let typical = Tally(desk.values(Self.contribution, try desk.base())).mean / scale
    let plans = self.plans
    return try desk.races(
      plans.map(\.variants), first: desk.effort.candidates, most: desk.effort.stretch * desk.effort.candidates,
      note: "portfolios",
      deltas: [max(1, Self.delta * abs(typical))]
    ) { _, plan, runs in
      let (usual, outage) = (runs[0][Self.contribution]?.value ?? 0, runs[1][Self.contribution]?.value ?? 0)
      return ((1 - Self.outageShare) * usual + Self.outageShare * outage) / scale - plans[plan].connecting
    }[0]
  }

  /// What the plans did.
  func table(_ race: AnswerRace, _ desk: AnswerDesk) -> (table: AnswerTable, figures: [AnswerFigure]) {
    let currency = desk.outline.currency
    var table = AnswerTable(
      "simulated", "Portfolios in simulation",
      [
        "plan", "#contribution, \(currency)", "#more than as written", "#connecting", "#on time in full %",
        "largest provider", "#lost when it is out",
      ])
    var figures: [AnswerFigure] = []
    func difference(_ a: [RunFigures], _ b: [RunFigures]) -> ConfidenceInterval? {
      let shared = min(a.count, b.count)
      return VariantDifference(
        Self.contribution, a.prefix(shared).map { $0[Self.contribution] },
        minus: b.prefix(shared).map { $0[Self.contribution] }, level: desk.level, isPaired: true
      ).interval.map {
        ConfidenceInterval(
          estimate: desk.whole($0.estimate), halfWidth: desk.whole($0.halfWidth), level: $0.level, count: $0.count)
      }
    }
    for (place, plan) in plans.enumerated() {
      let usual = race.variants[place].map { $0[0] }
      let outage = race.variants[place].map { $0[1] }
      let kept = MetricEstimate(MetricName(metric: "promise_hit"), usual, level: desk.level).interval
      let more = place == 0 ? nil : difference(usual, race.runs[0])
      let lost = difference(usual, outage)
      table.add(
        .text(plan.name),
        desk.cell(
          ConfidenceInterval(of: Tally(desk.values(Self.contribution, usual).map(desk.whole)), level: desk.level)),
        more.map { desk.cell($0) } ?? .none, .figure(place == 0 ? nil : plan.connecting),
        kept.map { desk.percentCell($0) } ?? .none, .text(plan.largest), lost.map { desk.cell($0) } ?? .none)
      guard plan.name == "the store's portfolio" else { continue }
      if let more {
        figures.append(
          desk.figure(
            "portfolio.gain", "contribution with the store's portfolio, more than as written", unit: currency, more))
      }
      if let kept { figures.append(desk.shareFigure("portfolio.kept", "on time in full with it", kept)) }
      if let lost {
        figures.append(
          desk.figure("portfolio.outage", "lost when \(plan.largest) is out \(Self.days) days", unit: currency, lost))
      }
    }
    table.notes = [
      "connecting: what it costs once, which the simulation does not know; lost when it is out: \(Self.days) days from \(from), the busiest day, "
        + "under the same random numbers"
    ]
    return (table, figures)
  }
}
