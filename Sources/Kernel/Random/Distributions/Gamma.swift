/// The gamma law: positive, skewed; the sum of `shape` exponential numbers when the shape is whole.
@frozen public struct Gamma: MomentDistribution, BitwiseCopyable {
  /// The shape, without unit.
  public let shape: Double
  /// The scale, in the unit of the draws.
  public let scale: Double

  /// Makes the law from shape and scale, both above 0.
  public init(shape: Double, scale: Double) throws(DistributionError) {
    try Parameter.positive("shape", shape)
    try Parameter.positive("scale", scale)
    self.shape = shape
    self.scale = scale
  }

  /// Makes the law from its mean and coefficient of variation, both above 0.
  public init(mean: Double, cv: Double) throws(DistributionError) {
    try Parameter.positive("mean", mean)
    try Parameter.positive("cv", cv)
    try self.init(shape: 1 / (cv * cv), scale: mean * cv * cv)
  }

  /// Shape times scale.
  public var mean: Double { shape * scale }
  /// Shape times the scale's square.
  public var variance: Double { shape * scale * scale }

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double { scale * stream.gamma(shape) }

  /// The probability of at most `x`.
  public func cdf(_ x: Double) -> Double { Deterministic.gammaP(shape, x / scale) }
  /// The value not exceeded with the given probability.
  public func quantile(_ probability: Double) -> Double { scale * Deterministic.gammaQuantile(shape, probability) }
}

extension RandomStream {
  /// A gamma number of scale 1; `shape` must be above 0.
  ///
  /// Source: Marsaglia and Tsang, *A Simple Method for Generating Gamma Variables*, ACM TOMS 26 (2000).
  public mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return Deterministic.exp(logGamma(shape)) }
    let d = shape - 0.3333333333333333
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let u = uniform()
      let square = x * x
      if u < 1 - 0.0331 * square * square { return d * v }
      if Deterministic.log(u) < 0.5 * square + d * (1 - v + Deterministic.log(v)) { return d * v }
    }
  }

  /// The logarithm of a gamma number of scale 1: finite also where the number itself would underflow.
  public mutating func logGamma(_ shape: Double) -> Double {
    if shape >= 1 { return Deterministic.log(gamma(shape)) }
    let larger = Deterministic.log(gamma(shape + 1))
    return larger + Deterministic.log(uniform()) / shape
  }
}
