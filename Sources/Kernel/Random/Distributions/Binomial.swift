/// The binomial law: successes in independent trials.
@frozen public struct Binomial: MomentDistribution, BitwiseCopyable {
  /// The number of trials.
  public let trials: Int64
  /// The probability of success in each.
  public let probability: Double

  /// The largest number of trials that can be drawn from.
  public static var mostTrials: Int64 { 1_000_000_000_000_000 }

  /// Makes the law from 0 to 1e15 trials and a probability.
  public init(trials: Int64, probability: Double) throws(DistributionError) {
    try Parameter.require(
      trials >= 0 && trials <= Self.mostTrials, "trials", Double(trials), "a whole number in 0...1e15")
    try Parameter.probability("probability", probability)
    self.trials = trials
    self.probability = probability
  }

  /// Trials times probability.
  public var mean: Double { Double(trials) * probability }
  /// The mean times the probability of failure.
  public var variance: Double { mean * (1 - probability) }

  /// Draws one count.
  public func sample(_ stream: inout RandomStream) -> Int64 { stream.binomial(trials, probability) }

  /// The probability of exactly `count`.
  public func probability(of count: Int64) -> Double {
    Deterministic.exp(
      Deterministic.logBinomialProbability(Double(count), trials: Double(trials), probability: probability))
  }

  /// The probability of at most `count`.
  public func cdf(_ count: Int64) -> Double {
    if count < 0 { return 0 }
    if count >= trials || probability == 0 { return 1 }
    if probability == 1 { return 0 }
    return Deterministic.betaI(
      Double(trials - count), Double(count) + 1, 1 - probability, complement: probability)
  }

  /// The smallest count not exceeded with at least the given probability.
  public func quantile(_ level: Double) -> Int64 {
    CountQuantile.smallest(
      reaching: level, mean: mean, standardDeviation: variance.squareRoot(), upTo: trials, cdf: cdf)
  }
}

extension RandomStream {
  /// A binomial count of 0 to 1e15 trials: by inversion where the mean lies below 10, else by transformed rejection.
  ///
  /// Source: Hörmann, *The Generation of Binomial Random Variates*, J. Stat. Comput. Simul. 46 (1993), BTRS.
  public mutating func binomial(_ trials: Int64, _ probability: Double) -> Int64 {
    precondition(trials >= 0 && trials <= Binomial.mostTrials, "binomial trials outside 0...1e15")
    precondition(probability >= 0 && probability <= 1, "a binomial probability outside 0...1")
    if probability > 0.5 { return trials - likelyFailures(trials, 1 - probability) }
    return likelyFailures(trials, probability)
  }

  private mutating func likelyFailures(_ trials: Int64, _ p: Double) -> Int64 {
    let n = Double(trials)
    if trials == 0 || p == 0 { return 0 }
    return n * p < 10 ? smallBinomial(n, p) : largeBinomial(n, p)
  }

  private mutating func smallBinomial(_ n: Double, _ p: Double) -> Int64 {
    let odds = p / (1 - p)
    let none = Deterministic.exp(n * Deterministic.log1p(-p))
    let limit = min(n, 200)
    while true {
      var rest = uniform()
      var probability = none
      var count = 0.0
      while count <= limit {
        if rest <= probability { return Int64(count) }
        rest -= probability
        count += 1
        probability *= (n - count + 1) / count * odds
      }
    }
  }

  private mutating func largeBinomial(_ n: Double, _ p: Double) -> Int64 {
    let spread = (n * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * spread
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let accepted = 0.92 - 4.2 / b
    var modeLog = Double.nan
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let edge = 0.5 - abs(u)
      let x = (2 * a / edge + b) * u + n * p + 0.5
      if !(x >= 0 && x < n + 1) { continue }
      let count = Int64(x)
      if edge >= 0.07 && v <= accepted { return count }
      if modeLog.isNaN { modeLog = logProbability(Double(Int64((n + 1) * p)), n, p) }
      let scale = (2.83 + 5.1 / b) * spread
      let height = Deterministic.log(v * scale / (a / (edge * edge) + b))
      if height <= logProbability(Double(count), n, p) - modeLog { return count }
    }
  }

  private func logProbability(_ count: Double, _ n: Double, _ p: Double) -> Double {
    Deterministic.logBinomialProbability(count, trials: n, probability: p)
  }
}
