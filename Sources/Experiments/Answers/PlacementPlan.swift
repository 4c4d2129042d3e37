internal import Kernel
internal import Logistics
internal import Planning

/// Units by SKU and node from simulated latent demand: countries by a two-stage program, nodes of a country by their demand.
struct PlacementPlan {
  /// One SKU.
  struct Part {
    /// Units by node of the outline, simulated size.
    var units: [Double]
    /// Their bootstrap intervals.
    var bounds: [(lower: Double, upper: Double)]
    /// By node: what another unit brings, the probability to run out and the rest; of all of its country, nil at origins.
    var worth: [Double?]
    var shortage: [Double?]
    var leftover: [Double?]
    /// The expected margin, and that of knowing demand.
    var value = 0.0
    var clairvoyant = 0.0
  }

  let parts: [Part]
  let scenarios: Int

  init(_ groups: [[RunFigures]], _ economics: UnitEconomics, patience: [Double], _ desk: AnswerDesk) throws {
    let runs = groups.flatMap(\.self)
    scenarios = runs.count
    let resamples = min(60, desk.effort.resamples)
    parts = try desk.outline.skus.indices.map { sku in
      let field = DemandField(runs, sku, economics, desk.outline, patience: patience)
      let total = try Self.quantity(field, economics, sku)
      let plan = try StockPlan(field.places(Array(runs.indices)), units: total, hasPool: field.hasPool, lots: 100)
      var part = Part(
        units: field.spread(plan), bounds: [], worth: field.byNode(plan.worth.map { $0 }),
        shortage: field.byNode(plan.shortage), leftover: field.byNode(plan.leftover), value: plan.value,
        clairvoyant: plan.clairvoyant)
      var draws = desk.stream("placement", sku)
      let inner = groups[0].count
      let spread = (0..<resamples).map { _ -> [Double] in
        let chosen = groups.indices.flatMap { _ -> [Int] in
          let group = Int(draws.below(UInt64(groups.count)))
          return (0..<inner).map { group * inner + $0 }
        }
        let again = try? StockPlan(field.places(chosen), units: total, hasPool: field.hasPool, lots: 60)
        return again.map(field.spread) ?? part.units
      }
      part.bounds = part.units.indices.map { node in
        let sorted = spread.map { $0[node] }.sorted()
        // The plan itself is in its interval, however few samples were drawn again.
        return (
          min(part.units[node], SampleQuantile.of(sorted: sorted, (1 - desk.level) / 2)),
          max(part.units[node], SampleQuantile.of(sorted: sorted, (1 + desk.level) / 2))
        )
      }
      return part
    }
  }

  /// The newsvendor's quantity on the demand of all countries together; nothing of what earns nothing.
  private static func quantity(_ field: DemandField, _ economics: UnitEconomics, _ sku: Int) throws -> Double {
    guard economics.margin[sku] > 0, economics.overage[sku] > 0 else { return 0 }
    let demand = try DemandSample(field.total)
    return try Newsvendor(demand, overage: economics.overage[sku], underage: economics.margin[sku]).quantity
  }

  /// What the plan rests on.
  func drivers(_ desk: AnswerDesk) -> [String] {
    zip(desk.outline.skus, parts).compactMap { sku, part in
      let total = part.units.reduce(0, +)
      guard total > 0 else { return nil }
      let origins = zip(desk.outline.nodes, part.units).reduce(0) { $1.0.isForward ? $0 : $0 + $1.1 }
      return
        "\(sku.name): \(percentText(origins / total)) of \(count(desk.whole(total))) units wait at origins for whoever runs out"
    }
  }
}

/// The latent demand of one SKU by country, with what a unit brings from home and from the origins.
struct DemandField {
  private struct Country {
    var forward: [Int]
    var weights: [Double]
    var demand: [Double]
    var margin: Double
    var fromPool: Double?
    var patience: Double
  }

  private let countries: [Country]
  private let origins: [Int]
  private let nodes: Int

  /// - Parameter patience: By market: the share of customers who still buy when parcels come from the origins.
  init(_ runs: [RunFigures], _ sku: Int, _ economics: UnitEconomics, _ outline: ModelOutline, patience: [Double]) {
    nodes = outline.nodes.count
    let hasForward = outline.nodes.contains(where: \.isForward)
    let origins = hasForward ? outline.nodes.indices.filter { !outline.nodes[$0].isForward } : []
    let name = outline.skus[sku].name
    func taken(_ node: Int) -> [Double] {
      let metric = MetricName(metric: "taken", scope: .shelf, part: "\(outline.nodes[node].name)/\(name)")
      return runs.map { $0[metric]?.value ?? 0 }
    }
    var codes: [String] = []
    for node in outline.nodes where !codes.contains(node.country) { codes.append(node.country) }
    var found: [Country] = []
    var homes: [Double?] = []
    for code in codes {
      let forward = outline.nodes.indices.filter { outline.nodes[$0].country == code && !origins.contains($0) }
      guard !forward.isEmpty else { continue }
      let each = forward.map(taken)
      let demand = runs.indices.map { run in each.reduce(0) { $0 + $1[run] } }
      let market = outline.markets.firstIndex { $0.code == code }
      let price = market.flatMap { outline.markets[$0].prices[sku] }
      let margin =
        economics.margin[sku] + (price.map { ($0 - economics.price[sku]) * (1 - economics.takenByPrice) } ?? 0)
      let costs = market.map { Self.costs(sku, $0, forward, origins, outline) }
      homes.append(costs?.home)
      let extra = costs.flatMap { costs in costs.home.flatMap { home in costs.abroad.map { $0 - home } } }
      found.append(
        Country(
          forward: forward, weights: each.map { $0.reduce(0, +) }, demand: demand, margin: margin,
          fromPool: extra.map { margin - $0 }, patience: market.map { patience[$0] } ?? 1))
    }
    // What serving a country costs more or less than the average of all units.
    let weights = found.map { $0.demand.reduce(0, +) }
    let known = zip(homes, weights).compactMap { home, weight in home.map { ($0 * weight, weight) } }
    let weight = known.reduce(0) { $0 + $1.1 }
    let average = weight > 0 ? known.reduce(0) { $0 + $1.0 } / weight : 0
    for place in found.indices {
      guard let home = homes[place] else { continue }
      found[place].margin += average - home
      found[place].fromPool = found[place].fromPool.map { $0 + average - home }
    }
    countries = found
    self.origins = origins
  }

  /// What a unit costs from the country's own nodes and from the cheapest origin, over zones; nil where nobody delivers.
  private static func costs(
    _ sku: Int, _ market: Int, _ forward: [Int], _ origins: [Int], _ outline: ModelOutline
  ) -> (home: Double?, abroad: Double?) {
    func mean(_ nodes: [Int]) -> Double? {
      var (sum, weight) = (0.0, 0.0)
      for (place, zone) in outline.zones.enumerated() where zone.market == market {
        guard let least = nodes.compactMap({ outline.landed[sku][$0][place] }).min() else { continue }
        sum += least * zone.share
        weight += zone.share
      }
      return weight > 0 ? sum / weight : nil
    }
    return (mean(forward), mean(origins))
  }

  /// The demand of all countries together, scenario by scenario.
  var total: [Double] {
    (countries.first?.demand ?? []).indices.map { run in countries.reduce(0) { $0 + $1.demand[run] } }
  }

  /// Whether units may wait at origins.
  var hasPool: Bool { !origins.isEmpty }

  /// The places of the program, for chosen scenarios.
  func places(_ chosen: [Int]) -> [StockPlan.Place] {
    countries.map { country in
      StockPlan.Place(
        demand: chosen.map { country.demand[$0] }, margin: country.margin, fromPool: country.fromPool,
        patience: country.patience)
    }
  }

  /// Units by node.
  func spread(_ plan: StockPlan) -> [Double] {
    var units = [Double](repeating: 0, count: nodes)
    for (country, stock) in zip(countries, plan.stock) {
      let sum = country.weights.reduce(0, +)
      for (node, weight) in zip(country.forward, country.weights) {
        units[node] = stock * (sum > 0 ? weight / sum : 1 / Double(country.forward.count))
      }
    }
    for origin in origins { units[origin] += plan.pool / Double(origins.count) }
    return units
  }

  /// A figure of each country at all of its nodes.
  func byNode(_ figures: [Double]) -> [Double?] {
    var all = [Double?](repeating: nil, count: nodes)
    for (country, figure) in zip(countries, figures) { for node in country.forward { all[node] = figure } }
    return all
  }
}
