import Kernel
import Testing

/// Statistical expectations here fail by chance once in 1,000 seeds each; the seeds are fixed.
@Suite struct DistributionTests {
  let draws = 40_000

  func sample<D: Distribution>(_ law: D, _ entity: UInt64, _ count: Int? = nil) -> [D.Value] {
    var stream = testStream(entity, purpose: "distribution")
    return (0..<(count ?? draws)).map { _ in law.sample(&stream) }
  }

  /// Mean, variance, and the Kolmogorov-Smirnov distance where the law's distribution function is given.
  func check<D: MomentDistribution>(
    _ law: D, _ entity: UInt64, cdf: ((Double) -> Double)? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) where D.Value == Double {
    let values = sample(law, entity)
    expectMean(Tally(values), law.mean, variance: law.variance, "\(law)", sourceLocation: sourceLocation)
    expectVariance(values, law.variance, "\(law)", sourceLocation: sourceLocation)
    guard let cdf else { return }
    let test = KolmogorovSmirnov.test(values, cdf: cdf)
    #expect(test.pValue > 1e-3, "\(law): \(test)", sourceLocation: sourceLocation)
  }

  /// Mean, variance, and Pearson's chi-square against the law's probabilities.
  func checkCounts<D: MomentDistribution>(
    _ law: D, _ entity: UInt64, cdf: ((Int64) -> Double)? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) where D.Value == Int64 {
    let values = sample(law, entity)
    let numbers = values.map(Double.init)
    expectMean(Tally(numbers), law.mean, variance: law.variance, "\(law)", sourceLocation: sourceLocation)
    expectVariance(numbers, law.variance, "\(law)", sourceLocation: sourceLocation)
    guard let cdf else { return }
    let spread = law.variance.squareRoot()
    let width = max(1, Int64(spread / 8))
    let first = max(0, Int64(law.mean - 6 * spread))
    let cells = Int(max(12, 12 * spread / Double(width))) + 1
    var observed = [Double](repeating: 0, count: cells)
    for value in values { observed[min(max(Int((value - first) / width), 0), cells - 1)] += 1 }
    let expected = (0..<cells).map { i -> Double in
      let upper = i == cells - 1 ? 1 : cdf(first + Int64(i + 1) * width - 1)
      let lower = i == 0 ? 0 : cdf(first + Int64(i) * width - 1)
      return Double(draws) * (upper - lower)
    }
    let test = ChiSquareTest.test(observed: observed, expected: expected)
    #expect(test.pValue > 1e-3 && test.degreesOfFreedom > 0, "\(law): \(test)", sourceLocation: sourceLocation)
  }

  @Test("uniform numbers are uniform, and never 0 or 1")
  func uniform() throws {
    check(try Uniform(from: 0, to: 1), 1) { $0 }
    check(try Uniform(from: -3, to: 5), 2) { ($0 + 3) / 8 }
    var stream = testStream()
    #expect((0..<100_000).allSatisfy { _ in (0x1p-53..<1).contains(stream.uniform()) })
    var counts = [Double](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[Int(stream.below(7))] += 1 }
    #expect(ChiSquareTest.test(observed: counts, expected: counts.map { _ in 10_000 }).pValue > 1e-3)
  }

  @Test("exponential numbers follow 1 - exp(-x), also far out in the tail")
  func exponential() throws {
    check(try Exponential(mean: 1), 3) { -Deterministic.expm1(-$0) }
    check(try Exponential(rate: 0.25), 4) { -Deterministic.expm1(-$0 / 4) }
    let tail = sample(try Exponential(mean: 1), 5, 4_000_000).filter { $0 > 7.6971174701310497 }.map {
      $0 - 7.6971174701310497
    }
    expectMean(Tally(tail), 1, variance: 1)
    let share = 4_000_000 * Deterministic.exp(-7.6971174701310497)
    #expect(abs(Double(tail.count) - share) < 3.29 * share.squareRoot())
  }

  @Test("normal numbers follow the normal law, also in the tail")
  func normal() throws {
    check(try Normal(), 6, cdf: Deterministic.normalCDF)
    check(try Normal(mean: 50, standardDeviation: 8), 7) { Deterministic.normalCDF(($0 - 50) / 8) }
    let tail = sample(try Normal(), 8, 4_000_000).filter { abs($0) > 3.6541528853610088 }
    let share = 8_000_000 * Deterministic.normalTail(3.6541528853610088)
    #expect(abs(Double(tail.count) - share) < 3.29 * share.squareRoot())
    let beyond = KolmogorovSmirnov.test(tail.map(abs)) { 1 - 8_000_000 * Deterministic.normalTail($0) / share }
    #expect(beyond.pValue > 1e-3)
  }

  @Test("lognormal laws hit the moments and quantiles they are made from")
  func lognormal() throws {
    let byMean = try Lognormal(mean: 0.08, cv: 1.2)
    expectClose(byMean.mean, 0.08, relative: 1e-14)
    expectClose(byMean.variance.squareRoot(), 0.096, relative: 1e-14)
    check(byMean, 9) { Deterministic.normalCDF((Deterministic.log($0) - byMean.mu) / byMean.sigma) }
    let lag = try Lognormal(median: 2, quantile: 60, at: 0.99)
    expectClose(lag.value(atNormal: Deterministic.normalQuantile(0.99)), 60, relative: 1e-13)
    expectClose(lag.value(atNormal: 0), 2, relative: 1e-15)
  }

  @Test(
    "shifted lognormal laws give the carriers' means",
    arguments: [
      (1.0, 2.5, 5.0, 2.79, 0.005), (1.5, 3, 6, 3.37, 0.005), (4, 8, 15, 8.83, 0.005), (28, 39.5, 55, 41.2, 0.05),
      (45, 68, 90, 70.0, 0.05),
    ])
  func shiftedLognormal(min: Double, median: Double, p95: Double, mean: Double, digits: Double) throws {
    let law = try ShiftedLognormal(min: min, median: median, p95: p95)
    #expect(abs(law.mean - mean) <= digits)
    expectClose(law.value(atNormal: 0), median, relative: 1e-14)
    expectClose(law.value(atNormal: Deterministic.normalQuantile(0.95)), p95, relative: 1e-14)
    check(law, 10) { Deterministic.normalCDF((Deterministic.log($0 - min) - law.excess.mu) / law.excess.sigma) }
  }

  @Test("gamma, Erlang and beta numbers follow their laws, for shapes below and above 1")
  func gammaFamily() throws {
    for (i, shape) in [0.05, 0.4, 1, 1.7, 9, 350].enumerated() {
      let law = try Gamma(shape: shape, scale: 2)
      check(law, 20 + UInt64(i), cdf: law.cdf)
    }
    check(try Erlang(stages: 4, mean: 10), 30) { Deterministic.gammaP(4, $0 / 2.5) }
    for (i, (a, b)) in [(0.3, 0.6), (2, 5), (19, 1), (0.5, 3)].enumerated() {
      let law = try Beta(alpha: a, beta: b)
      check(law, 40 + UInt64(i), cdf: law.cdf)
    }
    let extreme = sample(try Beta(alpha: 1e-3, beta: 1e-3), 50)
    #expect(extreme.allSatisfy { $0 >= 0 && $0 <= 1 })
    expectMean(Tally(extreme), 0.5, variance: 0.25 / 1.002)
  }

  @Test("Poisson counts follow their law on both sides of 10 and for huge means")
  func poisson() throws {
    for (i, mean) in [0.01, 0.7, 3, 9.99, 10, 12.5, 80, 1000, 1e6].enumerated() {
      let law = try Poisson(mean: mean)
      checkCounts(law, 60 + UInt64(i), cdf: law.cdf)
    }
    for mean in [1e9, 1e12, 1e15] {
      let values = sample(try Poisson(mean: mean), 70).map { (Double($0) - mean) / mean.squareRoot() }
      let test = KolmogorovSmirnov.test(values, cdf: Deterministic.normalCDF)
      #expect(test.pValue > 1e-3, "mean \(mean): \(test)")
    }
  }

  @Test("binomial counts follow their law by inversion, by rejection, mirrored and for huge trials")
  func binomial() throws {
    let cases: [(Int64, Double)] = [
      (1, 0.3), (20, 0.1), (20, 0.5), (30, 0.97), (100, 0.099), (100, 0.1), (500, 0.5), (10_000, 0.3), (10_000, 0.9),
      (1_000_000_000, 3e-9), (1_000_000_000_000, 2e-11),
    ]
    for (i, (trials, p)) in cases.enumerated() {
      let law = try Binomial(trials: trials, probability: p)
      checkCounts(law, 80 + UInt64(i), cdf: law.cdf)
    }
    for (trials, p) in [(Int64(1_000_000_000), 0.013), (1_000_000_000_000, 0.5), (1_000_000_000_000, 0.999)] {
      let law = try Binomial(trials: trials, probability: p)
      let values = sample(law, 95).map { (Double($0) - law.mean) / law.variance.squareRoot() }
      let test = KolmogorovSmirnov.test(values, cdf: Deterministic.normalCDF)
      #expect(test.pValue > 1e-3, "\(law): \(test)")
    }
  }

  @Test("counts at the edges: nothing, everything, never, always")
  func edges() throws {
    var stream = testStream()
    for _ in 0..<100 {
      #expect(stream.poisson(0) == 0)
      #expect(stream.binomial(0, 0.5) == 0)
      #expect(stream.binomial(1_000_000_000_000, 0) == 0)
      #expect(stream.binomial(1_000_000_000_000, 1) == 1_000_000_000_000)
      #expect(try Exponential(mean: 0).sample(&stream) == 0)
      #expect(try Lognormal(mean: 3, cv: 0).sample(&stream) - 3 < 1e-14)
      #expect(try ShiftedLognormal(min: 2, median: 2, p95: 2).sample(&stream) == 2)
      #expect(try Uniform(from: 4, to: 4).sample(&stream) == 4)
      #expect(try Triangular(min: 1, mode: 1, max: 1).sample(&stream) == 1)
      #expect(try NegativeBinomial(mean: 0, dispersion: 5).sample(&stream) == 0)
      #expect(try PowerLaw(exponent: 2.016, cap: 1).sample(&stream) == 1)
      #expect(try Discrete(weights: [0, 3, 0]).sample(&stream) == 1)
    }
  }

  @Test("negative binomial counts follow their law; at mean 1000 and k = 5 the variance is 201,000 (KA-28)")
  func negativeBinomial() throws {
    let law = try NegativeBinomial(mean: 1000, dispersion: 5)
    #expect(law.variance == 201_000)
    checkCounts(law, 100, cdf: law.cdf)
    let small = try NegativeBinomial(mean: 2, dispersion: 0.7)
    checkCounts(small, 101, cdf: small.cdf)
  }

  @Test("multinomial splits keep the total, follow the weights, and skip empty cells")
  func multinomial() throws {
    let law = try Multinomial(trials: 50, weights: [2, 0, 3, 5])
    let splits = sample(law, 102)
    #expect(splits.allSatisfy { $0.reduce(0, +) == 50 && $0[1] == 0 })
    for (cell, p) in [(0, 0.2), (2, 0.3), (3, 0.5)] {
      expectMean(Tally(splits.map { Double($0[cell]) }), 50 * p, variance: 50 * p * (1 - p))
    }
    let products = splits.map { (Double($0[0]) - 10) * (Double($0[2]) - 15) }
    expectMean(Tally(products), -50 * 0.2 * 0.3, variance: Tally(products).variance, "covariance")
  }

  @Test("Poisson counts split into cohorts stay independent Poisson counts (KA-28)")
  func splitting() throws {
    let law = try Multinomial(trials: 0, weights: [0.2, 0.3, 0.5])
    var stream = testStream(103)
    var counts = [[Double]](repeating: [], count: 3)
    var cells = [Int64](repeating: 0, count: 3)
    for _ in 0..<draws {
      var span = cells.mutableSpan
      law.split(stream.poisson(1000), into: &span, &stream)
      for i in 0..<3 { counts[i].append(Double(cells[i])) }
    }
    for (i, p) in [0.2, 0.3, 0.5].enumerated() {
      expectMean(Tally(counts[i]), 1000 * p, variance: 1000 * p)
      expectVariance(counts[i], 1000 * p)
    }
    let products = zip(counts[0], counts[2]).map { ($0 - 200) * ($1 - 500) }
    expectMean(Tally(products), 0, variance: 200 * 500, "covariance")
  }

  @Test("Dirichlet shares add up to 1 and have the law's means, also for tiny weights")
  func dirichlet() throws {
    let shares = sample(try Dirichlet([0.5, 2, 7.5]), 104)
    for (i, mean) in [0.05, 0.2, 0.75].enumerated() {
      #expect(shares.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
      expectMean(Tally(shares.map { $0[i] }), mean, variance: mean * (1 - mean) / 11)
    }
    #expect(sample(try Dirichlet([1e-4, 1e-4]), 105).allSatisfy { abs($0[0] + $0[1] - 1) < 1e-12 })
  }

  @Test("discrete numbers follow their weights")
  func discrete() throws {
    let law = try Discrete(weights: [1, 0, 2.5, 0.001, 4, 9])
    var counts = [Double](repeating: 0, count: 6)
    for index in sample(law, 106, 200_000) { counts[index] += 1 }
    #expect(counts[1] == 0)
    #expect(ChiSquareTest.test(observed: counts, expected: law.probabilities.map { $0 * 200_000 }).pValue > 1e-3)
  }

  @Test("empirical laws follow their points, on a straight and on a logarithmic axis")
  func empirical() throws {
    let points = [0.0, 0.32, 0.38, 0.55, 1.0]
    let hours = [0.1, 24, 48, 168, 2160]
    for scale in [Empirical.Interpolation.linear, .logarithmic] {
      let law = try Empirical(values: hours, cumulative: points, interpolation: scale)
      check(law, 107, cdf: law.cdf)
      for (hour, point) in zip(hours, points) { expectClose(law.cdf(hour), point, relative: 1e-14) }
    }
    let lump = try Empirical(values: [2, 4], cumulative: [0.25, 1])
    #expect(lump.quantile(0.2) == 2)
    check(lump, 108)
    #expect(try Empirical(sample: [3, 1, 2]).quantile(0.75) == 2.5)
  }

  @Test("triangles, power laws, Pareto and hyperexponential laws follow theirs")
  func others() throws {
    check(try Triangular(min: 1, mode: 2, max: 6), 109) {
      $0 < 2 ? ($0 - 1) * ($0 - 1) / 5 : 1 - (6 - $0) * (6 - $0) / 20
    }
    check(try Pareto(scale: 2, shape: 6), 110) { 1 - Deterministic.pow(2 / $0, 6) }
    let mixture = try HyperExponential(mean: 3, squaredCV: 4)
    expectClose(mixture.mean, 3, relative: 1e-14)
    expectClose(mixture.variance, 36, relative: 1e-13)
    check(mixture, 111)
    for (i, exponent) in [0.5, 1, 2.016, 3.5].enumerated() {
      let law = try PowerLaw(exponent: exponent, cap: 1000)
      var counts = [Double](repeating: 0, count: 1000)
      for value in sample(law, 112 + UInt64(i)) { counts[Int(value) - 1] += 1 }
      let weights = (1...1000).map { Deterministic.pow(Double($0), -exponent) }
      let total = weights.reduce(0, +)
      let test = ChiSquareTest.test(observed: counts, expected: weights.map { $0 / total * Double(draws) })
      #expect(test.pValue > 1e-3, "exponent \(exponent): \(test)")
      let mean = zip(1...1000, weights).reduce(0) { $0 + Double($1.0) * $1.1 } / total
      expectClose(law.mean, mean, relative: 1e-9)
    }
    var stream = testStream()
    #expect(try PowerLaw(exponent: 2.016, cap: 1_000_000_000_000).sample(&stream) >= 1)
  }

  @Test("parameters outside a law's range are refused with their name and value")
  func validation() {
    let cases: [(String, () throws -> Void)] = [
      ("mean \"nan\" is not a finite number of at least 0", { _ = try Exponential(mean: .nan) }),
      ("rate \"-1.0\" is not a finite number above 0", { _ = try Exponential(rate: -1) }),
      ("mean \"-3.0\" is not a number in 0...1e15", { _ = try Poisson(mean: -3) }),
      ("probability \"1.5\" is not a number in 0...1", { _ = try Binomial(trials: 3, probability: 1.5) }),
      ("trials \"-1.0\" is not a whole number in 0...1e15", { _ = try Binomial(trials: -1, probability: 0.5) }),
      ("sum of weights \"0.0\" is not a finite number above 0", { _ = try Discrete(weights: [0, 0]) }),
      ("weight \"-1.0\" is not a finite number of at least 0", { _ = try Discrete(weights: [2, -1]) }),
      ("cv \"inf\" is not a finite number of at least 0", { _ = try Lognormal(mean: 1, cv: .infinity) }),
      (
        "median \"1.0\" is not a finite number above min \"2.0\"",
        { _ = try ShiftedLognormal(min: 2, median: 1, p95: 3) }
      ),
      ("shape \"0.0\" is not a finite number above 0", { _ = try Gamma(shape: 0, scale: 1) }),
      (
        "rate \"nan\" is not a finite number of at least 0",
        { _ = try PiecewiseLinearRate(times: [0, 1], rates: [.nan, 1]) }
      ),
      ("last probability \"0.9\" is not 1", { _ = try Empirical(values: [1, 2], cumulative: [0, 0.9]) }),
    ]
    for (message, make) in cases {
      let error = #expect(throws: DistributionError.self, Comment(rawValue: message)) { try make() }
      #expect(error?.description == message)
    }
  }
}
