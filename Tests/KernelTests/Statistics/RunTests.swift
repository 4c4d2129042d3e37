import Kernel
import Testing

@Suite struct RunTests {
  /// An autoregressive run with mean `level`, starting from `start`.
  func autoregression(_ count: Int, _ correlation: Double, start: Double, _ stream: inout RandomStream) -> [Double] {
    var value = start
    return (0..<count).map { _ in
      value = correlation * value + stream.normal()
      return value
    }
  }

  @Test("batch means of a correlated run cover the mean about as often as they say")
  func batchMeans() {
    let family = Streams(seed: 6)["batches"]
    var covered = 0
    for experiment in 0..<200 as Range<UInt64> {
      var stream = family[experiment]
      var batches = BatchMeans()
      for value in autoregression(8000, 0.8, start: 0, &stream) { batches.add(value) }
      #expect((20..<40).contains(batches.completeBatches))
      if batches.interval().contains(0) { covered += 1 }
    }
    #expect((178...199).contains(covered), "covered \(covered) of 200")
  }

  @Test("batches double in size, and their means add up to the run's")
  func batchSizes() {
    var batches = BatchMeans(batches: 20)
    for i in 0..<640 { batches.add(Double(i)) }
    #expect(batches.observationsPerBatch * Int64(batches.completeBatches) == 640)
    #expect(batches.interval().estimate == 319.5)
    #expect(batches.lagOneCorrelation > 0.8)
  }

  @Test("MSER-5 cuts a transient and leaves a stationary run alone")
  func mser() throws {
    var stream = testStream(7)
    let transient = autoregression(2000, 0.9, start: 200, &stream)
    let cut = try #require(Mser5.truncation(of: transient))
    #expect((15...120).contains(cut), "cut \(cut)")
    let constant = [Double](repeating: 3, count: 400)
    #expect(Mser5.truncation(of: constant) == 0)
    #expect(Mser5.truncation(of: [1, 2, 3]) == nil)
    #expect(Mser5.truncation(of: (0..<400).map { Double($0) }) == nil)
  }

  @Test("histogram quantiles stay within their stated relative error, and merge exactly")
  func histogram() throws {
    var stream = testStream(8)
    let law = try Lognormal(median: 20_000, sigma: 1.5)
    let values = (0..<20_000).map { _ in Int64(law.sample(&stream)) }
    var histogram = LogHistogram()
    var left = LogHistogram()
    var right = LogHistogram()
    for (i, value) in values.enumerated() {
      histogram.record(value)
      if i % 3 == 0 { left.record(value) } else { right.record(value) }
    }
    left.merge(right)
    #expect(left == histogram)
    let sorted = values.sorted()
    for probability in [0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1] {
      let exact = sorted[max(1, Int((probability * 20_000).rounded(.up))) - 1]
      let value = try #require(histogram.quantile(probability))
      #expect(abs(Double(value - exact)) <= Double(exact) / 256 + 0.5, "\(probability): \(value), exact \(exact)")
    }
    expectClose(histogram.mean, Double(values.reduce(0, +)) / 20_000, relative: 1e-15)
    #expect(histogram.min == sorted[0] && histogram.max == sorted[19_999])
    #expect(abs(histogram.share(above: sorted[17_999]) - 0.1) < 0.002)
  }

  @Test("histograms take every number from 0 to Int64.max, at every precision")
  func histogramRange() throws {
    for precision in [1, 7, 14] {
      var histogram = LogHistogram(precision: precision)
      #expect(histogram.quantile(0.5) == nil)
      let numbers = [0, 1, 2, 3, 255, 256, 257, 1_000_003, Int64.max - 1, .max]
      for number in numbers { histogram.record(number) }
      histogram.record(-5)
      #expect(histogram.count == 11)
      #expect(histogram.quantile(0) == 0)
      #expect(histogram.quantile(1) == .max)
      #expect(histogram.share(above: -1) == 1)
      #expect(histogram.share(above: .max) == 0)
    }
    var one = LogHistogram()
    one.record(.hours(1))
    #expect(one.quantile(0.5) == 3_600_000_000)
  }

  @Test("Kolmogorov-Smirnov and chi-square p-values match the published tables")
  func goodnessOfFit() {
    #expect(abs(KolmogorovSmirnov.pValue(1.3581 / 1e4, size: 1e8) - 0.05) < 1e-4)
    #expect(abs(KolmogorovSmirnov.pValue(0.8276 / 1e4, size: 1e8) - 0.5) < 1e-3)
    #expect(abs(KolmogorovSmirnov.pValue(0.40925, size: 10) - 0.05) < 0.002)
    let test = ChiSquareTest.test(observed: [44, 56], expected: [50, 50])
    #expect(test.statistic == 1.44 && test.degreesOfFreedom == 1)
    expectClose(test.pValue, 0.23013934044341644, relative: 1e-12)
    let pooled = ChiSquareTest.test(observed: [3, 2, 40, 1], expected: [2, 3, 40, 1])
    #expect(pooled.degreesOfFreedom == 1)
  }

  @Test("a uniform p-value stays uniform under the null hypothesis")
  func nullHypothesis() {
    let family = Streams(seed: 9)["null"]
    let values = (0..<400 as Range<UInt64>).map { experiment -> Double in
      var stream = family[experiment]
      return KolmogorovSmirnov.test((0..<100).map { _ in stream.uniform() }) { $0 }.pValue
    }
    #expect(KolmogorovSmirnov.test(values) { $0 }.pValue > 1e-3)
  }
}
