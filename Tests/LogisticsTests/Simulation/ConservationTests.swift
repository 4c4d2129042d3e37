import Kernel
import Testing

@testable import Logistics

@Suite("Nothing appears and nothing vanishes, in thirty worlds drawn by chance")
struct ConservationTests {
  @Test("after a long horizon all books balance and nothing is under way", arguments: 0..<30)
  func emptied(_ seed: UInt64) throws {
    let run = try SmallRun(RandomWorld(seed: seed).yaml())
    let result = run.result
    #expect(result.invariants.violations == [] && result.invariants.checked > 1_000)
    #expect(result.orders.placed > 0)
    #expect(result.orders.placed == result.orders.delivered + result.orders.cancelled + result.orders.lost)
    #expect(result.orders.inFlight == 0)
    for region in run.regions {
      #expect(region.state.orders.count == 0, "orders of \(region.code)")
      #expect(region.state.parcels.count == 0)
      #expect(region.state.mail.used.count { $0.kind != EventKind.stockPublished } == 0)
      #expect(region.state.illegalSteps == 0)
    }
    Balance.units(run)
    Balance.money(result)
    Balance.visits(run)
    Balance.records(run)
  }

  @Test("in the middle of a run what is under way makes up the difference", arguments: 0..<6)
  func underWay(_ seed: UInt64) throws {
    let run = try SmallRun(RandomWorld(seed: seed).yaml(days: 4))
    #expect(run.result.invariants.violations == [])
    #expect(run.result.orders.inFlight > 0)
    let counted = run.regions.reduce(0) { sum, region in
      sum + region.state.orders.used.count { Balance.isUnderWay($0.state) }
    }
    #expect(run.result.orders.inFlight == counted)
    #expect(run.result.providers.contains { $0.inNetwork > 0 })
    Balance.parcels(run)
    Balance.units(run)
    Balance.money(run.result)
    Balance.visits(run)
  }
}
