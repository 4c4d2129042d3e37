/// A law that random values follow: parameters checked once, at the making; sampling never fails.
public protocol Distribution: Sendable {
  /// What a draw gives: a number, a count, or a vector of either.
  associatedtype Value

  /// Draws one value.
  func sample(_ stream: inout RandomStream) -> Value
}

/// A law on the real line whose first two moments exist in closed form; infinite where they diverge.
public protocol MomentDistribution: Distribution {
  /// The expected value.
  var mean: Double { get }
  /// The expected squared distance from the mean.
  var variance: Double { get }
}
