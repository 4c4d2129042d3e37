import Experiments
import Kernel
import Logistics
import Testing

/// Intervals over replications must cover the truth as often as they say.
///
/// 1,000 experiments of a true 95 % cover between 927 and 973 but in 1 of 1,000 cases (binomial, 3.3 standard deviations).
@Suite("Coverage of intervals over replications")
struct CoverageTests {
  private let usual = 927...973
  private let gmv = MetricName(metric: "gmv")
  private let lateShare = MetricName(metric: "late_share")

  private func covered(
    _ purpose: String, of experiments: UInt64 = 1_000, _ experiment: (inout RandomStream) throws -> Bool
  ) rethrows -> Int {
    let family = Streams(seed: 43)[purpose]
    return try (0..<experiments).reduce(0) { sum, number in
      var stream = family[number]
      return try sum + (experiment(&stream) ? 1 : 0)
    }
  }

  @Test(
    "means of normal figures: 95 % of 10,000 experiments, within 3.3 standard deviations (fails by chance in 1 of 1,000)"
  )
  func means() {
    let count = covered("means", of: 10_000) { stream in
      let samples = (0..<12).map { _ in MetricSample.number(1_000 + 50 * stream.normal()) }
      return MetricEstimate(gmv, samples).interval!.contains(1_000)
    }
    #expect((9_428...9_572).contains(count), "\(count)")
  }

  @Test("shares: the jackknife of a ratio whose replications differ in size and in share")
  func ratios() throws {
    let count = try covered("ratios") { stream in
      let samples = try (0..<25).map { _ in try share(0.08, common: stream.normal(), &stream) }
      return MetricEstimate(lateShare, samples).interval!.contains(0.08)
    }
    #expect(usual.contains(count), "\(count)")
  }

  @Test("quantiles by order statistics cover with the probability of their ranks (KA-47's ranks)")
  func quantiles() throws {
    let interval = try QuantileInterval(count: 200, quantile: 0.95)
    let count = covered("quantiles") { stream in
      let bounds = interval.bounds(inSorted: (0..<200).map { _ in stream.uniform() }.sorted())
      return bounds.lower <= 0.95 && 0.95 <= bounds.upper
    }
    let deviation = (1_000 * interval.coverage * (1 - interval.coverage)).squareRoot()
    #expect(abs(Double(count) - 1_000 * interval.coverage) < 3.3 * deviation, "\(count)")
  }

  @Test("paired differences of figures with common random numbers")
  func paired() {
    let count = covered("paired") { stream in
      let rows = (0..<12).map { _ -> (Double, Double) in
        let common = 50 * stream.normal()
        return (1_000 + common + 5 * stream.normal(), 1_003 + common + 5 * stream.normal())
      }
      let difference = VariantDifference(
        gmv, rows.map { .number($0.1) }, minus: rows.map { .number($0.0) }, level: 0.95, isPaired: true)
      return difference.interval!.contains(3)
    }
    #expect(usual.contains(count), "\(count)")
  }

  @Test("paired differences of shares, far narrower than those of independent runs")
  func pairedShares() throws {
    var reductions = Tally()
    let count = try covered("paired shares") { stream in
      var rows: [(MetricSample, MetricSample)] = []
      for _ in 0..<25 {
        let common = stream.normal()
        rows.append((try share(0.08, common: common, &stream), try share(0.06, common: common, &stream)))
      }
      let difference = VariantDifference(
        lateShare, rows.map(\.1), minus: rows.map(\.0), level: 0.95, isPaired: true)
      reductions.add(difference.varianceReduction!)
      return difference.interval!.contains(-0.02)
    }
    #expect(usual.contains(count), "\(count)")
    // Within a replication the shares vary by (0.2 s)^2 in common and by s (1 - s) / 600 or a little more each: the variances
    // 3.85e-4 and 2.4e-4 add up to 6.2e-4, their paired difference has 2.4e-4, and the ratio of estimates leans up.
    #expect((2.3...3.2).contains(reductions.mean), "\(reductions.mean)")
  }

  @Test("differences of independent figures of unequal spread (Welch)")
  func independent() {
    let count = covered("independent") { stream in
      let a = (0..<10).map { _ in MetricSample.number(100 + 4 * stream.normal()) }
      let b = (0..<16).map { _ in MetricSample.number(97 + 12 * stream.normal()) }
      return VariantDifference(gmv, a, minus: b, level: 0.95, isPaired: false).interval!.contains(3)
    }
    #expect(usual.contains(count), "\(count)")
  }

  @Test("three differences of four variants hold together (Bonferroni: at least 950 of 1,000 less three deviations)")
  func together() {
    let count = covered("together") { stream in
      let rows = (0..<12).map { _ in (0..<4).map { Double($0) + stream.normal() } }
      return (1..<4).allSatisfy { variant in
        let difference = VariantDifference(
          gmv, rows.map { .number($0[variant]) }, minus: rows.map { .number($0[0]) }, level: 1 - 0.05 / 3,
          isPaired: true)
        return difference.interval!.contains(Double(variant))
      }
    }
    #expect(count >= 929, "\(count)")
  }

  /// Orders of a replication and how many of them are late: a share whose mean over all orders is exactly the one given.
  private func share(_ share: Double, common: Double, _ stream: inout RandomStream) throws -> MetricSample {
    let orders = 400 + Int64(stream.below(400))
    let own = share * (1 + 0.2 * max(-4, min(4, common)))
    return .share(
      of: Int(orders), part: Int(try Binomial(trials: orders, probability: own).sample(&stream)))
  }
}
