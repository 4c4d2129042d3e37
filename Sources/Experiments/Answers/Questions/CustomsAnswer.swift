internal import Kernel
internal import Logistics

/// Question 5: the ways through customs by landed cost and simulated time.
struct CustomsAnswer: AnswerMaker {
  static let question = AnswerQuestion.customs
  /// Routes of parcels with their numbers; R4 is bulk import to a node in the country.
  private static let routes = [
    ("R1", "postal"), ("R2", "express"), ("R3", "consolidated"), ("R5", "bonded"), ("R6", "transit"),
  ]
  /// A difference within this share of the cost does not matter.
  private static let delta = 0.02

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let markets = desk.outline.markets
    var answer = Answer(Self.question)
    let variants = Self.routes.map { route in
      ["placement.strategy=atOrigin"] + markets.map { "markets.\($0.code).customs.route=\(route.1)" }
    }
    let bulk = ["placement.strategy=demandProportional", "placement.forwardShare=1"]
    var outlines: [ModelOutline] = []
    for variant in variants + [bulk] { outlines.append(try desk.outline(of: variant)) }
    let runs = try desk.runs(variants + [bulk], desk.effort.routes, note: "ways through customs")
    let names = Self.routes.map { "\($0.0) \($0.1)" } + ["R4 bulk"]
    let isBulk = { (place: Int) in place == names.count - 1 }
    var best = AnswerTable(
      "best", "The best way into each country",
      [
        "country", "way", "#landed cost a unit, \(desk.outline.currency)", "#next best", "next",
        "#break-even with bulk, units",
      ])
    var table = AnswerTable(
      "routes", "Ways into each country",
      [
        "country", "way", "#landed cost a unit, \(desk.outline.currency)", "#time p50, h", "#time p95, h",
        "#promise kept %", "#conversion %",
      ])
    let mix = try mix(&desk)
    var words: [String] = []
    for (place, market) in markets.enumerated() {
      var found: [(name: String, cost: Double, kept: ConfidenceInterval?)] = []
      for way in names.indices {
        guard let cost = landed(outlines[way], place, mix, isBulk: isBulk(way)) else { continue }
        func mean(_ metric: String) -> ConfidenceInterval? {
          MetricEstimate(
            MetricName(metric: metric, scope: .country, part: market.code), runs[way], level: desk.level
          ).interval
        }
        let kept = mean("promise_hit")
        found.append((names[way], cost, kept))
        table.add(
          .text(market.code), .text(names[way]), .figure(cost, 2),
          mean("click_to_door_p50_h").map { desk.cell($0, decimals: 1) } ?? .none,
          mean("click_to_door_p95_h").map { desk.cell($0, decimals: 1) } ?? .none,
          kept.map { .interval($0.estimate * 100, lower: $0.lower * 100, upper: $0.upper * 100, decimals: 1) } ?? .none,
          .figure(mean("conversion").map { $0.estimate * 100 }, 2))
      }
      let order = found.sorted { ($0.cost, $0.name) < ($1.cost, $1.name) }
      guard let first = order.first else { continue }
      let second = order.dropFirst().first
      let isClose = second.map { ($0.cost - first.cost) <= Self.delta * first.cost } ?? false
      let volume = breakEven(outlines, place, mix)
      best.add(
        .text(market.code), .text(first.name), .figure(first.cost, 2), .figure(second?.cost, 2),
        .text((second?.name ?? "") + (isClose ? " (no difference that matters)" : "")), .figure(volume))
      words.append("\(market.code) \(first.name.split(separator: " ").last ?? "")")
      answer.figures.append(
        AnswerFigure(
          key: "cost.\(market.code)", name: "landed cost of a unit into \(market.code), \(first.name)",
          unit: desk.outline.currency, estimate: first.cost, lower: first.cost, upper: first.cost))
      if let kept = first.kept {
        answer.figures.append(desk.figure("kept.\(market.code)", "promise kept in \(market.code)", kept))
      }
    }
    best.notes = [
      "landed cost: handling, carriage, duty and fees of one unit by the law on the first day, over SKUs as they sell; bulk adds its import",
      "a difference within \(percentText(Self.delta)) of the cost does not matter; break-even: units from which bulk costs less than R3",
    ]
    table.notes = [
      "times, promises and conversion are simulated with all countries on that way; origins hold the stock but for bulk"
    ]
    answer.tables = [best, table]
    answer.headline = "Cheapest into each country: \(words.joined(separator: ", "))."
    answer.drivers = [
      "duty on the import value against duty on the parcel's price, and carriage by parcel against carriage in bulk"
    ]
    answer.wouldChange = late(answer.figures)
    answer.method = [
      "law and tax are computed exactly; illustrative data, not advice. Times come from \(desk.effort.routes) replications of each way"
    ]
    answer.evidence = zip(names, variants + [bulk]).map { desk.evidence($0, $1, desk.effort.routes) }
    return answer
  }

  private func late(_ figures: [AnswerFigure]) -> [String] {
    figures.filter { $0.key.hasPrefix("kept.") && ($0.upper ?? 1) < 0.95 }.map {
      "\($0.name.suffix(2)): the cheapest way keeps \(percentText($0.estimate)) of promises, fewer than 95 % beyond chance: a longer promise or a faster way"
    }
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

  /// The cost of bringing an average unit to an average door of a market: from the cheapest origin, or in bulk through the country.
  private func landed(_ outline: ModelOutline, _ market: Int, _ mix: [Double], isBulk: Bool) -> Double? {
    let places = outline.nodes.indices.filter { node in
      isBulk
        ? outline.nodes[node].isForward && outline.nodes[node].country == outline.markets[market].code
        : !outline.nodes[node].isForward
    }
    var (sum, weight) = (0.0, 0.0)
    for (sku, share) in mix.enumerated() where outline.markets[market].prices[sku] != nil {
      for (place, zone) in outline.zones.enumerated() where zone.market == market {
        let costs = places.compactMap { node in
          outline.landed[sku][node][place].map { $0 + (isBulk ? outline.bulkImport(sku, node, 1_000) / 1_000 : 0) }
        }
        guard let least = costs.min() else { continue }
        sum += least * share * zone.share
        weight += share * zone.share
      }
    }
    return weight > 0 ? sum / weight : nil
  }

  /// The fewest units from which an import in bulk and a domestic parcel cost less than a consolidated parcel.
  private func breakEven(_ outlines: [ModelOutline], _ market: Int, _ mix: [Double]) -> Double? {
    guard let parcel = landed(outlines[2], market, mix, isBulk: false) else { return nil }
    let outline = outlines[outlines.count - 1]
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
