/// The Dirichlet law: random shares that add up to 1.
public struct Dirichlet: Distribution {
  /// The weight of each share.
  public let weights: [Double]

  /// Makes the law from at least one weight, all above 0.
  public init(_ weights: [Double]) throws(DistributionError) {
    try Parameter.require(!weights.isEmpty, "number of weights", 0, "a whole number of at least 1")
    for weight in weights { try Parameter.positive("weight", weight) }
    self.weights = weights
  }

  /// Draws the shares: gamma numbers over their sum, in logarithms so that tiny weights never give 0 / 0.
  public func sample(_ stream: inout RandomStream) -> [Double] {
    var logs: [Double] = []
    logs.reserveCapacity(weights.count)
    for weight in weights { logs.append(stream.logGamma(weight)) }
    let largest = logs.reduce(-Double.infinity) { max($0, $1) }
    var total = 0.0
    for i in logs.indices {
      logs[i] = Deterministic.exp(logs[i] - largest)
      total += logs[i]
    }
    for i in logs.indices { logs[i] /= total }
    return logs
  }
}
