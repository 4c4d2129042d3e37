import Testing

@testable import Logistics

@Suite("Deterministic timelines of imports and of clock changes, DOMAIN Appendix C")
struct GoldenImportTests {
  @Test("G5: a parcel at the border on Saturday 10:00 in the yellow channel is released on Monday at 09:25")
  func yellow() throws {
    let run = try SmallRun(ImportWorld.yaml(customs: "yellow: 1, red: 0"))
    #expect(run.times(CarrierRecord.arrived) == ["11-14T10:00:00"])
    #expect(run.times(CustomsRecord.lodged) == ["11-14T10:00:00"])
    #expect(run.times(CustomsRecord.examStart) == ["11-16T09:00:00"])
    #expect(run.times(CustomsRecord.released) == ["11-16T09:25:00"])
    #expect(run.times(CarrierRecord.outForDelivery) == ["11-17T08:00:00"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-17T11:00:00"])
    #expect(run.result.invariants.violations == [])
  }

  @Test("G5: in the green channel it is released on Saturday at 10:10")
  func green() throws {
    let run = try SmallRun(ImportWorld.yaml(customs: "yellow: 0, red: 0"))
    #expect(run.times(CustomsRecord.released) == ["11-14T10:10:00"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-15T11:00:00"])
  }

  /// Three parcels that reach the border on Monday at 16:30, 16:31 and 16:32, one officer.
  private func examinations(_ shiftEnd: String) throws -> [String] {
    let run = try SmallRun(
      ImportWorld.yaml(
        orders: [String](repeating: "2026-11-11T08:00:00Z", count: 3), customs: "yellow: 0, red: 1",
        pickUp: #"times: ["00:30", "00:31", "00:32"], parcels: 1"#, transit: "5 d", shiftEnd: shiftEnd))
    #expect(run.times(CarrierRecord.arrived) == ["11-16T16:30:00", "11-16T16:31:00", "11-16T16:32:00"])
    #expect(run.result.invariants.violations == [])
    return run.times(CustomsRecord.released)
  }

  @Test("G6: three examinations that pause overnight end on Tuesday at 09:15, 10:00 and 10:45")
  func preempted() throws {
    #expect(try examinations("preemptResume") == ["11-17T09:15:00", "11-17T10:00:00", "11-17T10:45:00"])
  }

  @Test("G7: an officer who finishes what is in hand ends on Monday at 17:15, on Tuesday at 09:45 and 10:30")
  func finished() throws {
    #expect(try examinations("finish") == ["11-16T17:15:00", "11-17T09:45:00", "11-17T10:30:00"])
  }

  @Test("G8: a wave and a pick-up at 02:30 in Berlin happen the first time the clock shows it, 25 h before the next")
  func clockSetBack() throws {
    let run = try SmallRun(
      ClockWorld.yaml(
        zone: "Europe/Berlin", start: "2026-10-24", end: "2026-11-02", wave: "02:30", pickUp: "02:30",
        orders: ["2026-10-25T00:30:00Z", "2026-10-25T00:30:01Z", "2026-10-25T01:15:00Z"]))
    #expect(run.times(WarehouseRecord.waveReleased) == ["10-25T00:30:00", "10-26T01:30:00"])
    #expect(run.times(WarehouseRecord.packEnd) == ["10-25T00:30:00", "10-26T01:30:00", "10-26T01:30:00"])
    #expect(run.times(CarrierRecord.pickedUp) == ["10-25T00:30:00", "10-26T01:30:00", "10-26T01:30:00"])
    #expect(run.result.orders.delivered == 3 && run.result.countries[0].late == 0)
  }

  @Test("G8: hourly waves close 25 times on the day that has 25 hours")
  func longDay() throws {
    let hours = (0..<25).map { hour in
      hour < 2 ? "2026-10-24T2\(2 + hour):30:00Z" : "2026-10-25T\(hour < 12 ? "0" : "")\(hour - 2):30:00Z"
    }
    let run = try SmallRun(
      ClockWorld.yaml(
        zone: "Europe/Berlin", start: "2026-10-24", end: "2026-11-02", wave: nil, pickUp: "18:00", orders: hours))
    #expect(run.times(WarehouseRecord.waveReleased).count == 25)
    #expect(Set(run.times(WarehouseRecord.waveReleased)).count == 25)
  }

  @Test("G9: a wave at 02:00 in New York on the day that skips it closes at 03:00 summer time")
  func clockSetForward() throws {
    let run = try SmallRun(
      ClockWorld.yaml(
        zone: "America/New_York", start: "2026-03-07", end: "2026-03-16", wave: "02:00", pickUp: "02:30",
        orders: ["2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z", "2026-03-08T07:00:01Z"]))
    #expect(run.times(WarehouseRecord.waveReleased) == ["03-08T07:00:00", "03-09T06:00:00"])
    #expect(run.times(CarrierRecord.pickedUp) == ["03-08T07:00:00", "03-08T07:00:00", "03-09T06:30:00"])
    #expect(run.result.orders.delivered == 3 && run.result.countries[0].late == 0)
  }
}

/// A market that is served from abroad, with constant times: parcels reach the border at known instants.
enum ImportWorld {
  static func yaml(
    orders: [String] = ["2026-11-10T08:00:00Z"], customs: String, pickUp: String = #"times: ["18:00"]"#,
    transit: String = "4 d", shiftEnd: String = "finish"
  ) -> String {
    """
    name: import
    start: 2026-11-09T00:00:00Z
    end: 2026-11-24T00:00:00Z
    currency: GBP
    markets:
      GB:
        timeZone: Europe/London
        currency: GBP
        tax: 20 %
        lastMile: { waves: ["08:00"], days: Mon-Sun, route: 3 h, success: [1] }
        returns: { rate: 0 }
        customs:
          \(customs.replacing(", ", with: "\n      "))
          seized: 0
          autoLodged: 1
          poorData: 0
          hold: { share: 0 }
          greenTime: 10 min
          documents: { people: 1, time: 25 min, hours: Mon-Fri 09:00-17:00, shiftEnd: \(shiftEnd) }
          examination: { people: 1, time: 45 min, hours: Mon-Fri 09:00-17:00, shiftEnd: \(shiftEnd) }
    skus:
      thing: { weight: 500 g, prices: { GB: 50.00 GBP }, unitCost: 15.00 GBP }
    nodes:
      factory: { country: CN, timeZone: Asia/Shanghai, holdsStock: false, process: handOver, handOverTime: 1 h }
    providers: { air: { status: approved } }
    services:
      parcel:
        provider: air
        from: [factory]
        to: [GB]
        pickUp: { \(pickUp) }
        firstMile: 0 s
        transit: \(transit)
        lost: 0
    doorstep: { cancellation: { perDay: 0 } }
    trust: { fraudShare: 0, manualShare: 0, falseRejection: 0 }
    demand:
      noise: none
      orders:
    \(orders.map { "    - { at: \($0), market: GB, sku: thing }" }.joined(separator: "\n"))
    """
  }
}

/// A domestic world in one time zone with waves and pick-ups at local times, and no time for anything else.
enum ClockWorld {
  static func yaml(zone: String, start: String, end: String, wave: String?, pickUp: String, orders: [String])
    -> String
  {
    """
    name: clock
    start: \(start)T00:00:00Z
    end: \(end)T00:00:00Z
    currency: EUR
    markets:
      DE:
        timeZone: \(zone)
        currency: EUR
        lastMile: { waves: ["08:00"], days: Mon-Sun, route: 3 h, success: [1] }
        returns: { rate: 0 }
    skus:
      thing: { prices: { DE: 50.00 EUR }, unitCost: 15.00 EUR }
    nodes:
      depot:
        country: DE
        waves: { \(wave.map { "times: [\"\($0)\"]" } ?? "every: 1 h") }
        pick: { setup: 0 s, perLine: 0 s, aisles: 0 }
        pack: { mean: 0 s, cv: 0 }
        receiving: { putAway: 0 s }
        stock: { thing: 1000 }
    providers: { van: { status: approved } }
    services:
      next-day:
        provider: van
        from: [depot]
        to: [DE]
        pickUp: { times: ["\(pickUp)"] }
        firstMile: 0 s
        transit: 6 h
        lost: 0
    doorstep: { cancellation: { perDay: 0 } }
    trust: { fraudShare: 0, manualShare: 0, falseRejection: 0 }
    demand:
      noise: none
      orders:
    \(orders.map { "    - { at: \($0), market: DE, sku: thing }" }.joined(separator: "\n"))
    """
  }
}
