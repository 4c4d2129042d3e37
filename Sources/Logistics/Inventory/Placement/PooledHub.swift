/// P4: one forward node for all: the one from which the forecast demand is served at the least landed cost.
///
/// It holds the service level's quantile of the whole demand, which varies less than its parts; the rest stays at the
/// origins. Zones that it cannot reach count at the dearest way there is.
struct PooledHub: PlacementStrategy {
  static let name = "pooledHub"

  func place(_ problem: PlacementProblem) -> [Int64] {
    var sent = problem.nodes.map { _ in Int64(0) }
    guard let hub = Self.hub(of: problem) else { return problem.withRest(sent) }
    var whole = NodeDemand()
    for zone in problem.zones {
      whole.mean += zone.mean
      whole.variance += zone.mean * zone.cv * zone.mean * zone.cv
    }
    let wanted = whole.mean > 0 ? whole.quantile(problem.serviceLevel) : 0
    sent[hub] = problem.hasOrigins ? min(problem.forwardUnits, Int64(wanted.rounded(.up))) : problem.forwardUnits
    return problem.withRest(sent)
  }

  /// The cheapest forward node for the whole demand; the first of equals, nil when there is none.
  static func hub(of problem: PlacementProblem) -> Int? {
    let dearest = problem.landedCosts.joined().compactMap(\.self).max() ?? 0
    func cost(_ node: Int) -> Double {
      problem.zones.indices.reduce(0) { sum, zone in
        sum + problem.zones[zone].mean * Double(problem.landedCosts[node][zone] ?? (dearest * 2 + 1))
      }
    }
    return problem.forwardNodes.min { (cost($0), $0) < (cost($1), $1) }
  }
}
