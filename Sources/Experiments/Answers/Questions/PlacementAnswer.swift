internal import Kernel
internal import Logistics
internal import Planning

/// Question 7: how many units of each SKU at each node, and the plan's worth against simpler ones on fresh replications.
struct PlacementAnswer: AnswerMaker {
  static let question = AnswerQuestion.placement
  /// The first of the replications that no plan was made from.
  static let freshFrom: UInt32 = 1_000_000

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let groups = try desk.latent()
    let economics = UnitEconomics(try desk.base(), desk.outline)
    let plan = try PlacementPlan(groups, economics, patience: try desk.patience(), desk)
    var answer = Answer(Self.question)
    var table = AnswerTable(
      "units", "Units by node",
      ["sku", "node", "#units", "#written", "#worth of one more, \(desk.outline.currency)", "#runs out", "#left over"])
    for (sku, part) in plan.parts.enumerated() {
      for (node, place) in desk.outline.nodes.enumerated() where part.units[node] > 0.5 {
        let bounds = part.bounds[node]
        let key = "units.\(desk.outline.skus[sku].name).\(place.name)"
        answer.figures.append(
          AnswerFigure(
            key: key, name: "\(desk.outline.skus[sku].name) at \(place.name)", estimate: desk.whole(part.units[node]),
            lower: desk.whole(bounds.lower), upper: desk.whole(bounds.upper)))
        table.add(
          .text(desk.outline.skus[sku].name), .text(place.name),
          .interval(
            desk.whole(part.units[node]), lower: desk.whole(bounds.lower), upper: desk.whole(bounds.upper), decimals: 0),
          .none, .figure(part.worth[node], 2), .percent(part.shortage[node]),
          .figure(part.leftover[node].map(desk.whole)))
      }
    }
    table.columns.remove(at: 3)
    for row in table.rows.indices { table.rows[row].remove(at: 3) }
    table.notes = [
      "nodes of one country serve each other's zones: the country's stock is split over them as its demand is, and its worth, risk and rest "
        + "are the country's",
      "where stock is held the worth of one more unit is nearly the same: that is what makes the split the best one; what is left of a difference is the sample's grain",
    ]
    let against = try comparison(&desk, plan)
    answer.tables = [table, against.table, bound(plan, desk)]
    answer.figures = against.figures + answer.figures
    answer.headline = against.headline
    answer.drivers = plan.drivers(desk)
    answer.wouldChange = [
      "a forecast that shifts between countries: the units at origins are what the plan holds against it",
      "margins by country: a unit goes where its sale brings most once all run out equally often",
    ]
    answer.method = [
      "a two-stage program on \(plan.scenarios) simulated scenarios of latent demand: place now, serve what comes, from origins where a "
        + "country has run out; intervals by bootstrap over draws of the parameters",
      "the total of each SKU is the quantity of question 3; every plan below places the same units",
    ]
    answer.evidence = [desk.latentEvidence()] + against.evidence
    return answer
  }

  private typealias Against = (
    table: AnswerTable, figures: [AnswerFigure], headline: String, evidence: [AnswerEvidence]
  )

  /// The recommended plan against the strategies P1 to P4, all with the same units, on replications that nobody planned with.
  private func comparison(_ desk: inout AnswerDesk, _ plan: PlacementPlan) throws -> Against {
    let bought = zip(desk.outline.skus, plan.parts).map {
      "\($0.name): \(Int64(($1.units.reduce(0) { $0 + ($1 / desk.outline.stockScale).rounded() })))"
    }
    let units = "placement.units={\(bought.joined(separator: ", "))}"
    let strategies = [
      ("P1", "all at origins", "atOrigin"), ("P2", "each country its quantile", "serviceLevel"),
      ("P3", "as the forecast", "demandProportional"), ("P4", "one pooled hub", "pooledHub"),
    ]
    let variants =
      [desk.placing(plan.parts.map(\.units))]
      + strategies.map { desk.cleared + [units, "placement.forwardShare=1", "placement.strategy=\($0.2)"] }
    let runs = try desk.runs(variants, desk.effort.fresh, from: Self.freshFrom, note: "fresh replications")
    let name = MetricName(metric: "contribution")
    let own = runs[0].map { $0[name] }
    let each = 1 - (1 - desk.level) / Double(strategies.count)
    var table = AnswerTable(
      "plans", "The plan against others, fresh replications",
      [
        "plan", "#contribution, \(desk.outline.currency)", "#the plan brings more", "#late share %",
        "#lost for want of stock",
      ])
    func row(_ label: String, _ runs: [RunFigures], _ difference: ConfidenceInterval?) {
      let late = MetricEstimate(MetricName(metric: "late_share"), runs, level: desk.level).interval
      table.add(
        .text(label),
        desk.cell(ConfidenceInterval(of: Tally(desk.values(name, runs).map(desk.whole)), level: desk.level)),
        difference.map { desk.cell($0) } ?? .none, .figure(late.map { $0.estimate * 100 }, 2),
        .figure(desk.whole(Tally(desk.values(MetricName(metric: "lost_money.stock"), runs)).mean)))
    }
    row("recommended", runs[0], nil)
    var figures = [
      desk.mean("contribution", "contribution of the plan", unit: desk.outline.currency, desk.values(name, runs[0]))
    ]
    var beaten = 0
    for (strategy, theirs) in zip(strategies, runs.dropFirst()) {
      let difference = VariantDifference(name, own, minus: theirs.map { $0[name] }, level: each, isPaired: true)
      let interval = difference.interval.map {
        ConfidenceInterval(
          estimate: desk.whole($0.estimate), halfWidth: desk.whole($0.halfWidth), level: each, count: $0.count)
      }
      row("\(strategy.0) \(strategy.1)", theirs, interval)
      guard let interval else { continue }
      figures.append(
        desk.figure(
          "gain.\(strategy.0)", "gain over \(strategy.0), \(strategy.1)", unit: desk.outline.currency, interval))
      if interval.lower > 0 { beaten += 1 }
    }
    table.notes = [
      "the plan brings more: paired differences under the same random numbers, each at a level of \(decimalText(each * 100, 2)) %, so that all four hold "
        + "together in \(percentText(desk.level))"
    ]
    if desk.values(name, runs[2]) == desk.values(name, runs[3]) {
      table.notes.append(
        "P2 and P3 place alike here: the scenario takes every country's forecast for equally uncertain (placement.forecast.cv)"
      )
    }
    let closest = figures.dropFirst().min { $0.estimate < $1.estimate }
    let gain = closest.map {
      "; over the best of them it brings \(count($0.estimate)) \(desk.outline.currency) "
        + "(\(count($0.lower ?? -.infinity)) to \(count($0.upper ?? .infinity)))"
    }
    return (
      table, figures,
      "The recommended plan beats \(beaten) of the \(strategies.count) simple strategies beyond chance on \(desk.effort.fresh) fresh "
        + "replications\(gain ?? "").",
      [desk.evidence("recommended", variants[0], desk.effort.fresh, from: Self.freshFrom)]
        + zip(strategies, variants.dropFirst()).map {
          desk.evidence($0.0, $1, desk.effort.fresh, from: Self.freshFrom)
        }
    )
  }

  private func bound(_ plan: PlacementPlan, _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "bound", "The plan against knowing demand, in expected margin, \(desk.outline.currency)",
      ["sku", "#plan", "#clairvoyant", "#regret"])
    for (sku, part) in zip(desk.outline.skus, plan.parts) {
      table.add(
        .text(sku.name), .figure(desk.whole(part.value)), .figure(desk.whole(part.clairvoyant)),
        .percent(part.clairvoyant > 0 ? 1 - part.value / part.clairvoyant : nil))
    }
    table.notes = [
      "clairvoyant: the same units, placed with each scenario's demand known, each sold where it brings most"
    ]
    return table
  }
}
