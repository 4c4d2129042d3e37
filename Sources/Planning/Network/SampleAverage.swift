public import Kernel

/// How good a choice of sites is that was made from samples.
public struct SampleAverageResult: Sendable {
  /// The open sites, ascending.
  public var open: [Int]
  /// What the choice costs on fresh scenarios, with its interval.
  public var cost: ConfidenceInterval
  /// The mean of the batches' optima, a lower bound of the least cost, with its interval.
  public var lowerBound: ConfidenceInterval
  /// The mean distance from the batches' optima on the batches' own scenarios: common random numbers.
  public var gap: ConfidenceInterval
  /// The choice of each batch.
  public var batches: [StochasticLocation.Choice]

  /// The upper end of the one-sided interval of the optimality gap; it begins at 0.
  public var gapUpper: Double {
    guard gap.count > 1, gap.halfWidth.isFinite else { return .infinity }
    let freedom = Double(gap.count - 1)
    let twoSided = StudentT.quantile(0.5 + gap.level / 2, degreesOfFreedom: freedom)
    return max(0, gap.estimate) + gap.halfWidth / twoSided * StudentT.quantile(gap.level, degreesOfFreedom: freedom)
  }
}

extension StochasticLocation {
  /// Chooses sites from batches of scenarios and judges the choice on fresh ones.
  ///
  /// The candidates are the choices of the batches; the one that is cheapest on the first fresh half wins, and its cost is measured on
  /// the other half, so that its luck does not count. The gap is measured on `batches` further batches.
  ///
  /// - Parameters:
  ///   - batches: Batches, at least 2; as many more measure the gap.
  ///   - size: Scenarios of a batch, at least 1.
  ///   - fresh: Fresh scenarios, at least 4.
  ///   - count: How many sites must be open; any number when left out.
  ///   - level: The level of intervals.
  ///   - goesOn: Asked between programs; nil comes back once it is false.
  ///   - demand: The demand of each customer in the scenario of a number from 0: equal numbers, equal demands.
  public func choose(
    batches: Int = 10, of size: Int = 50, fresh: Int = 5_000, opening count: Int? = nil, level: Double = 0.95,
    with solver: HighsSolver, while goesOn: () -> Bool = { true }, demand: (Int) -> [Double]
  ) throws(HighsSolver.Failure) -> SampleAverageResult? {
    precondition(batches >= 2 && size >= 1 && fresh >= 4, "too few scenarios")
    func batch(_ number: Int) -> [[Double]] { (0..<size).map { demand(number * size + $0) } }
    var found: [Choice] = []
    for number in 0..<batches {
      guard goesOn() else { return nil }
      found.append(try solve(batch(number), opening: count, with: solver))
    }
    let first = 2 * batches * size
    let half = fresh / 2
    var best: (open: [Int], cost: Double)?
    var seen: [[Int]] = []
    for candidate in found where !seen.contains(candidate.open) {
      seen.append(candidate.open)
    }
    if seen.count > 1 {
      for open in seen {
        guard goesOn() else { return nil }
        var tally = Tally()
        for number in 0..<half { tally.add(try cost(of: open, demand: demand(first + number), with: solver)) }
        if best == nil || tally.mean < best!.cost { best = (open, tally.mean) }
      }
    }
    let open = best?.open ?? seen[0]
    var upper = Tally()
    for number in half..<fresh {
      guard goesOn() else { return nil }
      upper.add(try cost(of: open, demand: demand(first + number), with: solver))
    }
    var lower = Tally()
    var gap = Tally()
    for number in batches..<(2 * batches) {
      guard goesOn() else { return nil }
      let own = batch(number)
      let optimum = try solve(own, opening: count, with: solver).cost
      var mean = 0.0
      for one in own { mean += try cost(of: open, demand: one, with: solver) / Double(size) }
      lower.add(optimum)
      gap.add(mean - optimum)
    }
    return SampleAverageResult(
      open: open, cost: ConfidenceInterval(of: upper, level: level),
      lowerBound: ConfidenceInterval(of: lower, level: level), gap: ConfidenceInterval(of: gap, level: level),
      batches: found)
  }

  /// The least mean cost by number of open sites, for one sample.
  public func costByNumber(
    _ demands: [[Double]], with solver: HighsSolver
  ) throws(HighsSolver.Failure) -> [Choice] {
    var choices: [Choice] = []
    for count in 1...capacities.count { choices.append(try solve(demands, opening: count, with: solver)) }
    return choices
  }
}
