import Kernel
import Planning
import Testing

@Suite("Not knowing and chance")
struct VarianceSplitTests {
  @Test("Groups that differ and do not vary are all not knowing; equal groups are all chance")
  func extremes() throws {
    let parameters = try VarianceSplit([[10, 10], [20, 20], [30, 30]])
    #expect(parameters.epistemic == 100 && parameters.aleatory == 0 && parameters.epistemicShare == 1)
    let chance = try VarianceSplit([[10, 20], [10, 20], [10, 20]])
    #expect(chance.epistemic == 0 && chance.aleatory == 50 && chance.mean.estimate == 15)
    #expect(throws: PlanningError.self) { try VarianceSplit([[1, 2], [1]]) }
  }

  @Test("Both parts of a normal sum are found: N(0, 3²) parameters and N(0, 4²) chance")
  func normal() throws {
    // 2,000 groups of 4: the standard errors of the parts are below 0.5; four of them are allowed: error probability < 1e-4.
    var draws = Streams(seed: 11)["variance split"][0]
    func normal() -> Double { Deterministic.normalQuantile(min(max(draws.uniform(), 1e-12), 1 - 1e-12)) }
    let groups = (0..<2_000).map { _ in
      let center = 3 * normal()
      return (0..<4).map { _ in center + 4 * normal() }
    }
    let split = try VarianceSplit(groups)
    #expect(abs(split.epistemic - 9) < 2 && abs(split.aleatory - 16) < 2, "\(split)")
  }

  @Test(
    "The interval of the mean covers the truth in 95 of 100 nested samples, and not where replications are taken for draws"
  )
  func coverage() throws {
    // 400 samples of 12 groups: coverage has a standard error of 1.1 points; [0.91, 0.98] fails a right interval in < 1 of 1,000.
    var draws = Streams(seed: 12)["variance split"][0]
    func normal() -> Double { Deterministic.normalQuantile(min(max(draws.uniform(), 1e-12), 1 - 1e-12)) }
    var (nested, flat) = (0, 0)
    for _ in 0..<400 {
      let groups = (0..<12).map { _ in
        let center = 3 * normal()
        return (0..<5).map { _ in center + normal() }
      }
      nested += try VarianceSplit(groups).mean.contains(0) ? 1 : 0
      flat += ConfidenceInterval(of: Tally(groups.flatMap(\.self))).contains(0) ? 1 : 0
    }
    #expect((0.91...0.98).contains(Double(nested) / 400), "\(nested)")
    #expect(Double(flat) / 400 < 0.8, "\(flat)")
  }
}
