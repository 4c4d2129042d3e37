/// P3: each forward node gets the share of the demand it is nearest to; the rest stays at the origins.
struct DemandProportional: PlacementStrategy {
  static let name = "demandProportional"

  func place(_ units: Int64, over nodes: [PlacementNode], forwardShare: Double) -> [Int64] {
    let canHold = nodes.map { $0.holdsStock }
    let origins = zip(nodes, canHold).map { $1 && !$0.isForward ? 1.0 : 0 }
    let demand = zip(nodes, canHold).map { $1 && $0.isForward ? $0.demand : 0 }
    let hasOrigins = origins.contains(1)
    let hasDemand = demand.contains { $0 > 0 }
    let forward = !hasDemand ? 0 : !hasOrigins ? units : Int64((Double(units) * forwardShare).rounded())
    let sent = PlacementStrategies.split(forward, by: demand)
    let kept = PlacementStrategies.split(units - forward, by: hasOrigins ? origins : canHold.map { $0 ? 1 : 0 })
    return zip(sent, kept).map(+)
  }
}
