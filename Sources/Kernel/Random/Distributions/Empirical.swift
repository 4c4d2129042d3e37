/// A law given by points of its distribution function, with straight lines between them.
public struct Empirical: MomentDistribution {
  /// How values run between two points.
  public enum Interpolation: Sendable {
    /// In proportion to the probability.
    case linear
    /// Their logarithm in proportion to the probability: for life cycles that span minutes to months.
    case logarithmic
  }

  /// The values at the points.
  public let values: [Double]
  /// The probability of at most that value, at each point.
  public let cumulative: [Double]
  /// How values run between two points.
  public let interpolation: Interpolation

  /// Makes the law from points in rising order whose last probability is 1.
  ///
  /// A first probability above 0 is a lump at the first value.
  public init(
    values: [Double], cumulative: [Double], interpolation: Interpolation = .linear
  ) throws(DistributionError) {
    try Parameter.require(!values.isEmpty, "number of points", 0, "a whole number of at least 1")
    try Parameter.require(
      values.count == cumulative.count, "number of probabilities", Double(cumulative.count), "the number of values")
    for i in values.indices {
      try Parameter.finite("value", values[i])
      try Parameter.require(i == 0 || values[i] >= values[i - 1], "value", values[i], "in rising order")
      try Parameter.require(
        interpolation == .linear || values[i] > 0, "value", values[i], "above 0, as logarithms need")
      try Parameter.probability("probability", cumulative[i])
      try Parameter.require(
        i == 0 || cumulative[i] >= cumulative[i - 1], "probability", cumulative[i], "in rising order")
    }
    let last = cumulative[cumulative.count - 1]
    try Parameter.require(last == 1, "last probability", last, "1")
    self.values = values
    self.cumulative = cumulative
    self.interpolation = interpolation
  }

  /// Makes the law of a sample: straight lines between its sorted values.
  public init(sample: [Double]) throws(DistributionError) {
    let sorted = sample.sorted()
    let steps = Double(max(sorted.count - 1, 1))
    try self.init(
      values: sorted, cumulative: sorted.indices.map { sorted.count == 1 ? 1 : Double($0) / steps })
  }

  /// The value not exceeded with the given probability.
  public func quantile(_ probability: Double) -> Double {
    if probability <= cumulative[0] { return values[0] }
    var low = 0
    var high = cumulative.count - 1
    if probability >= 1 { return values[high] }
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] < probability { low = middle } else { high = middle }
    }
    let share = (probability - cumulative[low]) / (cumulative[high] - cumulative[low])
    let start = values[low]
    if interpolation == .linear { return start + share * (values[high] - start) }
    return start * Deterministic.pow(values[high] / start, share)
  }

  /// The probability of at most `x`.
  public func cdf(_ x: Double) -> Double {
    if x < values[0] { return 0 }
    var low = 0
    var high = values.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= x { low = middle } else { high = middle }
    }
    if low == values.count - 1 { return 1 }
    let share =
      interpolation == .linear
      ? (x - values[low]) / (values[low + 1] - values[low])
      : Deterministic.log(x / values[low]) / Deterministic.log(values[low + 1] / values[low])
    return cumulative[low] + share * (cumulative[low + 1] - cumulative[low])
  }

  /// Draws one value, by inversion.
  public func sample(_ stream: inout RandomStream) -> Double { quantile(stream.uniform()) }

  /// The expected value.
  public var mean: Double {
    moment { a, b in
      (a + b) / 2
    } logarithmic: { a, b, l in
      (b - a) / l
    }
  }
  /// The expected squared distance from the mean.
  public var variance: Double {
    let centre = mean
    let square = moment { a, b in
      ((a - centre) * (a - centre) + (a - centre) * (b - centre) + (b - centre) * (b - centre)) / 3
    } logarithmic: { a, b, l in
      (b * b - a * a) / (2 * l) - 2 * centre * (b - a) / l + centre * centre
    }
    return max(0, square + cumulative[0] * lump(centre))
  }

  private func lump(_ centre: Double) -> Double { (values[0] - centre) * (values[0] - centre) - values[0] }

  /// The lump's value plus each segment's, by a formula for straight and one for logarithmic segments.
  private func moment(
    _ linear: (Double, Double) -> Double, logarithmic: (Double, Double, Double) -> Double
  ) -> Double {
    var sum = cumulative[0] * values[0]
    for i in values.indices.dropFirst() {
      let a = values[i - 1]
      let b = values[i]
      let isStraight = interpolation == .linear || b - a < 1e-9 * a
      let part = isStraight ? linear(a, b) : logarithmic(a, b, Deterministic.log(b / a))
      sum += (cumulative[i] - cumulative[i - 1]) * part
    }
    return sum
  }
}
