import Kernel
import Testing

@Suite struct IntervalTests {
  @Test("Student's t quantiles: 2.26216 at 9, 2.09302 at 19 degrees of freedom")
  func studentT() {
    expectClose(StudentT.quantile(0.975, degreesOfFreedom: 9), 2.262157162798205, relative: 1e-13)
    expectClose(StudentT.quantile(0.975, degreesOfFreedom: 19), 2.0930240544083087, relative: 1e-13)
    expectClose(StudentT.quantile(0.975, degreesOfFreedom: 1), 12.706204736174705, relative: 1e-13)
    expectClose(StudentT.quantile(0.025, degreesOfFreedom: 2), -4.302652729749464, relative: 1e-13)
    expectClose(StudentT.quantile(0.9995, degreesOfFreedom: 1e6), 3.2905364612487222, relative: 1e-12)
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 3) == 0)
    expectClose(ChiSquare.quantile(0.95, degreesOfFreedom: 10), 18.307038053275146, relative: 1e-13)
    expectClose(ChiSquare.tail(30, degreesOfFreedom: 10), 0.000856641210775301, relative: 1e-12)
  }

  @Test("95 % intervals of normal data cover the mean in 93.65 to 96.35 % of 1,000 experiments (KA-43)")
  func coverage() {
    let family = Streams(seed: 43)["coverage"]
    var covered = 0
    for experiment in 0..<1000 as Range<UInt64> {
      var stream = family[experiment]
      let tally = Tally((0..<10).map { _ in 7 + 3 * stream.normal() })
      if ConfidenceInterval(of: tally).contains(7) { covered += 1 }
    }
    #expect((936.5...963.5).contains(Double(covered)), "covered \(covered)")
  }

  @Test("the quantile interval for 200 observations at 0.95 takes ranks 184 and 197, coverage .96715 (KA-47)")
  func quantileRanks() throws {
    let interval = try QuantileInterval(count: 200, quantile: 0.95)
    #expect(interval.lowerRank == 184)
    #expect(interval.upperRank == 197)
    let sum = try (184...196).reduce(0.0) {
      try $0 + Binomial(trials: 200, probability: 0.95).probability(of: Int64($1))
    }
    expectClose(interval.coverage, sum, relative: 1e-12)
    expectClose(interval.coverage, 0.9671521638567257, relative: 1e-12)
    #expect(abs(interval.coverage - 0.9671527) < 1e-6)
    let values = (1...200).map(Double.init)
    #expect(interval.bounds(inSorted: values) == (184, 197))
    let tiny = try QuantileInterval(count: 5, quantile: 0.95)
    #expect(tiny.bounds(inSorted: [1, 2, 3, 4, 5]).upper == .infinity)
    #expect(throws: DistributionError.self) { try QuantileInterval(count: 0, quantile: 0.5) }
  }

  @Test("quantile intervals cover the quantile as often as they say")
  func quantileCoverage() throws {
    let interval = try QuantileInterval(count: 60, quantile: 0.8)
    let family = Streams(seed: 47)["quantile"]
    var covered = 0.0
    for experiment in 0..<2000 as Range<UInt64> {
      var stream = family[experiment]
      let bounds = interval.bounds(inSorted: (0..<60).map { _ in stream.uniform() }.sorted())
      if bounds.lower <= 0.8 && 0.8 <= bounds.upper { covered += 1 }
    }
    let deviation = (interval.coverage * (1 - interval.coverage) / 2000).squareRoot()
    #expect(abs(covered / 2000 - interval.coverage) < 3.29 * deviation)
  }

  @Test("sample quantiles interpolate between order statistics")
  func sampleQuantile() {
    #expect(SampleQuantile.of(sorted: [1, 2, 3, 4], 0.5) == 2.5)
    #expect(SampleQuantile.of(sorted: [1, 2, 3, 4], 0) == 1)
    #expect(SampleQuantile.of(sorted: [1, 2, 3, 4], 1) == 4)
    #expect(SampleQuantile.of(sorted: [], 0.5).isNaN)
  }

  @Test("sequential stopping waits for the minimum, then for the precision, and ends at the maximum")
  func stopping() {
    let rule = StoppingRule(relativeError: 0.1, minimum: 10, maximum: 50)
    #expect(!rule.shouldStop(Tally(repeatElement(5, count: 9))))
    #expect(rule.shouldStop(Tally(repeatElement(5, count: 10))))
    let wild = Tally((0..<49).map { $0 % 2 == 0 ? -1 : 1.1 })
    #expect(!rule.shouldStop(wild))
    var more = wild
    more.add(1)
    #expect(rule.shouldStop(more) && !rule.isPrecise(more))
    let half = ConfidenceInterval(of: Tally((0..<20).map { 10 + Double($0 % 2) }))
    expectClose(half.relativeHalfWidth, 2.0930240544083087 * (0.25 * 20 / 19 / 20).squareRoot() / 10.5, relative: 1e-12)
  }

  @Test("the jackknife ratio of proportional pairs is exact, of noisy pairs covers the truth")
  func ratio() {
    var exact = RatioEstimate()
    for x in 1...12 { exact.add(numerator: 3 * Double(x), denominator: Double(x)) }
    expectClose(exact.interval().estimate, 3, relative: 1e-13)
    #expect(exact.interval().halfWidth < 1e-12)
    let family = Streams(seed: 5)["ratio"]
    var covered = 0
    for experiment in 0..<1000 as Range<UInt64> {
      var stream = family[experiment]
      var first = RatioEstimate()
      var second = RatioEstimate()
      for i in 0..<30 {
        let orders = stream.gamma(20)
        let late = orders * 0.1 + 0.3 * stream.normal()
        if i < 10 {
          first.add(numerator: late, denominator: orders)
        } else {
          second.add(numerator: late, denominator: orders)
        }
      }
      first.merge(second)
      if first.interval().contains(0.1) { covered += 1 }
    }
    #expect((927...973).contains(covered), "covered \(covered)")
    #expect(RatioEstimate().ratio.isNaN)
  }
}
