/// P1: all units stay at the origins, and every parcel crosses the border by itself.
struct AtOrigin: PlacementStrategy {
  static let name = "atOrigin"

  func place(_ units: Int64, over nodes: [PlacementNode], forwardShare: Double) -> [Int64] {
    let origins = nodes.map { $0.holdsStock && !$0.isForward ? 1.0 : 0 }
    let anywhere = nodes.map { $0.holdsStock ? 1.0 : 0 }
    return PlacementStrategies.split(units, by: origins.contains(1) ? origins : anywhere)
  }
}
