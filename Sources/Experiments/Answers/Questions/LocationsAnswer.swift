internal import Kernel
internal import Logistics
internal import Planning

/// Question 6, first form: which of the scenario's nodes to open, by facility location, and the best sets by simulation.
struct LocationsAnswer: AnswerMaker {
  static let question = AnswerQuestion.locations
  /// Prices of an open node that the sets are looked for with, as shares of the cost of serving all demand from the cheapest nodes.
  private static let prices = [0.0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    guard let solver = desk.solver else { throw HighsSolver.Failure.notInstalled("no solver was given") }
    let groups = try desk.latent()
    let plan = try PlacementPlan(
      groups, UnitEconomics(try desk.base(), desk.outline), patience: try desk.patience(), desk)
    let field = LocationField(groups.flatMap(\.self), desk.outline)
    var answer = Answer(Self.question)
    let sets = try openSets(field, solver)
    guard let all = sets.first else {
      answer.headline = "No node in a country with demand can be opened or closed."
      return answer
    }
    let variants = sets.map { set in desk.placing(plan.parts.map { field.moved($0.units, open: set.open) }) }
    let runs = try desk.runs(variants, desk.effort.candidates, note: "sets of nodes")
    let name = MetricName(metric: "contribution")
    var table = AnswerTable(
      "sets", "Sets of nodes, the best few simulated",
      [
        "nodes", "closed", "#planned cost, \(desk.outline.currency)", "#opening cost", "#contribution",
        "#less than with all", "#time p50, h",
      ])
    var best = (place: 0, net: -Double.infinity)
    for (place, set) in sets.enumerated() {
      let contribution = ConfidenceInterval(
        of: Tally(desk.values(name, runs[place]).map(desk.whole)), level: desk.level)
      let difference = VariantDifference(
        name, runs[place].map { $0[name] }, minus: runs[0].map { $0[name] }, level: desk.level, isPaired: true
      ).interval.map {
        ConfidenceInterval(
          estimate: -desk.whole($0.estimate), halfWidth: desk.whole($0.halfWidth), level: desk.level, count: $0.count)
      }
      let net = contribution.estimate - set.opening
      if net > best.net { best = (place, net) }
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
    answer.tables = [table, map(field, desk)]
    let closed = field.closed(sets[best.place].open)
    answer.headline =
      (closed.isEmpty
        ? "Open all \(all.open.count) nodes"
        : "Close \(closed.joined(separator: ", ")) and open the other \(sets[best.place].open.count)")
      + ": of \(sets.count) sets simulated none leaves more after opening costs"
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
      "capacitated facility location on the mean latent demand, solved to optimality by HiGHS, at \(Self.prices.count) prices of an open "
        + "node; each different set then gets the units of question 7 and is simulated"
    ]
    answer.evidence = zip(sets, variants).map {
      desk.evidence("\($0.open.count) nodes open", $1, desk.effort.candidates)
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
  private func openSets(_ field: LocationField, _ solver: HighsSolver) throws -> [OpenSet] {
    guard !field.sites.isEmpty, !field.demands.isEmpty else { return [] }
    var sets: [OpenSet] = []
    func consider(_ open: [Int], _ price: Double) {
      let sites = open.map { field.sites[$0] }
      guard sets.count < 5, !sets.contains(where: { $0.open == sites }) else { return }
      sets.append(
        OpenSet(
          open: sites, cost: field.cost(open: open), opening: open.reduce(0) { $0 + field.openings[$1] }, price: price))
    }
    consider(Array(field.sites.indices), 0)
    let whole = sets[0].cost
    for share in Self.prices {
      let problem = try FacilityLocation(
        capacities: field.capacities, fixedCosts: field.openings.map { $0 + share * whole }, demands: field.demands,
        costs: field.costs)
      let found = try problem.solve(with: solver)
      // Sites that nobody needs at no price are open all the same.
      if share > 0 || field.openings.contains(where: { $0 > 0 }) { consider(found.open, share * whole) }
    }
    return sets
  }

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

/// The location problem of a scenario: forward nodes, zones with their mean demand, the cost of serving each from each.
struct LocationField {
  /// Places of the sites in the outline's nodes, and of the zones in its zones.
  let sites: [Int]
  let zones: [Int]
  let demands: [Double]
  /// The cost of serving all of a zone's demand, by site, then zone.
  let costs: [[Double]]
  let capacities: [Double]
  let openings: [Double]
  private let outline: ModelOutline

  init(_ runs: [RunFigures], _ outline: ModelOutline) {
    self.outline = outline
    let candidates = outline.nodes.indices.filter { outline.nodes[$0].isForward }
    func mean(_ metric: MetricName) -> Double {
      runs.reduce(0) { $0 + ($1[metric]?.value ?? 0) } / Double(max(1, runs.count))
    }
    // Demand of a market by SKU: what its own nodes gave.
    let byMarket = outline.markets.map { market in
      outline.skus.map { sku in
        outline.nodes.filter { $0.country == market.code }.reduce(0.0) {
          $0 + mean(MetricName(metric: "taken", scope: .shelf, part: "\($1.name)/\(sku.name)"))
        }
      }
    }
    func unit(_ node: Int, _ zone: Int) -> Double? {
      var (sum, weight) = (0.0, 0.0)
      for sku in outline.skus.indices {
        guard let cost = outline.landed[sku][node][zone] else { continue }
        let units = byMarket[outline.zones[zone].market][sku]
        sum += cost * units
        weight += units
      }
      return weight > 0 ? sum / weight : nil
    }
    let open = outline.zones.indices.filter { zone in
      byMarket[outline.zones[zone].market].contains { $0 > 0 } && candidates.contains { unit($0, zone) != nil }
    }
    let wanted = open.map { byMarket[outline.zones[$0].market].reduce(0, +) * outline.zones[$0].share }
    let useful = candidates.filter { node in open.contains { unit(node, $0) != nil } }
    let known = useful.map { node in open.map { unit(node, $0) } }
    // A way that does not exist costs more than all ways together.
    let none = 10 * (known.joined().compactMap(\.self).max() ?? 1)
    sites = useful
    zones = open
    demands = wanted
    costs = known.map { zip($0, wanted).map { ($0 ?? none) * $1 } }
    let all = wanted.reduce(0, +)
    capacities = useful.map { node in outline.nodes[node].capacity.map { $0 * Double(outline.skus.count) } ?? all }
    openings = useful.map { outline.nodes[$0].openingCost }
  }

  /// The cost of serving everybody from the nearest open site, capacities aside.
  func cost(open: [Int]) -> Double {
    zones.indices.reduce(0) { sum, zone in sum + (open.map { costs[$0][zone] }.min() ?? 0) }
  }

  /// The names of the sites that are closed.
  func closed(_ open: [Int]) -> [String] { sites.filter { !open.contains($0) }.map { outline.nodes[$0].name } }

  /// Units with those of closed nodes at the open one of the country that serves the closed one's own best.
  func moved(_ units: [Double], open: [Int]) -> [Double] {
    var units = units
    for node in sites where !open.contains(node) {
      let others = open.filter { outline.nodes[$0].country == outline.nodes[node].country }
      guard let site = sites.firstIndex(of: node) else { continue }
      let own = zones.indices.min { costs[site][$0] < costs[site][$1] } ?? 0
      func cost(_ other: Int) -> Double { costs[sites.firstIndex(of: other)!][own] }
      if let other = others.min(by: { cost($0) < cost($1) }) {
        units[other] += units[node]
        units[node] = 0
      }
    }
    return units
  }
}
