import Testing
import TraceFormat

@testable import Logistics

@Suite("Deterministic timelines, DOMAIN Appendix C")
struct GoldenTimelineTests {
  @Test("G1: an order at 15:20 is delivered the next day at 11:00")
  func sameDayCutOff() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"]))
    #expect(run.times(WarehouseRecord.waveReleased) == ["11-10T16:00:00"])
    #expect(run.times(WarehouseRecord.pickEnd) == ["11-10T16:30:00"])
    #expect(run.times(WarehouseRecord.packEnd) == ["11-10T16:40:00"])
    #expect(run.times(CarrierRecord.pickedUp) == ["11-10T18:00:00"])
    #expect(run.times(CarrierRecord.hubArrived) == ["11-10T21:00:00"])
    #expect(run.times(CarrierRecord.sorted) == ["11-10T22:15:00"])
    #expect(run.times(CarrierRecord.lineHaul) == ["11-10T23:30:00"])
    #expect(run.times(CarrierRecord.arrived) == ["11-11T05:30:00"])
    #expect(run.times(CarrierRecord.outForDelivery) == ["11-11T08:00:00"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-11T11:00:00"])
    #expect(run.result.orders.delivered == 1)
    #expect(run.result.invariants.violations == [])
  }

  @Test("G2: an order at 17:05 misses the truck and comes a day later")
  func missedCutOff() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: ["2026-11-10T17:05:00Z"]))
    #expect(run.times(WarehouseRecord.packEnd) == ["11-10T18:40:00"])
    #expect(run.times(CarrierRecord.pickedUp) == ["11-11T18:00:00"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-12T11:00:00"])
  }

  @Test("G3: an order at the very instant of a wave is in it")
  func exactWave() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: ["2026-11-10T16:00:00Z"]))
    #expect(run.times(WarehouseRecord.waveReleased) == ["11-10T16:00:00"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-11T11:00:00"])
  }

  @Test("G4: five orders on two pack stations")
  func packing() throws {
    let orders = [String](repeating: "2026-11-10T15:20:00Z", count: 5)
    let run = try SmallRun(GoldenWorld.yaml(orders: orders, pack: "stations: 2"))
    #expect(
      run.times(WarehouseRecord.packEnd) == [
        "11-10T16:40:00", "11-10T16:40:00", "11-10T16:50:00", "11-10T16:50:00", "11-10T17:00:00",
      ])
  }

  @Test("G10: a truck takes 100 of 150 parcels; the others go the next day with 20 more")
  func capacity() throws {
    let orders =
      [String](repeating: "2026-11-10T12:20:00Z", count: 150) + [String](repeating: "2026-11-11T12:20:00Z", count: 20)
    let run = try SmallRun(GoldenWorld.yaml(orders: orders, service: ", parcels: 100"))
    let loads = run.times(CarrierRecord.pickedUp)
    #expect(loads.count { $0 == "11-10T18:00:00" } == 100)
    #expect(loads.count { $0 == "11-11T18:00:00" } == 70)
    #expect(loads.count == 170)
  }

  @Test("G11: an allocation of 100 a day that refuses more spreads 150, 150, 50, 50 evenly")
  func allocation() throws {
    let days = [("10", 150), ("11", 150), ("12", 50), ("13", 50)]
    let orders = days.flatMap { day, count in [String](repeating: "2026-11-\(day)T12:20:00Z", count: count) }
    let run = try SmallRun(GoldenWorld.yaml(orders: orders, provider: ", allocation: 100, overflow: refuse"))
    let loads = run.times(CarrierRecord.pickedUp)
    for day in ["10", "11", "12", "13"] { #expect(loads.count { $0 == "11-\(day)T18:00:00" } == 100) }
  }

  @Test("G12: the ledger of one delivered order")
  func money() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"]))
    func balance(_ account: Account) -> Int64 {
      run.result.money.accounts.first { $0.name == account.name }!.balanceMinor
    }
    #expect(balance(.goodsRevenue) == -4_167)
    #expect(balance(.taxPayable) == -833)
    #expect(balance(.platformCommission) == 83)
    #expect(balance(.paymentFees) == 75)
    #expect(balance(.costOfGoods) == 1_500)
    #expect(balance(.fulfilment) == 250)
    #expect(balance(.carriage) == 320)
    #expect(run.result.money.accounts.reduce(0) { $0 + $1.balanceMinor } == 0)
  }

  @Test("the promise of an order equals its planned delivery day, and nobody is late")
  func promises() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z", "2026-11-10T17:05:00Z"]))
    #expect(run.result.countries[0].late == 0)
    let promises = run.records.filter { $0.kind == FulfilmentRecord.allocate }.map { $0.time + $0.value }
    #expect(promises.map { $0 % 86_400_000_000 } == [86_399_999_999, 86_399_999_999])
  }
}
