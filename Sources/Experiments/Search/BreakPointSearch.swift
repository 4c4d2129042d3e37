/// Finds the load at which something that held stops to hold, with the interval that the replications leave.
///
/// A point is a load; more is worse. Doubling and halving give a bracket, geometric bisection narrows it. Three crossings are
/// found: where the estimate stops to hold, where the whole confidence interval stops to hold, and where the whole interval begins
/// to fail. The latter two are the ends of the answer's interval: pointwise intervals, inverted. All crossings share their points,
/// and all points share their random numbers, so that neighbours differ by the load alone.
///
/// The crossings are the first ones from below. Points that hold above one that does not are told as violations of monotonicity.
///
/// - SeeAlso: Law, *Simulation Modeling and Analysis*, 5th ed., section 11.2, for common random numbers.
public struct BreakPointSearch: Sendable {
  /// How a point stands.
  public struct Stand: Sendable, Equatable {
    /// Whether the estimate holds.
    public var holds: Bool
    /// Whether the whole interval holds.
    public var isSure: Bool
    /// Whether the whole interval fails.
    public var isLost: Bool

    /// A stand.
    public init(holds: Bool, isSure: Bool, isLost: Bool) {
      self.holds = holds
      self.isSure = isSure
      self.isLost = isLost
    }
  }

  /// Where a property ends: the last point that has it, and the first that has not; nil beyond the range.
  public struct Crossing: Sendable, Equatable {
    /// The last point with the property.
    public var last: Double?
    /// The first point without it.
    public var first: Double?
  }

  /// What was found.
  public struct Answer: Sendable, Equatable {
    /// Where the estimate stops to hold.
    public var estimate: Crossing
    /// Where the whole interval stops to hold: `last` is the lower end of the answer's interval.
    public var sure: Crossing
    /// Where the whole interval begins to fail: `first` is the upper end.
    public var lost: Crossing
    /// Neighbours of which the lower does not hold and the upper does.
    public var violations: [ClosedRange<Double>]
    /// All points, the lowest first.
    public var points: [(load: Double, stand: Stand)]

    /// By all of it.
    public static func == (a: Answer, b: Answer) -> Bool {
      a.estimate == b.estimate && a.sure == b.sure && a.lost == b.lost && a.violations == b.violations
        && a.points.map(\.load) == b.points.map(\.load) && a.points.map(\.stand) == b.points.map(\.stand)
    }
  }

  /// The lowest and the highest load to try, above 0.
  public let range: ClosedRange<Double>
  /// How close a bracket's ends shall be, as a share of the lower.
  public let precision: Double
  /// The load that can be had which is nearest to one asked for; loads that are whole numbers of something have gaps.
  public let snap: @Sendable (Double) -> Double

  /// A search.
  public init(
    range: ClosedRange<Double>, precision: Double, snap: @escaping @Sendable (Double) -> Double = { $0 }
  ) {
    precondition(range.lowerBound > 0 && precision > 0, "loads and precision are above 0")
    self.range = range
    self.precision = precision
    self.snap = snap
  }

  /// Searches from a load, asking how points stand.
  public func run<Problem: Error>(
    from start: Double, _ stand: (Double) throws(Problem) -> Stand
  ) throws(Problem) -> Answer {
    var known: [(load: Double, stand: Stand)] = []
    func ask(_ load: Double) throws(Problem) {
      let place = known.firstIndex { $0.load > load } ?? known.count
      known.insert((load, try stand(load)), at: place)
    }
    try ask(snap(min(max(start, range.lowerBound), range.upperBound)))
    let properties: [(Stand) -> Bool] = [{ $0.holds }, { $0.isSure }, { !$0.isLost }]
    var crossings: [Crossing] = []
    for property in properties {
      while let next = next(known, property) { try ask(next) }
      crossings.append(Self.crossing(known, property))
    }
    let violations = zip(known, known.dropFirst()).filter { !$0.stand.holds && $1.stand.holds }
    return Answer(
      estimate: crossings[0], sure: crossings[1], lost: crossings[2],
      violations: violations.map { $0.load...$1.load }, points: known)
  }

  /// The point to ask for next; nil when the crossing is known as well as it can be.
  private func next(_ known: [(load: Double, stand: Stand)], _ property: (Stand) -> Bool) -> Double? {
    let crossing = Self.crossing(known, property)
    let next: Double
    switch (crossing.last, crossing.first) {
    case (let last?, let first?):
      guard first > last * (1 + precision) else { return nil }
      next = (last * first).squareRoot()
    case (let last?, nil): next = min(last * 2, range.upperBound)
    case (nil, let first?): next = max(first / 2, range.lowerBound)
    case (nil, nil): return nil
    }
    let load = snap(next)
    return known.contains { $0.load == load } ? nil : load
  }

  private static func crossing(
    _ known: [(load: Double, stand: Stand)], _ property: (Stand) -> Bool
  ) -> Crossing {
    let first = known.first { !property($0.stand) }?.load
    let last = known.last { point in property(point.stand) && first.map { point.load < $0 } ?? true }?.load
    return Crossing(last: last, first: first)
  }
}
