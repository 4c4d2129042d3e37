/// Inverts the distribution function of a count.
enum CountQuantile {
  /// The smallest count in 0...limit whose distribution function reaches a probability; `limit` when none does.
  ///
  /// Starts at the normal approximation, brackets by doubling steps, then halves: O(log) evaluations.
  static func smallest(
    reaching probability: Double, mean: Double, standardDeviation: Double, upTo limit: Int64, cdf: (Int64) -> Double
  ) -> Int64 {
    if !(probability > 0) { return 0 }
    if probability >= 1 { return limit }
    let guess = mean + standardDeviation * Deterministic.normalQuantile(probability)
    var step = max(1, Int64(min(standardDeviation, 1e15) * 0.01))
    var high = min(limit, Int64(min(max(guess, 0), 4e18)))
    while high < limit && cdf(high) < probability {
      high = high > limit - step ? limit : high + step
      step *= 2
    }
    step = max(1, Int64(min(standardDeviation, 1e15) * 0.01))
    var low = high - step
    while low >= 0 && cdf(low) >= probability {
      high = low
      step *= 2
      low -= step
    }
    low = max(low, -1)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if cdf(middle) >= probability { high = middle } else { low = middle }
    }
    return high
  }
}
