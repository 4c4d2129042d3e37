/// The Pareto law: above a scale, with a tail that falls as a power.
@frozen public struct Pareto: MomentDistribution, BitwiseCopyable {
  /// The least value.
  public let scale: Double
  /// The exponent of the tail.
  public let shape: Double

  /// Makes the law from scale and shape, both above 0.
  public init(scale: Double, shape: Double) throws(DistributionError) {
    try Parameter.positive("scale", scale)
    try Parameter.positive("shape", shape)
    self.scale = scale
    self.shape = shape
  }

  /// The expected value; infinite for shapes of at most 1.
  public var mean: Double { shape > 1 ? scale * shape / (shape - 1) : .infinity }
  /// The expected squared distance from the mean; infinite for shapes of at most 2.
  public var variance: Double {
    shape > 2 ? scale * scale * shape / ((shape - 1) * (shape - 1) * (shape - 2)) : .infinity
  }

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double {
    scale * Deterministic.exp(stream.exponential() / shape)
  }
}
