internal import Kernel

/// Selects the system with the largest mean, one replication at a time: those that are clearly not the best drop out as the evidence
/// grows.
///
/// When the best is better than every other by at least `delta`, it is selected with a probability of at least `level`; when some are
/// within `delta`, one of these is. Observations of one system are independent and normal; those of different systems in the same
/// replication may depend on each other, and common random numbers save work. This is the procedure KN of Kim and Nelson with c = 1.
///
/// - SeeAlso: Kim and Nelson, *ACM TOMACS* 11 (2001) 251, section 3.
public struct KimNelson: Sendable {
  /// A system that dropped out, and after how many replications.
  public struct Elimination: Sendable, Equatable {
    /// The place of the system.
    public let system: Int
    /// The replications it had.
    public let replications: Int
  }

  /// What the constants depend on.
  public let constants: Constants
  /// The smallest difference worth detecting, above 0.
  public let delta: Double
  /// The systems still in the race, in their order.
  public private(set) var remaining: [Int]
  /// The systems that are not, in the order in which they dropped out.
  public private(set) var eliminations: [Elimination] = []
  /// Replications so far of those that remain.
  public private(set) var replications = 0
  private var sums: [Double]
  private var variances: [[Double]] = []

  /// The constants of the procedure.
  public struct Constants: Sendable, Equatable {
    /// Systems at the start.
    public let systems: Int
    /// The probability of a correct selection.
    public let level: Double
    /// Replications of the first stage.
    public let firstStage: Int
    /// eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2.
    public let eta: Double
    /// h^2 = 2 eta (n0 - 1).
    public var hSquared: Double { 2 * eta * Double(firstStage - 1) }

    /// The constants for at least two systems, a level above 1 / systems and below 1, and a first stage of at least 2.
    public init(systems: Int, level: Double, firstStage: Int) throws(PlanningError) {
      try Check.positive("systems less one", Double(systems - 1))
      try Check.positive("first stage less one", Double(firstStage - 1))
      guard level > 1 / Double(systems), level < 1 else {
        throw .invalid(parameter: "level", value: level, requirement: "above 1 / systems and below 1")
      }
      self.systems = systems
      self.level = level
      self.firstStage = firstStage
      let tail = 2 * (1 - level) / Double(systems - 1)
      eta = 0.5 * (Deterministic.exp(-2 / Double(firstStage - 1) * Deterministic.log(tail)) - 1)
    }
  }

  /// A race of systems.
  public init(_ constants: Constants, delta: Double) throws(PlanningError) {
    try Check.positive("delta", delta)
    self.constants = constants
    self.delta = delta
    remaining = Array(0..<constants.systems)
    sums = .init(repeating: 0, count: constants.systems)
  }

  /// The one that is left; nil while there are several.
  public var selected: Int? { remaining.count == 1 ? remaining[0] : nil }

  /// Takes the first stage: the observations of every system, as many as the constants say.
  public mutating func begin(_ stage: [[Double]]) {
    precondition(replications == 0 && stage.count == constants.systems, "a first stage has all systems, once")
    precondition(stage.allSatisfy { $0.count == constants.firstStage }, "a first stage has its length")
    replications = constants.firstStage
    for (system, values) in stage.enumerated() { sums[system] = values.reduce(0, +) }
    variances = stage.map { a in stage.map { b in Tally(zip(a, b).map { $0 - $1 }).variance } }
    screen()
  }

  /// Takes one more replication: an observation of each system that remains, in their order.
  public mutating func add(_ row: [Double]) {
    precondition(replications > 0 && row.count == remaining.count, "a replication has the systems that remain")
    for (place, system) in remaining.enumerated() { sums[system] += row[place] }
    replications += 1
    screen()
  }

  /// How far the sums of two systems may be apart before the smaller one drops out.
  private func allowance(_ a: Int, _ b: Int) -> Double {
    let reach = constants.hSquared * variances[a][b] / (delta * delta) - Double(replications)
    return max(0, delta / 2 * reach)
  }

  private mutating func screen() {
    let race = remaining
    remaining = race.filter { i in
      race.allSatisfy { l in i == l || sums[i] - sums[l] >= -allowance(i, l) }
    }
    // Where nothing is allowed any more, only equal sums are left together: the first of them stands for all.
    if remaining.count > 1, remaining.allSatisfy({ i in remaining.allSatisfy { i == $0 || allowance(i, $0) == 0 } }) {
      remaining = [remaining[0]]
    }
    for system in race where !remaining.contains(system) {
      eliminations.append(Elimination(system: system, replications: replications))
    }
  }
}
