import Kernel
import Testing

@Suite("Whole units at least cost")
struct TransportProblemTests {
  @Test("two stocks, two customers: the scarce stock's price is what makes the dear customer get it")
  func toy() {
    let solution = TransportProblem(
      supplies: [1, 1], demands: [1, 1], costs: [10, 20, 15, 60], shortages: [999, 999]
    )
    .solve()
    #expect(solution.cost == 35 && solution.flows == [0, 1, 1, 0] && solution.unmet == [0, 0])
    #expect(solution.sourcePrices == [5, 0] && solution.sinkPrices == [15, 25])
  }

  @Test("shortage is served where it is cheap to be short, and forbidden ways are not taken")
  func shortage() {
    let no = TransportProblem.forbidden
    let solution = TransportProblem(supplies: [3, 5], demands: [4, 4], costs: [1, 1, no, 7], shortages: [50, 6]).solve()
    #expect(solution.flows == [3, 0, 0, 0] && solution.unmet == [1, 4] && solution.cost == 3 + 50 + 24)
    #expect(solution.sourcePrices == [49, 0])
  }

  /// The least cost of the small problems below by trying every way.
  private func brute(_ problem: TransportProblem) -> Int64 {
    let sinks = problem.demands.count
    func serve(_ sink: Int, _ wanted: Int64, _ left: [Int64]) -> Int64 {
      if sink == sinks { return 0 }
      if wanted == 0 { return sink + 1 == sinks ? 0 : serve(sink + 1, problem.demands[sink + 1], left) }
      var best = problem.shortages[sink] + serve(sink, wanted - 1, left)
      for source in left.indices where left[source] > 0 {
        let cost = problem.costs[source * sinks + sink]
        if cost == TransportProblem.forbidden { continue }
        var rest = left
        rest[source] -= 1
        best = min(best, cost + serve(sink, wanted - 1, rest))
      }
      return best
    }
    return sinks == 0 ? 0 : serve(0, problem.demands[0], problem.supplies)
  }

  private func random(_ stream: inout RandomStream, sources: Int, sinks: Int, units: UInt64) -> TransportProblem {
    func draw(_ bound: UInt64) -> Int64 { Int64(stream.below(bound)) }
    return TransportProblem(
      supplies: (0..<sources).map { _ in draw(units) }, demands: (0..<sinks).map { _ in draw(units) },
      costs: (0..<sources * sinks).map { _ in draw(8) == 0 ? TransportProblem.forbidden : draw(20) },
      shortages: (0..<sinks).map { _ in draw(30) })
  }

  /// What every optimal solution has: units add up, and prices prove that no other solution is cheaper.
  private func check(_ problem: TransportProblem, _ solution: TransportProblem.Solution) {
    let (m, n) = (problem.supplies.count, problem.demands.count)
    for source in 0..<m {
      let sent = (0..<n).reduce(Int64(0)) { $0 + solution.flows[source * n + $1] }
      #expect(sent <= problem.supplies[source] && solution.sourcePrices[source] >= 0)
      if sent < problem.supplies[source] { #expect(solution.sourcePrices[source] == 0) }
      for sink in 0..<n where problem.costs[source * n + sink] != TransportProblem.forbidden {
        let reduced = problem.costs[source * n + sink] + solution.sourcePrices[source] - solution.sinkPrices[sink]
        #expect(reduced >= 0)
        if solution.flows[source * n + sink] > 0 { #expect(reduced == 0) }
      }
    }
    for sink in 0..<n {
      let got = (0..<m).reduce(Int64(0)) { $0 + solution.flows[$1 * n + sink] }
      #expect(got + solution.unmet[sink] == problem.demands[sink] && solution.unmet[sink] >= 0)
      #expect(solution.sinkPrices[sink] <= problem.shortages[sink])
    }
    var dual: Int64 = 0
    for sink in 0..<n { dual += problem.demands[sink] * solution.sinkPrices[sink] }
    for source in 0..<m { dual -= problem.supplies[source] * solution.sourcePrices[source] }
    #expect(dual == solution.cost)
  }

  @Test("small random problems cost what trying every way finds", arguments: 0..<60)
  func small(_ seed: UInt64) {
    var stream = Streams(seed: 1)["small transport"][seed]
    let problem = random(&stream, sources: 2 + Int(seed % 2), sinks: 2, units: 4)
    let solution = problem.solve()
    #expect(solution.cost == brute(problem))
    check(problem, solution)
  }

  @Test("the prices of larger ones prove them optimal", arguments: 0..<20)
  func large(_ seed: UInt64) {
    var stream = Streams(seed: 2)["large transport"][seed]
    let problem = random(&stream, sources: 1 + Int(seed % 7), sinks: 1 + Int(seed), units: 1_000)
    check(problem, problem.solve())
  }

  @Test("nothing wanted, nothing there")
  func empty() {
    #expect(TransportProblem(supplies: [], demands: [], costs: [], shortages: []).solve().cost == 0)
    let unmet = TransportProblem(supplies: [], demands: [3], costs: [], shortages: [7]).solve()
    #expect(unmet.cost == 21 && unmet.unmet == [3])
  }
}
