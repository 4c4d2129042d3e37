internal import Kernel
internal import Logistics
internal import Planning

/// Question 6: which of the scenario's nodes to open, by location under uncertain demand, and the best sets by simulation.
struct LocationsAnswer: AnswerMaker {
  static let question = AnswerQuestion.locations
  /// A difference within this share of the contribution does not matter.
  private static let delta = 0.02
  /// Prices of an open node that the sets are looked for with, as shares of the cost of serving all demand from the cheapest nodes.
  private static let prices = [0.0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    guard let solver = desk.solver else { throw HighsSolver.Failure.notInstalled("no solver was given") }
    let groups = try desk.latent()
    let plan = try PlacementPlan(
      groups, UnitEconomics(try desk.base(), desk.outline), patience: try desk.patience(), desk)
    let field = LocationField(groups.flatMap(\.self), desk.outline, scale: desk.effort.scale)
    var answer = Answer(Self.question)
    let sets = try openSets(field, desk, solver)
    guard let all = sets.first else {
      answer.headline = "No node in a country with demand can be opened or closed."
      return answer
    }
    let variants = sets.map { set in desk.placing(plan.parts.map { field.moved($0.units, open: set.open) }) }
    let name = MetricName(metric: "contribution")
    let typical = Tally(desk.values(name, try desk.base()).map { abs(desk.whole($0)) }).mean
    let scale = desk.effort.scale
    let race = try desk.race(
      variants, first: desk.effort.candidates, most: desk.effort.stretch * desk.effort.candidates,
      delta: max(1, Self.delta * typical),
      note: "sets of nodes"
    ) { place, run in (run[name]?.value ?? 0) / scale - sets[place].opening }
    let runs = race.runs
    var table = AnswerTable(
      "sets", "Sets of nodes, the best few simulated",
      [
        "nodes", "closed", "#planned cost, \(desk.outline.currency)", "#opening cost", "#contribution",
        "#less than with all", "#time p50, h",
      ])
    for (place, set) in sets.enumerated() {
      let contribution = ConfidenceInterval(
        of: Tally(desk.values(name, runs[place]).map(desk.whole)), level: desk.level)
      let shared = min(runs[place].count, runs[0].count)
      let difference = VariantDifference(
        name, runs[place].prefix(shared).map { $0[name] }, minus: runs[0].prefix(shared).map { $0[name] },
        level: desk.level, isPaired: true
      ).interval.map {
        ConfidenceInterval(
          estimate: -desk.whole($0.estimate), halfWidth: desk.whole($0.halfWidth), level: desk.level, count: $0.count)
      }
      let time = MetricEstimate(MetricName(metric: "click_to_door_p50_h"), runs[place], level: desk.level).interval
      table.add(
        .text("\(set.open.count)"), .text(field.closed(set.open).joined(separator: ", ")),
        .figure(desk.whole(set.cost)), .figure(set.opening), desk.cell(contribution),
        place == 0 ? .none : difference.map { desk.cell($0) } ?? .none, .figure(time?.estimate, 1))
      if place == 0 {
        answer.figures.append(
          desk.figure("contribution", "contribution with all nodes", unit: desk.outline.currency, contribution))
      } else if let difference {
        answer.figures.append(
          desk.figure(
            "closing.\(place)", "what closing \(field.closed(set.open).joined(separator: ", ")) loses",
            unit: desk.outline.currency, difference))
      }
    }
    table.notes = [
      "less than with all: paired differences under the same random numbers; planned cost: the location problem's, handling, carriage and "
        + "duty, without opening"
    ]
    let sampled = try sampleAverage(field, desk, solver)
    answer.figures += sampled.figures
    answer.tables = [table, sampled.table, map(field, desk)]
    let closed = field.closed(sets[race.best].open)
    answer.headline =
      (closed.isEmpty
        ? all.open.count == 1 ? "Open the only node" : "Open all \(all.open.count) nodes"
        : "Close \(closed.joined(separator: ", ")) and open the other \(sets[race.best].open.count)")
      + ": of \(counted(sets.count, "set")) simulated none leaves more after opening costs"
      + (desk.outline.nodes.allSatisfy { $0.openingCost == 0 }
        ? ", which the scenario does not give (nodes{}.opening): closing brings nothing by itself." : ".")
    answer.drivers = ["the way from a node to its customers: what closing loses is longer carriage and later doors"]
    answer.wouldChange = sets.dropFirst().compactMap { set in
      let saved = set.price > 0 ? count(desk.whole(set.price)) : nil
      return saved.map {
        "an open node that costs \($0) \(desk.outline.currency) for the season: then \(field.closed(set.open).joined(separator: ", ")) would close"
      }
    }
    answer.method = [
      race.sentence(level: desk.level, unit: desk.outline.currency),
      "two-stage capacitated location on latent demand: nodes are opened before demand is known, a unit that nothing serves loses its "
        + "margin; solved to optimality by \(solver.version), at \(Self.prices.count) prices of an open node; each different set then gets the "
        + "units of question 7 and is simulated",
      "sample average: \(Self.batches) batches of \(Self.batchSize) demands drawn from the \(field.scenarios.count) runs choose, fresh draws judge, as "
        + "many further batches measure the gap (Mak, Morton and Wood 1999); draws repeat runs, so that the interval is of this sample of runs",
    ]
    answer.evidence = sets.enumerated().map { place, set in
      desk.evidence("\(counted(set.open.count, "node")) open", variants[place], race.replications[place])
    }
    return answer
  }

  /// A set of open nodes.
  private struct OpenSet {
    var open: [Int]
    var cost: Double
    var opening: Double
    var price: Double
  }

  /// Different sets as a node becomes dearer, all nodes first, at most five.
  private func openSets(_ field: LocationField, _ desk: AnswerDesk, _ solver: HighsSolver) throws -> [OpenSet] {
    guard !field.sites.isEmpty, !field.demands.isEmpty else { return [] }
    var sets: [OpenSet] = []
    func consider(_ open: [Int], _ price: Double) {
      let sites = open.map { field.sites[$0] }
      guard sets.count < 5, !sets.contains(where: { $0.open == sites }) else { return }
      sets.append(
        OpenSet(
          open: sites, cost: field.cost(open: open), opening: desk.whole(open.reduce(0) { $0 + field.openings[$1] }),
          price: price))
    }
    consider(Array(field.sites.indices), 0)
    let whole = sets[0].cost
    let sample = Array(field.scenarios.prefix(Self.batchSize))
    for share in Self.prices {
      let found = try field.stochastic(price: share * whole).solve(sample, with: solver)
      // Sites that nobody needs at no price are open all the same.
      if share > 0 || field.openings.contains(where: { $0 > 0 }) { consider(found.open, share * whole) }
    }
    return sets
  }

  /// The cost by number of open nodes over batches of demand, and how far the chosen set is from the best.
  private func sampleAverage(
    _ field: LocationField, _ desk: AnswerDesk, _ solver: HighsSolver
  ) throws -> (table: AnswerTable, figures: [AnswerFigure]) {
    let problem = try field.stochastic()
    func demand(_ number: Int) -> [Double] {
      var stream = desk.stream("locations", number)
      let place = Int(stream.uniform() * Double(field.scenarios.count))
      return field.scenarios[min(place, field.scenarios.count - 1)]
    }
    let currency = desk.outline.currency
    var table = AnswerTable(
      "curve", "The cost of serving by number of open nodes",
      ["nodes", "#cost, \(currency)", "#more than with the best number", "open"])
    let most = min(field.sites.count, Self.mostCounted)
    let batches = (0..<Self.batches).map { batch in
      (0..<Self.batchSize).map { demand(batch * Self.batchSize + $0) }
    }
    let costs = try (1...most).map { count in
      try batches.map { try problem.solve($0, opening: count, with: solver) }
    }
    let means = costs.map { $0.reduce(0) { $0 + $1.cost } / Double(Self.batches) }
    let best = means.indices.min { means[$0] < means[$1] } ?? 0
    for (place, choices) in costs.enumerated() {
      func interval(_ values: [Double]) -> ConfidenceInterval {
        ConfidenceInterval(of: Tally(values.map(desk.whole)), level: desk.level)
      }
      let more = interval(zip(choices, costs[best]).map { $0.cost - $1.cost })
      let open = choices[0].open.map { desk.outline.nodes[field.sites[$0]].name }.joined(separator: ", ")
      table.add(
        .text("\(place + 1)"), desk.cell(interval(choices.map(\.cost))), place == best ? .none : desk.cell(more),
        .text(open))
    }
    table.notes = [
      "carriage, duty, handling and opening over the run, and the margin of what is not served; intervals over batches of demand"
    ]
    let fresh = Self.batches * Self.batchSize
    guard
      let found = try problem.choose(
        batches: Self.batches, of: Self.batchSize, fresh: fresh, level: desk.level, with: solver, demand: demand)
    else { return (table, []) }
    let gap = AnswerFigure(
      key: "gap", name: "optimality gap of the chosen nodes", unit: currency,
      estimate: desk.whole(max(0, found.gap.estimate)), lower: 0, upper: desk.whole(found.gapUpper))
    let regrets = try problem.regret(
      of: found.open, over: (0..<Self.regretDemands).map { demand(3 * fresh + $0) }, with: solver)
    let regret = ConfidenceInterval(of: Tally(regrets.map(desk.whole)), level: desk.level)
    let scaled = ConfidenceInterval(
      estimate: desk.whole(found.cost.estimate), halfWidth: desk.whole(found.cost.halfWidth), level: found.cost.level,
      count: found.cost.count)
    let knowing = AnswerFigure(
      key: "regret", name: "what knowing demand before opening would save", unit: currency, estimate: regret.estimate,
      lower: max(0, regret.lower), upper: regret.upper)
    return (
      table, [desk.figure("serving", "cost of serving from the chosen nodes", unit: currency, scaled), gap, knowing]
    )
  }

  private static let batches = 5
  private static let batchSize = 8
  private static let regretDemands = 16
  private static let mostCounted = 8

  private func map(_ field: LocationField, _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "nodes", "Who serves whom when all are open",
      ["zone", "#units", "nearest node", "#cost a unit, \(desk.outline.currency)"])
    for (place, zone) in field.zones.enumerated() {
      guard let site = field.sites.indices.min(by: { field.costs[$0][place] < field.costs[$1][place] }) else {
        continue
      }
      table.add(
        .text(desk.outline.zones[zone].name), .figure(desk.whole(field.demands[place])),
        .text(desk.outline.nodes[field.sites[site]].name),
        .figure(field.demands[place] > 0 ? field.costs[site][place] / field.demands[place] : nil, 2))
    }
    return table
  }
}
