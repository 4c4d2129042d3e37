import Kernel
import Scenario

extension InventoryPlan {
  /// What the plan takes from other departments.
  struct Inputs {
    /// How much forecast demand each node is the nearest to, as a weight, and the nearest node of each zone.
    var nearest: (demand: [Double], nodes: [Int?])
    /// Expected demand by SKU, units.
    var forecast: [Double]
    /// The landed cost of one unit from a node to a zone by the cheapest service; nil where there is none.
    var landed: (_ node: Int, _ zone: Int, _ sku: Int) -> Int64?
    /// The quantile of random legs that promises allow for.
    var promiseQuantile: Double
  }

  /// The plan of a scenario.
  static func build(
    _ document: ScenarioDocument, _ network: Network, _ inputs: Inputs, _ problems: inout Diagnostics
  ) -> InventoryPlan {
    let root = document.root
    let sections = root.items("nodes{}")
    checkNames(root[InventoryFields.units].keys, at: root[mark: InventoryFields.units], network, &problems)
    for section in sections {
      checkNames(section[InventoryFields.stock].keys, at: section[mark: InventoryFields.stock], network, &problems)
      if !section[NetworkFields.holdsStock], section[InventoryFields.stock].entries.contains(where: { $0.value > 0 }) {
        problems.warning(
          at: section[mark: InventoryFields.stock],
          "node \"\(section.name)\" holds no stock: what is written is ignored",
          help: "leave stock out, or write holdsStock: true")
      }
    }
    let placements = placements(root, sections, network, inputs, &problems)
    let receipts = receipts(root, sections, network, placements, &problems)
    if let first = receipts.first, first.arrives >= network.end {
      problems.warning(
        at: root[mark: InventoryFields.arrives], "all stock arrives after the run, the first at \(first.arrives)",
        help: "the run lasts from \(network.start) until \(network.end)")
    }
    return InventoryPlan(
      receipts: receipts, receiving: receiving(sections, network),
      publishEvery: root[InventoryFields.publishEvery], publishLag: network.lookahead,
      audiences: network.nodes.indices.map { audiences(of: $0, network) },
      safetyBuffer: root[InventoryFields.buffer],
      replenishment: ReplenishmentPlan.build(document, network, &problems),
      promiseQuantile: inputs.promiseQuantile,
      records: RecordLayerPlan.build(document, &problems), transfers: TransferPlan.build(document, network, &problems),
      placements: placements,
      program: program(root, sections))
  }

  /// The program to be asked: none where its answer stands already.
  private static func program(_ root: Section, _ sections: [Section]) -> PlacementProgram? {
    let words = root[InventoryFields.exec]
    guard !words.isEmpty, !sections.contains(where: { $0[InventoryFields.placed] != nil }) else { return nil }
    return PlacementProgram(
      words: words, timeLimit: root[InventoryFields.timeLimit], mark: root[mark: InventoryFields.exec])
  }

  static func checkNames(
    _ names: [String], at mark: Mark, _ network: Network, _ problems: inout Diagnostics
  ) {
    for name in names where !network.skus.contains(where: { $0.name == name }) {
      let known = network.skus.map(\.name)
      problems.error(
        at: mark, "\"\(name)\" is not a SKU",
        help: NearestName.find(name, in: known).map { "did you mean \"\($0)\"?" }
          ?? "the SKUs are \(known.joined(separator: ", "))")
    }
  }

  /// Units by node and SKU, cut into trucks.
  private static func receipts(
    _ root: Section, _ sections: [Section], _ network: Network, _ placements: [PlacementProblem],
    _ problems: inout Diagnostics
  ) -> [Receipt] {
    let strategy = PlacementStrategies.make(root[InventoryFields.strategy]) ?? DemandProportional()
    let answers = PlacementAnswer.read(sections, network, placements, &problems)
    let first = root[InventoryFields.arrives] ?? network.start
    let lot = root[InventoryFields.lot]
    var receipts: [Receipt] = []
    for (sku, description) in network.skus.enumerated() {
      let placed = answers?[sku] ?? strategy.place(placements[sku])
      for node in network.nodes.indices where network.nodes[node].holdsStock {
        let own = sections[node][InventoryFields.stock][description.name] ?? 0
        var left = Int64((Double(placed[node] + own) * network.scale.stock).rounded())
        let value = Double(left) * Double(description.unitCost)
        if value > 1e17 {
          problems.error(
            at: sections[node].mark,
            "the stock of \(description.name) at \(network.nodes[node].name) is worth too much to count",
            help: "check units, unitCost and scale.stock")
        }
        // At most ten thousand trucks for a SKU at a node: beyond that each is larger.
        let size = max(1, Int64((Double(lot) * network.scale.capacity).rounded()), left / 10_000)
        var truck: Int64 = 0
        while left > 0 {
          let arrives = first + root[InventoryFields.lotEvery] * truck
          receipts.append(Receipt(node: node, sku: sku, units: min(left, size), arrives: arrives))
          left -= size
          truck += 1
        }
      }
    }
    return receipts.sorted { ($0.arrives, $0.node, $0.sku) < ($1.arrives, $1.node, $1.sku) }
  }

  private static func receiving(_ sections: [Section], _ network: Network) -> [Receiving?] {
    zip(sections, network.nodes).map { section, node -> Receiving? in
      guard node.holdsStock else { return nil }
      let hours = section[InventoryFields.hours]
      return Receiving(
        doors: network.scaledCapacity(section[InventoryFields.doors]),
        unitsPerHour: section[InventoryFields.rate].perHour, putAway: section[InventoryFields.putAway],
        hours: hours == .aroundTheClock ? .always : WorkCalendar(hours, zone: node.timeZone, over: network.horizon))
    }
  }

  /// The other regions that services from a node reach, each with its share of the forecast.
  private static func audiences(of node: Int, _ network: Network) -> [Audience] {
    guard network.nodes[node].holdsStock else { return [] }
    let reached = network.services.filter { $0.from.contains(node) }.flatMap { $0.to.map { network.zones[$0].market } }
    let markets = Set(reached).sorted()
    let sum = markets.reduce(0.0) { $0 + network.markets[$1].forecastShare }
    return markets.filter { network.markets[$0].region != network.nodes[node].region }.map {
      Audience(
        region: network.markets[$0].region,
        share: sum > 0 ? network.markets[$0].forecastShare / sum : 1 / Double(markets.count))
    }
  }
}
