import Kernel
import Scenario

extension InventoryPlan {
  /// Expected demand by SKU in units: as written, else all that is bought or in stock.
  static func forecast(_ document: ScenarioDocument, _ network: Network) -> [Double] {
    let root = document.root
    let sections = root.items("nodes{}")
    return network.skus.map { sku in
      if let written = root[InventoryFields.forecastUnits][sku.name] { return Double(written) * network.scale.demand }
      let own = sections.reduce(Int64(0)) { $0 + ($1[InventoryFields.stock][sku.name] ?? 0) }
      return Double((root[InventoryFields.units][sku.name] ?? 0) + own) * network.scale.stock
    }
  }

  /// What the placement of each SKU is asked.
  static func placements(
    _ root: Section, _ sections: [Section], _ network: Network, _ inputs: Inputs, _ problems: inout Diagnostics
  ) -> [PlacementProblem] {
    checkNames(
      root[InventoryFields.forecastUnits].keys, at: root[mark: InventoryFields.forecastUnits], network, &problems)
    let openings = sections.map { opening($0, network, &problems) }
    return network.skus.indices.map { sku in
      var problem = PlacementProblem(
        sku: sku, skuName: network.skus[sku].name, units: root[InventoryFields.units][network.skus[sku].name] ?? 0,
        forwardShare: root[InventoryFields.forwardShare],
        nodes: sections.indices.map { node in
          PlacementNode(
            name: network.nodes[node].name, demand: inputs.nearest.demand[node],
            isForward: sections[node][InventoryFields.forward], holdsStock: network.nodes[node].holdsStock,
            fixedCost: openings[node], capacity: sections[node][InventoryFields.capacity] ?? .max)
        })
      problem.zones = zones(sku, cv: root[InventoryFields.forecastCV], network, inputs)
      problem.landedCosts = network.nodes.indices.map { node in
        network.zones.indices.map { inputs.landed(node, $0, sku) }
      }
      problem.margins = network.zones.map { network.margin(sku, market: $0.market) }
      problem.overage = Int64(
        (Double(network.skus[sku].unitCost) * max(0, 1 - root[LedgerFields.salvage])).rounded())
      problem.serviceLevel = root[InventoryFields.serviceLevel]
      problem.scenarios = root[InventoryFields.scenarios]
      problem.seed = UInt64(root[NetworkFields.seed])
      return problem
    }
  }

  /// The strategies place what is bought; scale.stock applies to what they answer, and not to what they see.
  private static func zones(_ sku: Int, cv: Double, _ network: Network, _ inputs: Inputs) -> [PlacementZone] {
    let markets = network.markets.reduce(0.0) { $0 + $1.forecastShare }
    let units = network.scale.stock > 0 ? inputs.forecast[sku] / network.scale.stock : 0
    return network.zones.indices.map { zone in
      let place = network.zones[zone]
      let share = markets > 0 ? network.markets[place.market].forecastShare / markets : 0
      return PlacementZone(
        name: network.zoneName(zone), nearest: inputs.nearest.nodes[zone], mean: units * share * place.share, cv: cv)
    }
  }

  private static func opening(_ section: Section, _ network: Network, _ problems: inout Diagnostics) -> Int64 {
    guard let cost = section[InventoryFields.opening] else { return 0 }
    if cost.currency.code != network.currency {
      problems.error(
        at: section[mark: InventoryFields.opening],
        "opening \"\(cost)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
    return cost.minor
  }
}

extension Network {
  /// What a unit brings in a market above its cost: price without tax less unit cost, minor units of the report currency.
  func margin(_ sku: Int, market: Int) -> Int64 {
    guard let price = markets[market].prices[sku] else { return 0 }
    let net = Double(price) / (1 + markets[market].taxRate) * markets[market].toReportCurrency
    return Int64(net.rounded()) - skus[sku].unitCost
  }
}
