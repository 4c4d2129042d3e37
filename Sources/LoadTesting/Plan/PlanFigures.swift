import Kernel

/// What is known of a plan before anything is sent.
public struct PlanFigures: Sendable, Hashable {
  /// Requests.
  public internal(set) var requests = 0
  /// Sessions.
  public internal(set) var sessions = 0
  /// The last intended start, in nanoseconds from the start of the load.
  public internal(set) var length_ns: Int64 = 0
  /// The most intended starts in any whole second.
  public internal(set) var peakPerSecond = 0
  /// The variance over the mean of intended starts per 10 ms: near 0 for even ones, 1 for Poisson; nil for short plans.
  public internal(set) var dispersion: Double?
  /// A fingerprint of (intended start, request), the same on every machine.
  public internal(set) var digest: UInt64 = 0

  /// Those of no plan.
  public init() {}
}

extension LoadPlan {
  /// Goes through the plan once, and keeps figures alone.
  ///
  /// - Throws: ``LoadError`` above a limit; whatever the source throws.
  public func figures(_ limits: LoadLimits = LoadLimits()) throws -> PlanFigures {
    var walk = try PlanWalk(self)
    var figures = PlanFigures()
    var digest = LoadDigest()
    if !prefix.isEmpty { digest.mix(prefix) }
    var (second, count) = (Int64(-1), 0)
    var dispersion = DispersionCounter()
    let isFixed = map.journeys.count == 1 && map.journeys[0].steps.count == 1 && map.journeys[0].steps[0].isFixed
    let recorded = source as? RecordedStarts
    if isFixed, recorded == nil { map.journeys[0].steps[0].mix(into: &digest, []) }
    while let request = try walk.next() {
      figures.requests += 1
      if request.step == 0 { figures.sessions += 1 }
      if figures.requests > limits.requests {
        throw LoadError("more than \(limits.requests) requests are above the cap")
      }
      figures.length_ns = request.intended
      // Before anything counts through the time: a recording may lie years apart.
      if request.intended / 1_000 > limits.length.microseconds { try limits.check(figures) }
      if request.intended / 1_000_000_000 != second { (second, count) = (request.intended / 1_000_000_000, 0) }
      count += 1
      figures.peakPerSecond = max(figures.peakPerSecond, count)
      dispersion.add(request.intended)
      digest.mix(UInt64(bitPattern: request.intended))
      if let number = request.session.request, let recorded {
        digest.mix(recorded.requests[number].method)
        digest.mix(recorded.requests[number].path)
      } else if !isFixed {
        request.session.steps[request.step].step.mix(into: &digest, request.session.values)
      }
    }
    try limits.check(figures)
    figures.dispersion = dispersion.value
    figures.digest = digest.value
    return figures
  }
}

/// The variance of the number of instants per 10 ms over its mean, from instants in rising order.
struct DispersionCounter {
  private static let width: Int64 = 10_000_000
  private var bin: Int64 = 0
  private var count = 0
  private var tally = Tally()

  mutating func add(_ instant: Int64) {
    let now = max(0, instant) / Self.width
    while bin < now {
      tally.add(Double(count))
      count = 0
      bin += 1
    }
    count += 1
  }

  /// Nil without two whole intervals.
  var value: Double? { tally.count >= 2 && tally.mean > 0 ? tally.variance / tally.mean : nil }
}
