internal import Logistics
internal import Planning

/// The location problem of a scenario: forward nodes, zones with their mean demand, the cost of serving each from each.
struct LocationField {
  /// Places of the sites in the outline's nodes, and of the zones in its zones.
  let sites: [Int]
  let zones: [Int]
  let demands: [Double]
  /// Units wanted by each zone, run by run.
  let scenarios: [[Double]]
  /// What a unit costs, by site, then zone; nil where there is no way.
  let unitCosts: [[Double?]]
  /// What a unit leaves that is sold before its way: lost where it is not served.
  let margins: [Double]
  /// The cost of serving all of a zone's demand, by site, then zone.
  let costs: [[Double]]
  let capacities: [Double]
  let openings: [Double]
  private let outline: ModelOutline

  /// - Parameter scale: The part of the world's size that the runs had.
  init(_ runs: [RunFigures], _ outline: ModelOutline, scale: Double) {
    self.outline = outline
    let candidates = outline.nodes.indices.filter { outline.nodes[$0].isForward }
    // Demand of a market by SKU: what its own nodes gave.
    let byRun = runs.map { run in
      outline.markets.map { market in
        outline.skus.map { sku in
          outline.nodes.filter { $0.country == market.code }.reduce(0.0) {
            $0 + (run[MetricName(metric: "taken", scope: .shelf, part: "\($1.name)/\(sku.name)")]?.value ?? 0)
          }
        }
      }
    }
    let byMarket = outline.markets.indices.map { market in
      outline.skus.indices.map { sku in
        byRun.reduce(0) { $0 + $1[market][sku] } / Double(max(1, runs.count))
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
    scenarios = byRun.map { run in
      open.map { run[outline.zones[$0].market].reduce(0, +) * outline.zones[$0].share }
    }
    unitCosts = known
    margins = open.map { zone in
      let market = outline.zones[zone].market
      var (sum, weight) = (0.0, 0.0)
      for (sku, units) in byMarket[market].enumerated() {
        guard let price = outline.markets[market].prices[sku] else { continue }
        sum += units * max(0, price - outline.skus[sku].unitCost)
        weight += units
      }
      return weight > 0 ? sum / weight : 0
    }
    costs = known.map { zip($0, wanted).map { ($0 ?? none) * $1 } }
    let all = scenarios.map { $0.reduce(0, +) }.max() ?? 0
    capacities = useful.map { node in outline.nodes[node].capacity.map { $0 * Double(outline.skus.count) } ?? all }
    openings = useful.map { outline.nodes[$0].openingCost * scale }
  }

  /// The same problem before demand is known, with an open node dearer by a price.
  func stochastic(price: Double = 0) throws(PlanningError) -> StochasticLocation {
    try StochasticLocation(
      capacities: capacities, fixedCosts: openings.map { $0 + price }, unitCosts: unitCosts, shortageCosts: margins)
  }

  /// The cost of serving everybody from the nearest open site, capacities aside.
  func cost(open: [Int]) -> Double {
    zones.indices.reduce(0) { sum, zone in sum + (open.map { costs[$0][zone] }.min() ?? 0) }
  }

  /// The names of the sites that are closed.
  func closed(_ open: [Int]) -> [String] { sites.filter { !open.contains($0) }.map { outline.nodes[$0].name } }

  /// Units with those of closed nodes at the open one of the country that serves the closed one's own best, and at an origin where
  /// none is open.
  func moved(_ units: [Double], open: [Int]) -> [Double] {
    var units = units
    for node in sites where !open.contains(node) {
      let others = open.filter { outline.nodes[$0].country == outline.nodes[node].country }
      guard let site = sites.firstIndex(of: node) else { continue }
      let own = zones.indices.min { costs[site][$0] < costs[site][$1] } ?? 0
      func cost(_ other: Int) -> Double { costs[sites.firstIndex(of: other)!][own] }
      if let other = others.min(by: { cost($0) < cost($1) }) ?? outline.nodes.firstIndex(where: { !$0.isForward }) {
        units[other] += units[node]
        units[node] = 0
      }
    }
    return units
  }
}
