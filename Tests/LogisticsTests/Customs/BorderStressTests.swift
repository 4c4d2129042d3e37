import Kernel
import Scenario
import TestSupport
import Testing
import TraceFormat

@testable import Logistics

@Suite("Stress scenarios of law and border show what they are for")
struct BorderStressTests {
  /// A run of a stress scenario; every threshold of its file holds.
  private func run(_ name: String) throws -> SmallRun {
    let path = Places.repository("scenarios/stress/\(name).yaml")
    let document = try ScenarioDocument.load(path: path, schema: ModelSchema.schema)
    #expect(document.warnings.isEmpty, "\(document.warnings)")
    let model = try Model.build(document)
    #expect(model.warnings.warnings.isEmpty, "\(model.warnings)")
    let run = SmallRun(model)
    #expect(run.result.invariants.violations == [])
    for verdict in run.result.thresholds { #expect(verdict.outcome == .pass, "\(verdict.metric) \(verdict.gate)") }
    return run
  }

  private func instant(_ text: String) -> Int64 { SimTime(iso8601: text)!.microseconds }

  private func byOrder(_ run: SmallRun, _ kind: UInt16) -> [UInt64: TraceRecord] {
    Dictionary(run.records.filter { $0.kind == kind }.map { ($0.entity, $0) }) { first, _ in first }
  }

  @Test("EU, 1 July 2026: nothing is due the day before, 3 EUR for each sub-heading from then on")
  func threeEuros() throws {
    let run = try run("eu-three-euro")
    let change = instant("2026-06-30T22:00:00Z")
    let lodged = run.records.filter { $0.kind == CustomsRecord.lodged }
    let paid = run.records.filter { $0.kind == CustomsRecord.dutyPaid }
    #expect(lodged.contains { $0.time < change })
    #expect(paid.allSatisfy { $0.time >= change && $0.value == 3_00 })
    #expect(paid.count == lodged.count { $0.time >= change } && paid.count > 100)
    // Orders placed before and entered after had been charged nothing.
    #expect(run.result.customs.chargedMinor < run.result.customs.dutyMinor)
    #expect(run.result.customs.dutyMinor == Int64(paid.count) * 3_00)
  }

  @Test("US, 24 February 2026: 44 %, 34 %, and 24 % for four days on what was in the air")
  func tariffFlip() throws {
    let run = try run("us-tariff-flip")
    let shipped = byOrder(run, CarrierRecord.lineHaul)
    let paid = byOrder(run, CustomsRecord.dutyPaid)
    let (flip, end) = (instant("2026-02-24T05:00:00Z"), instant("2026-02-28T05:00:00Z"))
    var seen: [Int64: Int] = [:]
    for (order, entry) in byOrder(run, CustomsRecord.lodged) {
      let isInTransit = shipped[order]!.time < flip && entry.time < end
      let duty: Int64 = entry.time < flip ? 17_60 : isInTransit ? 9_60 : 13_60
      #expect(paid[order]?.value == duty, "order \(order) of \(SimTime(microseconds: entry.time))")
      seen[duty, default: 0] += 1
    }
    #expect(seen.keys.sorted() == [9_60, 13_60, 17_60] && seen.values.allSatisfy { $0 > 20 })
  }

  @Test("US, 29 August 2025: no duty the day before, a queue at the broker afterwards")
  func deMinimis() throws {
    let run = try run("us-de-minimis-end")
    let change = instant("2025-08-29T04:00:00Z")
    let lodged = run.records.filter { $0.kind == CustomsRecord.lodged }
    let paid = run.records.filter { $0.kind == CustomsRecord.dutyPaid }
    #expect(lodged.count { $0.time < change } > 100 && paid.allSatisfy { $0.time >= change })
    #expect(paid.count == lodged.count { $0.time >= change })
    let broker = try #require(run.result.stations.first { $0.name == "US customs broker" })
    // The run begins on 18 August.
    let (before, after) = (broker.days[..<11], broker.days[11...])
    let waits = (before.reduce(0) { $0 + $1.waitSeconds }, after.reduce(0) { $0 + $1.waitSeconds })
    #expect(waits.1 > 10 * max(waits.0, 3_600))
  }

  @Test("US, 25 August 2025: the post takes no order any more, carries what it has, and the air takes over")
  func suspension() throws {
    let run = try run("us-de-minimis-end")
    let state = run.regions[0].state
    let (air, post) = (
      UInt32(state.network.services.firstIndex { $0.name == "vn-air" }!),
      UInt32(state.network.services.firstIndex { $0.name == "vn-post" }!)
    )
    let until = instant("2025-08-25T04:00:00Z")
    let chosen = run.records.filter { $0.kind == FulfilmentRecord.allocate }
    #expect(chosen.allSatisfy { $0.aux == ($0.time < until ? post : air) })
    #expect(chosen.count { $0.aux == post } > 200 && chosen.count { $0.aux == air } > 200)
    let delivered = run.records.filter { $0.kind == DoorstepRecord.delivered && $0.aux == post }
    #expect(delivered.count { $0.time >= until } > 50)
  }

  @Test("Indonesia, 4 October 2023: nothing is sold after 17:00 in Jakarta, open orders finish, stock is stranded")
  func stopSale() throws {
    let run = try run("indonesia-stop-sale")
    let series = Dictionary(uniqueKeysWithValues: run.result.hourly.countries.map { ($0.country, $0) })
    let stop = 16 * 24 + 10
    let (here, there) = (try #require(series["ID"]), try #require(series["TH"]))
    #expect(here.orders[(stop - 24)..<stop].reduce(0, +) > 20)
    // Payments that had begun still go through.
    #expect(here.orders[(stop + 1)...].allSatisfy { $0 == 0 })
    #expect(there.orders[(stop + 1)...].reduce(0, +) > 20)
    #expect(here.delivered[(stop + 1)...].reduce(0, +) > 20)
    let state = run.regions.first { $0.code == "ID" }!.state
    let node = UInt16(state.network.nodes.firstIndex { $0.name == "jakarta" }!)
    let units = (0..<2).reduce(Int64(0)) {
      $0 + state.stock[node, UInt16($1)].onHand - state.stock[node, UInt16($1)].allocated
    }
    #expect(run.result.units.stranded == Int(units) && units > 0)
    #expect(run.result.money.strandedSalvageMinor * 10 <= run.result.money.strandedMinor * 3 + 10)
    #expect(run.result.lostDemand.legal.orders > 100)
  }
}
