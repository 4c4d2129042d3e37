internal import Kernel
internal import Logistics

/// Question 5: the ways through customs by landed cost and simulated time.
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
    let ways = try ways(&desk)
    let runs = try desk.runs(ways.map(\.overrides), desk.effort.routes, note: "ways through customs")
    var best = AnswerTable(
      "best", "The best way into each country",
      [
        "country", "cheapest", "#cost a unit, \(desk.outline.currency)", "next", "#cost", "#bulk pays from, units",
        "most margin a visit",
      ])
    var table = AnswerTable(
      "routes", "Ways into each country",
      [
        "country", "way", "#landed cost a unit, \(desk.outline.currency)", "#time p50, h", "#time p95, h",
        "#promise kept %", "#conversion %", "#margin of 1,000 visits",
      ])
    let mix = try mix(&desk)
    let economics = UnitEconomics(try desk.base(), desk.outline)
    let unitsPerOrder = try unitsPerOrder(&desk)
    var words: [String] = []
    for (place, market) in markets.enumerated() {
      var found: [(name: String, cost: Double, kept: ConfidenceInterval?, margin: Double)] = []
      // What a unit brings before its way: price without tax, less what goes with it, less the unit's cost.
      let brings = mix.enumerated().reduce(into: (sum: 0.0, weight: 0.0)) { total, part in
        guard let price = market.prices[part.offset] else { return }
        let unit = price * (1 - economics.takenByPrice) - desk.outline.skus[part.offset].unitCost
        total.sum += part.element * unit
        total.weight += part.element
      }
      let unit = brings.weight > 0 ? brings.sum / brings.weight : 0
      for (way, description) in ways.enumerated() {
        guard let cost = landed(description.outline, place, mix, isForward: description.isForward) else { continue }
        func mean(_ metric: String) -> ConfidenceInterval? {
          MetricEstimate(
            MetricName(metric: metric, scope: .country, part: market.code), runs[way], level: desk.level
          ).interval
        }
        let kept = mean("promise_hit")
        let conversion = mean("conversion")
        let worth = (unit - cost) * unitsPerOrder * 1_000
        found.append((description.name, cost, kept, (conversion?.estimate ?? 0) * worth))
        table.add(
          .text(market.code), .text(description.name), .figure(cost, 2),
          mean("click_to_door_p50_h").map { desk.cell($0, decimals: 1) } ?? .none,
          mean("click_to_door_p95_h").map { desk.cell($0, decimals: 1) } ?? .none,
          kept.map { desk.percentCell($0) } ?? .none,
          .figure(conversion.map { $0.estimate * 100 }, 2),
          conversion.map {
            desk.cell(
              ConfidenceInterval(
                estimate: $0.estimate * worth, halfWidth: $0.halfWidth * abs(worth), level: $0.level, count: $0.count))
          } ?? .none)
      }
      let order = found.sorted { ($0.cost, $0.name) < ($1.cost, $1.name) }
      guard let first = order.first else { continue }
      let second = order.dropFirst().first
      let earns = found.max { ($0.margin, $1.name) < ($1.margin, $0.name) } ?? first
      let isClose = second.map { ($0.cost - first.cost) <= Self.delta * first.cost } ?? false
      let volume = breakEven(ways, place, mix)
      best.add(
        .text(market.code), .text(first.name), .figure(first.cost, 2),
        .text((second?.name ?? "–") + (isClose ? " (no difference that matters)" : "")), .figure(second?.cost, 2),
        .figure(volume), .text(earns.name))
      words.append("\(market.code) \(earns.name)" + (earns.name == first.name ? "" : " (cheapest: \(first.name))"))
      answer.figures.append(
        AnswerFigure(
          key: "cost.\(market.code)", name: "landed cost of a unit into \(market.code), \(first.name)",
          unit: desk.outline.currency, estimate: first.cost, lower: first.cost, upper: first.cost))
      if let kept = first.kept {
        answer.figures.append(desk.shareFigure("kept.\(market.code)", "promise kept in \(market.code)", kept))
      }
    }
    best.notes = [
      "landed cost: handling, carriage, duty and fees of one unit by the law on the first day, over SKUs as they sell; bulk adds its import; goods in bond are entered order by order",
      "a difference within \(percentText(Self.delta)) of the cost does not matter; break-even: units from which bulk costs less than R3; the way of bulk to the node is not in it, for the model has no rate for it",
    ]
    table.notes = [
      "ways on one line are charged alike by the law of every country here, on the same terms and in the same time, and are simulated once",
      "times, promises and conversion are simulated with all countries on that way; origins hold the stock but for R4 and R5",
      "R1 collects at the door (dap), the others charge at the checkout (ddp); R6 takes \(Self.inland) inland where the scenario does not say (assumption)",
      "margin of 1,000 visits: conversion times what a unit brings after its landed cost: a cheap way that takes long sells less",
    ]
    answer.tables = [best, table]
    answer.headline = "What brings most a visit, by country: \(words.joined(separator: "; "))."
    answer.drivers = [
      "duty on the import value against duty on the parcel's price, and carriage by parcel against carriage in bulk"
    ]
    answer.wouldChange = late(answer.figures)
    answer.method = [
      "law and tax are computed exactly; illustrative data, not advice. Times come from \(desk.effort.routes) replications of each way"
    ]
    answer.evidence = ways.map { desk.evidence($0.name, $0.overrides, desk.effort.routes) }
    return answer
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
        ["placement.strategy=atOrigin"]
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
    let bulk = ["placement.strategy=demandProportional", "placement.forwardShare=1"]
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
      "\($0.name.suffix(2)): the cheapest way keeps \(percentText($0.estimate)) of promises, fewer than 95 % beyond chance: a longer promise or a faster way"
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
