/// Which sites to open, and who serves whom: capacitated facility location.
///
/// Minimises fixed costs of open sites and the cost of serving every customer, at most each site's capacity. A customer may
/// be served by several sites unless `isSingleSource`. The strong form is used: a customer's share from a site is at most
/// whether the site is open.
/// - SeeAlso: Beasley, *An Algorithm for Solving Large Capacitated Warehouse Location Problems*, EJOR 33 (1988).
public struct FacilityLocation: Sendable {
  /// What a site can serve, by site.
  public var capacities: [Double]
  /// What an open site costs, by site.
  public var fixedCosts: [Double]
  /// What a customer wants, by customer.
  public var demands: [Double]
  /// The cost of serving all of a customer's demand, by site, then customer.
  public var costs: [[Double]]
  /// Whether each customer has one site only.
  public var isSingleSource = false

  /// Makes a problem.
  public init(
    capacities: [Double], fixedCosts: [Double], demands: [Double], costs: [[Double]], isSingleSource: Bool = false
  ) throws(PlanningError) {
    try Check.atLeastOne("number of sites", capacities.count)
    let isWhole =
      fixedCosts.count == capacities.count && costs.count == capacities.count
      && costs.allSatisfy { $0.count == demands.count }
    if !isWhole {
      throw .invalid(parameter: "number of costs", value: Double(costs.count), requirement: "one by site and customer")
    }
    for value in capacities + fixedCosts + demands + costs.flatMap(\.self) { try Check.nonNegative("figure", value) }
    self.capacities = capacities
    self.fixedCosts = fixedCosts
    self.demands = demands
    self.costs = costs
    self.isSingleSource = isSingleSource
  }

  /// A plan.
  public struct Plan: Sendable {
    /// The least cost.
    public var cost: Double
    /// The open sites, ascending.
    public var open: [Int]
    /// The share of each customer's demand, by site, then customer.
    public var shares: [[Double]]
  }

  /// Solves the problem to optimality.
  public func solve(with solver: HighsSolver) throws(HighsSolver.Failure) -> Plan {
    var program = LinearProgram()
    let sites = capacities.indices
    let isOpen = sites.map { program.add(cost: fixedCosts[$0], in: 0...1, isInteger: true) }
    let served = sites.map { site in
      demands.indices.map { program.add(cost: costs[site][$0], in: 0...1, isInteger: isSingleSource) }
    }
    for customer in demands.indices {
      program.require(sites.map { (served[$0][customer], 1) }, in: 1...1)
      for site in sites {
        program.require([(served[site][customer], 1), (isOpen[site], -1)], in: -Double.infinity...0)
      }
    }
    for site in sites {
      let load = demands.indices.map { (variable: served[site][$0], factor: demands[$0]) }
      program.require(load + [(isOpen[site], -capacities[site])], in: -Double.infinity...0)
    }
    let solution = try solver.solve(program)
    return Plan(
      cost: solution.cost, open: sites.filter { solution.values[isOpen[$0]] > 0.5 },
      shares: served.map { $0.map { solution.values[$0] } })
  }
}

extension FacilityLocation {
  /// Reads the OR-Library's text: `m n`, then capacity and fixed cost of each site, then for each customer the demand and the
  /// cost of serving all of it from each site; nil where the text does not hold that.
  public init?(orLibrary text: String) {
    var numbers = text.split(whereSeparator: \.isWhitespace).makeIterator()
    func next() -> Double? { numbers.next().flatMap { Double($0.hasSuffix(".") ? $0 + "0" : $0) } }
    guard let m = next().map({ Int($0) }), let n = next().map({ Int($0) }), m > 0, n > 0 else { return nil }
    var sites: [(Double, Double)] = []
    for _ in 0..<m {
      guard let capacity = next(), let fixed = next() else { return nil }
      sites.append((capacity, fixed))
    }
    var demands: [Double] = []
    var costs = [[Double]](repeating: [], count: m)
    for _ in 0..<n {
      guard let demand = next() else { return nil }
      demands.append(demand)
      for site in 0..<m {
        guard let cost = next() else { return nil }
        costs[site].append(cost)
      }
    }
    do throws(PlanningError) {
      try self.init(capacities: sites.map(\.0), fixedCosts: sites.map(\.1), demands: demands, costs: costs)
    } catch { return nil }
  }
}
