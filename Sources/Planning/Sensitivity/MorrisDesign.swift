public import Kernel

/// Morris' design: walks through a lattice of factors that change one factor at a time, each once, in random order.
///
/// Every factor has the same number of levels between 0 and 1; a step is p / (2 (p - 1)), so that each level is visited equally often.
/// A walk over k factors has k + 1 points.
///
/// - SeeAlso: Morris, *Technometrics* 33 (1991) 161; Campolongo, Cariboni, Saltelli, *Environmental Modelling & Software* 22 (2007)
///   1509, for the mean of absolute effects.
public struct MorrisDesign: Sendable, Equatable {
  /// A walk: where it begins, and which factor goes which way.
  public struct Walk: Sendable, Equatable {
    /// The levels of the first point, 0...1 each.
    public let start: [Double]
    /// The steps in their order: the factor, and how far it goes.
    public let steps: [Step]

    /// The points: the first, and one after each step.
    public var points: [[Double]] {
      steps.reduce(into: [start]) { points, step in
        var point = points[points.count - 1]
        point[step.factor] += step.change
        points.append(point)
      }
    }
  }

  /// One step of a walk.
  public struct Step: Sendable, Equatable {
    /// The factor that changes.
    public let factor: Int
    /// By how much: the step of the lattice, or minus it.
    public let change: Double
  }

  /// The walks.
  public let walks: [Walk]

  /// A design.
  ///
  /// - Parameters:
  ///   - factors: How many there are, at least 1.
  ///   - levels: Of each factor: an even number, at least 2.
  ///   - walks: How many.
  ///   - draws: Where levels and orders come from.
  public init(factors: Int, levels: Int = 4, walks: Int, draws: inout RandomStream) throws(PlanningError) {
    try Check.atLeastOne("factors", factors)
    try Check.atLeastOne("walks", walks)
    guard levels >= 2, levels % 2 == 0 else {
      throw .invalid(parameter: "levels", value: Double(levels), requirement: "an even number of at least 2")
    }
    let step = Double(levels) / Double(2 * (levels - 1))
    self.walks = (0..<walks).map { _ in
      var start: [Double] = []
      var changes: [Double] = []
      for _ in 0..<factors {
        let low = Double(draws.below(UInt64(levels / 2))) / Double(levels - 1)
        let isUp = draws.below(2) == 0
        start.append(isUp ? low : low + step)
        changes.append(isUp ? step : -step)
      }
      var order = Array(0..<factors)
      for place in order.indices.dropFirst() { order.swapAt(place, Int(draws.below(UInt64(place + 1)))) }
      return Walk(start: start, steps: order.map { Step(factor: $0, change: changes[$0]) })
    }
  }
}

/// What walks of a design say of a factor.
public struct ElementaryEffects: Sendable, Equatable {
  /// The effects, one a walk: the change of the answer over that of the factor, whose whole range is 1.
  public let effects: [Double]

  /// The effects of one factor.
  public init(effects: [Double]) { self.effects = effects }

  /// The mean of their sizes, mu*: how much the factor matters.
  public var meanSize: Double { sizes.mean }
  /// The mean, mu: which way it works.
  public var mean: Double { Tally(effects).mean }
  /// The standard deviation, sigma: how much it depends on the other factors or is not a straight line.
  public var deviation: Double { Tally(effects).standardDeviation }
  /// The interval of mu* over walks, by Student's t.
  public func meanSizeInterval(level: Double = 0.95) -> ConfidenceInterval {
    ConfidenceInterval(of: sizes, level: level)
  }

  /// The interval of sigma over walks, as if effects were normal (chi-square).
  public func deviationInterval(level: Double = 0.95) -> (lower: Double, upper: Double) {
    let tally = Tally(effects)
    guard tally.count > 1 else { return (0, .infinity) }
    let freedom = Double(tally.count - 1)
    func bound(_ probability: Double) -> Double {
      (tally.squares / ChiSquare.quantile(probability, degreesOfFreedom: freedom)).squareRoot()
    }
    return (bound(0.5 + level / 2), bound(0.5 - level / 2))
  }

  private var sizes: Tally { Tally(effects.map { abs($0) }) }

  /// The effects of every factor, from the answers at the points of each walk.
  ///
  /// Answers that are no numbers leave their two effects out.
  public static func of(_ design: MorrisDesign, answers: [[Double]]) -> [ElementaryEffects] {
    precondition(answers.count == design.walks.count, "answers are those of the design's points")
    var effects = [[Double]](repeating: [], count: design.walks.first?.start.count ?? 0)
    for (walk, values) in zip(design.walks, answers) {
      precondition(values.count == walk.steps.count + 1, "a walk has one answer per point")
      for (place, step) in walk.steps.enumerated() {
        let effect = (values[place + 1] - values[place]) / step.change
        if effect.isFinite { effects[step.factor].append(effect) }
      }
    }
    return effects.map { ElementaryEffects(effects: $0) }
  }
}
