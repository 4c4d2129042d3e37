import Foundation
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

/// The OR-Library's instances, where a folder `shared/data/orlib` lies beside the repository or above it.
private enum Library {
  static let folders = (4...7).map { up in
    URL(filePath: #filePath).appending(path: String(repeating: "../", count: up) + "shared/data/orlib")
      .standardizedFileURL
      .path()
  }
  static func text(_ name: String) -> String? {
    folders.lazy.compactMap { try? String(contentsOfFile: "\($0)/\(name).txt", encoding: .utf8) }.first
  }
}

@Suite("Which sites to open")
struct FacilityLocationTests {
  @Test("the toy of five warehouses and ten shops (KA-39)", .enabled(if: Solver.isInstalled, "run tools/solver"))
  func toy() throws {
    let costs: [[Double]] = [
      [20, 28, 74, 2, 46, 42, 1, 10, 93, 47], [24, 27, 97, 55, 96, 22, 5, 73, 35, 65],
      [11, 82, 71, 73, 59, 29, 73, 13, 63, 55], [25, 83, 96, 69, 83, 67, 59, 43, 85, 71],
      [30, 74, 70, 61, 4, 59, 56, 96, 46, 95],
    ]
    let problem = try FacilityLocation(
      capacities: [1, 4, 2, 1, 3], fixedCosts: .init(repeating: 30, count: 5),
      demands: .init(repeating: 1, count: 10), costs: costs, isSingleSource: true)
    let plan = try problem.solve(with: Solver.make())
    #expect(abs(plan.cost - 383) < 1e-6 && plan.open == [0, 1, 2, 4])
    let shops = plan.shares.map { row in row.indices.filter { row[$0] > 0.5 } }
    #expect(shops == [[3], [1, 5, 6, 8], [7, 9], [], [0, 2, 4]])
  }

  /// The sixteen-site instances differ in capacity and fixed cost only; site 11 is always free.
  private func instance(capacity: Double, fixed: Double) throws -> FacilityLocation? {
    guard let text = Library.text("cap61"), var problem = FacilityLocation(orLibrary: text) else { return nil }
    problem.capacities = problem.capacities.map { _ in capacity }
    problem.fixedCosts = problem.fixedCosts.indices.map { $0 == 10 ? 0 : fixed }
    return problem
  }

  @Test(
    "OR-Library, 16 sites and 50 customers (KA-36, KA-38)",
    .enabled(if: Solver.isInstalled, "run tools/solver"), .enabled(if: Library.text("cap61") != nil, "no data"),
    arguments: [
      (5_000.0, 7_500.0, 1_040_444.375), (5_000, 12_500, 1_098_000.450), (5_000, 17_500, 1_153_000.450),
      (5_000, 25_000, 1_235_500.450), (10_000, 17_500, 1_025_208.225), (15_000, 7_500, 932_615.750),
      (15_000, 12_500, 977_799.400), (15_000, 17_500, 1_014_062.050), (15_000, 25_000, 1_045_650.250),
    ])
  func library(capacity: Double, fixed: Double, optimum: Double) throws {
    let instance = try instance(capacity: capacity, fixed: fixed)
    let problem = try #require(instance)
    #expect(abs(try problem.solve(with: Solver.make()).cost / optimum - 1) < 1e-6)
  }

  @Test("the regenerated files are the files (KA-37, KA-38)", .enabled(if: Library.text("cap61") != nil, "no data"))
  func files() throws {
    for (name, capacity, fixed) in [("cap41", 5_000.0, 7_500.0), ("cap61", 15_000, 7_500), ("cap64", 15_000, 25_000)] {
      let text = try #require(Library.text(name))
      let file = try #require(FacilityLocation(orLibrary: text))
      let regenerated = try instance(capacity: capacity, fixed: fixed)
      let made = try #require(regenerated)
      #expect(file.demands.reduce(0, +) == 58_268 && file.demands == made.demands && file.costs == made.costs)
      #expect(file.capacities == made.capacities && file.fixedCosts == made.fixedCosts)
    }
  }

  @Test("texts that hold no instance are refused, and so is a solver that is not there")
  func refusals() {
    for text in ["", "2", "1 1 10 5 3", "1 1 10 5 3 x", "0 0", "1 1 -1 0 0 0"] {
      #expect(FacilityLocation(orLibrary: text) == nil, "\(text)")
    }
    #expect(FacilityLocation(orLibrary: "1 1 10 5. 3 4") != nil)
    #expect(throws: HighsSolver.Failure.self) { try HighsSolver(libraries: ["/no/such/libhighs.so"]) }
  }

  @Test("a program without a solution says so", .enabled(if: Solver.isInstalled, "run tools/solver"))
  func infeasible() throws {
    var program = LinearProgram()
    let x = program.add(cost: 1, in: 0...1)
    program.require([(x, 1)], in: 2...3)
    #expect(throws: HighsSolver.Failure.self) { try Solver.make().solve(program) }
    var other = LinearProgram()
    let (a, b) = (other.add(cost: 2), other.add(cost: 3))
    other.require([(a, 1), (b, 1)], in: 4...(.infinity))
    other.require([(a, 1)], in: -Double.infinity...3)
    let solution = try Solver.make().solve(other)
    #expect(abs(solution.cost - 9) < 1e-9 && abs(solution.rowPrices[0] - 3) < 1e-9)
  }
}
