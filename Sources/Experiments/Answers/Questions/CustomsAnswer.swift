internal import Kernel
internal import Logistics

/// Question 5: the ways through customs by what they leave of a country's revenue, landed cost and time.
struct CustomsAnswer: AnswerMaker {
  static let question = AnswerQuestion.customs
  /// Routes of parcels from the origins, with their numbers and who pays at the border; R4 and R5 lie in the country.
  private static let routes = [
    ("R1", "postal", "dap"), ("R2", "express", "ddp"), ("R3", "consolidated", "ddp"), ("R6", "transit", "ddp"),
  ]
  /// The way inland under guarantee where the scenario does not say it. Assumption.
  private static let inland = "{ min: 4 h, median: 12 h, p95: 30 h }"
  /// A difference within this share of the cost does not matter.
  private static let delta = 0.02

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let markets = desk.outline.markets
    var answer = Answer(Self.question)
    let mix = try mix(&desk)
    // A way from nowhere, such as parcels from abroad where all stock is at home, is none.
    let ways = try ways(&desk).filter { way in
      markets.indices.contains { landed(way.outline, $0, mix, isForward: way.isForward) != nil }
    }
    guard !ways.isEmpty else {
      answer.headline = "Nothing can be sold anywhere by any way."
      return answer
    }
    let costs = markets.indices.map { place in
      ways.map { landed($0.outline, place, mix, isForward: $0.isForward) }
    }
    let contribution = markets.map { MetricName(metric: "contribution", scope: .country, part: $0.code) }
    let units = try unitsShipped(&desk)
    let scale = desk.effort.scale
    let races = try desk.races(
      ways.map { [AnswerVariant($0.overrides)] }, first: desk.effort.routes,
      most: desk.effort.stretch * desk.effort.routes,
      note: "ways through customs",
      deltas: markets.indices.map { max(1, Self.delta * units[$0] * (costs[$0].compactMap { $0 }.min() ?? 0)) }
    ) { market, way, runs in
      costs[market][way] == nil ? nil : (runs[0][contribution[market]]?.value ?? 0) / scale
    }
    var best = AnswerTable(
      "best", "The best way into each country",
      [
        "country", "leaves most", "#more than the next", "next", "cheapest", "#cost a unit, \(desk.outline.currency)",
        "#bulk pays from, units", "keeps 95 %",
      ])
    var table = AnswerTable(
      "routes", "Ways into each country",
      [
        "country", "way", "#landed cost a unit, \(desk.outline.currency)", "#time p50, h", "#time p95, h",
        "#promise kept %", "#entries held %", "#conversion %", "#contribution, \(desk.outline.currency)",
      ])
    var words: [String] = []
    for (place, market) in markets.enumerated() {
      let race = races[place]
      let open = ways.indices.filter { costs[place][$0] != nil }
      guard let cheapest = open.min(by: { (costs[place][$0]!, $0) < (costs[place][$1]!, $1) }) else { continue }
      func mean(_ metric: String, _ way: Int) -> ConfidenceInterval? {
        let name = MetricName(metric: metric, scope: .country, part: market.code)
        return MetricEstimate(name, race.runs[way], level: desk.level).interval
      }
      for way in open {
        let kept = mean("promise_hit", way)
        table.add(
          .text(market.code), .text(ways[way].name), .figure(costs[place][way], 2),
          mean("click_to_door_p50_h", way).map { desk.cell($0, decimals: 1) } ?? .none,
          mean("click_to_door_p95_h", way).map { desk.cell($0, decimals: 1) } ?? .none,
          kept.map { desk.percentCell($0) } ?? .none, held(race.runs[way], market.code),
          .figure(mean("conversion", way).map { $0.estimate * 100 }, 2),
          desk.cell(contributions(race.runs[way], contribution[place], desk)))
      }
      let winner = race.best
      let means = open.map { (way: $0, mean: contributions(race.runs[$0], contribution[place], desk).estimate) }
      let next = means.filter { $0.way != winner }.max { $0.mean < $1.mean }?.way
      let lead = next.flatMap { difference(race.runs[winner], race.runs[$0], contribution[place], desk) }
      let kept = mean("promise_hit", winner)
      best.add(
        .text(market.code), .text(ways[winner].name), lead.map { desk.cell($0) } ?? .none,
        .text(
          next.map { ways[$0].name + (race.isDecided ? "" : " (not told apart)") } ?? "–"),
        .text(ways[cheapest].name), .figure(costs[place][cheapest], 2), .figure(breakEven(ways, place, mix)),
        .text(kept.map { $0.lower >= 0.95 ? "yes" : $0.upper < 0.95 ? "no" : "perhaps" } ?? "–"))
      words.append(
        "\(market.code) \(ways[winner].name)" + (cheapest == winner ? "" : " (cheapest: \(ways[cheapest].name))"))
      answer.figures.append(
        desk.figure(
          "contribution.\(market.code)", "contribution of \(market.code), \(ways[winner].name)",
          unit: desk.outline.currency, contributions(race.runs[winner], contribution[place], desk)))
      answer.figures.append(
        AnswerFigure(
          key: "cost.\(market.code)", name: "landed cost of a unit into \(market.code), \(ways[cheapest].name)",
          unit: desk.outline.currency, estimate: costs[place][cheapest]!, lower: costs[place][cheapest]!,
          upper: costs[place][cheapest]!))
      if let kept {
        answer.figures.append(desk.shareFigure("kept.\(market.code)", "promise kept in \(market.code)", kept))
      }
    }
    best.notes = [
      "leaves most: the way with the largest simulated contribution of the country, by the procedure of Kim and Nelson: a difference "
        + "within \(percentText(Self.delta)) of the landed cost does not matter, the probability to choose right is \(percentText(desk.level))",
      "landed cost: handling, carriage, duty and fees of one unit by the law on the first day, over SKUs as they sell; bulk adds its import and "
        + "freight (nodes{}.inboundFreight); goods in bond are entered order by order",
      "bulk pays from: units from which bulk costs less than R3; keeps 95 %: whether at least so many promises are kept, beyond chance",
    ]
    table.notes = [
      "ways on one line are charged alike by the law of every country here, on the same terms and in the same time, and are simulated once",
      "simulated with all countries on that way; origins hold the stock but for R4 and R5",
      "R1 collects at the door (dap), the others charge at the checkout (ddp); R6 takes \(Self.inland) inland where the scenario does not say (assumption)",
      "contribution: what is left of a country's revenue after all that serving it cost, wherever it was paid",
    ]
    answer.tables = [best, table, whole(ways, races[0].runs, desk)]
    answer.headline = "What leaves most, by country: \(words.joined(separator: "; "))."
    answer.drivers = [
      "duty on the import value against duty on the parcel's price, and carriage by parcel against carriage in bulk",
      "time: a way that takes long sells less and breaks more promises",
    ]
    answer.wouldChange = late(answer.figures)
    let most = races.flatMap(\.replications).max() ?? 0
    answer.method = [
      "law and tax are computed exactly; illustrative data, not advice. Contribution, times and promises come from "
        + (most > desk.effort.routes ? "\(desk.effort.routes) to \(most)" : "\(most)")
        + " replications of each way under the same random numbers"
    ]
    answer.evidence = ways.enumerated().map { desk.evidence($1.name, $1.overrides, races[0].runs[$0].count) }
    return answer
  }

  /// What replications left of a country's revenue.
  private func contributions(_ runs: [RunFigures], _ name: MetricName, _ desk: AnswerDesk) -> ConfidenceInterval {
    ConfidenceInterval(of: Tally(desk.values(name, runs).map(desk.whole)), level: desk.level)
  }

  /// By how much a way leaves more than another in the replications that both have.
  private func difference(_ a: [RunFigures], _ b: [RunFigures], _ name: MetricName, _ desk: AnswerDesk)
    -> ConfidenceInterval?
  {
    let shared = min(a.count, b.count)
    return VariantDifference(
      name, a.prefix(shared).map { $0[name] }, minus: b.prefix(shared).map { $0[name] }, level: desk.level,
      isPaired: true
    ).interval.map {
      ConfidenceInterval(
        estimate: desk.whole($0.estimate), halfWidth: desk.whole($0.halfWidth), level: $0.level, count: $0.count)
    }
  }

  /// The share of a country's entries that was held.
  private func held(_ runs: [RunFigures], _ country: String) -> AnswerCell {
    let name = MetricName(metric: "customs.held_share", scope: .country, part: country)
    let interval = MetricEstimate(name, runs, level: 0.95).interval
    return .figure(interval.map { $0.estimate * 100 }, 1)
  }

  /// All countries on one way: what it leaves and how much money it ties up.
  private func whole(_ ways: [Way], _ runs: [[RunFigures]], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "whole", "All countries on one way",
      ["way", "#contribution, \(desk.outline.currency)", "#most out of pocket", "#duty paid", "#late share %"])
    for (way, runs) in zip(ways, runs) {
      func interval(_ metric: String) -> ConfidenceInterval {
        contributions(runs, MetricName(metric: metric), desk)
      }
      let late = MetricEstimate(MetricName(metric: "late_share"), runs, level: desk.level).interval
      table.add(
        .text(way.name), desk.cell(interval("contribution")), desk.cell(interval("cash_peak")),
        .figure(interval("customs.duty").estimate), .figure(late.map { $0.estimate * 100 }, 2))
    }
    table.notes = [
      "most out of pocket: the cash that the way ties up, at its highest; duty paid: by entries, not by imports in bulk"
    ]
    return table
  }

  /// Units of a season by market, as written.
  private func unitsShipped(_ desk: inout AnswerDesk) throws -> [Double] {
    let each = try unitsPerOrder(&desk)
    let runs = try desk.base()
    return desk.outline.markets.map { market in
      desk.whole(each * Tally(desk.values(of: "orders.placed", market.code, runs)).mean)
    }
  }

  /// A way, or several that the law does not tell apart.
  private struct Way {
    var name: String
    var overrides: [String]
    var outline: ModelOutline
    /// Whether stock waits in the country.
    var isForward: Bool
    /// Who pays at the border, and whether there is a way inland: what the law does not say.
    var conditions = ""
  }

  private func ways(_ desk: inout AnswerDesk) throws -> [Way] {
    var ways: [Way] = []
    for (number, route, terms) in Self.routes {
      let overrides =
        desk.pooled + ["placement.strategy=atOrigin"]
        + desk.outline.markets.flatMap { market in
          let path = "markets.\(market.code).customs"
          let isUntold = route == "transit" && !market.hasWayInland
          return ["\(path).route=\(route)", "\(path).terms=\(terms)"]
            + (isUntold ? ["\(path).transit.time=\(Self.inland)"] : [])
        }
      let outline = try desk.outline(of: overrides)
      let conditions = terms + (route == "transit" ? " inland" : "")
      if let twin = ways.firstIndex(where: { $0.outline.landed == outline.landed && $0.conditions == conditions }) {
        ways[twin].name += ", \(number) \(route)"
      } else {
        ways.append(
          Way(
            name: "\(number) \(route)", overrides: overrides, outline: outline, isForward: false,
            conditions: conditions))
      }
    }
    let bulk = desk.pooled + ["placement.strategy=demandProportional", "placement.forwardShare=1"]
    ways.append(Way(name: Self.bulk, overrides: bulk, outline: try desk.outline(of: bulk), isForward: true))
    let sells = desk.outline.markets.map(\.code)
    let bonds = desk.outline.nodes.filter { $0.isForward && sells.contains($0.country) }
    if !bonds.isEmpty {
      let bonded = bulk + bonds.map { "nodes.\($0.name).bonded=true" }
      ways.append(Way(name: "R5 bonded", overrides: bonded, outline: try desk.outline(of: bonded), isForward: true))
    }
    return ways
  }

  private func late(_ figures: [AnswerFigure]) -> [String] {
    figures.filter { $0.key.hasPrefix("kept.") && ($0.upper ?? 1) < 0.95 }.map {
      "\($0.name.suffix(2)): the way that leaves most keeps \(percentText($0.estimate)) of promises, fewer than 95 % beyond chance: a longer promise or a faster way"
    }
  }

  /// Units in an order, as written.
  private func unitsPerOrder(_ desk: inout AnswerDesk) throws -> Double {
    let runs = try desk.base()
    let units = desk.outline.skus.reduce(0.0) {
      $0 + desk.values(MetricName(metric: "taken", scope: .sku, part: $1.name), runs).reduce(0, +)
    }
    let orders = desk.values(MetricName(metric: "orders.placed"), runs).reduce(0, +)
    return orders > 0 ? units / orders : 1
  }

  /// Shares of the SKUs in what was shipped as written.
  private func mix(_ desk: inout AnswerDesk) throws -> [Double] {
    let runs = try desk.base()
    let units = desk.outline.skus.map { sku in
      desk.values(MetricName(metric: "shipped", scope: .sku, part: sku.name), runs).reduce(0, +)
    }
    let total = units.reduce(0, +)
    return units.map { total > 0 ? $0 / total : 1 / Double(units.count) }
  }

  private static let bulk = "R4 bulk"

  /// The cost of bringing an average unit to an average door of a market: from the cheapest origin, or through the country.
  private func landed(_ outline: ModelOutline, _ market: Int, _ mix: [Double], isForward: Bool) -> Double? {
    let places = outline.nodes.indices.filter { node in
      isForward
        ? outline.nodes[node].isForward && outline.nodes[node].country == outline.markets[market].code
        : !outline.nodes[node].isForward
    }
    var (sum, weight) = (0.0, 0.0)
    for (sku, share) in mix.enumerated() where outline.markets[market].prices[sku] != nil {
      for (place, zone) in outline.zones.enumerated() where zone.market == market {
        let costs = places.compactMap { node in
          outline.landed[sku][node][place].map { $0 + (isForward ? outline.bulkImport(sku, node, 1_000) / 1_000 : 0) }
        }
        guard let least = costs.min() else { continue }
        sum += least * share * zone.share
        weight += share * zone.share
      }
    }
    return weight > 0 ? sum / weight : nil
  }

  /// The fewest units from which an import in bulk and a domestic parcel cost less than a consolidated parcel.
  private func breakEven(_ ways: [Way], _ market: Int, _ mix: [Double]) -> Double? {
    guard let consolidated = ways.first(where: { $0.name.contains("R3") }),
      let bulk = ways.first(where: { $0.name == Self.bulk }),
      let parcel = landed(consolidated.outline, market, mix, isForward: false)
    else { return nil }
    let outline = bulk.outline
    let nodes = outline.nodes.indices.filter {
      outline.nodes[$0].isForward && outline.nodes[$0].country == outline.markets[market].code
    }
    guard let node = nodes.first, let sku = mix.indices.max(by: { mix[$0] < mix[$1] }) else { return nil }
    let zones = outline.zones.indices.filter { outline.zones[$0].market == market }
    guard let home = zones.compactMap({ outline.landed[sku][node][$0] }).min() else { return nil }
    func isCheaper(_ units: Int64) -> Bool {
      home + outline.bulkImport(sku, node, units) / Double(units) < parcel
    }
    guard isCheaper(1_000_000) else { return nil }
    var (low, high) = (Int64(0), Int64(1_000_000))
    while high - low > 1 {
      let middle = (low + high) / 2
      if isCheaper(middle) { high = middle } else { low = middle }
    }
    return Double(high)
  }
}
