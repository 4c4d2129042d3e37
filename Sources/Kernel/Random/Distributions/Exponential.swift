/// The exponential law: times between events of a Poisson process.
@frozen public struct Exponential: MomentDistribution, BitwiseCopyable {
  /// The expected value, in the unit of the draws.
  public let mean: Double

  /// Makes the law with a finite mean of at least 0; a mean of 0 always gives 0.
  public init(mean: Double) throws(DistributionError) {
    try Parameter.nonNegative("mean", mean)
    self.mean = mean
  }

  /// Makes the law with a rate, in events per unit.
  public init(rate: Double) throws(DistributionError) {
    try Parameter.positive("rate", rate)
    try self.init(mean: 1 / rate)
  }

  /// The mean's square.
  public var variance: Double { mean * mean }

  /// Draws one value.
  @inlinable public func sample(_ stream: inout RandomStream) -> Double { mean * stream.exponential() }
}

extension RandomStream {
  /// An exponential number of mean 1, by the ziggurat of 256 layers: exact, and 99 times in 100 one word.
  ///
  /// Source: Marsaglia and Tsang, *The Ziggurat Method for Generating Random Variables*, J. Stat. Software 5 (2000).
  public mutating func exponential() -> Double {
    let word = next()
    return exponentialCore(word) ?? exponentialOutside(word) { next() }
  }
}

extension BufferedStream {
  /// An exponential number of mean 1: the one that ``RandomStream/exponential()`` gives.
  public func exponential() -> Double {
    let word = next()
    return exponentialCore(word) ?? exponentialOutside(word) { next() }
  }
}

/// The number of a word that falls into its layer's core.
@inline(__always) private func exponentialCore(_ word: UInt64) -> Double? {
  let layer = Int(truncatingIfNeeded: word & 255)
  let offset = word &>> 11
  guard offset < exponentialZigguratCore[layer] else { return nil }
  return Double(Int64(bitPattern: offset)) * exponentialZigguratWidth[layer]
}

/// The rest of a draw whose first word fell outside its layer's core. On its own, so that the usual way stays short.
@inline(never) private func exponentialOutside(_ first: UInt64, _ next: () -> UInt64) -> Double {
  var word = first
  var tail = 0.0
  while true {
    if let x = exponentialCore(word) { return tail + x }
    let layer = Int(truncatingIfNeeded: word & 255)
    if layer == 0 {
      tail += exponentialZigguratTail
    } else {
      let x = Double(Int64(bitPattern: word &>> 11)) * exponentialZigguratWidth[layer]
      let u = RandomStream.uniform(next())
      let low = exponentialZigguratHeight[layer]
      if low + u * (exponentialZigguratHeight[layer + 1] - low) < Deterministic.exp(-x) { return tail + x }
    }
    word = next()
  }
}

/// Where the base layer's tail begins.
private let exponentialZigguratTail = 7.6971174701310497
