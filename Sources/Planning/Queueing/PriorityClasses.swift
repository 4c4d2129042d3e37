/// One station, Poisson classes served by rank, without interruption: Cobham's formula.
///
/// - SeeAlso: Cobham, *Priority Assignment in Waiting Line Problems*, Operations Research 2 (1954).
public struct PriorityClasses: Sendable {
  /// One class of customers.
  public struct Demand: Sendable {
    /// Arrivals per unit of time.
    public let arrivalRate: Double
    /// The mean service time.
    public let meanService: Double
    /// The service time's variance over its squared mean.
    public let squaredCV: Double
    /// Makes a class; service is exponential by default.
    public init(arrivalRate: Double, meanService: Double, squaredCV: Double = 1) {
      self.arrivalRate = arrivalRate
      self.meanService = meanService
      self.squaredCV = squaredCV
    }
  }

  /// The mean wait of each class, in the order given.
  public let meanWaits: [Double]

  /// Solves the queue for classes given in order of rank, the first served first.
  public init(_ classes: [Demand]) throws(PlanningError) {
    var residual = 0.0
    for one in classes {
      try Check.nonNegative("arrival rate", one.arrivalRate)
      try Check.positive("mean service", one.meanService)
      try Check.nonNegative("squared cv", one.squaredCV)
      residual += one.arrivalRate * one.meanService * one.meanService * (1 + one.squaredCV) / 2
    }
    var higher = 0.0
    var waits: [Double] = []
    for one in classes {
      let load = higher + one.arrivalRate * one.meanService
      try Check.stable(load, 1)
      waits.append(residual / ((1 - higher) * (1 - load)))
      higher = load
    }
    meanWaits = waits
  }
}
