/// P3: each forward node gets the share of the demand it is nearest to; the rest stays at the origins.
struct DemandProportional: PlacementStrategy {
  static let name = "demandProportional"

  func place(_ problem: PlacementProblem) -> [Int64] {
    let demand = problem.nodes.map { $0.holdsStock && $0.isForward ? $0.demand : 0 }
    let forward = demand.contains { $0 > 0 } ? problem.forwardUnits : 0
    return problem.withRest(PlacementStrategies.split(forward, by: demand))
  }
}
