import Scenario

/// What a placement program answered, as the scenario holds it: units by node and SKU.
enum PlacementAnswer {
  /// The answer by SKU, then node; nil where there is none, and the strategy places.
  ///
  /// An answer places at most what was bought; what it leaves out stays at the origins.
  static func read(
    _ sections: [Section], _ network: Network, _ asked: [PlacementProblem], _ problems: inout Diagnostics
  ) -> [[Int64]]? {
    guard sections.contains(where: { $0[InventoryFields.placed] != nil }) else { return nil }
    for section in sections {
      let names = section[InventoryFields.placed]?.keys ?? []
      InventoryPlan.checkNames(names, at: section[mark: InventoryFields.placed], network, &problems)
      if !section[NetworkFields.holdsStock], !names.isEmpty {
        problems.error(
          at: section[mark: InventoryFields.placed], "node \"\(section.name)\" holds no stock to be placed",
          help: "place it at a node with holdsStock: true")
      }
    }
    return asked.map { asked in
      let sent = sections.map { $0[InventoryFields.placed]?[asked.skuName] ?? 0 }
      let total = sent.reduce(Int64(0)) { $0.addingReportingOverflow($1).partialValue }
      guard total <= asked.units else {
        let first = sections.first { ($0[InventoryFields.placed]?[asked.skuName] ?? 0) > 0 }
        problems.error(
          at: first?[mark: InventoryFields.placed] ?? sections[0].mark,
          "\(total) units of \(asked.skuName) are placed, but only \(asked.units) are bought",
          help: "place at most placement.units")
        return asked.nodes.map { _ in 0 }
      }
      return asked.withRest(sent)
    }
  }
}
