internal import Kernel

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

/// How retries multiply load.
public enum Retries {
  /// The expected attempts per request when each fails with the same probability and at most so many retries follow.
  public static func expectedAttempts(failureProbability f: Double, retries: Int) throws(PlanningError) -> Double {
    try Check.probability("failure probability", f)
    if retries < 0 {
      throw .invalid(parameter: "retries", value: Double(retries), requirement: "a whole number of at least 0")
    }
    var sum = 1.0
    var chance = 1.0
    for _ in 0..<retries {
      chance *= f
      sum += chance
    }
    return sum
  }

  /// The most attempts at the bottom of a stack of layers that each make so many.
  public static func worstCase(attemptsPerLayer: Int, layers: Int) throws(PlanningError) -> Double {
    try Check.atLeastOne("attempts per layer", attemptsPerLayer)
    try Check.atLeastOne("layers", layers)
    return Deterministic.pow(Double(attemptsPerLayer), Double(layers))
  }
}

/// The last of several: split shipments, the completion of a wave.
public enum Slowest {
  /// The mean of the largest of independent exponential times of one mean: a harmonic number of means.
  public static func meanOfExponentials(count: Int, mean: Double = 1) throws(PlanningError) -> Double {
    try Check.atLeastOne("count", count)
    try Check.nonNegative("mean", mean)
    return mean * (1...count).reversed().reduce(0) { $0 + 1 / Double($1) }
  }

  /// The mean of the largest of independent uniform numbers on 0...1.
  public static func meanOfUniforms(count: Int) throws(PlanningError) -> Double {
    try Check.atLeastOne("count", count)
    return Double(count) / Double(count + 1)
  }
}
