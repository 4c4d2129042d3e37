import Kernel

extension ResultCollector {
  /// The storefronts' load, market by market.
  func addStorefronts(_ result: inout RunResult) {
    for region in regions {
      guard let market = region.state.market else { continue }
      var entry = StorefrontResult(country: model.network.markets[market].code)
      let store = region.storefront
      entry.peakRequestsPerSecond = store.load.peakRequests
      entry.peakRequestsAtMicroseconds = store.load.peakRequestsAt?.microseconds
      entry.requests = store.load.requests
      entry.peakOrdersPerSecond = Int(store.load.peakOrders)
      entry.peakOrdersAtMicroseconds = store.load.peakOrdersAt?.microseconds
      entry.latencyP50Seconds = store.load.latency.quantile(0.5).map { Double($0) / 1e6 }
      entry.latencyP95Seconds = store.load.latency.quantile(0.95).map { Double($0) / 1e6 }
      entry.latencyP99Seconds = store.load.latency.quantile(0.99).map { Double($0) / 1e6 }
      let visits = Double(region.state.counters.visits)
      entry.errorShare = visits > 0 ? store.load.failedVisits / visits : 0
      addTiers(store, to: &entry)
      entry.waitingRoom = store.room.map(waitingRoom)
      entry.reservationsTimedOut = Int(store.counter?.timedOut ?? 0)
      entry.paymentsTimedOut = Int(store.gateway?.timedOut ?? 0)
      entry.oversold = region.warehouse.localFloors.reduce(0) { $0 + Int($1.oversold) }
      entry.bots = BotResult(store.load)
      entry.linkOut = linkOut(store, market)
      result.storefronts.append(entry)
    }
  }

  private func addTiers(_ store: StorefrontDepartment, to entry: inout StorefrontResult) {
    guard let chain = store.chain, chain.totals.requests > 0 else { return }
    let totals = chain.totals
    let first = totals.requests * chain.tiers[0].calls
    let last = chain.tiers.reduce(totals.requests) { $0 * $1.calls }
    entry.amplification = first > 0 ? totals.tries / first : nil
    entry.lastTierAmplification = last > 0 ? totals.lastTries / last : nil
    entry.wastedPerRequest = totals.wasted / totals.requests
  }

  private func waitingRoom(_ room: WaitingRoom) -> WaitingRoomResult {
    var entry = WaitingRoomResult()
    entry.admitted = Int(room.admitted)
    entry.left = Int(room.left)
    entry.waiting = Int(room.waiting)
    entry.wastedTurns = Int(room.wasted)
    entry.longest = Int(room.longest)
    entry.waitP50Seconds = room.waits.quantile(0.5).map { Double($0) / 1e6 }
    entry.waitP95Seconds = room.waits.quantile(0.95).map { Double($0) / 1e6 }
    entry.lastAdmittedMicroseconds = room.lastAdmitted?.microseconds
    return entry
  }

  private func linkOut(_ store: StorefrontDepartment, _ market: Int) -> LinkOutResult? {
    guard store.funnel.linkOut != nil else { return nil }
    let rate = model.network.markets[market].toReportCurrency
    var entry = LinkOutResult()
    entry.visits = Int(store.load.linkedVisits)
    entry.orders = Int(store.load.linkedOrders)
    entry.salesMinor = Int64((Double(store.load.linkedSales) * rate).rounded())
    entry.commissionMinor = Int64((Double(store.load.linkedCommission) * rate).rounded())
    return entry
  }
}

extension BotResult {
  init(_ load: StorefrontCounters) {
    tries = Int(load.botTries)
    caught = Int(load.botsCaught)
    orders = Int(load.botOrders)
    units = Int(load.botUnits)
  }
}
