import Kernel
import Testing

@testable import Logistics

@Suite struct OverdispersionTests {
  @Test("KA-28: Poisson counts with a gamma factor of shape 5 have variance 1000 + 1000²/5 (99.9 %)")
  func negativeBinomial() {
    let law = Overdispersion(shape: 1e6, dayShape: 5, hourlyCorrelation: 0)
    let streams = Streams(seed: 5)
    var path = OverdispersionPath(law, quick: streams["quick"], daily: streams["daily"])
    var stream = streams["counts"][0]
    var moments = FrontMoments()
    for day in 0..<40_000 {
      let factor = path.factor(at: SimTime(microseconds: Int64(day) * 600_000_000), localDay: Int64(day))
      moments.add(Double(stream.poisson(1_000 * factor)))
    }
    #expect(abs(moments.mean - 1_000) < moments.halfWidth)
    // Excess kurtosis of gamma(5) is 1.2: the variance of a sample variance is (2 + 1.2)σ⁴/n.
    #expect(abs(moments.variance / 201_000 - 1) < 3.2905 * (3.2 / 40_000).squareRoot())
  }

  @Test("the quick factor keeps mean 1 and variance 1/k, and correlates as asked (99.9 %)")
  func autoregression() {
    let law = Overdispersion(shape: 20, dayShape: 1e9, hourlyCorrelation: 0.9)
    let streams = Streams(seed: 6)
    var (all, lagged) = (FrontMoments(), FrontMoments())
    // Independent paths of two hours: 13 steps each.
    for run in 0..<8_000 {
      var path = OverdispersionPath(law, quick: streams["quick \(run)"], daily: streams["daily"])
      let first = path.factor(at: .zero, localDay: 0)
      var last = first
      for step in 1...12 {
        last = path.factor(at: SimTime(microseconds: Int64(step) * 600_000_000), localDay: 0)
      }
      all.add(last)
      lagged.add((first - 1) * (last - 1) * 20)
    }
    #expect(abs(all.mean - 1) < all.halfWidth)
    #expect(abs(all.variance * 20 - 1) < 3.2905 * (2.3 / 8_000).squareRoot())
    #expect(abs(lagged.mean - 0.81) < lagged.halfWidth)
  }

  @Test("the factor of an instant does not depend on the bins before it")
  func keyed() {
    let streams = Streams(seed: 7)
    var coarse = OverdispersionPath(Overdispersion(), quick: streams["a"], daily: streams["b"])
    var fine = coarse
    for minute in 0..<240 { _ = fine.factor(at: SimTime(microseconds: Int64(minute) * 60_000_000), localDay: 0) }
    _ = coarse.factor(at: .zero, localDay: 0)
    let end = SimTime(microseconds: 240 * 60_000_000)
    #expect(coarse.factor(at: end, localDay: 0) == fine.factor(at: end, localDay: 0))
  }
}
