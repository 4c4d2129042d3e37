/// Where bought units go before the drop.
protocol PlacementStrategy: Sendable {
  /// The name in scenario files.
  static var name: String { get }
  /// Splits units over nodes; the sum is `problem.units`, and nodes that may not take any get none.
  func place(_ problem: PlacementProblem) -> [Int64]
}

/// The strategies by name: a new one is a new file and a line here.
enum PlacementStrategies {
  static let all: [any PlacementStrategy] = [
    DemandProportional(), AtOrigin(), ServiceLevel(), PooledHub(), EqualMarginal(), OpenNodes(), SampledDemand(),
    Postponed(),
  ]
  static var names: String { all.map { type(of: $0).name }.joined(separator: ", ") }
  static func make(_ name: String) -> (any PlacementStrategy)? { all.first { type(of: $0).name == name } }

  /// Splits whole units by weight so that the sum is exact: largest remainders first, then the lower node.
  static func split(_ units: Int64, by weights: [Double]) -> [Int64] {
    let sum = weights.reduce(0, +)
    guard sum > 0, units > 0 else { return weights.map { _ in 0 } }
    let exact = weights.map { Double(units) * $0 / sum }
    var whole = exact.map { Int64($0.rounded(.down)) }
    let order = exact.indices.sorted { (exact[$1] - Double(whole[$1]), $0) < (exact[$0] - Double(whole[$0]), $1) }
    var left = units - whole.reduce(0, +)
    for node in order where left > 0 && weights[node] > 0 {
      whole[node] += 1
      left -= 1
    }
    return whole
  }
}
