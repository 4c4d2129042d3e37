/// Always the same value.
@frozen public struct Constant: MomentDistribution, BitwiseCopyable {
  /// The value.
  public let value: Double
  /// Makes the law of a finite value.
  public init(_ value: Double) throws(DistributionError) {
    try Parameter.finite("value", value)
    self.value = value
  }
  /// The value itself.
  public var mean: Double { value }
  /// Zero.
  public var variance: Double { 0 }
  /// Gives the value, and draws nothing.
  @inlinable public func sample(_ stream: inout RandomStream) -> Double { value }
}

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
