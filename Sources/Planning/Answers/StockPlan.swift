/// How much of one SKU goes where, by demand that was simulated: a two-stage program over its scenarios.
///
/// Units at a place serve that place's demand; units at the pool serve whoever ran out, at less margin. The expected margin is
/// concave in every stock, and a unit's worth at one place falls when the pool grows, so that units are handed out one lot at a
/// time to where another one brings most, until all are placed; then lots, and ever smaller parts of them, move while that helps.
/// - SeeAlso: Birge and Louveaux, *Introduction to Stochastic Programming*, 2nd ed., chapter 3.
public struct StockPlan: Sendable, Equatable {
  /// A place with demand of its own.
  public struct Place: Sendable {
    /// Its demand, scenario by scenario.
    public var demand: [Double]
    /// What a unit brings that is sold from the place itself.
    public var margin: Double
    /// What a unit brings that comes from the pool; nil where none can come.
    public var fromPool: Double?
    /// The share of customers who still buy when their unit comes from the pool and takes longer, 0...1.
    public var patience: Double

    /// A place.
    public init(demand: [Double], margin: Double, fromPool: Double? = nil, patience: Double = 1) {
      self.demand = demand
      self.margin = margin
      self.fromPool = fromPool
      self.patience = patience
    }
  }

  /// Units by place.
  public let stock: [Double]
  /// Units at the pool.
  public let pool: Double
  /// What another unit would bring at each place.
  public let worth: [Double]
  /// The probability that each place runs out.
  public let shortage: [Double]
  /// The expected units that each place keeps.
  public let leftover: [Double]
  /// The expected margin.
  public let value: Double
  /// The expected margin of the same units had every scenario's demand been known.
  public let clairvoyant: Double

  /// The plan for so many units in lots.
  public init(
    _ places: [Place], units: Double, hasPool: Bool = true, lots: Int = 400
  ) throws(PlanningError) {
    try Check.atLeastOne("number of places", places.count)
    try Check.nonNegative("number of units", units)
    let scenarios = places[0].demand.count
    try Check.atLeastOne("number of scenarios", scenarios)
    for place in places where place.demand.count != scenarios {
      throw .invalid(parameter: "scenarios", value: Double(place.demand.count), requirement: "as many everywhere")
    }
    var filling = Filling(places: places, hasPool: hasPool)
    let lot = units / Double(max(1, lots))
    if lot > 0 { for _ in 0..<max(1, lots) { filling.addWhereBest(lot) } }
    for part in [1.0, 2, 4, 8, 16] { filling.improve(lot / part) }
    stock = filling.stock
    pool = filling.pool
    value = filling.value(filling.stock, filling.pool)
    let step = max(lot / 4, .leastNormalMagnitude)
    worth = places.indices.map { filling.gain(step, at: $0) / step }
    shortage = places.indices.map { place in
      Double(places[place].demand.count { $0 > filling.stock[place] }) / Double(scenarios)
    }
    leftover = places.indices.map { place in
      places[place].demand.reduce(0) { $0 + max(0, filling.stock[place] - $1) } / Double(scenarios)
    }
    clairvoyant = Self.clairvoyant(places, units: units)
  }

  /// The expected margin with every scenario's demand known: the units go to the best margins first, from home or from the pool,
  /// whichever brings more. No plan brings more than that.
  static func clairvoyant(_ places: [Place], units: Double) -> Double {
    func most(_ place: Int) -> Double { max(places[place].margin, places[place].fromPool ?? -.infinity) }
    let order = places.indices.sorted { (most($1), $0) < (most($0), $1) }
    let scenarios = places[0].demand.count
    let total = (0..<scenarios).reduce(0.0) { sum, scenario in
      var (left, margin) = (units, 0.0)
      for place in order where most(place) > 0 {
        let sold = min(left, places[place].demand[scenario])
        margin += sold * most(place)
        left -= sold
      }
      return sum + margin
    }
    return total / Double(scenarios)
  }
}

/// Stock while it is handed out.
private struct Filling {
  let places: [StockPlan.Place]
  let hasPool: Bool
  /// Places that the pool serves, the best margin first.
  private let served: [Int]
  var stock: [Double]
  var pool = 0.0

  init(places: [StockPlan.Place], hasPool: Bool) {
    self.places = places
    self.hasPool = hasPool && places.contains { $0.fromPool ?? 0 > 0 }
    served = places.indices.filter { places[$0].fromPool ?? 0 > 0 }.sorted {
      (places[$1].fromPool!, $0) < (places[$0].fromPool!, $1)
    }
    stock = places.map { _ in 0 }
  }

  func value(_ stock: [Double], _ pool: Double) -> Double {
    let scenarios = places[0].demand.count
    var sum = 0.0
    for scenario in 0..<scenarios {
      for place in places.indices { sum += places[place].margin * min(places[place].demand[scenario], stock[place]) }
      var left = pool
      for place in served where left > 0 {
        let short = min(left, max(0, places[place].demand[scenario] - stock[place]) * places[place].patience)
        sum += short * places[place].fromPool!
        left -= short
      }
    }
    return sum / Double(scenarios)
  }

  /// What a lot more brings at a place; at the pool where the place is the number of places.
  func gain(_ lot: Double, at place: Int) -> Double {
    var (stock, pool) = (stock, pool)
    if place < stock.count { stock[place] += lot } else { pool += lot }
    return value(stock, pool) - value(self.stock, self.pool)
  }

  private var candidates: Range<Int> { 0..<(places.count + (hasPool ? 1 : 0)) }

  private mutating func move(_ lot: Double, to place: Int) {
    if place < stock.count { stock[place] += lot } else { pool += lot }
  }

  private func held(_ place: Int) -> Double { place < stock.count ? stock[place] : pool }

  mutating func addWhereBest(_ lot: Double) {
    var best = (gain: -Double.infinity, place: 0)
    for place in candidates {
      let gain = gain(lot, at: place)
      if gain > best.gain { best = (gain, place) }
    }
    move(lot, to: best.place)
  }

  /// Moves lots from one place to another while that brings more.
  mutating func improve(_ lot: Double) {
    guard lot > 0 else { return }
    var now = value(stock, pool)
    for _ in 0..<100 {
      var best = (value: now, plan: self)
      for from in candidates where held(from) >= lot {
        for to in candidates where to != from {
          var other = self
          other.move(-lot, to: from)
          other.move(lot, to: to)
          let value = value(other.stock, other.pool)
          if value > best.value + 1e-9 * abs(now) { best = (value, other) }
        }
      }
      guard best.value > now else { return }
      self = best.plan
      now = best.value
    }
  }
}
