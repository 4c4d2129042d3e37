import Kernel

/// What one market expects still to sell of a SKU, against the stock it sees: the transport problem behind shadow prices.
///
/// Everything is known in the market's own region: its nodes, what others published to it, and its own sales. So no message
/// is needed, and nothing depends on other regions' clocks. Units count in thousandths, so that shares of a unit are not lost.
struct FulfilmentOutlook {
  /// Prices by node of the network, and planned units by zone of the market, then candidate.
  var prices: [Int64]
  var flows: [[Int64]]

  static let perUnit: Int64 = 1_000

  /// Solves the problem of one SKU.
  ///
  /// - Parameters:
  ///   - zones: By zone of the market: the candidates' nodes and landed costs.
  ///   - demand: Units still expected by zone.
  ///   - stock: Units that can be sold by node; nil where there is no end of them.
  ///   - shortage: Cost of a unit that is not sold, minor units of the report currency.
  init(zones: [[(node: Int, cost: Int64)]], demand: [Double], stock: [Int64?], shortage: Int64) {
    let nodes = stock.indices.filter { node in zones.contains { $0.contains { $0.node == node } } }
    var costs = [Int64](repeating: TransportProblem.forbidden, count: nodes.count * zones.count)
    // The cheapest service of a node stands for the node.
    var best = [Int](repeating: -1, count: nodes.count * zones.count)
    for (zone, candidates) in zones.enumerated() {
      for (place, candidate) in candidates.enumerated() {
        let source = nodes.firstIndex(of: candidate.node)!
        let cell = source * zones.count + zone
        if candidate.cost < costs[cell] {
          costs[cell] = candidate.cost
          best[cell] = place
        }
      }
    }
    let units = demand.map { Int64(($0 * Double(Self.perUnit)).rounded()) }
    let endless = units.reduce(0, +)
    let problem = TransportProblem(
      supplies: nodes.map { node in stock[node].map { max(0, $0) * Self.perUnit } ?? endless }, demands: units,
      costs: costs, shortages: zones.map { _ in shortage })
    let solution = problem.solve()
    prices = .init(repeating: 0, count: stock.count)
    flows = zones.map { $0.map { _ in 0 } }
    for (source, node) in nodes.enumerated() {
      prices[node] = solution.sourcePrices[source]
      for zone in zones.indices where best[source * zones.count + zone] >= 0 {
        flows[zone][best[source * zones.count + zone]] = solution.flows[source * zones.count + zone]
      }
    }
  }
}
