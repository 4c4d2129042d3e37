internal import Kernel

/// A pool of servers as its mean response times at several rates show it: how many, and how long each works on a request.
///
/// The model is the simulator's own: service plus the wait of Allen and Cunneen with Poisson arrivals. Least squares of the
/// logarithms, so that each rate counts by its relative error. Intervals are profiles: what fits not significantly worse, for
/// independent normal errors of the logarithms.
public struct ServerFit: Sendable, Equatable {
  /// A steady load and what it met.
  public struct Point: Sendable, Equatable {
    /// Requests per second.
    public var rate: Double
    /// The mean response time, seconds.
    public var meanResponse: Double

    /// A point.
    public init(rate: Double, meanResponse: Double) {
      self.rate = rate
      self.meanResponse = meanResponse
    }
  }

  /// Requests that are worked on at once.
  public var workers: Int
  /// The mean time of a request on a server, seconds.
  public var serviceTime: Double
  /// The coefficient of variation of that time.
  public var serviceCV: Double
  /// The root of the mean square of relative errors.
  public var error: Double
  /// Numbers of workers that fit not significantly worse at 95 %; the end is `mostWorkers` where no rate makes requests wait.
  public var workersRange: ClosedRange<Int>
  /// Service times that fit not significantly worse at 95 %, seconds.
  public var serviceTimeRange: ClosedRange<Double>

  /// The most workers that are tried.
  public static let mostWorkers = 4_096

  /// Fits a pool.
  ///
  /// - Parameters:
  ///   - points: At least three rates.
  ///   - serviceCV: The coefficient of variation of service times, which mean times do not show.
  /// - Throws: ``PlanningError`` for fewer points, or rates and times that are not above 0.
  public init(_ points: [Point], serviceCV: Double) throws(PlanningError) {
    try Check.nonNegative("service cv", serviceCV)
    if points.count < 3 {
      throw .invalid(parameter: "number of rates", value: Double(points.count), requirement: "at least 3")
    }
    for point in points {
      try Check.positive("rate", point.rate)
      try Check.positive("mean response", point.meanResponse)
    }
    self.serviceCV = serviceCV
    var profile: [(workers: Int, time: Double, squares: Double)] = []
    var workers = 1
    while workers <= Self.mostWorkers {
      let (time, squares) = Self.best(points, workers, serviceCV)
      profile.append((workers, time, squares))
      workers = max(workers + 1, Int((Double(workers) * 1.02).rounded()))
    }
    let best = profile.min { ($0.squares, $0.workers) < ($1.squares, $1.workers) } ?? profile[0]
    self.workers = best.workers
    serviceTime = best.time
    error = (best.squares / Double(points.count)).squareRoot()
    let freedom = Double(points.count - 2)
    let t = StudentT.quantile(0.975, degreesOfFreedom: freedom)
    // Errors below a thousandth are those of the figures, not of the fit.
    let bound = max(best.squares, 1e-6 * Double(points.count)) * (1 + t * t / freedom)
    let alike = profile.filter { $0.squares <= bound }
    workersRange = alike.map(\.workers).min()!...alike.map(\.workers).max()!
    // For each number of workers, the times on both sides of the best that fit as well.
    let ranges = alike.map { Self.range(points, $0.workers, serviceCV, around: $0.time, bound) }
    serviceTimeRange = ranges.map(\.lowerBound).min()!...ranges.map(\.upperBound).max()!
  }

  /// The service times around the best one whose squares stay within a bound.
  private static func range(
    _ points: [Point], _ workers: Int, _ cv: Double, around time: Double, _ bound: Double
  ) -> ClosedRange<Double> {
    func isWithin(_ time: Double) -> Bool { squares(points, workers, time, cv) <= bound }
    /// The end of the interval between a time within and one beyond.
    func end(_ within: Double, _ beyond: Double) -> Double {
      var (inner, outer) = (within, beyond)
      for _ in 0..<24 {
        let middle = (inner + outer) / 2
        if isWithin(middle) { inner = middle } else { outer = middle }
      }
      return inner
    }
    let busiest = points.map(\.rate).max() ?? 1
    return end(time, 0)...end(time, min(100 * time, Double(workers) / busiest))
  }

  private static func squares(_ points: [Point], _ workers: Int, _ time: Double, _ cv: Double) -> Double {
    points.reduce(0) { sum, point in
      guard let response = response(point.rate, workers, time, cv), response > 0 else { return .infinity }
      let error = Deterministic.log(response / point.meanResponse)
      return sum + error * error
    }
  }

  /// The mean response time at a rate, seconds; nil where no steady state exists.
  public func response(rate: Double) -> Double? {
    Self.response(rate, workers, serviceTime, serviceCV)
  }

  private static func response(_ rate: Double, _ workers: Int, _ time: Double, _ cv: Double) -> Double? {
    guard rate * time < Double(workers) else { return nil }
    let wait = try? ErlangFormulas.approximateWait(
      arrivalRate: rate, meanService: time, stations: workers, arrivalSquaredCV: 1, serviceSquaredCV: cv * cv)
    return wait.map { time + $0 }
  }

  /// The service time that fits best for a number of workers, by golden section: the squares have one minimum.
  private static func best(_ points: [Point], _ workers: Int, _ cv: Double) -> (time: Double, squares: Double) {
    func squares(_ time: Double) -> Double { Self.squares(points, workers, time, cv) }
    let fastest = points.map(\.meanResponse).min() ?? 1
    let busiest = points.map(\.rate).max() ?? 1
    var low = fastest * 1e-3
    var high = min(points.map(\.meanResponse).max() ?? 1, Double(workers) / busiest * (1 - 1e-9))
    guard low < high else { return (high, squares(high)) }
    let golden = 0.618033988749894848
    while high - low > 1e-9 * high {
      let (a, b) = (high - golden * (high - low), low + golden * (high - low))
      if squares(a) <= squares(b) { high = b } else { low = a }
    }
    let time = (low + high) / 2
    return (time, squares(time))
  }
}
