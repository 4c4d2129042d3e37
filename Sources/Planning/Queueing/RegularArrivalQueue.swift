internal import Kernel

/// One station, arrivals at regular intervals, exponential service: the D/M/1 queue.
///
/// - SeeAlso: Kleinrock, *Queueing Systems*, vol. 1, section 6.3.
public struct RegularArrivalQueue: Sendable {
  /// The share of arrivals that find the station busy: the root below 1 of s = exp(-(1 - s) mu / lambda).
  public let waitingProbability: Double
  /// The mean wait before service starts.
  public let meanWait: Double

  /// Makes the queue from rates per unit of time.
  public init(arrivalRate: Double, serviceRate: Double) throws(PlanningError) {
    try Check.positive("arrival rate", arrivalRate)
    try Check.positive("service rate", serviceRate)
    try Check.stable(arrivalRate / serviceRate, 1)
    let ratio = serviceRate / arrivalRate
    var low = 0.0
    var high = 1.0
    var root = arrivalRate / serviceRate
    for _ in 0..<200 {
      let image = Deterministic.exp(-(1 - root) * ratio)
      if image > root { low = root } else { high = root }
      let newton = root - (root - image) / (1 - ratio * image)
      let next = newton > low && newton < high ? newton : (low + high) / 2
      if abs(next - root) <= 0x1p-53 * root { break }
      root = next
    }
    waitingProbability = root
    meanWait = root / (serviceRate * (1 - root))
  }
}
