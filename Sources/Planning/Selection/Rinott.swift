internal import Kernel

/// Selects the system with the largest mean in two stages of independent replications: the first says how much each system varies,
/// the second does as many more as that needs.
///
/// The guarantee is that of ``KimNelson``, for systems that are simulated independently of each other.
///
/// - SeeAlso: Rinott, *Communications in Statistics* A7 (1978) 799; Bechhofer, Santner, Goldsman, *Design and Analysis of Experiments
///   for Statistical Selection, Screening, and Multiple Comparisons*, 1995, table 2.13.
public struct Rinott: Sendable, Equatable {
  /// Systems.
  public let systems: Int
  /// The probability of a correct selection.
  public let level: Double
  /// Replications of the first stage.
  public let firstStage: Int
  /// The constant h.
  public let h: Double

  /// The procedure for at least two systems, a level above 1 / systems and below 1, and a first stage of at least 2.
  public init(systems: Int, level: Double, firstStage: Int) throws(PlanningError) {
    try Check.positive("systems less one", Double(systems - 1))
    try Check.positive("first stage less one", Double(firstStage - 1))
    guard level > 1 / Double(systems), level < 1 else {
      throw .invalid(parameter: "level", value: level, requirement: "above 1 / systems and below 1")
    }
    self.systems = systems
    self.level = level
    self.firstStage = firstStage
    let grid = Grid(degreesOfFreedom: Double(firstStage - 1))
    var (low, high) = (0.0, 1.0)
    while grid.probability(high, systems) < level { (low, high) = (high, 2 * high) }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if grid.probability(middle, systems) < level { low = middle } else { high = middle }
    }
    h = (low + high) / 2
  }

  /// How many replications a system needs in all: max(n0, the smallest whole number of at least h^2 S^2 / delta^2).
  public func replications(variance: Double, delta: Double) -> Int {
    let wanted = (h * h * variance / (delta * delta)).rounded(.up)
    return max(firstStage, wanted < 1e9 ? Int(wanted) : 1_000_000_000)
  }

  /// A chi-square law on a lattice of logarithms: sums over it are integrals, up to errors far below the last digit, because the
  /// density is smooth and vanishes at both ends.
  private struct Grid {
    private var points: [(value: Double, weight: Double)] = []
    private let freedom: Double

    init(degreesOfFreedom df: Double) {
      freedom = df
      let step = 0.4 * (2 / df).squareRoot()
      let scale = -Deterministic.lgamma(df / 2) - df / 2 * Deterministic.log(2)
      func weight(_ u: Double) -> Double {
        Deterministic.exp(scale + df / 2 * u - Deterministic.exp(u) / 2) * step
      }
      let peak = Deterministic.log(df)
      for direction in [-1.0, 1] {
        var place = direction < 0 ? 0.0 : 1
        while true {
          let u = peak + direction * place * step
          let mass = weight(u)
          guard mass > 1e-13 else { break }
          points.append((Deterministic.exp(u), mass))
          place += 1
        }
      }
    }

    /// The probability of a correct selection with the constant h, in the least favourable configuration.
    func probability(_ h: Double, _ systems: Int) -> Double {
      var whole = 0.0
      for y in points {
        var one = 0.0
        for x in points {
          let spread = (freedom * (1 / x.value + 1 / y.value)).squareRoot()
          one += x.weight * Deterministic.normalCDF(h / spread)
        }
        var power = 1.0
        for _ in 1..<systems { power *= one }
        whole += y.weight * power
      }
      return whole
    }
  }
}
