/// The mean of one long, autocorrelated run, from the means of consecutive batches; memory stays constant.
///
/// Starts with batches of one observation. When twice the wanted number is full, neighbours merge and batches double,
/// so between `batches` and twice `batches` batches are always complete.
/// Source: Law, *Simulation Modeling and Analysis*, 5th ed., section 9.5.3.
public struct BatchMeans: Sendable {
  private let batches: Int
  private var means: [Double] = []
  private var batchSize: Int64 = 1
  private var open = Tally()

  /// Keeps at least that many batches, 20 or more.
  public init(batches: Int = 20) {
    precondition(batches >= 20, "batch means need at least 20 batches")
    self.batches = batches
    means.reserveCapacity(2 * batches)
  }

  /// Takes the next observation of the run.
  public mutating func add(_ value: Double) {
    open.add(value)
    if open.count < batchSize { return }
    means.append(open.mean)
    open = Tally()
    if means.count == 2 * batches { mergeNeighbours() }
  }

  /// The observations in each batch.
  public var observationsPerBatch: Int64 { batchSize }
  /// The number of complete batches.
  public var completeBatches: Int { means.count }

  /// The t interval from the complete batches.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    ConfidenceInterval(of: Tally(means), level: level)
  }

  /// The correlation of neighbouring batch means; far from 0 where batches are still too short.
  public var lagOneCorrelation: Double {
    let tally = Tally(means)
    guard tally.squares > 0 else { return 0 }
    return zip(means, means.dropFirst()).reduce(0) { $0 + ($1.0 - tally.mean) * ($1.1 - tally.mean) } / tally.squares
  }

  private mutating func mergeNeighbours() {
    for i in 0..<batches { means[i] = 0.5 * (means[2 * i] + means[2 * i + 1]) }
    means.removeLast(batches)
    batchSize *= 2
  }
}

/// Where a run's warm-up ends.
public enum Mser5 {
  /// The number of observations to drop from the front: the cut that minimises the standard error of the rest.
  ///
  /// Works on means of five; looks at cuts in the first half only. Nil where the best cut is the last one looked at:
  /// the run is then too short to tell.
  /// Source: White, Cobb, Spratt, *A Comparison of Five Steady-State Truncation Heuristics*, WSC 2000.
  public static func truncation(of run: [Double]) -> Int? {
    let groups = run.count / 5
    guard groups >= 4 else { return nil }
    var rest = Tally()
    var best = (cut: 0, score: Double.infinity)
    for group in (0..<groups).reversed() {
      let values = run[(5 * group)..<(5 * group + 5)]
      rest.add(values.reduce(0, +) / 5)
      let score = rest.squares / (Double(rest.count) * Double(rest.count))
      if group <= groups / 2 && score <= best.score { best = (group, score) }
    }
    return best.cut == groups / 2 ? nil : 5 * best.cut
  }
}
