internal import Kernel

/// One station, Poisson arrivals, exponential service: what the M/M/1 queue tells beyond means.
public enum MarkovianQueue {
  /// The variance of the number in the system.
  ///
  /// - Throws: ``PlanningError/overloaded(offeredLoad:stations:)`` when the utilisation reaches 1.
  public static func varianceInSystem(utilisation rho: Double) throws(PlanningError) -> Double {
    try Check.nonNegative("utilisation", rho)
    try Check.stable(rho, 1)
    return rho / ((1 - rho) * (1 - rho))
  }

  /// The time from arrival to departure that the given share of customers do not exceed.
  public static func timeQuantile(
    _ probability: Double, arrivalRate: Double, serviceRate: Double
  ) throws(PlanningError) -> Double {
    try Check.probability("probability", probability)
    try Check.nonNegative("arrival rate", arrivalRate)
    try Check.positive("service rate", serviceRate)
    try Check.stable(arrivalRate / serviceRate, 1)
    return -Deterministic.log1p(-probability) / (serviceRate - arrivalRate)
  }

  /// Stations in a row, each M/M/1: the mean time through all of them, since departures are again Poisson (Burke).
  public static func tandemTime(arrivalRate: Double, serviceRates: [Double]) throws(PlanningError) -> Double {
    var sum = 0.0
    for rate in serviceRates {
      try Check.positive("service rate", rate)
      sum += try SingleServerQueue(arrivalRate: arrivalRate, meanService: 1 / rate).meanTime
    }
    return sum
  }
}
