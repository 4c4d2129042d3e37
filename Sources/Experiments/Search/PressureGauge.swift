public import Logistics

/// What strains a network, over the replications of one point: lateness by place and cause, and the stations' work.
public struct PressureGauge: Sendable {
  /// One thing under strain.
  public struct Strain: Sendable, Equatable {
    /// Where it is, and for lateness by which cause.
    public var name: String
    /// At the point of reference.
    public var before: Double
    /// At the point looked at.
    public var after: Double
    /// Its share of the growth of all such things; nil where nothing grew.
    public var share: Double?
  }

  private var lateness: [String: Double] = [:]
  private var waits: [String: Double] = [:]
  private var busy: [String: Double] = [:]
  private var orders = 0.0
  private let runs: Double

  /// Reads the runs of a point.
  public init(_ results: [RunResult]) {
    runs = Double(results.count)
    for run in results {
      orders += Double(run.orders.placed)
      for place in run.blame.places {
        lateness["\(place.of.cause) at \(place.place)", default: 0] += place.of.lateness.seconds
      }
      for station in run.stations {
        waits[station.name, default: 0] += station.totalWaitSeconds
        busy[station.name, default: 0] += station.utilisation
      }
    }
  }

  /// Lateness per order, in seconds, by cause and place: what grew the most first.
  public func lateness(since reference: PressureGauge) -> [Strain] {
    Self.strains(lateness, orders, reference.lateness, reference.orders)
  }

  /// Wait before service per order, in seconds, by station: what grew the most first.
  public func waits(since reference: PressureGauge) -> [Strain] {
    Self.strains(waits, orders, reference.waits, reference.orders)
  }

  /// The mean utilisation of a station, 0...1; nil when there is none of that name.
  public func utilisation(of station: String) -> Double? { busy[station].map { $0 / runs } }

  private static func strains(
    _ after: [String: Double], _ afterOrders: Double, _ before: [String: Double], _ beforeOrders: Double
  ) -> [Strain] {
    var all: [Strain] = []
    for name in Set(after.keys).union(before.keys).sorted() {
      all.append(
        Strain(
          name: name, before: (before[name] ?? 0) / max(beforeOrders, 1),
          after: (after[name] ?? 0) / max(afterOrders, 1)))
    }
    let growth = all.reduce(0) { $0 + max($1.after - $1.before, 0) }
    guard growth > 0 else { return [] }
    for place in all.indices { all[place].share = max(all[place].after - all[place].before, 0) / growth }
    return all.enumerated().filter { ($0.element.share ?? 0) > 0 }
      .sorted { ($1.element.share ?? 0, $0.offset) < ($0.element.share ?? 0, $1.offset) }.map(\.element)
  }
}
