/// Stations with exponential service among which customers move at random: an open Jackson network of single servers.
///
/// - SeeAlso: Jackson, *Networks of Waiting Lines*, Operations Research 5 (1957).
public struct JacksonNetwork: Sendable {
  /// All arrivals at each station, from outside and from other stations.
  public let throughputs: [Double]
  /// The mean number at each station.
  public let meanInSystem: [Double]
  /// The mean time from entering the network to leaving it.
  public let meanTime: Double

  /// Solves the traffic equations.
  ///
  /// - Parameters:
  ///   - externalRates: Arrivals from outside at each station.
  ///   - routing: The probability of going from station i to station j next; what a row lacks to 1 leaves.
  ///   - serviceRates: Services per unit of time at each station.
  /// - Throws: ``PlanningError/overloaded(offeredLoad:stations:)`` when a station has no steady state.
  public init(externalRates: [Double], routing: [[Double]], serviceRates: [Double]) throws(PlanningError) {
    let count = externalRates.count
    let isSquare = routing.count == count && routing.allSatisfy { $0.count == count } && serviceRates.count == count
    if !isSquare || count == 0 {
      throw .invalid(parameter: "number of stations", value: Double(count), requirement: "the same in every list")
    }
    for i in 0..<count {
      try Check.nonNegative("external rate", externalRates[i])
      try Check.positive("service rate", serviceRates[i])
      for p in routing[i] { try Check.probability("routing probability", p) }
      let sum = routing[i].reduce(0, +)
      if sum > 1 + 1e-12 { throw .invalid(parameter: "routing row", value: sum, requirement: "at most 1 in sum") }
    }
    throughputs = try Self.solve(externalRates, routing)
    var lengths: [Double] = []
    for i in 0..<count {
      let load = throughputs[i] / serviceRates[i]
      try Check.stable(load, 1)
      lengths.append(load / (1 - load))
    }
    meanInSystem = lengths
    let entering = externalRates.reduce(0, +)
    meanTime = entering > 0 ? lengths.reduce(0, +) / entering : 0
  }

  /// Solves x = external + x * routing by elimination with row exchange.
  private static func solve(_ external: [Double], _ routing: [[Double]]) throws(PlanningError) -> [Double] {
    let n = external.count
    var rows = (0..<n).map { i in (0..<n).map { j in (i == j ? 1 : 0) - routing[j][i] } + [external[i]] }
    for column in 0..<n {
      var pivot = column
      for row in column..<n where abs(rows[row][column]) > abs(rows[pivot][column]) { pivot = row }
      if abs(rows[pivot][column]) < 1e-12 {
        throw .invalid(parameter: "routing", value: 1, requirement: "a way out of the network from every station")
      }
      rows.swapAt(column, pivot)
      for row in 0..<n where row != column {
        let factor = rows[row][column] / rows[column][column]
        if factor == 0 { continue }
        for k in column...n { rows[row][k] -= factor * rows[column][k] }
      }
    }
    return (0..<n).map { rows[$0][n] / rows[$0][$0] }
  }
}
