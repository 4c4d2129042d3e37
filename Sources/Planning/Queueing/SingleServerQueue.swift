internal import Kernel

/// One station, Poisson arrivals, any law of service: the M/G/1 queue in steady state.
///
/// Rates are per unit of time, durations in the same unit.
/// - SeeAlso: Gross et al., *Fundamentals of Queueing Theory*, 4th ed., section 5.1.
public struct SingleServerQueue: Sendable {
  /// Arrivals per unit of time.
  public let arrivalRate: Double
  /// The mean service time.
  public let meanService: Double
  /// The variance of the service time over its squared mean: 0 constant, 1 exponential.
  public let squaredCV: Double

  /// Makes the queue; the service time's squared coefficient of variation is 1 by default, the M/M/1 queue.
  ///
  /// - Throws: ``PlanningError/overloaded(offeredLoad:stations:)`` when no steady state exists.
  public init(arrivalRate: Double, meanService: Double, squaredCV: Double = 1) throws(PlanningError) {
    try Check.nonNegative("arrival rate", arrivalRate)
    try Check.positive("mean service", meanService)
    try Check.nonNegative("squared cv", squaredCV)
    try Check.stable(arrivalRate * meanService, 1)
    self.arrivalRate = arrivalRate
    self.meanService = meanService
    self.squaredCV = squaredCV
  }

  /// The share of time in which the station works.
  public var utilisation: Double { arrivalRate * meanService }
  /// The mean wait before service starts, by Pollaczek and Khinchine.
  public var meanWait: Double { utilisation / (1 - utilisation) * meanService * (1 + squaredCV) / 2 }
  /// The mean time from arrival to departure.
  public var meanTime: Double { meanWait + meanService }
  /// The mean number waiting.
  public var meanInQueue: Double { arrivalRate * meanWait }
  /// The mean number waiting or in service.
  public var meanInSystem: Double { arrivalRate * meanTime }
  /// The mean length of an uninterrupted spell of work.
  public var meanBusyPeriod: Double { meanService / (1 - utilisation) }
}

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

/// One station with room for a limited number of customers: the M/M/1/K queue.
public struct FiniteQueue: Sendable {
  /// The probability of each number in the system, from 0 to the limit.
  public let probabilities: [Double]

  /// Makes the queue from arrival rate over service rate, which may exceed 1, and the limit including the one in service.
  public init(offeredLoad: Double, limit: Int) throws(PlanningError) {
    try Check.nonNegative("offered load", offeredLoad)
    try Check.atLeastOne("limit", limit)
    var weights = [1.0]
    let ratio = offeredLoad <= 1 ? offeredLoad : 1 / offeredLoad
    for _ in 0..<limit { weights.append(weights[weights.count - 1] * ratio) }
    let total = weights.reversed().reduce(0, +)
    let shares = weights.map { $0 / total }
    probabilities = offeredLoad <= 1 ? shares : shares.reversed()
  }

  /// The share of arrivals that find no room.
  public var blockingProbability: Double { probabilities[probabilities.count - 1] }
  /// The mean number in the system.
  public var meanInSystem: Double { probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } }
}
