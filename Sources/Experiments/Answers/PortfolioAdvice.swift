internal import Kernel
internal import Logistics
internal import Planning

/// Whom the provider store would give a scenario's lanes to: the white list, the program's choice, and what carries when the largest fails.
struct PortfolioAdvice {
  private(set) var tables: [AnswerTable] = []
  private(set) var figures: [AnswerFigure] = []
  private(set) var sentence = ""
  private(set) var wouldChange: [String] = []
  private(set) var method: [String] = []
  private(set) var evidence: [AnswerEvidence] = []

  /// The advice for the demand that the scenario as written has; nil where the store serves none of its lanes, or without a solver.
  init?(_ desk: inout AnswerDesk) throws {
    guard let solver = desk.solver else { return nil }
    let store = try ProviderStore()
    let runs = try desk.base()
    let choice = try PortfolioCase(store: store, model: desk.model) { country in
      let name = MetricName(metric: "orders.placed", scope: .country, part: country)
      return desk.whole(Tally(desk.values(name, runs)).mean)
    }
    guard !choice.problem.lanes.isEmpty else { return nil }
    tables = [Self.whiteList(store, choice, desk)]
    method = [
      "the store's providers pass due diligence and are white-listed by what is known of them; \(solver.version) gives the lanes to those "
        + "that are, at least cost of carriage, late parcels and connections; manifests and terms are illustrative assumptions"
    ]
    for one in choice.leftOut { wouldChange.append("\(one.country) keeps its providers: \(one.reason)") }
    let plan: ProviderPortfolio.Plan
    do throws(HighsSolver.Failure) { plan = try choice.problem.solve(with: solver) } catch {
      let reasons = choice.problem.obstacles
      sentence =
        "The store has no portfolio for it: "
        + (reasons.isEmpty ? "no choice meets all that is asked" : reasons.joined(separator: "; ")) + "."
      return
    }
    describe(plan, choice, desk)
    try simulate(PortfolioTrial(&desk, store, choice, plan, solver), &desk)
  }

  /// What the plans did in simulation, with and without their largest provider.
  private mutating func simulate(_ trial: PortfolioTrial, _ desk: inout AnswerDesk) throws {
    let race = try trial.race(&desk)
    let (table, own) = trial.table(race, desk)
    tables.append(table)
    figures += own
    let best = trial.plans[race.best].name
    sentence +=
      " Simulated for the season, \(race.isDecided ? "" : "though not told apart from the next, ")\(best) leaves most, an outage of its "
      + "largest provider weighed in."
    method.append(
      "plans are simulated as they are and with their largest provider out for \(PortfolioTrial.days) days from \(trial.from), a future of "
        + "\(percentText(PortfolioTrial.outageShare)) (assumption); \(race.sentence(level: desk.level, unit: desk.outline.currency))"
    )
    evidence += trial.plans.enumerated().map { place, plan in
      desk.evidence(
        plan.variants[0].sections.isEmpty ? plan.name : plan.name + ", as doorstep providers portfolio --write has it",
        plan.variants[0].overrides, race.replications[place])
    }
  }

  private mutating func describe(_ plan: ProviderPortfolio.Plan, _ choice: PortfolioCase, _ desk: AnswerDesk) {
    let problem = choice.problem
    var table = AnswerTable(
      "portfolio", "The store's portfolio for a busy day",
      [
        "lane", "provider", "#parcels", "#share %", "#relied on", "#cost a parcel, \(desk.outline.currency)",
        "#on time %",
        "#one more saves",
      ])
    for volume in plan.volumes {
      let provider = problem.providers[volume.provider]
      guard let offer = provider.offers.first(where: { $0.lane == volume.lane }) else { continue }
      let demand = problem.lanes[volume.lane].demand
      table.add(
        .text(problem.lanes[volume.lane].name), .text(provider.name), .figure(volume.parcels),
        .percent(demand > 0 ? volume.parcels / demand : nil), .figure(volume.capacity), .figure(offer.cost, 2),
        .percent(offer.onTime), .figure(volume.capacityPrice > 0 ? volume.capacityPrice : nil, 2))
    }
    table.notes = [
      "relied on: what it promises a day times the share that it keeps in nine peaks of ten; one more saves: what another parcel of that "
        + "capacity would, where it binds"
    ]
    tables.append(table)
    let all = problem.lanes.reduce(0) { $0 + $1.demand }
    let inTime = all > 0 ? 1 - plan.late / all : 1
    for (key, name, unit, value) in [
      ("portfolio.cost", "cost of a busy day with the store's portfolio", desk.outline.currency, plan.cost),
      ("portfolio.on_time", "share of its parcels expected in time", "share", inTime),
    ] {
      figures.append(AnswerFigure(key: key, name: name, unit: unit, estimate: value, lower: nil, upper: nil))
    }
    let names = plan.chosen.map { problem.providers[$0].name }
    sentence = "The store would connect \(names.joined(separator: ", "))"
    guard let top = choice.top(of: plan) else {
      sentence += "."
      return
    }
    // What the others can take where the largest is out: their capacity beyond what they carry already.
    var (lost, carried) = (0.0, 0.0)
    for lane in problem.lanes.indices {
      let own = plan.volumes.filter { $0.lane == lane }
      let missing = own.filter { $0.provider == top }.reduce(0) { $0 + $1.parcels }
      let spare = own.filter { $0.provider != top }.reduce(0) { $0 + max(0, $1.capacity - $1.parcels) }
      carried += missing
      lost += max(0, missing - spare)
    }
    let share = carried > 0 ? lost / carried : 0
    figures.append(
      AnswerFigure(
        key: "portfolio.stranded",
        name: "share of its parcels that nobody else can take while \(problem.providers[top].name) is out",
        unit: "share", estimate: share, lower: nil, upper: nil))
    sentence +=
      "; were \(problem.providers[top].name), the largest, out on a busy day, the others had room for \(percentText(1 - share)) of its parcels."
    wouldChange.append(
      "doorstep providers portfolio SCENARIO simulates this choice, the cheapest one and an outage of either's largest provider"
    )
  }

  private static func whiteList(_ store: ProviderStore, _ choice: PortfolioCase, _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "white_list", "The provider store, of those that serve these lanes",
      ["provider", "standing", "#score", "#on time, 1 in 10 below %", "why"])
    let lanes = choice.problem.lanes.map(\.name)
    for listing in store.listings where listing.manifest.lanes.contains(where: { lanes.contains($0.name) }) {
      let failed = listing.diligence.failedGates.map(\.rawValue)
      let why = listing.history.last?.evidence ?? "not yet decided"
      table.add(
        .text(listing.manifest.name), .text(listing.status.rawValue), .figure(listing.diligence.score, 2),
        .percent(listing.reliability.quantile(0.1)),
        .text(failed.isEmpty ? why : "fails \(failed.joined(separator: ", "))"))
    }
    table.notes = ["only those that are approved, in \(desk.outline.currency), may be chosen"]
    return table
  }
}
