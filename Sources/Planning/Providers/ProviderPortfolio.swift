/// Which providers to connect, and how many parcels of each lane to give to each: a mixed-integer program.
///
/// Minimises carriage, what late parcels cost and what connecting costs, for one period. Lanes with more parcels than a volume need two
/// providers, of which none has more than a share; each lane keeps its target of parcels in time; no provider gets more than it
/// honours; only providers on the white list get any.
public struct ProviderPortfolio: Sendable {
  /// What a provider offers on a lane.
  public struct Offer: Sendable {
    /// The lane's place.
    public var lane: Int
    /// What a parcel costs.
    public var cost: Double
    /// Parcels of the period that it can be relied on to take.
    public var capacity: Double
    /// Share of parcels that come in time, 0...1.
    public var onTime: Double

    /// An offer.
    public init(lane: Int, cost: Double, capacity: Double, onTime: Double) {
      self.lane = lane
      self.cost = cost
      self.capacity = capacity
      self.onTime = onTime
    }
  }

  /// A provider that may be connected.
  public struct Provider: Sendable {
    /// Its name.
    public var name: String
    /// What connecting it costs in the period.
    public var fixedCost: Double
    /// Whether it is on the white list.
    public var isListed: Bool
    /// What it offers, at most once for each lane.
    public var offers: [Offer]

    /// A provider.
    public init(name: String, fixedCost: Double, isListed: Bool = true, offers: [Offer]) {
      self.name = name
      self.fixedCost = fixedCost
      self.isListed = isListed
      self.offers = offers
    }
  }

  /// Parcels to be carried between two places in the period.
  public struct Lane: Sendable {
    /// Its name.
    public var name: String
    /// Parcels of the period.
    public var demand: Double
    /// Share of them that must be expected in time, 0...1.
    public var onTimeTarget: Double

    /// A lane.
    public init(name: String, demand: Double, onTimeTarget: Double = 0) {
      self.name = name
      self.demand = demand
      self.onTimeTarget = onTimeTarget
    }
  }

  /// Who may be chosen.
  public var providers: [Provider]
  /// What is to be carried.
  public var lanes: [Lane]
  /// What a late parcel costs.
  public var latePenalty: Double
  /// The largest share of a lane that one provider gets, where the lane needs two.
  public var maxShare: Double
  /// The parcels above which a lane needs two providers.
  public var twoProvidersAbove: Double

  /// The least share of a lane that a provider gets that is there at all: less does not keep it warm. An assumption.
  public static let leastShare = 0.05

  /// Makes a problem.
  public init(
    providers: [Provider], lanes: [Lane], latePenalty: Double, maxShare: Double = 0.6,
    twoProvidersAbove: Double = .infinity
  ) throws(PlanningError) {
    try Check.nonNegative("late penalty", latePenalty)
    if !(maxShare >= 0.5 && maxShare <= 1) {
      throw .invalid(parameter: "largest share", value: maxShare, requirement: "a number in 0.5...1")
    }
    for lane in lanes {
      try Check.nonNegative("demand", lane.demand)
      try Check.probability("target of parcels in time", lane.onTimeTarget)
    }
    for provider in providers {
      try Check.nonNegative("fixed cost", provider.fixedCost)
      for offer in provider.offers {
        try Check.nonNegative("cost", offer.cost)
        try Check.nonNegative("capacity", offer.capacity)
        try Check.probability("share in time", offer.onTime)
        let isLane = lanes.indices.contains(offer.lane)
        if !isLane || provider.offers.count(where: { $0.lane == offer.lane }) != 1 {
          throw .invalid(parameter: "lane", value: Double(offer.lane), requirement: "the place of a lane, once")
        }
      }
    }
    self.providers = providers
    self.lanes = lanes
    self.latePenalty = latePenalty
    self.maxShare = maxShare
    self.twoProvidersAbove = twoProvidersAbove
  }

  /// Parcels of a lane that a provider gets.
  public struct Volume: Sendable, Equatable {
    /// The provider's place.
    public var provider: Int
    /// The lane's place.
    public var lane: Int
    /// Parcels of the period.
    public var parcels: Double
    /// The capacity that limits it.
    public var capacity: Double
    /// What one more parcel of that capacity would save; 0 where it does not bind.
    public var capacityPrice: Double
  }

  /// A choice.
  public struct Plan: Sendable {
    /// What the period costs: carriage, late parcels and connections.
    public var cost: Double
    /// Carriage alone.
    public var carriage: Double
    /// Parcels expected late.
    public var late: Double
    /// The providers connected, by place.
    public var chosen: [Int]
    /// Who gets what, lane by lane.
    public var volumes: [Volume]
    /// What one more parcel costs, by lane.
    public var lanePrices: [Double]
    /// What the cost rises per parcel that the target asks to be in time, by lane; 0 where it does not bind.
    public var targetPrices: [Double]

    /// The sum of squared shares of a lane's parcels: 1 for a single provider.
    public func concentration(ofLane lane: Int) -> Double {
      let own = volumes.filter { $0.lane == lane }.map(\.parcels)
      let all = own.reduce(0, +)
      return all > 0 ? own.reduce(0) { $0 + ($1 / all) * ($1 / all) } : 0
    }
  }

  /// Whether a lane needs two providers.
  public func needsTwo(_ lane: Int) -> Bool { lanes[lane].demand > twoProvidersAbove }

  /// Why no choice can be made, lane by lane; empty when no lane is hopeless by itself.
  public var obstacles: [String] {
    lanes.indices.flatMap { lane -> [String] in
      let demand = lanes[lane].demand
      guard demand > 0 else { return [] }
      let offers = providers.filter(\.isListed).flatMap(\.offers).filter { $0.lane == lane && $0.capacity > 0 }
      let name = lanes[lane].name
      if offers.isEmpty { return ["lane \(name): no provider on the white list serves it"] }
      if needsTwo(lane), offers.count < 2 { return ["lane \(name): it needs two providers, and has one"] }
      let most = offers.reduce(0) { $0 + min($1.capacity, needsTwo(lane) ? maxShare * demand : demand) }
      if most < demand {
        return ["lane \(name): \(Int(most)) parcels can be relied on, and \(Int(demand.rounded(.up))) are asked for"]
      }
      let best = offers.map(\.onTime).max() ?? 0
      if best < lanes[lane].onTimeTarget { return ["lane \(name): nobody is in time often enough"] }
      return []
    }
  }

  /// Solves the problem to optimality; ties go to the solver.
  public func solve(with solver: HighsSolver) throws(HighsSolver.Failure) -> Plan {
    let model = Formulation(self)
    let whole = try solver.solve(model.program)
    let linear = try solver.solve(model.program.fixingIntegers(at: whole))
    return model.plan(whole, linear, self)
  }
}

/// The program of a portfolio, with the places of what is read from it.
private struct Formulation {
  var program = LinearProgram()
  private var connects: [Int] = []
  private var parts: [(provider: Int, offer: ProviderPortfolio.Offer, volume: Int, row: Int)] = []
  private var demandRows: [Int] = []
  private var targetRows: [Int?] = []

  init(_ problem: ProviderPortfolio) {
    connects = problem.providers.map {
      program.add(cost: $0.fixedCost, in: 0...($0.isListed ? 1 : 0), isInteger: true)
    }
    var served: [[(volume: Int, on: Int, onTime: Double)]] = problem.lanes.map { _ in [] }
    for (place, provider) in problem.providers.enumerated() {
      for offer in provider.offers {
        let demand = problem.lanes[offer.lane].demand
        let volume = program.add(cost: offer.cost + problem.latePenalty * (1 - offer.onTime))
        let isOn = program.add(cost: 0, in: 0...1, isInteger: true)
        program.require([(isOn, 1), (connects[place], -1)], in: -Double.infinity...0)
        // Whoever is off a lane gets nothing; the capacity has a row of its own, whose price is the capacity's.
        program.require([(volume, 1), (isOn, -demand)], in: -Double.infinity...0)
        program.require([(volume, 1)], in: -Double.infinity...offer.capacity)
        parts.append((place, offer, volume, program.rows.count - 1))
        program.require([(volume, 1), (isOn, -ProviderPortfolio.leastShare * demand)], in: 0...(.infinity))
        if problem.needsTwo(offer.lane) {
          program.require([(volume, 1)], in: -Double.infinity...(problem.maxShare * demand))
        }
        served[offer.lane].append((volume, isOn, offer.onTime))
      }
    }
    for (lane, own) in served.enumerated() {
      let demand = problem.lanes[lane].demand
      program.require(own.map { ($0.volume, 1) }, in: demand...demand)
      demandRows.append(program.rows.count - 1)
      if problem.needsTwo(lane) { program.require(own.map { ($0.on, 1) }, in: 2...(.infinity)) }
      guard problem.lanes[lane].onTimeTarget > 0 else {
        targetRows.append(nil)
        continue
      }
      program.require(
        own.map { ($0.volume, $0.onTime) }, in: (problem.lanes[lane].onTimeTarget * demand)...(.infinity))
      targetRows.append(program.rows.count - 1)
    }
  }

  func plan(
    _ whole: LinearProgram.Solution, _ linear: LinearProgram.Solution, _ problem: ProviderPortfolio
  ) -> ProviderPortfolio.Plan {
    let volumes = parts.map { part in
      ProviderPortfolio.Volume(
        provider: part.provider, lane: part.offer.lane, parcels: linear.values[part.volume],
        capacity: part.offer.capacity, capacityPrice: max(0, -linear.rowPrices[part.row]))
    }
    let used = zip(parts, volumes).filter { $1.parcels > 1e-6 }
    return ProviderPortfolio.Plan(
      cost: linear.cost, carriage: used.reduce(0) { $0 + $1.0.offer.cost * $1.1.parcels },
      late: used.reduce(0) { $0 + (1 - $1.0.offer.onTime) * $1.1.parcels },
      chosen: problem.providers.indices.filter { place in used.contains { $0.1.provider == place } },
      volumes: used.map(\.1).sorted { ($0.lane, $0.provider) < ($1.lane, $1.provider) },
      lanePrices: demandRows.map { linear.rowPrices[$0] },
      targetPrices: targetRows.map { $0.map { max(0, linear.rowPrices[$0]) } ?? 0 })
  }
}
