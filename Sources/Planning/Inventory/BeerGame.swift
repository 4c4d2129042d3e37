/// The beer distribution game: retailer, wholesaler, distributor and factory, each with two weeks of mail and transport.
///
/// Each week every stage, in this order, receives goods, fills its order and its backlog, pays 0.5 per unit held and 1 per
/// unit owed, and orders: expected demand plus a share α of what its stock and β of what its supply line lack. The factory
/// needs three weeks. It starts with 12 units at each stage and 4 in each week of mail and transport.
/// - SeeAlso: Sterman, *Modeling Managerial Behavior*, Management Science 35 (1989).
public struct BeerGame: Sendable {
  /// How a stage orders.
  public struct Rule: Sendable {
    /// Share of the gap in stock ordered each week, 0...1.
    public var stockAdjustment = 1.0
    /// Share of the supply line that counts, 0...1.
    public var supplyLine = 1.0
    /// The weight of the latest order in the forecast, 0...1.
    public var smoothing = 0.0
    /// Stock and supply line that each stage wants, from retailer to factory.
    public var desired = [28.0, 28, 28, 20]

    /// The rule with the least cost for one step of demand.
    public init() {}
  }

  /// The cost of each stage, from retailer to factory.
  public let costs: [Double]
  /// The largest order of each stage.
  public let peakOrders: [Double]
  /// The cost of all.
  public var total: Double { costs.reduce(0, +) }

  /// Plays the game with a demand by week.
  public init(demand: [Double], rule: Rule = Rule()) {
    var stages = rule.desired.enumerated().map { Stage(isFactory: $0 == 3, desired: $1) }
    for wanted in demand { Self.play(wanted, rule, &stages) }
    costs = stages.map(\.cost)
    peakOrders = stages.map(\.peak)
  }

  /// A demand of 4 units a week that rises to 8 in the fifth of 36 weeks.
  public static let step = (1...36).map { $0 < 5 ? 4.0 : 8 }

  private struct Stage {
    var stock = 12.0
    var backlog = 0.0
    var transit: [Double]
    var slips = [4.0, 4]
    var expected = 4.0
    var cost = 0.0
    var peak = 0.0
    let desired: Double

    init(isFactory: Bool, desired: Double) {
      transit = isFactory ? [4] : [4, 4]
      self.desired = desired
    }

    mutating func fill(_ order: Double) -> Double {
      let sent = min(stock, order + backlog)
      backlog += order - sent
      stock -= sent
      return sent
    }
  }

  private static func play(_ wanted: Double, _ rule: Rule, _ stages: inout [Stage]) {
    for i in stages.indices { stages[i].stock += stages[i].transit.removeFirst() }
    let slips = stages.indices.map { stages[$0].slips.removeFirst() }
    let orders = [wanted] + slips.dropLast()
    for i in stages.indices {
      let sent = stages[i].fill(orders[i])
      if i > 0 { stages[i - 1].transit.append(sent) }
      stages[i].expected += rule.smoothing * (orders[i] - stages[i].expected)
    }
    stages[stages.count - 1].transit.append(slips[slips.count - 1])
    for i in stages.indices {
      stages[i].cost += 0.5 * stages[i].stock + stages[i].backlog
      let owed = i + 1 < stages.count ? stages[i + 1].backlog : 0
      let line = stages[i].transit.reduce(0, +) + stages[i].slips.reduce(0, +) + owed
      let gap = stages[i].desired - (stages[i].stock - stages[i].backlog) - rule.supplyLine * line
      let order = max(0, stages[i].expected + rule.stockAdjustment * gap)
      stages[i].slips.append(order)
      stages[i].peak = max(stages[i].peak, order)
    }
  }
}
