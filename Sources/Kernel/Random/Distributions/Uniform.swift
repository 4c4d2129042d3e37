/// Every value between two bounds alike.
@frozen public struct Uniform: MomentDistribution, BitwiseCopyable {
  /// The lower bound.
  public let lower: Double
  /// The upper bound.
  public let upper: Double
  /// Makes the law on the interval between two finite bounds.
  public init(from lower: Double, to upper: Double) throws(DistributionError) {
    try Parameter.finite("lower bound", lower)
    try Parameter.require(
      upper >= lower && (upper - lower).isFinite, "upper bound", upper, "a finite number of at least \"\(lower)\"")
    self.lower = lower
    self.upper = upper
  }
  /// The middle.
  public var mean: Double { lower + (upper - lower) / 2 }
  /// A twelfth of the squared width.
  public var variance: Double { (upper - lower) * (upper - lower) / 12 }
  /// Draws one value.
  @inlinable public func sample(_ stream: inout RandomStream) -> Double { lower + (upper - lower) * stream.uniform() }
}
