/// The Erlang law: the sum of exponential stages.
@frozen public struct Erlang: MomentDistribution, BitwiseCopyable {
  /// The number of stages.
  public let stages: Int
  /// The gamma law it is.
  public let gamma: Gamma

  /// Makes the law from its number of stages, at least 1, and its mean, above 0.
  public init(stages: Int, mean: Double) throws(DistributionError) {
    try Parameter.require(stages >= 1, "stages", Double(stages), "a whole number of at least 1")
    try Parameter.positive("mean", mean)
    self.stages = stages
    gamma = try Gamma(shape: Double(stages), scale: mean / Double(stages))
  }

  /// The expected value.
  public var mean: Double { gamma.mean }
  /// The squared mean over the number of stages.
  public var variance: Double { gamma.variance }
  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double { gamma.sample(&stream) }
}
