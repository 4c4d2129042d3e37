import Kernel
import Testing

@testable import Logistics

@Suite("Known answers of demand")
struct DemandKnownAnswerTests {
  @Test(
    "KA-22: counts of a stationary cascade vary 1/(1-n)^2 times as much as they are, at the rate mu/(1-n) (99.9 %)",
    arguments: [0.5, 0.8])
  func dispersion(_ branching: Double) {
    let process = HawkesProcess(background: 1, jump: branching, decay: 1)
    #expect(process.dispersion == 1 / ((1 - branching) * (1 - branching)))
    // Binned as the model does it: windows of 500 time units of a kernel whose children come within a few.
    var cascades = Cascades(posts: 1, kernel: ExponentialMixture(rates: [1], weights: [1]))
    var stream = Streams(seed: 22)["stationary"][UInt64(branching * 10)]
    var carry = 0.0
    var moments = FrontMoments()
    let (windows, width) = (1_000, 500)
    for window in -1..<windows {
      var count: Int64 = 0
      for _ in 0..<width {
        let children = CountLaw.random.poisson(cascades.advance(by: .seconds(1)), &carry, &stream)
        let immigrants = CountLaw.random.poisson(1, &carry, &stream)
        cascades.add(branching * Double(children + immigrants), to: 0)
        count += children + immigrants
      }
      if window >= 0 { moments.add(Double(count)) }
    }
    let mean = Double(width) * process.stationaryRate
    #expect(abs(moments.mean - mean) < moments.halfWidth)
    // A window of w time units loses 2·n/((1−n)²·w·(1−n)) of the ratio at its ends, in the leading order.
    let ends = 2 * branching / ((1 - branching) * Double(width) * (1 - branching))
    let ratio = moments.variance / moments.mean / process.dispersion
    #expect(abs(ratio - 1) < 3.2905 * (2.0 / Double(windows)).squareRoot() + ends, "ratio \(ratio)")
  }

  @Test("KA-23: intensity and count of a Hawkes process with mu = 1, alpha = 0.8, beta = 1 at t = 10")
  func hawkes() {
    let process = HawkesProcess(background: 1, jump: 0.8, decay: 1)
    let e = Deterministic.exp(-2)
    #expect(abs(process.expectedIntensity(10) - (5 - 4 * e)) < 1e-9)
    #expect(abs(process.expectedIntensity(10) - 4.4586589) < 1e-7)
    #expect(abs(process.expectedCount(10) - (50 - 20 * (1 - e))) < 1e-9)
    #expect(abs(process.expectedCount(10) - 32.7067057) < 1e-7)
    var (counts, intensities) = (FrontMoments(), FrontMoments())
    let family = Streams(seed: 23)["ogata"]
    for run in 0..<20_000 {
      var stream = family[UInt64(run)]
      let sample = process.sample(until: 10, &stream)
      counts.add(Double(sample.events.count))
      intensities.add(sample.intensity)
    }
    #expect(abs(counts.mean - 32.7067057) < counts.halfWidth, "\(counts.mean)")
    #expect(abs(intensities.mean - 4.4586589) < intensities.halfWidth, "\(intensities.mean)")
  }

  @Test("KA-24: the response of the HIP model with its authors' parameters")
  func hip() {
    let model = HIPModel()
    #expect(abs(model.constant - 0.0472558) < 5e-8 && abs(model.constant - 0.024 * 1.016 / 0.516) < 1e-15)
    #expect(abs(model.continuousBranching - 0.9406) < 5e-5)
    #expect(abs(model.branching - 0.2641503) < 5e-8, "\(model.branching)")
    #expect(abs(model.totalResponse - 1.3589732) < 5e-8)
    let views = model.views(promotion: [1] + [Double](repeating: 0, count: 2_000))
    #expect(abs(views[..<7].reduce(0, +) - 1.110_574_771) < 1e-9, "\(views[...7].reduce(0, +))")
    #expect(abs(views[..<120].reduce(0, +) - 1.2084857) < 5e-8, "\(views[...120].reduce(0, +))")
    #expect(abs(HIPModel.hurwitzZeta(2, 1) - 1.644_934_066_848_226_4) < 1e-13)
    #expect(abs(HIPModel.hurwitzZeta(4, 1) - 1.082_323_233_711_138_2) < 1e-13)
  }

  @Test("KA-26: the peak of a Bass diffusion with p = 0.03 and q = 0.38")
  func bass() {
    let diffusion = BassDiffusion(innovation: 0.03, imitation: 0.38)
    #expect(abs(diffusion.peakTime - Deterministic.log(0.38 / 0.03) / 0.41) < 1e-12)
    #expect(abs(diffusion.peakTime - 6.1926192) < 5e-8)
    #expect(abs(diffusion.adopted(diffusion.peakTime) - (0.5 - 0.03 / 0.76)) < 1e-9)
    #expect(
      abs(diffusion.rate(diffusion.peakTime) - 0.1105921) < 5e-8 && abs(diffusion.peakRate - 0.1681 / 1.52) < 1e-12)
    #expect(diffusion.adopted(0) == 0 && diffusion.adopted(1e4) == 1)
  }
}
