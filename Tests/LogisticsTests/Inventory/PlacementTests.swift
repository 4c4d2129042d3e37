import Testing

@testable import Logistics

@Suite("Where bought units go")
struct PlacementTests {
  /// An origin and two forward nodes, each near one zone.
  private func problem(
    units: Int64 = 1_000, means: [Double] = [300, 100], cv: Double = 0.5, forward: Double = 1
  ) -> PlacementProblem {
    var problem = PlacementProblem(
      units: units, forwardShare: forward,
      nodes: [
        PlacementNode(name: "origin", demand: 0, isForward: false, holdsStock: true),
        PlacementNode(name: "east", demand: means[0], isForward: true, holdsStock: true),
        PlacementNode(name: "west", demand: means[1], isForward: true, holdsStock: true),
      ])
    problem.zones = [
      PlacementZone(name: "e", nearest: 1, mean: means[0], cv: cv),
      PlacementZone(name: "w", nearest: 2, mean: means[1], cv: cv),
    ]
    problem.landedCosts = [[2_000, 2_000], [300, 700], [900, 300]]
    problem.margins = [3_000, 3_000]
    problem.overage = 1_000
    return problem
  }

  @Test("every strategy places every unit once, and none where it may not be", arguments: [0, 1, 7, 1_000, 123_457])
  func sums(_ units: Int64) throws {
    for strategy in PlacementStrategies.all {
      for forward in [0, 0.37, 1] {
        var asked = problem(units: units, forward: forward)
        let placed = strategy.place(asked)
        #expect(placed.reduce(0, +) == units && placed.allSatisfy { $0 >= 0 }, "\(strategy), \(forward)")
        asked.nodes[0].holdsStock = false
        let without = strategy.place(asked)
        #expect(without[0] == 0 && without.reduce(0, +) == units, "\(strategy), \(forward), no origin")
        asked.nodes[1].isForward = false
        asked.nodes[1].holdsStock = true
        asked.zones[0].nearest = nil
        #expect(strategy.place(asked).reduce(0, +) == units)
        asked.zones = []
        asked.landedCosts = [[], [], []]
        asked.margins = []
        #expect(strategy.place(asked).reduce(0, +) == units, "\(strategy) without zones")
      }
    }
  }

  @Test("without chance the quantile is the mean; with it nodes hold more, and a pooled hub less than both")
  func quantiles() {
    #expect(ServiceLevel().place(problem(cv: 0)) == [600, 300, 100])
    let level = ServiceLevel().place(problem())
    #expect(level[1] > 300 && level[2] > 100 && level[0] == 1_000 - level[1] - level[2])
    let pooled = PooledHub().place(problem())
    #expect(pooled[1] > 400 && pooled[1] < level[1] + level[2] && pooled[2] == 0, "east is the cheaper hub")
  }

  @Test("equal marginals: both nodes run out with the same probability")
  func marginals() {
    let asked = problem(units: 700)
    let placed = EqualMarginal().place(asked)
    let laws = NodeDemand.laws(asked)
    let tails = [1, 2].map { laws[$0]!.tail(Double(placed[$0])) }
    #expect(placed[0] == 0 && abs(tails[0] - tails[1]) < 0.01)
    #expect(abs(Double(placed[1]) / Double(placed[2]) - 3) < 0.05, "with one cv the stock is as the means")
  }

  @Test("a node is opened only where it saves more than it costs")
  func opening() {
    var asked = problem()
    #expect(OpenNodes().place(asked) == [600, 300, 100])
    asked.nodes[2].fixedCost = 100 * 400 - 1
    #expect(OpenNodes().place(asked)[2] == 100, "west saves 400 a unit on a hundred units")
    asked.nodes[2].fixedCost = 100 * 400 + 1
    #expect(OpenNodes().place(asked) == [600, 400, 0])
    asked.nodes[1].capacity = 350
    #expect(OpenNodes().place(asked) == [600, 300, 100], "what east cannot hold is dear from the origin")
  }

  @Test("twelve nodes are searched from all open, and the answer is no worse than the sixteen best pairs")
  func manyNodes() {
    var asked = PlacementProblem(units: 1_200, forwardShare: 1, nodes: [])
    for number in 0..<12 {
      asked.nodes.append(
        PlacementNode(name: "n\(number)", demand: 1, isForward: true, holdsStock: true, fixedCost: 30_000))
      asked.zones.append(PlacementZone(name: "z\(number)", nearest: number, mean: 100, cv: 0.3))
    }
    asked.landedCosts = (0..<12).map { node in (0..<12).map { zone in 100 + 60 * Int64(abs(node - zone)) } }
    asked.margins = .init(repeating: 5_000, count: 12)
    let placed = OpenNodes().place(asked)
    let open = placed.indices.filter { placed[$0] > 0 }
    let cost = OpenNodes.evaluate(asked, open).cost
    for a in 0..<12 {
      for b in a..<12 { #expect(cost <= OpenNodes.evaluate(asked, a == b ? [a] : [a, b]).cost) }
    }
  }

  @Test("sampled demand: without chance it is the transport plan, with chance dear zones hold more")
  func sampled() {
    let plain = SampledDemand().place(problem(units: 400, cv: 0))
    #expect(plain[0] == 0 && abs(plain[1] - 300) <= 10 && abs(plain[2] - 100) <= 10)
    let first = SampledDemand().place(problem())
    #expect(first == SampledDemand().place(problem()), "the same scenarios each time")
    #expect(first[1] > 300)
    var tight = problem(units: 400)
    tight.margins = [3_000, 300]
    #expect(SampledDemand().place(tight)[2] < SampledDemand().place(problem(units: 400))[2])
  }

  @Test("postponement leaves the rest at the hub, not at the origin")
  func postponed() {
    let placed = Postponed().place(problem(forward: 0.4))
    #expect(placed[0] == 0 && placed[1] > 600 && placed[2] >= 90 && placed[2] <= 110)
  }
}
