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

  @Test(
    "instances of the size of the library's larger families, 25 and 50 sites with 50 customers, are solved to optimality (KA-36)",
    .enabled(if: Solver.isInstalled, "run tools/solver"),
    arguments: [(25, 5_000.0), (25, 15_000), (50, 5_000), (50, 15_000)])
  func families(sites: Int, capacity: Double) throws {
    var draws = Streams(seed: 5)["facilities"][UInt64(sites), UInt32(capacity)]
    let demands = (0..<50).map { _ in 200 + 2_000 * draws.uniform() }
    let customers = (0..<50).map { _ in (draws.uniform(), draws.uniform()) }
    let places = (0..<sites).map { _ in (draws.uniform(), draws.uniform()) }
    let unit = places.map { place in
      customers.map { customer in
        let (x, y) = (place.0 - customer.0, place.1 - customer.1)
        return 0.5 + 20 * (x * x + y * y).squareRoot()
      }
    }
    let problem = try FacilityLocation(
      capacities: .init(repeating: capacity, count: sites), fixedCosts: .init(repeating: 7_500, count: sites),
      demands: demands, costs: unit.map { zip($0, demands).map { $0 * $1 } })
    let plan = try problem.solve(with: Solver.make())
    // All customers are served, no site gives more than it has, and the cost is that of the plan.
    var cost = 7_500 * Double(plan.open.count)
    for (site, row) in plan.shares.enumerated() {
      let load = zip(row, demands).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(load <= (plan.open.contains(site) ? capacity : 0) + 1e-4, "\(site)")
      cost += row.indices.reduce(0) { $0 + row[$1] * demands[$1] * unit[site][$1] }
    }
    for customer in demands.indices {
      #expect(abs(plan.shares.reduce(0) { $0 + $1[customer] } - 1) < 1e-6)
    }
    #expect(abs(plan.cost / cost - 1) < 1e-6, "\(plan.cost) \(cost)")
    // No set with one site more or less, or one exchanged, costs less: it would be another optimum's neighbour.
    func trial(_ open: [Int]) throws -> Double? {
      guard Double(open.count) * capacity >= demands.reduce(0, +) else { return nil }
      let part = try FacilityLocation(
        capacities: open.map { _ in capacity }, fixedCosts: open.map { _ in 0 }, demands: demands,
        costs: open.map { site in zip(unit[site], demands).map { $0 * $1 } })
      return try part.solve(with: Solver.make()).cost + 7_500 * Double(open.count)
    }
    for site in stride(from: 0, to: sites, by: sites / 5) {
      let other = plan.open.contains(site) ? plan.open.filter { $0 != site } : (plan.open + [site]).sorted()
      if let neighbour = try trial(other) { #expect(neighbour >= plan.cost * (1 - 1e-6), "\(site)") }
    }
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
