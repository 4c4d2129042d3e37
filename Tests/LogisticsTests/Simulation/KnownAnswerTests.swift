import Kernel
import Testing

@testable import Logistics

@Suite("Known answers of the logistics formulas")
struct LogisticsKnownAnswerTests {
  @Test("KA-41: aisles entered in the mean, of 20, by tours of 10 and 30 lines")
  func aisles() {
    #expect(abs(PickTour.expectedAisles(lines: 10, of: 20) - 8.025_261_2) < 5e-8)
    #expect(abs(PickTour.expectedAisles(lines: 30, of: 20) - 15.707_224_7) < 5e-8)
    #expect(PickTour.expectedAisles(lines: 0, of: 20) == 0)
    #expect(PickTour.expectedAisles(lines: 7, of: 1) == 1)
  }

  @Test("a tour takes its setup, its lines and its walk")
  func tour() {
    let tour = PickTour(
      setup: .minutes(1), perLine: .seconds(12), aisles: 1, aisleMetres: 40, spanMetres: 60, speed: 0.8)
    #expect(tour.duration(lines: 5) == .seconds(60 + 60 + 200))
    #expect(tour.durations(upTo: 40) == (0...40).map { tour.duration(lines: $0) })
  }

  @Test("whole units split by weight add up exactly, and no node is more than one unit off its share")
  func splits() {
    var draws = Streams(seed: 3)["splits"][0]
    for _ in 0..<2_000 {
      let weights = (0..<(1 + Int(draws.below(9)))).map { _ in draws.uniform() < 0.2 ? 0 : draws.uniform() }
      let units = Int64(draws.below(1_000_000))
      let parts = PlacementStrategies.split(units, by: weights)
      let sum = weights.reduce(0, +)
      #expect(parts.reduce(0, +) == (sum > 0 ? units : 0))
      for (part, weight) in zip(parts, weights) where sum > 0 {
        #expect(abs(Double(part) - Double(units) * weight / sum) < 1 + 1e-6)
        #expect(weight > 0 || part == 0)
      }
    }
    #expect(PlacementStrategies.split(10, by: [1, 1, 1]) == [4, 3, 3])
    #expect(PlacementStrategies.split(2, by: [1, 1, 1]) == [1, 1, 0])
    #expect(PlacementStrategies.split(1_000_000_000_000, by: [1, 2]) == [333_333_333_333, 666_666_666_667])
  }

  @Test("every placement sends exactly what was bought, and nothing where no stock is held")
  func placements() {
    var draws = Streams(seed: 4)["placements"][0]
    for round in 0..<500 {
      var nodes = (0..<(1 + Int(draws.below(6)))).map { _ in
        PlacementNode(
          demand: draws.uniform() < 0.3 ? 0 : draws.uniform() * 5, isForward: draws.uniform() < 0.6,
          holdsStock: draws.uniform() < 0.8)
      }
      nodes.append(PlacementNode(demand: 0, isForward: draws.uniform() < 0.5, holdsStock: true))
      let units = Int64(draws.below(100_000))
      var problem = PlacementProblem(units: units, forwardShare: draws.uniform(), nodes: nodes, scenarios: 3)
      if round % 25 == 0 { addZones(to: &problem, &draws) }
      for strategy in PlacementStrategies.all {
        let placed = strategy.place(problem)
        #expect(placed.reduce(0, +) == units, "\(type(of: strategy))")
        for (node, units) in zip(nodes, placed) { #expect(units >= 0 && (node.holdsStock || units == 0)) }
      }
    }
  }

  private func addZones(to problem: inout PlacementProblem, _ draws: inout RandomStream) {
    let nodes = problem.nodes.count
    problem.zones = (0..<3).map { number in
      PlacementZone(
        name: "\(number)", nearest: Int(draws.below(UInt64(nodes))), mean: 1e4 * draws.uniform(), cv: draws.uniform())
    }
    problem.landedCosts = (0..<nodes).map { _ in
      (0..<3).map { _ in draws.uniform() < 0.2 ? nil : Int64(draws.below(3_000)) }
    }
    problem.margins = [100, 2_000, -50]
  }

  @Test("two symmetric nodes with symmetric demand get the same")
  func symmetry() {
    let node = PlacementNode(demand: 3, isForward: true, holdsStock: true)
    let problem = PlacementProblem(units: 1_000, forwardShare: 1, nodes: [node, node])
    #expect(DemandProportional().place(problem) == [500, 500])
  }

  @Test("policies rank by what they are named after; equal scores go to the lower node")
  func policies() {
    let near = CandidateFacts(transit: 10, carriage: 500, dutyAndTax: 0, handling: 100)
    let cheap = CandidateFacts(transit: 90, carriage: 100, dutyAndTax: 50, handling: 100)
    let taxed = CandidateFacts(transit: 90, carriage: 100, dutyAndTax: 900, handling: 100)
    #expect(NearestWithStock().score(near) < NearestWithStock().score(cheap))
    #expect(CheapestLandedCost().score(cheap) < CheapestLandedCost().score(near))
    #expect(CheapestLandedCost().score(near) < CheapestLandedCost().score(taxed))
    #expect(FulfilmentPolicies.make("nearestWithStock") is NearestWithStock)
    #expect(FulfilmentPolicies.make("elsewhere") == nil)
  }
}
