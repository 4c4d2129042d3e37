import Kernel
import Testing
import TraceFormat

@testable import Logistics

/// The laws that no run may break, whatever its scenario: nothing appears and nothing vanishes.
enum Balance {
  /// Checks orders, units, money and visits at the end of a run, wherever it ended.
  static func check(_ run: SmallRun) {
    #expect(run.result.invariants.violations == [])
    let underWay = run.regions.reduce(0) { sum, region in
      sum + region.state.orders.used.count { isUnderWay($0.state) }
    }
    #expect(run.result.orders.inFlight == underWay)
    for region in run.regions { #expect(region.state.illegalSteps == 0) }
    parcels(run)
    units(run)
    money(run.result)
    visits(run)
  }

  /// Paid, and neither delivered nor cancelled nor lost.
  static func isUnderWay(_ state: OrderState) -> Bool {
    switch state {
    case .paid, .screening, .released, .shipped, .cancelRequested: true
    default: false
    }
  }

  static func units(_ run: SmallRun) {
    let units = run.result.units
    let left = units.shipped + units.soldUsed + units.scrapped
    #expect(units.received + units.returned == left + units.onHand + units.allocated)
    let restocked = run.regions.reduce(0) { $0 + Int($1.doorstep.counters.restockedUnits) }
    #expect(units.returned == restocked + units.soldUsed + units.scrapped)
    guard run.result.orders.inFlight == 0 else { return }
    #expect(units.allocated == 0)
    for region in run.regions {
      let network = region.state.network
      for node in network.nodes.indices where network.nodes[node].holdsStock {
        for sku in network.skus.indices {
          #expect(region.state.stock[UInt16(node), UInt16(sku)].reserved == 0)
        }
      }
    }
  }

  static func money(_ result: RunResult) {
    for region in result.money.accounts where region.name == Account.customers.name {
      #expect(result.orders.inFlight > 0 || region.balanceMinor == 0, "customers owe nothing at the end")
    }
  }

  static func visits(_ run: SmallRun) {
    for region in run.regions {
      let counters = region.state.counters
      let gone = counters.bounced + counters.abandoned + counters.waiting + counters.lostOrders.reduce(0, +)
      let inCheckout = region.state.orders.used.count {
        [.checkout, .reserved, .paymentPending].contains($0.state)
      }
      #expect(counters.visits + counters.given == gone + counters.placed + Int64(inCheckout))
    }
  }

  /// What the records say is what the counters say.
  static func records(_ run: SmallRun) {
    func count(_ kind: UInt16) -> Int { run.records.count { $0.kind == kind } }
    let orders = run.result.orders
    #expect(count(StorefrontRecord.orderCreated) == orders.placed)
    #expect(count(DoorstepRecord.delivered) == orders.delivered)
    #expect(count(DoorstepRecord.undelivered) == orders.lost)
    #expect(count(DoorstepRecord.cancel) + count(ComplianceRecord.fraudReject) == orders.cancelled)
    #expect(count(DoorstepRecord.returnRequested) == orders.returned)
    #expect(count(CustomsRecord.lodged) == run.result.customs.entries)
    #expect(
      count(WarehouseRecord.packEnd) == run.result.nodes.reduce(0) { $0 + $1.ordersPacked }
        - count(WarehouseRecord.sellerHandOver))
    #expect(run.result.hourly.countries.reduce(0) { $0 + $1.delivered.reduce(0, +) } == orders.delivered)
    for (fate, count) in [
      (ParcelFate.lost, orders.lostByCarrier), (.seized, orders.seized), (.refused, orders.refused),
      (.returnedToSender, orders.returnedToSender),
    ] {
      let seen = run.records.count { $0.kind == DoorstepRecord.undelivered && $0.flags == fate.rawValue }
      #expect(seen == count, "\(fate)")
    }
    #expect(orders.lost == orders.lostByCarrier + orders.seized + orders.refused + orders.returnedToSender)
    parcels(run)
  }

  /// Parcels in = delivered + lost + seized + returned + in the network, for each provider and for all together.
  static func parcels(_ run: SmallRun) {
    let (orders, providers) = (run.result.orders, run.result.providers)
    #expect(providers.reduce(0) { $0 + $1.delivered } == orders.delivered)
    #expect(providers.reduce(0) { $0 + $1.lost } == orders.lostByCarrier)
    #expect(providers.reduce(0) { $0 + $1.seized } == orders.seized)
    #expect(providers.reduce(0) { $0 + $1.returned } == orders.refused + orders.returnedToSender)
    for (place, account) in ProviderAccount.all(run.regions.map(\.state)).enumerated() {
      let ended = account.delivered + account.lost + account.seized + account.returned
      #expect(account.accepted == ended + account.inNetwork, "\(providers[place].name)")
      #expect(account.inNetwork == Int64(providers[place].inNetwork))
    }
  }
}
