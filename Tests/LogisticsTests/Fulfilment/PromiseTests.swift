import Kernel
import Testing
import TraceFormat

@testable import Logistics

@Suite("A day that no calendar knows is not promised")
struct PromiseTests {
  private let start = SimTime(iso8601: "2026-11-09T00:00:00Z")!

  private func path(transit: SimDuration, clearance: SimDuration = .zero) -> LeadTimePath {
    let daily = LocalSchedule(at: [LocalTime(18)], zone: .utc, over: start..<(start + .days(30)))
    return LeadTimePath(
      waves: daily, prepare: .hours(1), handOver: .zero, pickUps: daily, firstMile: .zero, hubHours: nil,
      sortTime: .zero,
      departures: nil, transit: transit, clearance: clearance, depotWaves: daily, route: .hours(3), timeZone: .utc)
  }

  @Test("transits beyond the calendars, and beyond time itself, have no arrival")
  func paths() {
    let eternity = SimDuration(microseconds: .max / 2)
    #expect(path(transit: .days(2)).promise(orderedAt: start, slackDays: 0) == start + .days(4) - .microseconds(1))
    for (transit, clearance) in [(SimDuration.days(60), SimDuration.zero), (eternity, .zero), (eternity, eternity)] {
      let path = path(transit: transit, clearance: clearance)
      #expect(path.promise(orderedAt: start, slackDays: 60) == .distantFuture)
      #expect(path.wayToTheDoor >= transit || path.wayToTheDoor > .days(36_525))
    }
  }

  @Test("an order that nobody can promise is lost for want of stock, and another way is taken where there is one")
  func orders() throws {
    let yaml = GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"])
    let heavy = "transit: { mean: 200 d, cv: 50 }"
    let settings = ["promise.quantile=0.999", "storefront.soldOut.substitute=0", "storefront.soldOut.waitList=0"]
    let never = try SmallRun(yaml.replacing("transit: 6 h", with: heavy), overrides: settings)
    #expect(never.result.orders.placed == 0 && never.result.lostDemand.stock.orders == 1)
    #expect(never.times(FulfilmentRecord.reserveFail).count == 1)
    #expect(never.result.invariants.violations == [])
    let other = yaml.replacing(
      "services:",
      with: "services:\n  endless: { provider: van, from: [depot], to: [GB], firstMile: 0 s, \(heavy) }")
    let ways = try SmallRun(
      other, overrides: settings + ["fulfilment.policy=cheapestLandedCost"])
    #expect(ways.result.orders.delivered == 1 && ways.result.countries[0].late == 0)
  }
}
