/// Which sites to open before demand is known: two-stage capacitated location by sample-average approximation.
///
/// First the open sites are paid for; then, when demand is known, it is served at least cost from what is open, and what is not served
/// costs its shortage price.
/// - SeeAlso: Kleywegt, Shapiro and Homem-de-Mello, *The Sample Average Approximation Method for Stochastic Discrete Optimization*,
///   SIAM J. Optim. 12 (2002); Mak, Morton and Wood, *Monte Carlo Bounding Techniques*, Oper. Res. Letters 24 (1999).
public struct StochasticLocation: Sendable {
  /// What a site can serve, by site.
  public var capacities: [Double]
  /// What an open site costs, by site.
  public var fixedCosts: [Double]
  /// What a unit costs, by site, then customer; nil where there is no way.
  public var unitCosts: [[Double?]]
  /// What a unit costs that is not served, by customer.
  public var shortageCosts: [Double]

  /// Makes a problem.
  public init(
    capacities: [Double], fixedCosts: [Double], unitCosts: [[Double?]], shortageCosts: [Double]
  ) throws(PlanningError) {
    try Check.atLeastOne("number of sites", capacities.count)
    try Check.atLeastOne("number of customers", shortageCosts.count)
    let isWhole =
      fixedCosts.count == capacities.count && unitCosts.count == capacities.count
      && unitCosts.allSatisfy { $0.count == shortageCosts.count }
    if !isWhole {
      throw .invalid(
        parameter: "number of costs", value: Double(unitCosts.count), requirement: "one by site and customer")
    }
    for value in capacities + fixedCosts + shortageCosts { try Check.nonNegative("figure", value) }
    for row in unitCosts {
      for value in row.compactMap(\.self) { try Check.nonNegative("unit cost", value) }
    }
    self.capacities = capacities
    self.fixedCosts = fixedCosts
    self.unitCosts = unitCosts
    self.shortageCosts = shortageCosts
  }

  /// A choice of sites for a sample of demands.
  public struct Choice: Sendable, Equatable {
    /// The open sites, ascending.
    public var open: [Int]
    /// Fixed cost and mean cost of serving over the sample.
    public var cost: Double
  }

  /// The best choice for a sample: the deterministic equivalent in its strong form.
  ///
  /// - Parameters:
  ///   - demands: Demand of each customer, scenario by scenario; at least one scenario.
  ///   - count: How many sites must be open; any number when left out.
  public func solve(
    _ demands: [[Double]], opening count: Int? = nil, with solver: HighsSolver
  ) throws(HighsSolver.Failure) -> Choice {
    precondition(
      !demands.isEmpty && demands.allSatisfy { $0.count == shortageCosts.count }, "scenarios have all customers")
    var program = LinearProgram()
    let isOpen = capacities.indices.map { program.add(cost: fixedCosts[$0], in: 0...1, isInteger: true) }
    if let count { program.require(isOpen.map { ($0, 1) }, in: Double(count)...Double(count)) }
    for demand in demands {
      serve(demand, weight: 1 / Double(demands.count), open: isOpen, in: &program)
    }
    let solution = try solver.solve(program)
    return Choice(open: capacities.indices.filter { solution.values[isOpen[$0]] > 0.5 }, cost: solution.cost)
  }

  /// What a choice costs for one demand, fixed costs included.
  public func cost(of open: [Int], demand: [Double], with solver: HighsSolver) throws(HighsSolver.Failure) -> Double {
    var program = LinearProgram()
    let isOpen = capacities.indices.map { site in
      let bound = open.contains(site) ? 1.0 : 0
      return program.add(cost: fixedCosts[site], in: bound...bound)
    }
    serve(demand, weight: 1, open: isOpen, in: &program)
    return try solver.solve(program).cost
  }

  /// What knowing each demand before opening would save against a choice, demand by demand.
  public func regret(
    of open: [Int], over demands: [[Double]], with solver: HighsSolver
  ) throws(HighsSolver.Failure) -> [Double] {
    var regrets: [Double] = []
    for demand in demands {
      let known = try solve([demand], with: solver).cost
      regrets.append(max(0, try cost(of: open, demand: demand, with: solver) - known))
    }
    return regrets
  }

  /// Adds the second stage of a scenario.
  private func serve(_ demand: [Double], weight: Double, open isOpen: [Int], in program: inout LinearProgram) {
    var loads: [[(variable: Int, factor: Double)]] = capacities.map { _ in [] }
    for customer in demand.indices where demand[customer] > 0 {
      let short = program.add(cost: weight * shortageCosts[customer])
      var terms: [(variable: Int, factor: Double)] = [(short, 1)]
      for site in capacities.indices {
        guard let cost = unitCosts[site][customer] else { continue }
        let units = program.add(cost: weight * cost)
        terms.append((units, 1))
        loads[site].append((units, 1))
        program.require([(units, 1), (isOpen[site], -demand[customer])], in: -Double.infinity...0)
      }
      program.require(terms, in: demand[customer]...demand[customer])
    }
    for site in capacities.indices where !loads[site].isEmpty && capacities[site].isFinite {
      program.require(loads[site] + [(isOpen[site], -capacities[site])], in: -Double.infinity...0)
    }
  }
}
