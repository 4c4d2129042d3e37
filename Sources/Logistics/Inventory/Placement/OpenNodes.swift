import Kernel

/// P6: capacitated facility location: which forward nodes to open, and what each serves, at the least fixed and landed cost.
///
/// Exact over all sets of up to ten nodes; beyond that nodes are closed, opened and exchanged one at
/// a time while that helps, from all open. Each set
/// is a transport problem of the expected demand. Origins are always open.
struct OpenNodes: PlacementStrategy {
  static let name = "openNodes"
  private static let exactUpTo = 10

  func place(_ problem: PlacementProblem) -> [Int64] {
    let sites = problem.forwardNodes
    guard !sites.isEmpty, !problem.zones.isEmpty else { return DemandProportional().place(problem) }
    var best: (cost: Int64, sent: [Int64])?
    func consider(_ open: [Int]) -> Bool {
      let found = Self.evaluate(problem, open)
      guard found.cost < best?.cost ?? .max else { return false }
      best = found
      return true
    }
    if sites.count <= Self.exactUpTo {
      for set in 0..<(1 << sites.count) { _ = consider(sites.indices.filter { set >> $0 & 1 == 1 }.map { sites[$0] }) }
    } else {
      improve(sites, consider)
    }
    return problem.withRest(best?.sent ?? problem.nodes.map { _ in 0 })
  }

  private func improve(_ sites: [Int], _ isBetter: ([Int]) -> Bool) {
    var open = sites
    _ = isBetter(open)
    var isMoving = true
    while isMoving {
      isMoving = false
      for other in Self.neighbours(of: open, among: sites) where isBetter(other) {
        open = other
        isMoving = true
        break
      }
    }
  }

  /// The sets with one node more, one less, or one changed for another.
  private static func neighbours(of open: [Int], among sites: [Int]) -> [[Int]] {
    let closed = sites.filter { !open.contains($0) }
    let fewer = open.map { node in open.filter { $0 != node } }
    let more = closed.map { (open + [$0]).sorted() }
    let swapped = open.flatMap { old in closed.map { new in (open.filter { $0 != old } + [new]).sorted() } }
    return fewer + more + swapped
  }

  /// The cost of a set of open nodes, and the units each serves of the expected demand.
  static func evaluate(_ problem: PlacementProblem, _ open: [Int]) -> (cost: Int64, sent: [Int64]) {
    let origins = problem.nodes.indices.filter { problem.nodes[$0].holdsStock && !problem.nodes[$0].isForward }
    let sources = open + origins
    let forward = problem.forwardUnits
    var supplies = open.map { min(problem.nodes[$0].capacity, forward) }
    supplies += origins.map { _ in problem.units }
    let transport = TransportProblem(
      supplies: supplies, demands: problem.zones.map { Int64($0.mean.rounded()) },
      costs: sources.flatMap { node in problem.landedCosts[node].map { $0 ?? TransportProblem.forbidden } },
      shortages: problem.margins.map { max(0, $0) })
    let solution = transport.solve()
    var sent = problem.nodes.map { _ in Int64(0) }
    let zones = problem.zones.count
    for (place, node) in sources.enumerated() where problem.nodes[node].isForward {
      sent[node] = (0..<zones).reduce(0) { $0 + solution.flows[place * zones + $1] }
    }
    let fixed = open.reduce(Int64(0)) { $0 + problem.nodes[$1].fixedCost }
    return (solution.cost + fixed, sent.capped(at: forward))
  }
}
