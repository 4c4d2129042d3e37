/// The multinomial law: trials that fall into cells, drawn as a chain of binomials.
public struct Multinomial: Distribution {
  /// The number of trials of ``sample(_:)``.
  public let trials: Int64
  /// The probability of each cell among itself and its successors.
  private let conditional: [Double]

  /// Makes the law from 0 to 1e15 trials and the cells' weights, at least 0 and not all 0, of any total.
  public init(trials: Int64, weights: [Double]) throws(DistributionError) {
    try Parameter.require(
      trials >= 0 && trials <= Binomial.mostTrials, "trials", Double(trials), "a whole number in 0...1e15")
    try Weights.check(weights)
    self.trials = trials
    var rest = 0.0
    var conditional = weights
    for i in weights.indices.reversed() {
      rest += weights[i]
      conditional[i] = rest > 0 ? weights[i] / rest : 1
    }
    self.conditional = conditional
  }

  /// The number of cells.
  public var cells: Int { conditional.count }

  /// Draws the count of every cell.
  public func sample(_ stream: inout RandomStream) -> [Int64] {
    var counts = [Int64](repeating: 0, count: cells)
    var span = counts.mutableSpan
    split(trials, into: &span, &stream)
    return counts
  }

  /// Splits a count over the cells without allocating; `counts` must have room for every cell.
  public func split(_ count: Int64, into counts: inout MutableSpan<Int64>, _ stream: inout RandomStream) {
    precondition(counts.count >= cells, "fewer counters than cells")
    var rest = count
    for i in conditional.indices {
      let drawn = rest == 0 ? 0 : stream.binomial(rest, conditional[i])
      counts[i] = drawn
      rest -= drawn
    }
  }
}
