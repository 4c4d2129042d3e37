import Kernel

/// Units released by zone, SKU and candidate: enough to say what the choice of nodes cost, whatever the number of orders.
struct FulfilmentFlows: Sendable {
  /// By zone of the market, SKU and candidate.
  private(set) var units: [[[Int64]]]

  init(_ plan: FulfilmentPlan, zones: Range<Int>, skus: Int) {
    units = zones.map { zone in .init(repeating: .init(repeating: 0, count: plan.candidates[zone].count), count: skus) }
  }

  /// Counts a released order; O(candidates).
  mutating func count(_ order: OrderRow, zone: Int, _ candidates: [FulfilmentPlan.Candidate]) {
    for place in candidates.indices
    where candidates[place].node == order.node && candidates[place].service == order.service {
      units[zone][Int(order.sku)][place] += Int64(order.quantity)
      return
    }
  }
}

/// What the choice of nodes cost, and what it would have cost to know all orders in advance.
public struct FulfilmentResult: Sendable, Equatable {
  /// Units released to nodes, those of recorded orders left out.
  public var units = 0
  /// Of these, units that crossed a border.
  public var crossBorder = 0
  /// Their planned cost: handling, carriage, duty and fees of single units, minor units of the report currency.
  public var costMinor: Int64 = 0
  /// The least planned cost of the same orders with all stock that ever came; nil where the problem is too large to solve.
  public var clairvoyantMinor: Int64?
  /// Orders moved to another node before their release.
  public var moved = 0
  /// Transport problems solved for shadow prices.
  public var plans = 0

  /// A result to be filled in.
  public init() {}

  /// What not knowing the future cost, as a share of the least cost; nil without units.
  public var regret: Double? {
    guard let best = clairvoyantMinor, best > 0 else { return nil }
    return Double(costMinor - best) / Double(best)
  }
}

extension FulfilmentResult {
  /// Cells of cost beyond which the clairvoyant optimum is not computed.
  private static let largest = 4_000_000

  /// Adds up the regions' flows and solves each SKU's transport problem.
  ///
  /// The optimum knows which orders came and all stock that was ever received, returned goods included; it does not know
  /// when, so it is a bound from below.
  init(_ regions: [ModelRegion], _ model: Model) {
    let network = model.network
    var demand = [[Int64]](
      repeating: .init(repeating: 0, count: network.zones.count), count: network.skus.count)
    for region in regions {
      moved += region.fulfilment.moved
      plans += region.fulfilment.outlooks
      guard let market = region.state.market else { continue }
      for (place, zone) in network.markets[market].zones.enumerated() {
        add(region.fulfilment.flows.units[place], zone, model.fulfilment, &demand)
      }
    }
    guard units > 0, network.nodes.count * network.zones.count * network.skus.count <= Self.largest else { return }
    var best: Int64 = 0
    for sku in network.skus.indices where demand[sku].contains(where: { $0 > 0 }) {
      best += Self.least(sku, demand[sku], regions, model)
    }
    clairvoyantMinor = best
  }

  private mutating func add(
    _ flows: [[Int64]], _ zone: Int, _ plan: FulfilmentPlan, _ demand: inout [[Int64]]
  ) {
    for sku in flows.indices {
      for (place, count) in flows[sku].enumerated() where count > 0 {
        units += Int(count)
        if plan.candidates[zone][place].isRemote { crossBorder += Int(count) }
        costMinor += count * plan.landed[zone][sku][place]
        demand[sku][zone] += count
      }
    }
  }

  private static func least(_ sku: Int, _ demand: [Int64], _ regions: [ModelRegion], _ model: Model) -> Int64 {
    let network = model.network
    let zones = network.zones.indices.filter { demand[$0] > 0 }
    let total = demand.reduce(0, +)
    var costs = [Int64](repeating: TransportProblem.forbidden, count: network.nodes.count * zones.count)
    for (column, zone) in zones.enumerated() {
      for (place, candidate) in model.fulfilment.candidates[zone].enumerated() {
        let cell = Int(candidate.node) * zones.count + column
        costs[cell] = min(costs[cell], model.fulfilment.landed[zone][sku][place])
      }
    }
    let supplies = network.nodes.enumerated().map { number, node -> Int64 in
      guard node.holdsStock else { return total }
      let cell = regions[Int(node.region.rawValue)].state.stock[UInt16(number), UInt16(sku)]
      // Units owed when the run ended were sold, too.
      return cell.received + cell.returned - cell.soldUsed - cell.scrapped + cell.backorderLimit
    }
    // What was sold and never came costs the same with and without foresight: it stays out of the sum.
    let dear = 64 * (costs.filter { $0 != TransportProblem.forbidden }.max() ?? 0) + 1
    let solution = TransportProblem(
      supplies: supplies, demands: zones.map { demand[$0] }, costs: costs, shortages: zones.map { _ in dear }
    ).solve()
    return solution.cost - solution.unmet.reduce(0, +) * dear
  }
}
