/// P1: all units stay at the origins, and every parcel crosses the border by itself.
struct AtOrigin: PlacementStrategy {
  static let name = "atOrigin"

  func place(_ problem: PlacementProblem) -> [Int64] {
    PlacementStrategies.split(problem.units, by: problem.originWeights)
  }
}
