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
