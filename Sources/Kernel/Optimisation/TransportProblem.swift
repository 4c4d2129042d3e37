/// Whole units from sources to sinks at least cost, with the price of each source's last unit: exact, in whole numbers.
///
/// Minimises Σ cost·flow + Σ shortage·unmet. Prices are an optimal solution of the dual: a source with units left has price
/// 0, and no sink pays more than its shortage. Successive shortest paths with potentials: each step serves a sink from the
/// cheapest free source, moving earlier flows where that is cheaper. O(steps · (sources + sinks)²), at most a few steps per
/// source and sink in practice. Equal paths are taken in the order of the sinks and sources.
/// - SeeAlso: Ahuja, Magnanti, Orlin, *Network Flows* (1993), section 9.7.
public struct TransportProblem: Sendable {
  /// Units at each source, at least 0.
  public var supplies: [Int64]
  /// Units wanted at each sink, at least 0.
  public var demands: [Int64]
  /// Cost of a unit by source, then sink; ``forbidden`` where there is no way.
  public var costs: [Int64]
  /// Cost of a unit that a sink does not get, by sink.
  public var shortages: [Int64]

  /// The cost that stands for no way.
  public static let forbidden = Int64.max

  /// Makes a problem; amounts of units and of cost are below 2⁴⁰ each, so that sums stay exact.
  public init(supplies: [Int64], demands: [Int64], costs: [Int64], shortages: [Int64]) {
    precondition(costs.count == supplies.count * demands.count, "a cost for each source and sink")
    precondition(shortages.count == demands.count, "a cost of shortage for each sink")
    self.supplies = supplies
    self.demands = demands
    self.costs = costs
    self.shortages = shortages
  }

  /// What a problem comes to.
  public struct Solution: Sendable, Equatable {
    /// Units by source, then sink.
    public var flows: [Int64]
    /// Units that each sink does not get.
    public var unmet: [Int64]
    /// What one unit more at a source would save; at least 0.
    public var sourcePrices: [Int64]
    /// What one unit more wanted at a sink would cost.
    public var sinkPrices: [Int64]
    /// The least cost.
    public var cost: Int64
  }

  /// Solves the problem.
  public func solve() -> Solution {
    var search = PathSearch(self)
    while let sink = search.next() { search.augment(to: sink) }
    return search.solution
  }
}

/// The state of the successive shortest paths: the last source is the shortage, whose units never end.
private struct PathSearch {
  let sinks: Int
  let sources: Int
  let costs: [Int64]
  var left: [Int64]
  var wanted: [Int64]
  var flows: [Int64]
  var sourcePrices: [Int64]
  var sinkPrices: [Int64]
  private var sourceDistance: [Int64]
  private var sinkDistance: [Int64]
  private var sourceParent: [Int]
  private var sinkParent: [Int]
  private var isDone: [Bool]
  private static let far = Int64.max

  init(_ problem: TransportProblem) {
    sinks = problem.demands.count
    sources = problem.supplies.count + 1
    costs = problem.costs + problem.shortages
    left = problem.supplies + [.max]
    wanted = problem.demands
    flows = .init(repeating: 0, count: sources * sinks)
    sourcePrices = .init(repeating: 0, count: sources)
    sinkPrices = problem.shortages
    sourceDistance = .init(repeating: 0, count: sources)
    sinkDistance = .init(repeating: 0, count: sinks)
    sourceParent = .init(repeating: -1, count: sources)
    sinkParent = .init(repeating: -1, count: sinks)
    isDone = .init(repeating: false, count: sources + sinks)
    for sink in 0..<sinks {
      for source in 0..<sources { sinkPrices[sink] = min(sinkPrices[sink], costs[source * sinks + sink]) }
    }
  }

  /// The nearest sink that wants units, after prices have moved by the distances; nil when none does.
  mutating func next() -> Int? {
    guard wanted.contains(where: { $0 > 0 }) else { return nil }
    for source in 0..<sources {
      sourceDistance[source] = left[source] > 0 ? 0 : Self.far
      sourceParent[source] = -1
    }
    for sink in 0..<sinks { sinkDistance[sink] = Self.far }
    for place in isDone.indices { isDone[place] = false }
    while true {
      let place = nearest()
      guard place >= 0 else { preconditionFailure("the shortage reaches every sink") }
      isDone[place] = true
      if place < sources {
        relax(fromSource: place)
      } else {
        let sink = place - sources
        if wanted[sink] > 0 {
          movePrices(by: sinkDistance[sink])
          return sink
        }
        relax(fromSink: sink)
      }
    }
  }

  private func nearest() -> Int {
    var (best, distance) = (-1, Self.far)
    for sink in 0..<sinks where !isDone[sources + sink] && sinkDistance[sink] < distance {
      (best, distance) = (sources + sink, sinkDistance[sink])
    }
    for source in 0..<sources where !isDone[source] && sourceDistance[source] < distance {
      (best, distance) = (source, sourceDistance[source])
    }
    return best
  }

  private mutating func relax(fromSource source: Int) {
    let base = sourceDistance[source] + sourcePrices[source]
    for sink in 0..<sinks {
      let cost = costs[source * sinks + sink]
      guard cost != TransportProblem.forbidden else { continue }
      let distance = base + cost - sinkPrices[sink]
      if distance < sinkDistance[sink] {
        sinkDistance[sink] = distance
        sinkParent[sink] = source
      }
    }
  }

  /// A unit that a sink has from another source can be given back: along flows the reduced cost is zero.
  private mutating func relax(fromSink sink: Int) {
    for source in 0..<sources where flows[source * sinks + sink] > 0 && sinkDistance[sink] < sourceDistance[source] {
      sourceDistance[source] = sinkDistance[sink]
      sourceParent[source] = sink
    }
  }

  private mutating func movePrices(by limit: Int64) {
    for source in 0..<sources { sourcePrices[source] += min(sourceDistance[source], limit) }
    for sink in 0..<sinks { sinkPrices[sink] += min(sinkDistance[sink], limit) }
  }

  /// Sends as much as the path to a sink takes.
  mutating func augment(to target: Int) {
    var amount = wanted[target]
    var sink = target
    while true {
      let source = sinkParent[sink]
      let before = sourceParent[source]
      if before < 0 {
        amount = min(amount, left[source])
        break
      }
      amount = min(amount, flows[source * sinks + before])
      sink = before
    }
    wanted[target] -= amount
    sink = target
    while true {
      let source = sinkParent[sink]
      flows[source * sinks + sink] += amount
      let before = sourceParent[source]
      if before < 0 {
        if source < sources - 1 { left[source] -= amount }
        break
      }
      flows[source * sinks + before] -= amount
      sink = before
    }
  }

  var solution: TransportProblem.Solution {
    let real = (sources - 1) * sinks
    var cost: Int64 = 0
    for place in flows.indices where flows[place] > 0 { cost += flows[place] * costs[place] }
    return TransportProblem.Solution(
      flows: Array(flows[..<real]), unmet: Array(flows[real...]), sourcePrices: Array(sourcePrices.dropLast()),
      sinkPrices: sinkPrices, cost: cost)
  }
}
