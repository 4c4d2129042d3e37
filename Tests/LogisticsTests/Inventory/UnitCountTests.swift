import Kernel
import Testing
import TraceFormat

@testable import Logistics

@Suite("Where units end")
struct UnitCountTests {
  private let returned = ["markets.GB.returns.rate=0.99", "markets.GB.returns.gradeA=0"]
  private let orders = [String](repeating: "2026-11-09T12:20:00Z", count: 20)

  @Test("returned units that nobody can sell as new are sold off or scrapped, at the node that takes them back")
  func graded() throws {
    let yaml = GoldenWorld.yaml(orders: orders).replacing("2026-11-24T", with: "2027-01-24T")
    let scrap = try SmallRun(yaml, overrides: returned + ["markets.GB.returns.gradeB=0"]).result
    let back = scrap.orders.returned
    #expect(back > 15 && scrap.units.returned == back && scrap.units.scrapped == back && scrap.units.soldUsed == 0)
    let worn = try SmallRun(yaml, overrides: returned + ["markets.GB.returns.gradeB=1"]).result
    #expect(worn.units.returned == back && worn.units.scrapped == 0 && worn.units.soldUsed == back)
    #expect(scrap.units.onHand == 980 && scrap.units.shipped == 20)
    #expect(scrap.invariants.violations == [] && worn.invariants.violations == [])
  }

  @Test("lost units are shipped and gone, and units not yet put away are under way")
  func gone() throws {
    let lost = try SmallRun(GoldenWorld.yaml(orders: orders), overrides: ["services.next-day.lost=1"]).result
    #expect(lost.units.lost == 20 && lost.units.shipped == 20 && lost.orders.lostByCarrier == 20)
    let late = try SmallRun(GoldenWorld.yaml(orders: []), overrides: ["nodes.depot.receiving.putAway=20 d"]).result
    #expect(late.units.inTransfer == 1_000 && late.units.received == 0)
  }

  @Test("deliveries by hour stand in their hours")
  func hours() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: orders)).result
    let delivered = run.hourly.countries[0].delivered
    #expect(delivered.count == run.hourly.countries[0].orders.count)
    #expect(delivered[35] == 20 && delivered.reduce(0, +) == 20, "11:00 on the 10th")
  }
}
