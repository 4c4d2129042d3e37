/// The normal law.
@frozen public struct Normal: MomentDistribution, BitwiseCopyable {
  /// The expected value.
  public let mean: Double
  /// The standard deviation.
  public let standardDeviation: Double

  /// Makes the law; a standard deviation of 0 always gives the mean.
  public init(mean: Double = 0, standardDeviation: Double = 1) throws(DistributionError) {
    try Parameter.finite("mean", mean)
    try Parameter.nonNegative("standard deviation", standardDeviation)
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// The standard deviation's square.
  public var variance: Double { standardDeviation * standardDeviation }

  /// Draws one value.
  @inlinable public func sample(_ stream: inout RandomStream) -> Double { mean + standardDeviation * stream.normal() }
}

extension RandomStream {
  /// A standard normal number, by the ziggurat of 256 layers with Marsaglia's exact tail.
  ///
  /// Source: Marsaglia and Tsang, *The Ziggurat Method for Generating Random Variables*, J. Stat. Software 5 (2000).
  public mutating func normal() -> Double {
    while true {
      let word = next()
      let layer = Int(truncatingIfNeeded: word & 255)
      let offset = word &>> 11
      let x = Double(Int64(bitPattern: offset)) * normalZigguratWidth[layer]
      let sign = (word & 256) &<< 55
      if offset < normalZigguratCore[layer] { return Double(bitPattern: x.bitPattern | sign) }
      if layer == 0 { return Double(bitPattern: normalTail().bitPattern | sign) }
      let low = normalZigguratHeight[layer]
      let height = low + uniform() * (normalZigguratHeight[layer + 1] - low)
      if height < Deterministic.exp(-0.5 * x * x) { return Double(bitPattern: x.bitPattern | sign) }
    }
  }

  /// A standard normal number given that it lies beyond the base layer.
  private mutating func normalTail() -> Double {
    while true {
      let x = exponential() / normalZigguratTail
      let y = exponential()
      if y + y > x * x { return normalZigguratTail + x }
    }
  }
}

/// Where the base layer's tail begins.
private let normalZigguratTail = 3.6541528853610088
