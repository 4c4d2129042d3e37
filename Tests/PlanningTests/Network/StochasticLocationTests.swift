import Foundation
import Kernel
import Planning
import Testing

/// The solver that `tools/solver` installs, or the system's.
private enum Solver {
  static let libraries = [
    URL(filePath: #filePath).appending(path: "../../../../.build/highs/libhighs.so.1").standardizedFileURL.path(),
    "libhighs.so.1", "libhighs.so",
  ]
  static let isInstalled = (try? HighsSolver(libraries: libraries)) != nil
  static func make() throws -> HighsSolver { try HighsSolver(libraries: libraries) }
}

@Suite("Which sites to open before demand is known", .enabled(if: Solver.isInstalled, "run tools/solver"))
struct StochasticLocationTests {
  /// Two regions, each near its own site, with demands that never differ in law.
  private func symmetric(fixed: Double, away: Double = 3) throws -> StochasticLocation {
    try StochasticLocation(
      capacities: [100, 100], fixedCosts: [fixed, fixed], unitCosts: [[1, away], [away, 1]], shortageCosts: [20, 20])
  }

  /// Demands of a scenario: 20, 40 or 60, independent of one another.
  private func demand(_ number: Int) -> [Double] {
    var draws = Streams(seed: 7)["demand"][UInt64(number)]
    return (0..<2).map { _ in 20 * Double(1 + Int(draws.uniform() * 3)) }
  }

  @Test("two like regions: both sites or either, by the fixed cost; the cost is the same with the regions exchanged")
  func twoRegions() throws {
    let solver = try Solver.make()
    let sample = (0..<20).map(demand)
    let mirrored = sample.map { [$0[1], $0[0]] }
    let cheap = try symmetric(fixed: 30)
    #expect(try cheap.solve(sample, with: solver).open == [0, 1])
    let dear = try symmetric(fixed: 500)
    let one = try dear.solve(sample, with: solver)
    let other = try dear.solve(mirrored, with: solver)
    #expect(one.open.count == 1 && other.open.count == 1 && abs(one.cost - other.cost) < 1e-6)
    let numbers = try cheap.costByNumber(sample, with: solver)
    #expect(numbers.map(\.open.count) == [1, 2] && numbers[1].cost < numbers[0].cost)
    let both = numbers[1]
    let mean = sample.reduce(0) { $0 + $1[0] + $1[1] } / 20
    #expect(abs(both.cost - (60 + mean)) < 1e-6, "each region is served from its own site at 1")
    // Both sites are best whatever comes, so that knowing it saves nothing; with one site it saves what the other would.
    let none = try cheap.regret(of: [0, 1], over: sample, with: solver)
    let much = try cheap.regret(of: [0], over: sample, with: solver)
    for (demand, regrets) in zip(sample, zip(none, much)) {
      let known = try cheap.solve([demand], with: solver).cost
      #expect(regrets.0 < 1e-6 || demand.contains { $0 < 30 }, "\(demand)")
      #expect(abs(regrets.1 - (try cheap.cost(of: [0], demand: demand, with: solver) - known)) < 1e-6)
    }
  }

  @Test("a single site is opened when it is worth its cost, and serves what it can")
  func single() throws {
    let solver = try Solver.make()
    let site = try StochasticLocation(capacities: [50], fixedCosts: [100], unitCosts: [[2]], shortageCosts: [9])
    #expect(abs(try site.solve([[40]], with: solver).cost - 180) < 1e-9)
    let none = try site.solve([[10]], with: solver)
    #expect(none.open.isEmpty && abs(none.cost - 90) < 1e-9)
    #expect(abs(try site.cost(of: [0], demand: [70], with: solver) - (100 + 100 + 180)) < 1e-9)
    let unreachable = try StochasticLocation(capacities: [50], fixedCosts: [0], unitCosts: [[nil]], shortageCosts: [9])
    #expect(abs(try unreachable.solve([[10]], with: solver).cost - 90) < 1e-9)
    #expect(throws: PlanningError.self) {
      try StochasticLocation(capacities: [50], fixedCosts: [], unitCosts: [[1]], shortageCosts: [1])
    }
  }

  @Test("with known demand it is the capacitated problem of one scenario")
  func deterministic() throws {
    let solver = try Solver.make()
    let demands = [30.0, 50, 20]
    let unit: [[Double]] = [[1, 4, 6], [5, 1, 3], [6, 4, 1]]
    let stochastic = try StochasticLocation(
      capacities: [60, 60, 60], fixedCosts: [40, 70, 50], unitCosts: unit, shortageCosts: [1e4, 1e4, 1e4])
    let plain = try FacilityLocation(
      capacities: [60, 60, 60], fixedCosts: [40, 70, 50], demands: demands,
      costs: unit.map { row in zip(row, demands).map { $0 * $1 } })
    let plan = try plain.solve(with: solver)
    let choice = try stochastic.solve([demands], with: solver)
    #expect(choice.open == plan.open && abs(choice.cost - plan.cost) < 1e-6)
  }

  @Test("the gap interval holds the gap, and the bounds stand on both sides of the true optimum")
  func gap() throws {
    let solver = try Solver.make()
    let problem = try symmetric(fixed: 60)
    let found = try problem.choose(batches: 8, of: 10, fresh: 400, with: solver, demand: demand)
    let result = try #require(found)
    // All nine pairs of demands are alike likely: the truth by enumeration, for each of the four choices.
    let sizes: [Double] = [20, 40, 60]
    var pairs: [[Double]] = []
    for a in sizes { for b in sizes { pairs.append([a, b]) } }
    let choices: [[Int]] = [[], [0], [1], [0, 1]]
    var truth: [(open: [Int], cost: Double)] = []
    for open in choices {
      var sum = 0.0
      for pair in pairs { sum += try problem.cost(of: open, demand: pair, with: solver) }
      truth.append((open, sum / 9))
    }
    let best = try #require(truth.map { $0.cost }.min())
    let own = try #require(truth.first { $0.open == result.open }?.cost)
    // 95 % intervals of a fixed seed; the gap's bound is one-sided.
    #expect(result.gap.estimate >= -1e-9 && own - best <= result.gapUpper + 1e-9)
    #expect(result.lowerBound.lower <= best && result.cost.upper >= best, "\(result.lowerBound) \(best) \(result.cost)")
    #expect(result.batches.count == 8)
    let stopped = try problem.choose(batches: 2, of: 2, fresh: 4, with: solver, while: { false }, demand: demand)
    #expect(stopped == nil)
  }

  @Test("the gap closes as batches grow: with every scenario in each batch it is nothing")
  func closes() throws {
    let solver = try Solver.make()
    let problem = try symmetric(fixed: 60)
    let found = try problem.choose(batches: 2, of: 3, fresh: 8, with: solver, demand: { _ in [40, 40] })
    let result = try #require(found)
    #expect(abs(result.gap.estimate) < 1e-9 && abs(result.gapUpper) < 1e-9)
    #expect(abs(result.cost.estimate - result.lowerBound.estimate) < 1e-9)
  }
}
