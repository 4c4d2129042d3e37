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
