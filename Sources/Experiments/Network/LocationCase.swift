public import Logistics
public import Planning

/// Where a scenario's stock may lie, as plain arrays: sites, landed costs, and the demand that its runs had.
///
/// Customers are zones, all SKUs together: a unit's cost is the mean of the SKUs' landed costs, weighted by their forecast. Each run is
/// one scenario of demand; what a market ordered in it is shared among its zones as the forecast has it.
public struct LocationCase: Sendable {
  /// The sites' names.
  public let sites: [String]
  /// The customers' names: `US-east`.
  public let customers: [String]
  /// The program; costs in major units of the report currency.
  public let problem: StochasticLocation
  /// Units wanted by each customer, run by run.
  public let demands: [[Double]]

  /// Fills the arrays; nil when the scenario places nothing or has no runs.
  ///
  /// - Parameters:
  ///   - model: The scenario.
  ///   - runs: Runs of it.
  ///   - fixedCosts: What an open site costs, by name, in major units; the scenario's opening costs where left out.
  ///   - capacities: Units that a site serves over the run, by name; without limit where left out.
  public init?(
    _ model: Model, runs: [RunResult], fixedCosts: [String: Double] = [:], capacities: [String: Double] = [:]
  ) throws(PlanningError) {
    let outline = model.placementOutline
    guard let first = outline.skus.first, !runs.isEmpty, !outline.nodes.isEmpty else { return nil }
    let minor = Double(runs[0].money.minorDigits == 0 ? 1 : runs[0].money.minorDigits == 3 ? 1_000 : 100)
    let zones = first.zones.indices
    sites = outline.nodes.map(\.name)
    customers = first.zones.map(\.name)
    let means = zones.map { zone in outline.skus.reduce(0) { $0 + $1.zones[zone].mean } }
    func weighted(_ zone: Int, _ value: (PlacementRequest.SKU) -> Double?) -> Double? {
      var (sum, weight) = (0.0, 0.0)
      for sku in outline.skus where sku.zones[zone].mean > 0 {
        guard let one = value(sku) else { continue }
        sum += sku.zones[zone].mean * one
        weight += sku.zones[zone].mean
      }
      return weight > 0 ? sum / weight : nil
    }
    problem = try StochasticLocation(
      capacities: outline.nodes.map { capacities[$0.name] ?? .greatestFiniteMagnitude },
      fixedCosts: outline.nodes.map { fixedCosts[$0.name] ?? Double($0.openingMinor) / minor },
      unitCosts: outline.nodes.indices.map { node in
        zones.map { zone in weighted(zone) { sku in sku.landedMinor[node][zone].map { max(0, Double($0) / minor) } } }
      },
      shortageCosts: zones.map { zone in max(0, weighted(zone) { Double($0.zones[zone].marginMinor) / minor } ?? 0) })
    let countries = customers.map { $0.prefix(2) }
    demands = runs.map { run in
      zones.map { zone in
        let all = zones.reduce(0) { $0 + (countries[$1] == countries[zone] ? means[$1] : 0) }
        let orders = run.countries.first { $0.country == countries[zone] }?.orders ?? 0
        return all > 0 ? Double(orders) * means[zone] / all : 0
      }
    }
  }
}
