import Kernel

/// P2: every forward node holds the service level's quantile of the demand it is nearest to; the rest stays at the origins.
///
/// Where the quantiles sum to more than may go forward, each gives up the same share.
struct ServiceLevel: PlacementStrategy {
  static let name = "serviceLevel"

  func place(_ problem: PlacementProblem) -> [Int64] {
    let demand = NodeDemand.laws(problem)
    let wanted = demand.map { $0?.quantile(problem.serviceLevel) ?? 0 }
    let forward = problem.forwardUnits
    let total = wanted.reduce(0, +)
    guard total > 0 else { return problem.withRest(wanted.map { _ in 0 }) }
    // Without origins everything has to go somewhere, in the same proportions.
    if total >= Double(forward) || !problem.hasOrigins {
      return problem.withRest(PlacementStrategies.split(forward, by: wanted))
    }
    return problem.withRest(wanted.map { Int64($0.rounded(.up)) }.capped(at: forward))
  }
}

extension [Int64] {
  /// The same numbers, the last ones lowered so that the sum is at most a limit.
  func capped(at limit: Int64) -> [Int64] {
    var left = limit
    return map { units in
      defer { left -= Swift.min(units, left) }
      return Swift.min(units, left)
    }
  }
}

/// Demand near one node: a sum of its zones', taken as independent lognormal numbers and summed by their moments.
struct NodeDemand: Sendable {
  var mean = 0.0
  var variance = 0.0

  /// By node; nil where no demand is near or no stock may be deployed.
  static func laws(_ problem: PlacementProblem) -> [NodeDemand?] {
    var laws = [NodeDemand?](repeating: nil, count: problem.nodes.count)
    for zone in problem.zones {
      guard let node = zone.nearest, problem.nodes[node].isForward, problem.nodes[node].holdsStock, zone.mean > 0
      else { continue }
      var law = laws[node] ?? NodeDemand()
      law.mean += zone.mean
      law.variance += zone.mean * zone.cv * zone.mean * zone.cv
      laws[node] = law
    }
    return laws
  }

  private var lognormal: Lognormal? { try? Lognormal(mean: mean, cv: variance.squareRoot() / mean) }

  /// The units not exceeded with a probability in 0..<1.
  func quantile(_ probability: Double) -> Double {
    guard let lognormal, lognormal.sigma > 0, probability > 0 else { return probability > 0 ? mean : 0 }
    return lognormal.value(atNormal: Deterministic.normalQuantile(min(probability, 1 - 1e-12)))
  }

  /// The probability that demand is above a number of units.
  func tail(_ units: Double) -> Double {
    guard units > 0 else { return 1 }
    guard let lognormal, lognormal.sigma > 0 else { return units < mean ? 1 : 0 }
    return Deterministic.normalTail((Deterministic.log(units) - lognormal.mu) / lognormal.sigma)
  }
}
