internal import Kernel

/// One station that serves up to K customers together, while latecomers may join the batch in progress: M/M^[K]/1.
///
/// - SeeAlso: Gross et al., *Fundamentals of Queueing Theory*, 4th ed., section 3.2.
public struct BulkServiceQueue: Sendable {
  /// The root in 0..<1 of mu r^(K+1) - (lambda + mu) r + lambda.
  public let root: Double
  /// The mean number in the system.
  public let meanInSystem: Double
  /// The mean wait before a customer joins a batch.
  public let meanWait: Double

  /// Makes the queue from rates per unit of time and the largest batch.
  public init(arrivalRate: Double, serviceRate: Double, batch: Int) throws(PlanningError) {
    try Check.positive("arrival rate", arrivalRate)
    try Check.positive("service rate", serviceRate)
    try Check.atLeastOne("batch", batch)
    try Check.stable(arrivalRate / serviceRate, batch)
    let k = Double(batch)
    var low = 0.0
    var high = Deterministic.pow((arrivalRate + serviceRate) / (serviceRate * (k + 1)), 1 / k)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      let value = serviceRate * (Deterministic.pow(middle, k + 1) - middle) + arrivalRate * (1 - middle)
      if value > 0 { low = middle } else { high = middle }
    }
    root = low
    meanInSystem = low / (1 - low)
    meanWait = meanInSystem / arrivalRate - 1 / serviceRate
  }
}
