/// The Poisson law: counts of independent rare events.
@frozen public struct Poisson: MomentDistribution, BitwiseCopyable {
  /// The expected count.
  public let mean: Double

  /// The largest mean that can be drawn from: above it a `Double` no longer resolves the counts' spread well.
  public static var largestMean: Double { 1e15 }

  /// Makes the law from a mean of 0 to 1e15.
  public init(mean: Double) throws(DistributionError) {
    try Parameter.require(mean >= 0 && mean <= Self.largestMean, "mean", mean, "a number in 0...1e15")
    self.mean = mean
  }

  /// Equal to the mean.
  public var variance: Double { mean }

  /// Draws one count.
  public func sample(_ stream: inout RandomStream) -> Int64 { stream.poisson(mean) }

  /// The probability of exactly `count`.
  public func probability(of count: Int64) -> Double {
    Deterministic.exp(Deterministic.logPoissonProbability(Double(count), mean: mean))
  }

  /// The probability of at most `count`.
  public func cdf(_ count: Int64) -> Double {
    count < 0 ? 0 : mean == 0 ? 1 : Deterministic.gammaQ(Double(count) + 1, mean)
  }

  /// The smallest count not exceeded with at least the given probability, which must lie below 1.
  public func quantile(_ probability: Double) -> Int64 {
    CountQuantile.smallest(
      reaching: probability, mean: mean, standardDeviation: mean.squareRoot(), upTo: .max, cdf: cdf)
  }
}

extension RandomStream {
  /// A Poisson count with a mean of 0 to 1e15: by inversion below 10, else by Hörmann's transformed rejection.
  ///
  /// The acceptance test compares with the exact probability in Loader's form, which stays exact for huge means.
  /// Source: Hörmann, *The Transformed Rejection Method for Generating Poisson Random Variables*, IME 12 (1993), PTRS.
  public mutating func poisson(_ mean: Double) -> Int64 {
    precondition(mean >= 0 && mean <= Poisson.largestMean, "a Poisson mean outside 0...1e15")
    if mean < 10 { return mean == 0 ? 0 : smallPoisson(mean) }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let accepted = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let edge = 0.5 - abs(u)
      let x = (2 * a / edge + b) * u + mean + 0.43
      if !(x >= 0 && x < 9e18) { continue }
      let count = Int64(x)
      if edge >= 0.07 && v <= accepted { return count }
      if edge < 0.013 && v > edge { continue }
      let scale = 1.1239 + 1.1328 / (b - 3.4)
      let height = Deterministic.log(v * scale / (a / (edge * edge) + b))
      if height <= Deterministic.logPoissonProbability(Double(count), mean: mean) { return count }
    }
  }

  private mutating func smallPoisson(_ mean: Double) -> Int64 {
    let none = Deterministic.exp(-mean)
    while true {
      var rest = uniform()
      var probability = none
      var count = 0.0
      while count < 200 {
        if rest <= probability { return Int64(count) }
        rest -= probability
        count += 1
        probability *= mean / count
      }
    }
  }
}
