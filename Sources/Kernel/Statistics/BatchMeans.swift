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
