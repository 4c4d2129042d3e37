import Kernel

extension RegionState {
  /// Checks what no single department owns: the order's states, the stock, the money, the visits.
  func check(_ report: inout InvariantReport) {
    report.require(illegalSteps == 0, "\(illegalSteps) orders took a step that the state machine does not allow")
    for node in network.regions[Int(id.rawValue)].nodes where network.nodes[node].holdsStock {
      for sku in network.skus.indices {
        let violation = stock[UInt16(node), UInt16(sku)].violation
        report.require(
          violation == nil, "node \(network.nodes[node].name), SKU \(network.skus[sku].name): \(violation ?? "")")
      }
    }
    for node in network.nodes.indices where network.nodes[node].region != id {
      let least = network.skus.indices.reduce(Int64(0)) { min($0, stock[UInt16(node), UInt16($1)].reserved) }
      report.require(least == 0, "node \(network.nodes[node].name): \(least) units of a SKU reserved from abroad")
    }
    for currency in [LedgerBook.Currency.market, .report] {
      report.require(
        ledger.imbalance(in: currency) == 0,
        "the ledger of \(network.regions[Int(id.rawValue)].code) does not sum to zero")
      let owned = ledger.balance(.bank, in: currency) + ledger.balance(.payables, in: currency)
      report.require(
        cash.total(in: currency) == owned,
        "cash of \(network.regions[Int(id.rawValue)].code): the diary has \(cash.total(in: currency)), the book \(owned)"
      )
    }
  }
}
