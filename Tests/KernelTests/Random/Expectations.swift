import Kernel
import Testing

/// Expects a sample's mean within its 99.9 % interval around the law's: error probability 1e-3 for the fixed seed.
func expectMean(
  _ tally: Tally, _ mean: Double, variance: Double, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let z = (tally.mean - mean) / (variance / Double(tally.count)).squareRoot()
  let comment = Comment(rawValue: "\(what) mean \(tally.mean), expected \(mean), z \(z)")
  #expect(abs(z) < 3.2905, comment, sourceLocation: sourceLocation)
}

/// Expects a sample's variance within its 99.9 % interval, whose width comes from the sample's own fourth moment.
func expectVariance(
  _ values: [Double], _ variance: Double, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  let centre = Tally(values).mean
  let squares = Tally(values.map { ($0 - centre) * ($0 - centre) })
  let z = (squares.mean - variance) / squares.standardError
  let comment = Comment(rawValue: "\(what) variance \(squares.mean), expected \(variance), z \(z)")
  #expect(abs(z) < 3.2905, comment, sourceLocation: sourceLocation)
}

/// Expects two numbers to agree to a relative error, or an absolute one near zero.
func expectClose(
  _ value: Double, _ expected: Double, relative: Double, absolute: Double = 0, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let isClose = value == expected || abs(value - expected) <= max(absolute, relative * abs(expected))
  let comment = Comment(
    rawValue: "\(what) \(value), expected \(expected), relative error \(abs(value / expected - 1))")
  #expect(isClose, comment, sourceLocation: sourceLocation)
}

/// A digest of bit patterns, FNV-1a: moves when any bit of any value moves.
func digest(_ values: some Sequence<Double>) -> UInt64 {
  values.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01B3 }
}

/// A fixed stream for tests.
func testStream(_ entity: UInt64 = 0, purpose: String = "test") -> RandomStream {
  Streams(seed: 20_261_122)[purpose][entity]
}
