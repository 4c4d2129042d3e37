import Kernel

/// Stages in a row that supply each other, the last one customers: echelon base-stock levels by Clark and Scarf.
///
/// Review every period, normal demand, unmet demand waits. The recursion goes from the customers up: what a stage costs
/// beyond its own best level is what it costs its supplier to be short.
/// - SeeAlso: Clark and Scarf, *Optimal Policies for a Multi-Echelon Inventory Problem*, Management Science 6 (1960);
///   Snyder and Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., section 6.2.
public struct SerialSystem: Sendable {
  /// One stage.
  public struct Stage: Sendable {
    /// What a unit costs per period at this stage or beyond, above what it costs at the stage before.
    public var echelonHolding: Double
    /// Periods from an order to its arrival, at least 1.
    public var leadTime: Int

    /// A stage.
    public init(echelonHolding: Double, leadTime: Int) {
      self.echelonHolding = echelonHolding
      self.leadTime = leadTime
    }
  }

  /// The best echelon base-stock levels, from the customers' stage up, to within a step.
  public let levels: [Double]
  /// The cost per period.
  public let cost: Double

  /// Solves a system on a grid.
  ///
  /// - Parameters:
  ///   - stages: The stages from the customers' up.
  ///   - mean: Mean demand of a period.
  ///   - standardDeviation: Its standard deviation.
  ///   - waiting: Cost of a customer who waits, per period.
  ///   - step: The grid's step, in units; the work grows with its inverse square.
  public init(
    _ stages: [Stage], mean: Double, standardDeviation: Double, waiting: Double, step: Double = 0.02
  ) throws(PlanningError) {
    try Check.atLeastOne("number of stages", stages.count)
    try Check.positive("standard deviation", standardDeviation)
    try Check.positive("mean", mean)
    try Check.positive("waiting", waiting)
    try Check.positive("step", step)
    var periods = 0
    for stage in stages {
      try Check.positive("echelon holding", stage.echelonHolding)
      try Check.atLeastOne("lead time", stage.leadTime)
      periods += stage.leadTime
    }
    let reach = Self.spread * standardDeviation * Double(periods).squareRoot()
    let grid = Grid(
      from: -reach - 2 * mean * Double(periods), to: mean * Double(periods) + 2 * reach, step: step)
    let holding = stages.reduce(0) { $0 + $1.echelonHolding }
    var induced = grid.points.map { (waiting + holding) * max(0, -$0) }
    var levels: [Double] = []
    var least = 0.0
    for stage in stages {
      let own = zip(grid.points, induced).map { stage.echelonHolding * $0 + $1 }
      let n = Double(stage.leadTime)
      let cost = grid.expected(own, demandMean: mean * n, deviation: standardDeviation * n.squareRoot())
      let place = cost.indices.min { cost[$0] < cost[$1] }!
      least = cost[place]
      levels.append(grid.points[place])
      induced = cost.indices.map { $0 <= place ? cost[$0] : least }
    }
    self.levels = levels
    cost = least
  }

  /// Standard deviations of the demand that the grid holds.
  private static let spread = 6.0

  /// Equidistant inventory positions.
  private struct Grid {
    let points: [Double]
    let step: Double

    init(from: Double, to: Double, step: Double) {
      let first = (from / step).rounded(.down)
      let last = (to / step).rounded(.up)
      points = stride(from: first, through: last, by: 1).map { $0 * step }
      self.step = step
    }

    /// The expectation of a function at a position less a normal demand; below the grid it goes on straight.
    func expected(_ values: [Double], demandMean: Double, deviation: Double) -> [Double] {
      let first = Int(((demandMean - spread * deviation) / step).rounded(.down))
      let last = Int(((demandMean + spread * deviation) / step).rounded(.up))
      var weights = (first...last).map { cell in
        let z = (Double(cell) * step - demandMean) / deviation
        let half = step / 2 / deviation
        return Deterministic.normalCDF(z + half) - Deterministic.normalCDF(z - half)
      }
      let total = weights.reduce(0, +)
      for place in weights.indices { weights[place] /= total }
      let slope = values[1] - values[0]
      return values.indices.map { place in
        var sum = 0.0
        for (cell, weight) in weights.enumerated() {
          let source = place - first - cell
          sum += weight * (source >= 0 ? values[min(source, values.count - 1)] : values[0] + slope * Double(source))
        }
        return sum
      }
    }
  }
}
