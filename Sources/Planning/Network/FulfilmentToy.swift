/// Two stocks, two kinds of customers, one order after the other: small enough to be solved exactly.
///
/// The value of looking ahead: what each order costs now against what it takes from those who come later.
public struct FulfilmentToy: Sendable {
  /// The cost of serving a customer of each kind from each stock, by stock, then kind.
  public var costs: [[Double]]
  /// The probability that the next customer is of the first kind.
  public var firstShare: Double

  /// A toy of two stocks and two kinds.
  public init(costs: [[Double]], firstShare: Double = 0.5) throws(PlanningError) {
    if costs.count != 2 || costs.contains(where: { $0.count != 2 }) {
      throw .invalid(parameter: "number of costs", value: Double(costs.count), requirement: "two by two")
    }
    try Check.probability("share", firstShare)
    self.costs = costs
    self.firstShare = firstShare
  }

  /// The least expected cost over so many orders; missing units cost nothing, so stock should suffice.
  public func optimum(stock: (Int, Int), orders: Int) -> Double {
    value(stock, orders) { cost, later in cost + later }
  }

  /// The expected cost of always taking the cheapest stock that has a unit.
  public func myopic(stock: (Int, Int), orders: Int) -> Double {
    value(stock, orders) { cost, _ in cost }
  }

  /// The cost when demand is its mean: a bound from below, without chance.
  public func fluidBound(stock: (Int, Int), orders: Int) -> Double {
    let first = firstShare * Double(orders)
    let second = Double(orders) - first
    // One number decides: how many of the first kind come from the first stock; the cost is linear in it.
    let low = max(0, Double(stock.0) - second, first - Double(stock.1))
    let high = min(first, Double(stock.0))
    func cost(_ x: Double) -> Double {
      let left = min(second, Double(stock.0) - x)
      return x * costs[0][0] + (first - x) * costs[1][0] + left * costs[0][1] + (second - left) * costs[1][1]
    }
    return min(cost(low), cost(high), cost(max(low, Double(stock.0) - second)))
  }

  /// The expected cost when each order goes where `score(cost now, cost of the rest)` is least, by the table of all states.
  private func value(_ stock: (Int, Int), _ orders: Int, _ score: (Double, Double) -> Double) -> Double {
    var table = [[Double]](repeating: .init(repeating: 0, count: stock.1 + 1), count: stock.0 + 1)
    for _ in 0..<orders {
      var next = table
      for a in 0...stock.0 {
        for b in 0...stock.1 {
          next[a][b] = [firstShare, 1 - firstShare].enumerated().reduce(0) { sum, kind in
            var best: (score: Double, cost: Double)?
            for (place, left) in [a, b].enumerated() where left > 0 {
              let later = place == 0 ? table[a - 1][b] : table[a][b - 1]
              let cost = costs[place][kind.offset]
              let own = score(cost, later)
              if own < best?.score ?? .infinity { best = (own, cost + later) }
            }
            return sum + kind.element * (best?.cost ?? 0)
          }
        }
      }
      table = next
    }
    return table[stock.0][stock.1]
  }
}
