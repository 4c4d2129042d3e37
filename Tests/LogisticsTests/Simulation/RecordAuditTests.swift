import Kernel
import Scenario
import Testing
import TraceFormat

@testable import Logistics

/// Each law of the audit speaks when it is broken, and keeps silent otherwise: records written by hand.
@Suite struct RecordAuditTests {
  /// Of one order in GB: what happens, in the order in which it happens.
  private static let life: [(UInt16, Int64)] = [
    (StorefrontRecord.checkoutStart, 0), (FulfilmentRecord.allocate, 0), (StorefrontRecord.orderCreated, 1),
    (FulfilmentRecord.released, 2), (WarehouseRecord.pooled, 2), (WarehouseRecord.packEnd, 3),
    (CarrierRecord.tendered, 3), (CarrierRecord.pickedUp, 4), (CarrierRecord.sorted, 5), (CarrierRecord.lineHaul, 6),
    (CarrierRecord.arrived, 12), (CarrierRecord.atDepot, 12), (CarrierRecord.outForDelivery, 13),
    (DoorstepRecord.delivered, 14),
  ]

  private let model: Model

  init() throws {
    model = try Model.build(
      ScenarioDocument.parse(
        GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"], service: ", parcels: 1"), name: "golden.yaml",
        schema: ModelSchema.schema))
  }

  /// The laws that records break, without those of the end of a run.
  private func findings(_ records: [(UInt16, Int64)], order: (Int) -> UInt64 = { _ in 1 }) -> [String] {
    var audit = RecordAudit(model, Disturbances(model.disruptions, Streams(seed: 1)))
    let start = model.network.start.microseconds
    for (place, (kind, hour)) in records.enumerated() {
      // The line-haul of the golden world takes six hours.
      let value: Int64 = kind == CarrierRecord.lineHaul ? 6 * 3_600_000_000 : 0
      audit.read(
        TraceRecord(time: start + hour * 3_600_000_000, kind: kind, entity: order(place), value: value), region: 0)
    }
    return audit.log.findings.map(\.law)
  }

  @Test("A whole life breaks no law")
  func clean() { #expect(findings(Self.life).isEmpty) }

  @Test("A step that is left out is missed by the next one", arguments: 3..<life.count - 1)
  func missing(_ place: Int) {
    var records = Self.life
    let gone = records.remove(at: place)
    #expect(findings(records).contains { $0.hasSuffix("before what must precede it") }, "\(gone)")
  }

  @Test("What may happen once is told the second time, and nothing follows an end")
  func twice() {
    #expect(findings(Self.life + [(DoorstepRecord.delivered, 15)]).contains("delivered twice"))
    #expect(findings(Self.life + [(DoorstepRecord.undelivered, 15)]).contains("an order ends twice"))
    #expect(findings(Self.life + [(CarrierRecord.tendered, 15)]).contains("an order goes on after its end"))
  }

  @Test("A parcel arrives when its transit says")
  func arrival() {
    let early = Self.life.map { $0.0 == CarrierRecord.arrived ? ($0.0, 11) : $0 }
    #expect(findings(early) == ["an arrival at another time than the transit says"])
  }

  @Test("Two parcels in a truck for one are one too many")
  func load() {
    let pairs = Self.life.flatMap { [$0, $0] }
    let laws = findings(pairs) { UInt64($0 % 2 + 1) }
    #expect(laws == ["more parcels than a departure takes"])
  }

  @Test("A sale that the law forbids is told, with the law of the model and not of the regions")
  func law() throws {
    let ban = "rules: { ban: { effect: prohibit, citation: assumption } }"
    let world = GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"]) + "\n" + ban
    let banned = try Model.build(
      ScenarioDocument.parse(world, name: "golden.yaml", schema: ModelSchema.schema))
    var audit = RecordAudit(banned, Disturbances(banned.disruptions, Streams(seed: 1)))
    for (kind, _) in Self.life.prefix(3) {
      audit.read(TraceRecord(time: banned.network.start.microseconds, kind: kind, entity: 1), region: 0)
    }
    #expect(audit.log.findings.map(\.law) == ["sold where it is prohibited"])
  }

  @Test("The accounts of a voucher are those that its number was made of")
  func vouchers() {
    for debit in Account.allCases {
      for credit in Account.allCases {
        let pair = AuditedBooks.accounts(LedgerRecord.pair(debit, credit))
        #expect(pair.debit == debit && pair.credit == credit)
      }
    }
  }
}
