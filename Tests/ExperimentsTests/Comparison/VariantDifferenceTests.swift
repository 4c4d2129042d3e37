@testable import Experiments
import Kernel
import Logistics
import Testing

@Suite("Differences of variants")
struct VariantDifferenceTests {
  private let gmv = MetricName(metric: "gmv")
  private let lateShare = MetricName(metric: "late_share")

  private func numbers(_ values: [Double?]) -> [MetricSample?] { values.map { .number($0) } }

  @Test("A paired difference is the t interval of differences, and says how much of the variance is gone")
  func paired() throws {
    let base = numbers([10, 20, 30, 40])
    let other = numbers([11, 23, 31, 43])
    let difference = VariantDifference(gmv, other, minus: base, level: 0.95, isPaired: true)
    let interval = try #require(difference.interval)
    // Differences 1, 3, 1, 3: mean 2, variance 4/3; t of 3 degrees of freedom 3.182446.
    #expect(interval.estimate == 2 && difference.pairs == 4)
    #expect(abs(interval.halfWidth - 3.182446305 * (4.0 / 3 / 4).squareRoot()) < 1e-8)
    let apart = Tally([10, 20, 30, 40]).variance + Tally([11, 23, 31, 43]).variance
    #expect(abs(try #require(difference.varianceReduction) - apart / (4.0 / 3)) < 1e-9)
  }

  @Test("Welch's interval: the textbook's degrees of freedom")
  func welch() throws {
    let a = numbers([27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4])
    let b = numbers([27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.4])
    let difference = VariantDifference(gmv, a, minus: b, level: 0.95, isPaired: false)
    let interval = try #require(difference.interval)
    let (va, vb) = (Tally(a.map { $0!.value! }).variance / 15, Tally(b.map { $0!.value! }).variance / 15)
    let freedom = (va + vb) * (va + vb) / (va * va / 14 + vb * vb / 14)
    #expect(abs(freedom - 27.99) < 0.3 && difference.varianceReduction == nil)
    let t = StudentT.quantile(0.975, degreesOfFreedom: freedom)
    #expect(abs(interval.halfWidth - t * (va + vb).squareRoot()) < 1e-12)
  }

  @Test("The difference of shares is that of ratios of sums, not the mean of differences")
  func shares() throws {
    let base: [MetricSample?] = (0..<19).map { _ in .share(of: 1_000, part: 100) } + [.share(of: 10, part: 10)]
    let other: [MetricSample?] = (0..<19).map { _ in .share(of: 1_000, part: 50) } + [.share(of: 10, part: 10)]
    let difference = VariantDifference(lateShare, other, minus: base, level: 0.95, isPaired: true)
    let interval = try #require(difference.interval)
    #expect(abs(interval.estimate + 950.0 / 19_010) < 1e-4)
    let same = VariantDifference(lateShare, base, minus: base, level: 0.95, isPaired: true)
    #expect(same.interval?.estimate == 0 && same.interval?.halfWidth == 0 && same.varianceReduction == .infinity)
  }

  @Test("Pairs of which one measured nothing are left out; without any there is no interval")
  func missing() {
    let difference = VariantDifference(
      gmv, numbers([1, nil, 3, 5]), minus: numbers([0, 1, nil, 1]), level: 0.95, isPaired: true)
    #expect(difference.pairs == 2 && difference.interval?.estimate == 2.5)
    let none = VariantDifference(gmv, [nil, nil], minus: numbers([1, 2]), level: 0.95, isPaired: true)
    #expect(none.pairs == 0 && none.interval == nil)
    #expect(VariantDifference(gmv, [nil], minus: numbers([1, 2]), level: 0.95, isPaired: false).interval == nil)
  }

  @Test("Verdicts follow the interval, the goal and the indifference zone")
  func verdicts() {
    func verdict(_ estimate: Double, _ half: Double, _ goal: MetricGoal?, _ delta: Double) -> DifferenceVerdict {
      DifferenceVerdict(
        ConfidenceInterval(estimate: estimate, halfWidth: half, level: 0.95, count: 9), goal: goal, delta: delta)
    }
    #expect(verdict(5, 1, .up, 0) == .better && verdict(5, 1, .down, 0) == .worse && verdict(5, 1, nil, 0) == .higher)
    #expect(verdict(-5, 1, .up, 0) == .worse && verdict(-5, 1, .down, 0) == .better && verdict(-5, 1, nil, 0) == .lower)
    #expect(verdict(1, 2, .up, 0) == .inconclusive && verdict(1, 2, .up, 2) == .inconclusive)
    #expect(verdict(1, 2, .up, 3) == .same && verdict(5, 1, .up, 6) == .same && verdict(0, 0, .up, 0) == .same)
    #expect(DifferenceVerdict(nil, goal: .up, delta: 1) == .nothing)
    #expect(verdict(0, .infinity, .up, 9) == .inconclusive)
  }

  @Test("Goals: money and promises kept are good, what is late or lost is bad, visits are a fact")
  func goals() {
    #expect(MetricGoal(MetricName(metric: "contribution")) == .up)
    #expect(MetricGoal(MetricName(metric: "late_share", scope: .country, part: "DE")) == .down)
    #expect(MetricGoal(MetricName(metric: "click_to_door_p95_h")) == .down)
    #expect(MetricGoal(MetricName(metric: "lost_demand.stock")) == .down)
    #expect(MetricGoal(MetricName(metric: "visits")) == nil)
    for name in MetricGoal.named {
      #expect(Metric.all.contains { $0.name == name }, "\(name)")
    }
  }

  @Test("Zones are amounts or percentages")
  func zones() {
    #expect(IndifferenceZone("2 %")?.width(base: -300) == 6)
    #expect(IndifferenceZone("250")?.width(base: 7) == 250)
    #expect(IndifferenceZone("-1") == nil && IndifferenceZone("x") == nil && IndifferenceZone("") == nil)
  }
}
