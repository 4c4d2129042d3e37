/// A triangle between two bounds with its peak at the mode.
@frozen public struct Triangular: MomentDistribution, BitwiseCopyable {
  /// The lower bound.
  public let lower: Double
  /// The most likely value.
  public let mode: Double
  /// The upper bound.
  public let upper: Double
  /// Makes the law from finite numbers in rising order.
  public init(min: Double, mode: Double, max: Double) throws(DistributionError) {
    try Parameter.finite("min", min)
    try Parameter.require(max >= min && (max - min).isFinite, "max", max, "a finite number of at least \"\(min)\"")
    try Parameter.require(mode >= min && mode <= max, "mode", mode, "a number in \"\(min)\"...\"\(max)\"")
    lower = min
    self.mode = mode
    upper = max
  }
  /// The mean of the three numbers.
  public var mean: Double { lower + ((mode - lower) + (upper - lower)) / 3 }
  /// The expected squared distance from the mean.
  public var variance: Double {
    let a = mode - lower
    let b = upper - lower
    return (a * a + b * b - a * b) / 18
  }
  /// Draws one value, by inversion.
  public func sample(_ stream: inout RandomStream) -> Double {
    let u = stream.uniform()
    let width = upper - lower
    let rise = mode - lower
    if u * width < rise { return lower + (u * width * rise).squareRoot() }
    return upper - ((1 - u) * width * (upper - mode)).squareRoot()
  }
}
