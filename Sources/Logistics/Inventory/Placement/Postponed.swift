/// P8: postponement: the forward share goes out so that a unit is worth the same everywhere, the rest waits at one hub.
///
/// The hub is the cheapest one for all zones (see ``PooledHub``); from there single parcels go to whoever runs out.
struct Postponed: PlacementStrategy {
  static let name = "postponed"

  func place(_ problem: PlacementProblem) -> [Int64] {
    let forward = Int64((Double(problem.units) * problem.forwardShare).rounded())
    guard let hub = PooledHub.hub(of: problem) else { return problem.withRest(problem.nodes.map { _ in 0 }) }
    var sent = EqualMarginal.fill(forward, NodeDemand.laws(problem))
    sent[hub] += problem.units - sent.reduce(0, +)
    return sent
  }
}
