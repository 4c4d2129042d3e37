import Kernel

/// The stock of a region's own nodes as the storefront sees it: a copy that is renewed only every so often.
///
/// Reservations granted on an old copy may exceed the stock; the node finds out when it allocates.
struct ShownStock {
  private let every: SimDuration
  private let nodes: [UInt16]
  private let skus: Int
  private var renewed = Int64.min
  private var available: [Int64]

  /// - Parameter nodes: The nodes of the region that hold stock.
  init(every: SimDuration, nodes: [UInt16], allNodes: Int, skus: Int) {
    self.every = every
    self.nodes = nodes
    self.skus = skus
    available = .init(repeating: 0, count: allNodes * skus)
  }

  /// Units that may be sold as far as the storefront knows at an instant. O(1), once a period O(nodes × SKUs).
  mutating func units(_ node: UInt16, _ sku: UInt16, in stock: StockTable, at now: SimTime) -> Int64 {
    let period = now.microseconds / every.microseconds
    if period != renewed {
      renewed = period
      for node in nodes {
        for sku in 0..<skus { available[Int(node) * skus + sku] = stock[node, UInt16(sku)].availableToSell }
      }
    }
    return nodes.contains(node) ? available[Int(node) * skus + Int(sku)] : stock[node, sku].availableToSell
  }
}

extension ShownStock {
  /// Takes over what is shown.
  mutating func inherit(_ old: ShownStock) {
    renewed = every == old.every ? old.renewed : .min
    available = old.available
  }
}
