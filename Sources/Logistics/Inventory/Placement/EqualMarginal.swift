/// P5: the newsvendor at every node out of one stock: a unit is worth the same everywhere, P(D > x) being equal.
///
/// By bisection on that probability, then whole units by largest remainder.
struct EqualMarginal: PlacementStrategy {
  static let name = "equalMarginal"

  func place(_ problem: PlacementProblem) -> [Int64] {
    problem.withRest(Self.fill(problem.forwardUnits, NodeDemand.laws(problem)))
  }

  /// Splits units over nodes so that each runs out with the same probability.
  static func fill(_ units: Int64, _ laws: [NodeDemand?]) -> [Int64] {
    func stock(_ tail: Double) -> [Double] { laws.map { $0?.quantile(1 - tail) ?? 0 } }
    guard units > 0, laws.contains(where: { $0 != nil }) else { return laws.map { _ in 0 } }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if stock(middle).reduce(0, +) > Double(units) { low = middle } else { high = middle }
    }
    let levels = stock((low + high) / 2)
    // More than any quantile asks for: split it as the means are.
    let weights = levels.contains { $0 > 0 } ? levels : laws.map { $0?.mean ?? 0 }
    return PlacementStrategies.split(units, by: weights)
  }
}
