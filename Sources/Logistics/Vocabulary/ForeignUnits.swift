import Kernel

/// The units of orders from other regions that have reached a region's nodes, by node, SKU and the order's home.
///
/// A published figure carries the count, so that its reader knows which of its orders the figure has seen already. O(1).
struct ForeignUnits: Sendable {
  private let skus: Int
  private let regions: Int
  /// By node and home region: where the counts of its SKUs begin, or -1 where nobody sells from the node.
  private let first: [Int32]
  private var units: [Int64]

  init(_ plan: InventoryPlan, _ network: Network, for region: RegionID) {
    skus = network.skus.count
    regions = network.regions.count
    var first = [Int32](repeating: -1, count: network.nodes.count * network.regions.count)
    var places: Int32 = 0
    for node in network.regions[Int(region.rawValue)].nodes {
      for audience in plan.audiences[node] {
        first[node * regions + Int(audience.region.rawValue)] = places
        places += 1
      }
    }
    self.first = first
    units = .init(repeating: 0, count: Int(places) * skus)
  }

  subscript(node: UInt16, sku: UInt16, home: RegionID) -> Int64 {
    get { place(node, sku, home).map { units[$0] } ?? 0 }
    set { if let place = place(node, sku, home) { units[place] = newValue } }
  }

  private func place(_ node: UInt16, _ sku: UInt16, _ home: RegionID) -> Int? {
    let first = first[Int(node) * regions + Int(home.rawValue)]
    return first < 0 ? nil : Int(first) * skus + Int(sku)
  }
}

extension ForeignUnits {
  /// Takes over the counts, by who sells from where.
  mutating func inherit(_ old: ForeignUnits) {
    guard first != old.first else { return units = old.units }
    for pair in first.indices where first[pair] >= 0 && old.first[pair] >= 0 {
      for sku in 0..<skus { units[Int(first[pair]) * skus + sku] = old.units[Int(old.first[pair]) * skus + sku] }
    }
  }
}
