import Kernel

/// P7: a two-stage stochastic program by sample average: stock now, serve what comes from where it is cheapest.
///
/// Lots go one by one where the average price of another unit over the demand scenarios is highest: the dual of the transport
/// problem of each scenario. For one scenario that is optimal; for the average it is a heuristic whose gap the guide states.
struct SampledDemand: PlacementStrategy {
  static let name = "sampledDemand"
  /// Lots that the units are handed out in.
  private static let lots: Int64 = 40

  func place(_ problem: PlacementProblem) -> [Int64] {
    let sites = problem.nodes.indices.filter { problem.nodes[$0].holdsStock }
    guard !sites.isEmpty, !problem.zones.isEmpty, problem.units > 0 else { return DemandProportional().place(problem) }
    let demands = Self.scenarios(problem)
    var stock = problem.nodes.map { _ in Int64(0) }
    var left = problem.units
    var forward = problem.forwardUnits
    let lot = max(1, problem.units / Self.lots)
    while left > 0 {
      let worth = Self.worth(problem, sites, stock, demands)
      let usable = sites.indices.filter {
        let node = problem.nodes[sites[$0]]
        return node.isForward ? forward > 0 && stock[sites[$0]] < node.capacity : true
      }
      guard let best = usable.max(by: { (worth[$0], $1) < (worth[$1], $0) }) else { break }
      let node = sites[best]
      var units = min(lot, left)
      if problem.nodes[node].isForward {
        units = min(units, forward, problem.nodes[node].capacity - stock[node])
        forward -= units
      }
      stock[node] += units
      left -= units
    }
    return left > 0 ? problem.withRest(stock) : stock
  }

  /// Demand by scenario, then zone: lognormal, each zone with a stream of its own.
  static func scenarios(_ problem: PlacementProblem) -> [[Int64]] {
    let streams = Streams(seed: problem.seed)["placement scenarios"]
    return (0..<problem.scenarios).map { scenario in
      problem.zones.enumerated().map { number, zone in
        guard zone.mean > 0, let law = try? Lognormal(mean: zone.mean, cv: zone.cv) else { return 0 }
        var stream = streams[UInt64(scenario), UInt32(truncatingIfNeeded: problem.sku << 16 | number)]
        return Int64(min(1e12, law.sample(&stream).rounded()))
      }
    }
  }

  /// The average price of another unit at each site.
  private static func worth(
    _ problem: PlacementProblem, _ sites: [Int], _ stock: [Int64], _ demands: [[Int64]]
  ) -> [Int64] {
    var worth = sites.map { _ in Int64(0) }
    let costs = sites.flatMap { node in problem.landedCosts[node].map { $0 ?? TransportProblem.forbidden } }
    for demand in demands {
      let solution = TransportProblem(
        supplies: sites.map { stock[$0] }, demands: demand, costs: costs, shortages: problem.margins.map { max(0, $0) }
      ).solve()
      let zones = problem.zones.count
      for place in sites.indices {
        // What one unit more would save, also where nothing is yet: the best way into a zone that pays for it.
        let ways = (0..<zones).compactMap { zone -> Int64? in
          let cost = costs[place * zones + zone]
          return cost == TransportProblem.forbidden || demand[zone] == 0 ? nil : solution.sinkPrices[zone] - cost
        }
        worth[place] += max(0, ways.max() ?? 0)
      }
    }
    return worth
  }
}
