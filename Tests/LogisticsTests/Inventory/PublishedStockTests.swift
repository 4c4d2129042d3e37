import Kernel
import Testing
import TraceFormat

@testable import Logistics

@Suite("Stock published abroad")
struct PublishedStockTests {
  /// One market that alone sells from one node abroad, with orders that take hours to get there.
  private func run(orders: Int, publishEvery: String) throws -> SmallRun {
    let list = (0..<orders).map { number in
      "  - { at: 2026-11-10T\(10 + number / 60):\(10 + number % 50):00Z, market: GB, sku: plush, prepaid: true }"
    }
    return try SmallRun(
      """
      start: 2026-11-09T00:00:00Z
      end: 2027-01-15T00:00:00Z
      currency: GBP
      messageDelay: 1 min
      include: pack:customs-2026
      markets: { GB: { timeZone: Europe/London, currency: GBP } }
      skus: { plush: { hsCode: "9503.00", origin: CN, category: toys, unitCost: 5 GBP, prices: { GB: 50 GBP } } }
      nodes:
        shenzhen: { country: CN, timeZone: Asia/Shanghai, receiving: { putAway: 0 s }, stock: { plush: 60 } }
      providers: { airline: {} }
      services: { air: { provider: airline, from: [shenzhen], to: [GB] } }
      inventory: { safetyBuffer: 0, publishEvery: \(publishEvery) }
      fulfilment: { remoteHandOver: 8 h }
      doorstep: { cancellation: { perDay: 0 } }
      storefront: { soldOut: { substitute: 0, waitList: 0 } }
      trust: { fraudShare: 0, manualShare: 0, falseRejection: 0 }
      demand:
        noise: none
        orders:
      \(list.map { "  " + $0 }.joined(separator: "\n"))
      """)
  }

  @Test("a figure does not forget the orders on their way to the node", arguments: ["1 min", "15 min", "7 h"])
  func onTheWay(publishEvery: String) throws {
    let run = try run(orders: 100, publishEvery: publishEvery)
    #expect(run.result.orders.placed == 60 && run.result.lostDemand.stock.orders == 40)
    #expect(run.times(WarehouseRecord.oversold) == [], "the only seller sells no unit twice")
    #expect(run.result.invariants.violations == [])
    for region in run.regions { #expect(region.state.stock[0, 0].reserved == 0) }
  }
}
