/// The stock of one region's nodes by node and SKU, and what its storefront may still promise from other regions' nodes.
///
/// For a local node: `onHand` = units in the building, `reserved` = promised to checkouts and orders not yet picked up by the
/// warehouse, `allocated` = set aside for released orders. Available to sell = on hand − reserved − allocated − buffer. For a
/// remote node `onHand` is the last published figure and `reserved` what was granted here and not yet counted in it: the figure
/// may be stale, but no order from here is forgotten.
/// Conservation per node and SKU: received + returned − shipped − sold used − scrapped + corrected + transferred = on hand,
/// held by `check`.
struct StockCell: BitwiseCopyable, Sendable {
  var onHand: Int64 = 0
  var reserved: Int64 = 0
  var allocated: Int64 = 0
  var buffer: Int64 = 0
  /// Totals since the start; what is returned is counted when it is graded.
  var received: Int64 = 0
  var returned: Int64 = 0
  var shipped: Int64 = 0
  /// Of the returned, what is worn and was sold off, and what is worth nothing.
  var soldUsed: Int64 = 0
  var scrapped: Int64 = 0
  /// Of a remote node: units of orders from here that its last published figure has counted, since the start.
  var confirmed: Int64 = 0
  /// Units that may be sold before they have come.
  var backorderLimit: Int64 = 0
  /// Units in the record that are not on the shelf, or the other way round when negative.
  var missing: Int64 = 0
  /// What counts have added to the record since the start, or taken from it.
  var corrected: Int64 = 0
  /// What the storefront was shown last, where it sells from a view; meaningless elsewhere.
  var shown: Int64 = 0
  var isViewed = false
  /// Whether nothing may be sold: a recall.
  var isFrozen = false
  /// Units that came from other nodes since the start, less those that went to them.
  var transferred: Int64 = 0

  /// Units that the storefront believes it can sell, backorders included.
  var sellable: Int64 { isFrozen ? 0 : (isViewed ? shown : availableToSell) + backorderLimit }
  /// Units on the shelf that belong to nobody.
  var free: Int64 { onHand - allocated - missing }

  var availableToSell: Int64 { onHand - reserved - allocated - buffer }

  /// Nothing if the cell is consistent, else what is wrong.
  var violation: String? {
    if received + returned - shipped - soldUsed - scrapped + corrected + transferred != onHand {
      return "received + returned - shipped - sold used - scrapped + corrected + transferred ≠ on hand"
    }
    if onHand < 0 || allocated < 0 || reserved < 0 { return "negative stock" }
    if allocated > onHand { return "allocated more than on hand" }
    return nil
  }
}

/// Stock cells addressed by (node, SKU): local nodes hold stock, remote ones the published figure in `onHand`.
///
/// A handle to storage that its region owns; see ``Table`` for why.
struct StockTable {
  let nodes: Int
  let skus: Int
  private let cells: UnsafeMutablePointer<StockCell>

  init(nodes: Int, skus: Int) {
    self.nodes = nodes
    self.skus = skus
    cells = .allocate(capacity: max(1, nodes * skus))
    cells.initialize(repeating: StockCell(), count: max(1, nodes * skus))
  }

  /// Releases the storage; no handle may be used afterwards.
  func deallocate() { cells.deallocate() }

  subscript(node: UInt16, sku: UInt16) -> StockCell {
    @inline(__always) unsafeAddress { UnsafePointer(cells + Int(node) * skus + Int(sku)) }
    @inline(__always) nonmutating unsafeMutableAddress { cells + Int(node) * skus + Int(sku) }
  }
}
