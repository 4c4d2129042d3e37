/// Several identical stations, Poisson arrivals: the formulas of Erlang and what was built on them.
///
/// An offered load is arrival rate times mean service time, in erlangs.
public enum ErlangFormulas {
  /// The probability that a customer finds all stations busy where nobody waits: Erlang B.
  ///
  /// Holds for any law of service time with that mean.
  public static func blockingProbability(offeredLoad: Double, stations: Int) throws(PlanningError) -> Double {
    try Check.nonNegative("offered load", offeredLoad)
    try Check.atLeastOne("stations", stations)
    if offeredLoad == 0 { return 0 }
    var inverse = 1.0
    for station in 1...stations {
      inverse = 1 + inverse * Double(station) / offeredLoad
      if inverse == .infinity { return 0 }
    }
    return 1 / inverse
  }

  /// The probability that a customer waits before one of several identical stations starts.
  ///
  /// The Erlang C formula of the M/M/c queue, by the recursion of inverse Erlang B: no factorials.
  ///
  /// - Parameters:
  ///   - offeredLoad: Arrival rate times mean service time, in erlangs.
  ///   - stations: Stations in parallel, at least 1.
  /// - Returns: A probability in 0...1.
  /// - Throws: ``PlanningError/overloaded(offeredLoad:stations:)`` when no steady state exists.
  /// - SeeAlso: Gross et al., *Fundamentals of Queueing Theory*, 4th ed., section 2.3.
  public static func waitingProbability(offeredLoad: Double, stations: Int) throws(PlanningError) -> Double {
    let blocked = try blockingProbability(offeredLoad: offeredLoad, stations: stations)
    try Check.stable(offeredLoad, stations)
    let idle = 1 - offeredLoad / Double(stations)
    return blocked / (idle + blocked - blocked * idle)
  }

  /// The mean wait in the M/M/c queue, in the unit of the mean service time.
  public static func meanWait(
    arrivalRate: Double, meanService: Double, stations: Int
  ) throws(PlanningError) -> Double {
    try Check.nonNegative("arrival rate", arrivalRate)
    try Check.positive("mean service", meanService)
    let load = arrivalRate * meanService
    let waits = try waitingProbability(offeredLoad: load, stations: stations)
    return waits * meanService / (Double(stations) - load)
  }

  /// The approximate mean wait in the G/G/c queue, by Allen and Cunneen: exact for exponential times, within about 5 %
  /// at moderate variability.
  ///
  /// - SeeAlso: Allen, *Probability, Statistics, and Queueing Theory*, 2nd ed., section 5.3.
  public static func approximateWait(
    arrivalRate: Double, meanService: Double, stations: Int, arrivalSquaredCV: Double, serviceSquaredCV: Double
  ) throws(PlanningError) -> Double {
    try Check.nonNegative("arrival squared cv", arrivalSquaredCV)
    try Check.nonNegative("service squared cv", serviceSquaredCV)
    let exponential = try meanWait(arrivalRate: arrivalRate, meanService: meanService, stations: stations)
    return exponential * (arrivalSquaredCV + serviceSquaredCV) / 2
  }
}
