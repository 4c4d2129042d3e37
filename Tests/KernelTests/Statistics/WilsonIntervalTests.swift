import Testing

@testable import Kernel

@Suite("Wilson's interval")
struct WilsonIntervalTests {
  @Test(
    "agrees with the textbook's figures",
    // The score interval solves |p - x/n| = 1.96 sqrt(p (1 - p) / n); Brown, Cai, DasGupta 2001, equation 4.
    arguments: [
      (0, 10, 0.0, 0.27753), (1, 10, 0.01788, 0.40415), (5, 10, 0.23659, 0.76341), (15, 50, 0.19105, 0.43754),
    ])
  func figures(successes: Int, trials: Int, lower: Double, upper: Double) {
    let interval = WilsonInterval(successes: successes, trials: trials)
    #expect(abs(interval.lower - lower) < 1e-4 && abs(interval.upper - upper) < 1e-4, "\(interval)")
  }

  @Test("solves the equation of its definition at both ends, and mirrors with the failures")
  func definition() {
    let z = Deterministic.normalQuantile(0.975)
    for (successes, trials) in [(3, 40), (200, 9_000), (999, 1_000), (1, 3)] {
      let interval = WilsonInterval(successes: successes, trials: trials)
      let (share, n) = (Double(successes) / Double(trials), Double(trials))
      for p in [interval.lower, interval.upper] {
        #expect(abs(abs(p - share) - z * (p * (1 - p) / n).squareRoot()) < 1e-12)
      }
      let mirrored = WilsonInterval(successes: trials - successes, trials: trials)
      #expect(abs(mirrored.lower - (1 - interval.upper)) < 1e-12 && abs(mirrored.upper - (1 - interval.lower)) < 1e-12)
    }
    #expect(WilsonInterval(successes: 4, trials: 4).upper == 1 && WilsonInterval(successes: 0, trials: 4).lower == 0)
  }

  @Test("covers a small share in 95 % of 4,000 samples (fails by chance in fewer than one of 1e6)")
  func coverage() throws {
    let law = try Binomial(trials: 800, probability: 0.06)
    var draws = Streams(seed: 7)["wilson coverage"][0]
    var covered = 0
    for _ in 0..<4_000 {
      let interval = WilsonInterval(successes: Int(law.sample(&draws)), trials: 800)
      if interval.lower <= 0.06 && 0.06 <= interval.upper { covered += 1 }
    }
    // 0.95 plus and minus five standard deviations of 0.0034, and half a percent for the lattice of counts.
    #expect((0.928...0.972).contains(Double(covered) / 4_000), "\(covered)")
  }
}
