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

@Suite("Which providers to connect")
struct ProviderPortfolioTests {
  private typealias Provider = ProviderPortfolio.Provider

  /// Two lanes; offers as (lane, cost, capacity, on time).
  private func provider(
    _ name: String, _ fixed: Double, _ offers: [(Int, Double, Double, Double)], isListed: Bool = true
  ) -> Provider {
    Provider(
      name: name, fixedCost: fixed, isListed: isListed,
      offers: offers.map { .init(lane: $0.0, cost: $0.1, capacity: $0.2, onTime: $0.3) })
  }

  @Test("a dominated provider is never chosen", .enabled(if: Solver.isInstalled, "run tools/solver"), arguments: 0..<8)
  func dominated(round: Int) throws {
    // Worse in cost, capacity, punctuality and connection by different amounts.
    let worse = 0.01 + 0.2 * Double(round)
    let good = provider("good", 10, [(0, 5, 90, 0.97), (1, 6, 90, 0.96)])
    let bad = provider("bad", 10 + worse, [(0, 5 + worse, 90 - worse, 0.97 - worse / 100), (1, 6 + worse, 80, 0.95)])
    let twin = provider("twin", 10, [(0, 5, 90, 0.97), (1, 6, 90, 0.96)])
    let lanes = [ProviderPortfolio.Lane(name: "A", demand: 80), .init(name: "B", demand: 60)]
    let alone = try ProviderPortfolio(providers: [bad, good], lanes: lanes, latePenalty: 4)
    #expect(try alone.solve(with: Solver.make()).chosen == [1])
    // Where two are needed, the second place goes to a dominated one only when nobody else is there who dominates it.
    let pair = try ProviderPortfolio(
      providers: [bad, good, twin], lanes: lanes, latePenalty: 4, maxShare: 0.6, twoProvidersAbove: 50)
    #expect(try pair.solve(with: Solver.make()).chosen == [1, 2])
  }

  @Test(
    "a binding capacity has the shadow price of the next best", .enabled(if: Solver.isInstalled, "run tools/solver"))
  func shadowPrice() throws {
    func problem(_ capacity: Double) throws -> ProviderPortfolio {
      try ProviderPortfolio(
        providers: [
          provider("cheap", 20, [(0, 3, capacity, 0.95)]), provider("dear", 20, [(0, 5, 500, 0.99)]),
        ], lanes: [.init(name: "A", demand: 100)], latePenalty: 10)
    }
    let plan = try problem(40).solve(with: Solver.make())
    let cheap = try #require(plan.volumes.first { $0.provider == 0 })
    let dear = try #require(plan.volumes.first { $0.provider == 1 })
    // One more parcel of the cheap one saves 5 + 10 x 0.01 - (3 + 10 x 0.05) = 1.6.
    #expect(abs(cheap.parcels - 40) < 1e-6 && abs(cheap.capacityPrice - 1.6) < 1e-9)
    #expect(dear.capacityPrice == 0 && abs(plan.lanePrices[0] - 5.1) < 1e-9)
    let more = try problem(41).solve(with: Solver.make())
    #expect(abs(plan.cost - more.cost - 1.6) < 1e-6)
    #expect(abs(plan.cost - (40 + 40 * 3.5 + 60 * 5.1)) < 1e-6)
  }

  @Test(
    "lanes above the volume have two providers, none above the share; others have one",
    .enabled(if: Solver.isInstalled, "run tools/solver"))
  func twoProviders() throws {
    let problem = try ProviderPortfolio(
      providers: [
        provider("cheap", 0, [(0, 3, 500, 0.99), (1, 3, 500, 0.99)]),
        provider("dear", 0, [(0, 5, 500, 0.99), (1, 5, 500, 0.99)]),
      ], lanes: [.init(name: "A", demand: 100), .init(name: "B", demand: 10)], latePenalty: 0,
      twoProvidersAbove: 50)
    let plan = try problem.solve(with: Solver.make())
    #expect(plan.volumes.map(\.lane) == [0, 0, 1])
    #expect(zip(plan.volumes.map(\.parcels), [60.0, 40, 10]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(plan.volumes)")
    #expect(abs(plan.concentration(ofLane: 0) - 0.52) < 1e-9 && abs(plan.concentration(ofLane: 1) - 1) < 1e-9)
  }

  @Test(
    "a target of parcels in time buys the punctual one, and has a price",
    .enabled(if: Solver.isInstalled, "run tools/solver"))
  func target() throws {
    let providers = [provider("slow", 0, [(0, 3, 500, 0.9)]), provider("quick", 0, [(0, 8, 500, 1)])]
    let lane = ProviderPortfolio.Lane(name: "A", demand: 100, onTimeTarget: 0.95)
    let plan = try ProviderPortfolio(providers: providers, lanes: [lane], latePenalty: 0).solve(with: Solver.make())
    #expect(plan.volumes.allSatisfy { abs($0.parcels - 50) < 1e-6 } && abs(plan.late - 5) < 1e-6)
    // A parcel in time more needs ten from slow to quick, at 5 each.
    #expect(abs(plan.targetPrices[0] - 50) < 1e-6)
  }

  @Test("whoever is off the white list gets nothing, and the reason is told")
  func obstacles() throws {
    let off = provider("off", 0, [(0, 1, 500, 1)], isListed: false)
    let on = provider("on", 0, [(0, 9, 60, 0.9)])
    let lane = ProviderPortfolio.Lane(name: "A", demand: 100)
    func reasons(_ providers: [Provider], above: Double = .infinity) throws -> [String] {
      try ProviderPortfolio(providers: providers, lanes: [lane], latePenalty: 0, twoProvidersAbove: above).obstacles
    }
    #expect(try reasons([off]) == ["lane A: no provider on the white list serves it"])
    #expect(try reasons([off, on]) == ["lane A: 60 parcels can be relied on, and 100 are asked for"])
    #expect(try reasons([on], above: 50) == ["lane A: it needs two providers, and has one"])
    #expect(throws: PlanningError.self) {
      try ProviderPortfolio(providers: [on], lanes: [lane], latePenalty: 0, maxShare: 0.4)
    }
    #expect(throws: PlanningError.self) { try ProviderPortfolio(providers: [on], lanes: [], latePenalty: 0) }
    guard Solver.isInstalled else { return }
    let problem = try ProviderPortfolio(
      providers: [off, provider("wide", 0, [(0, 9, 200, 0.9)])], lanes: [lane], latePenalty: 0)
    #expect(try problem.solve(with: Solver.make()).chosen == [1])
    #expect(throws: HighsSolver.Failure.self) {
      try ProviderPortfolio(providers: [off], lanes: [lane], latePenalty: 0).solve(with: Solver.make())
    }
  }
}
