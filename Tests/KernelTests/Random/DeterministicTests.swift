import Foundation
import Kernel
import Testing

@Suite struct DeterministicTests {
  /// The largest error in units in the last place against Foundation, whose own error is below 1.
  func worst(
    _ ours: (Double) -> Double, _ theirs: (Double) -> Double, _ arguments: some Sequence<Double>
  ) -> Double {
    arguments.reduce(0) {
      let expected = theirs($1)
      return max($0, abs(ours($1) - expected) / expected.ulp)
    }
  }

  @Test("log, exp, log1p, expm1 stay within 2 ulp of Foundation on dense grids")
  func elementary() {
    let positive = (1...20_000).map { Double($0) * 0.000_37 } + (-1000...1000).map { Foundation.exp(Double($0) * 0.7) }
    #expect(worst(Deterministic.log, Foundation.log, positive) <= 1)
    let near = (-20_000...20_000).map { 1 + Double($0) * 1.3e-6 }
    #expect(worst(Deterministic.log, Foundation.log, near) <= 1)
    let wide = (-20_000...20_000).map { Double($0) * 0.0353 }
    #expect(worst(Deterministic.exp, Foundation.exp, wide) <= 1)
    let small = (-20_000...20_000).map { Double($0) * 0.000_049 } + (0...60).map { Foundation.pow(2, -Double($0)) }
    #expect(worst(Deterministic.exp, Foundation.exp, small) <= 1)
    #expect(worst(Deterministic.expm1, Foundation.expm1, wide + small) <= 2)
    #expect(worst(Deterministic.log1p, Foundation.log1p, small + positive) <= 2)
  }

  @Test("sin and cos stay within 2 ulp of Foundation, also for huge angles")
  func trigonometry() {
    let angles = (-20_000...20_000).map { Double($0) * 0.0137 } + (0..<1000).map { Foundation.pow(1.97, Double($0)) }
    #expect(worst(Deterministic.sin, Foundation.sin, angles) <= 2)
    #expect(worst(Deterministic.cos, Foundation.cos, angles) <= 2)
    #expect(worst(Deterministic.atan, Foundation.atan, angles.filter { $0 != 0 }) <= 4)
    #expect(Deterministic.atan(0) == 0)
  }

  @Test("pow agrees with 40 digits and with Foundation")
  func power() {
    for row in powerReferences {
      expectClose(Deterministic.pow(row[0], row[1]), row[2], relative: 2.3e-16, "pow \(row)")
    }
    for base in stride(from: 0.07, through: 40, by: 0.31) {
      let error = worst(
        { Deterministic.pow(base, $0) }, { Foundation.pow(base, $0) }, stride(from: -90, to: 90, by: 0.77))
      #expect(error <= 2)
    }
  }

  @Test("special values follow IEEE 754")
  func specialValues() {
    #expect(Deterministic.log(0) == -.infinity)
    #expect(Deterministic.log(-1).isNaN)
    #expect(Deterministic.log(.infinity) == .infinity)
    #expect(Deterministic.log(.leastNonzeroMagnitude) == Foundation.log(.leastNonzeroMagnitude))
    #expect(Deterministic.exp(.nan).isNaN)
    #expect(Deterministic.exp(710) == .infinity)
    #expect(Deterministic.exp(-746) == 0)
    #expect(Deterministic.exp(-740) == Foundation.exp(-740))
    #expect(Deterministic.expm1(-.infinity) == -1)
    #expect(Deterministic.expm1(.infinity) == .infinity)
    #expect(Deterministic.log1p(-1) == -.infinity)
    #expect(Deterministic.log1p(-1.1).isNaN)
    #expect(Deterministic.sin(.infinity).isNaN)
    let values = [0.0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e300, -1e300, .infinity, -.infinity, .nan]
    for base in values {
      for exponent in values {
        let ours = Deterministic.pow(base, exponent)
        let theirs = Foundation.pow(base, exponent)
        let same = ours == theirs && ours.sign == theirs.sign || ours.isNaN && theirs.isNaN
        #expect(same, "pow(\(base), \(exponent)) = \(ours), expected \(theirs)")
      }
    }
  }

  @Test("log-gamma, the normal law and incomplete functions agree with 40 digits")
  func special() {
    for row in lgammaReferences {
      expectClose(Deterministic.lgamma(row[0]), row[1], relative: 1e-14, absolute: 1e-14, "lgamma \(row[0])")
    }
    for row in normalCDFReferences {
      expectClose(Deterministic.normalCDF(row[0]), row[1], relative: 2e-15, "normal CDF \(row[0])")
      expectClose(Deterministic.normalTail(-row[0]), row[1], relative: 2e-15, "normal tail \(row[0])")
    }
    for row in normalQuantileReferences {
      expectClose(Deterministic.normalQuantile(row[0]), row[1], relative: 1e-15, "normal quantile \(row[0])")
    }
    for row in gammaReferences {
      expectClose(Deterministic.gammaP(row[0], row[1]), row[2], relative: 2e-13, "P \(row)")
      expectClose(Deterministic.gammaQ(row[0], row[1]), row[3], relative: 2e-13, "Q \(row)")
    }
    for row in betaReferences {
      expectClose(Deterministic.betaI(row[0], row[1], row[2]), row[3], relative: 2e-13, "I \(row)")
    }
    for row in studentReferences {
      expectClose(StudentT.cdf(row[1], degreesOfFreedom: row[0]), row[2], relative: 1e-12, "t \(row)")
    }
  }

  @Test("probabilities keep their precision at counts of 1e12")
  func hugeCounts() {
    for row in poissonReferences {
      let value = Deterministic.logPoissonProbability(row[0], mean: row[1])
      expectClose(value, row[2], relative: 1e-13, absolute: 1e-13, "Poisson \(row)")
    }
    for row in binomialReferences {
      let value = Deterministic.logBinomialProbability(row[0], trials: row[1], probability: row[2])
      expectClose(value, row[3], relative: 1e-13, absolute: 1e-9, "binomial \(row)")
    }
  }

  @Test("what has no value gives not a number, and ends")
  func undefined() {
    #expect(Deterministic.lgamma(.nan).isNaN)
    #expect(Deterministic.lgamma(-2) == .infinity)
    #expect(Deterministic.stirlingError(.nan).isNaN)
    #expect(Deterministic.deviance(.nan, 1).isNaN)
    #expect(Deterministic.gammaP(.nan, 1).isNaN)
    #expect(Deterministic.gammaQ(.infinity, 1).isNaN)
    #expect(Deterministic.betaI(.infinity, 1, 0.5).isNaN)
    #expect(Deterministic.betaI(1, 1, .nan).isNaN)
    #expect(Deterministic.normalCDF(.nan).isNaN)
    #expect(Deterministic.normalQuantile(1.1).isNaN)
    #expect(Deterministic.gammaQuantile(2, .nan).isNaN)
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 0).isNaN)
    #expect(Deterministic.normalCDF(.infinity) == 1)
    #expect(Deterministic.normalCDF(-.infinity) == 0)
  }

  @Test("quantiles invert their distribution functions")
  func inverses() {
    for probability in [1e-9, 0.001, 0.2, 0.5, 0.8, 0.975, 0.99999] {
      for shape in [0.05, 0.5, 1, 2.5, 30, 1e4] {
        let x = Deterministic.gammaQuantile(shape, probability)
        if x > 1e-290 { expectClose(Deterministic.gammaP(shape, x), probability, relative: 1e-11, "gamma \(shape)") }
        let t = StudentT.quantile(probability, degreesOfFreedom: shape + 0.5)
        expectClose(StudentT.cdf(t, degreesOfFreedom: shape + 0.5), probability, relative: 1e-11, "t \(shape)")
        let y = Deterministic.betaQuantile(shape, 3, probability)
        if y > 1e-290 { expectClose(Deterministic.betaI(shape, 3, y), probability, relative: 1e-11, "beta \(shape)") }
      }
      let z = Deterministic.normalQuantile(probability)
      expectClose(Deterministic.normalCDF(z), probability, relative: 1e-14)
    }
  }

  @Test("every bit is pinned: the functions' digests over fixed grids")
  func golden() {
    let positive = (1...5000).map { Double($0) * 0.0173 }
    let both = (-5000...5000).map { Double($0) * 0.0173 }
    #expect(digest(positive.map(Deterministic.log)) == 0x7480_EA7B_AD54_091A)
    #expect(digest(both.map(Deterministic.exp)) == 0x0E0C_BFC6_AAB0_6609)
    #expect(digest(positive.map(Deterministic.log1p)) == 0xFE48_8287_0D30_FAFB)
    #expect(digest(both.map(Deterministic.expm1)) == 0xFE40_72E0_87D5_C694)
    #expect(digest(both.map(Deterministic.sin)) == 0x28EC_E4C4_F560_F827)
    #expect(digest(both.map(Deterministic.cos)) == 0xA908_6825_C4A1_A2FF)
    #expect(digest(positive.map { Deterministic.pow($0, 1.7) }) == 0x6500_46CE_B193_EE4F)
    #expect(digest(positive.map(Deterministic.lgamma)) == 0x57E6_0177_6844_C4AD)
    #expect(digest(both.map(Deterministic.normalCDF)) == 0x4C99_0E0F_F85F_830A)
    #expect(digest((1..<5000).map { Deterministic.normalQuantile(Double($0) / 5000) }) == 0xEC7D_C3F8_7A39_7ED1)
    #expect(digest((1..<500).map { Deterministic.gammaP(3.3, Double($0) / 40) }) == 0xA556_3C5A_B133_BC9B)
    #expect(digest((1..<500).map { Deterministic.betaI(3.3, 1.2, Double($0) / 500) }) == 0xB7CE_5E63_82EC_4EB2)
    #expect(digest((1..<500).map { StudentT.quantile(Double($0) / 500, degreesOfFreedom: 7) }) == 0xD863_2F7D_9ECB_6D28)
  }
}
