/// A burst of constant rate into constant capacity, as a fluid: the first answer to a flash sale.
public struct FluidFlash: Sendable {
  /// The largest backlog, reached as the burst ends.
  public let peakBacklog: Double
  /// When the backlog is gone, from the start of the burst.
  public let emptiesAt: Double
  /// The wait of the last to arrive.
  public let lastWait: Double
  /// The mean wait of all who arrive.
  public let meanWait: Double

  /// Makes the answer from rates per unit of time and the burst's duration.
  public init(arrivalRate: Double, duration: Double, capacity: Double) throws(PlanningError) {
    try Check.nonNegative("arrival rate", arrivalRate)
    try Check.positive("duration", duration)
    try Check.positive("capacity", capacity)
    peakBacklog = max(0, arrivalRate - capacity) * duration
    emptiesAt = peakBacklog > 0 ? arrivalRate * duration / capacity : 0
    lastWait = peakBacklog / capacity
    meanWait = lastWait / 2
  }

  /// When the last of a waiting room's customers is admitted, at a constant rate of admission.
  public static func lastAdmission(waiting: Double, admissionRate: Double) throws(PlanningError) -> Double {
    try Check.nonNegative("waiting", waiting)
    try Check.positive("admission rate", admissionRate)
    return waiting / admissionRate
  }
}
