/// Several identical stations whose waiting customers lose patience: the M/M/c+M queue, Erlang A.
///
/// - SeeAlso: Garnett, Mandelbaum, Reiman, *Designing a Call Center with Impatient Customers*, MSOM 4 (2002).
public struct ImpatientQueue: Sendable {
  /// The share of customers who find all stations busy.
  public let waitingProbability: Double
  /// The mean number waiting.
  public let meanInQueue: Double
  /// The share of customers who leave unserved.
  public let abandonmentProbability: Double

  /// Solves the birth-death chain outward from the state in which all stations are just busy.
  ///
  /// - Parameters:
  ///   - arrivalRate: Arrivals per unit of time.
  ///   - serviceRate: Services per unit of time and station.
  ///   - stations: Stations in parallel, at least 1.
  ///   - abandonmentRate: The rate at which each waiting customer gives up, above 0.
  public init(
    arrivalRate: Double, serviceRate: Double, stations: Int, abandonmentRate: Double
  ) throws(PlanningError) {
    try Check.positive("arrival rate", arrivalRate)
    try Check.positive("service rate", serviceRate)
    try Check.positive("abandonment rate", abandonmentRate)
    try Check.atLeastOne("stations", stations)
    var below = 0.0
    var weight = 1.0
    for busy in stride(from: stations, to: 0, by: -1) {
      weight *= Double(busy) * serviceRate / arrivalRate
      if weight < below * 0x1p-60 { break }
      below += weight
    }
    var waiting = 1.0
    var queue = 0.0
    weight = 1
    var length = 1.0
    while true {
      let departures = Double(stations) * serviceRate + length * abandonmentRate
      weight *= arrivalRate / departures
      waiting += weight
      queue += length * weight
      if departures > arrivalRate && length * weight < (waiting + queue) * 0x1p-60 { break }
      length += 1
    }
    waitingProbability = below == .infinity ? 0 : waiting / (below + waiting)
    meanInQueue = below == .infinity ? 0 : queue / (below + waiting)
    abandonmentProbability = abandonmentRate * meanInQueue / arrivalRate
  }
}
