import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Law that changes while goods are under way")
struct InTransitTests {
  /// 16.5 % as a base and 7.5 % on top, both assumed; the surcharge of 10 % from 24 February to 24 July 2026, with goods
  /// loaded before it exempt when entered by 27 February.
  private func regime() -> DutyRegime {
    var regime = DutyRegime(name: "US", valuation: .fob, taxesImports: false)
    regime.tariff = [
      DatedRule(TariffMeasure(kind: .base, adValorem: .percent(16.5)), source: "assumption"),
      DatedRule(TariffMeasure(kind: .additional, adValorem: .percent(7.5)), source: "assumption"),
      DatedRule(
        TariffMeasure(
          kind: .additional, adValorem: .percent(10), shippedBefore: LocalDate("2026-02-24"),
          enteredUntil: LocalDate("2026-02-27")),
        from: LocalDate("2026-02-24"), until: LocalDate("2026-07-24"), source: "Section 122 surcharge"),
    ]
    return regime
  }

  private func rate(on day: String, isInTransit: Bool) -> MoneyRate {
    regime().law(on: LocalDate(day)!).tariff(of: HSCode("6109.10")!, from: ISOCountry("CN"), isInTransit: isInTransit)
      .adValorem
  }

  @Test(
    "the surcharge spares goods in transit for four days, and nobody afterwards",
    arguments: [
      ("2026-02-23", 24.0, 24.0), ("2026-02-24", 34, 24), ("2026-02-27", 34, 24), ("2026-02-28", 34, 34),
      ("2026-07-24", 34, 34), ("2026-07-25", 24, 24),
    ])
  func surcharge(day: String, others: Double, inTransit: Double) {
    #expect(rate(on: day, isInTransit: false) == .percent(others))
    #expect(rate(on: day, isInTransit: true) == .percent(inTransit))
  }

  @Test("the law is looked up again when an exemption ends")
  func changes() {
    let days = sequence(first: LocalDate("2026-01-01")!) { regime().nextChange(after: $0) }
    #expect(Array(days.dropFirst()) == ["2026-02-24", "2026-02-28", "2026-07-25"].map { LocalDate($0)! })
  }

  private static let tariff =
    "[{ rate: 12 % }, { kind: additional, rate: 10 %, validFrom: 2026-11-20, "
    + "inTransit: { shippedBefore: 2026-11-20, enteredUntil: 2026-11-23 } }]"

  private func world() throws -> BackWorld {
    try BackWorld(market: "customs: { regime: GB }", overrides: ["customs.regimes.GB.tariff=\(Self.tariff)"])
  }

  @Test("an order pays by the day its line-haul left, on both sides of midnight and of the last day")
  func desk() throws {
    let world = try world()
    let desk = try #require(world.state.duties)
    let order = world.state.orders[world.order(1, isAbroad: true)]
    func duty(shipped: String?, entered: String) -> Int64 {
      desk.assess(order, at: world.time(entered), shipped: shipped.map(world.time)).duty
    }
    #expect(duty(shipped: "2026-11-15T00:00:00", entered: "2026-11-19T23:59:59") == 24_00)
    #expect(duty(shipped: "2026-11-19T23:59:59", entered: "2026-11-20T00:00:00") == 24_00)
    #expect(duty(shipped: "2026-11-20T00:00:00", entered: "2026-11-22T00:00:00") == 44_00)
    #expect(duty(shipped: nil, entered: "2026-11-22T00:00:00") == 44_00)
    #expect(duty(shipped: "2026-11-19T23:59:59", entered: "2026-11-23T23:59:59") == 24_00)
    #expect(duty(shipped: "2026-11-19T23:59:59", entered: "2026-11-24T00:00:00") == 44_00)
  }

  @Test("half an exemption is an error")
  func half() {
    #expect(throws: Diagnostics.self) {
      _ = try BackWorld.model(
        market: "customs: { regime: GB }", root: "",
        overrides: ["customs.regimes.GB.tariff=[{ rate: 1 %, inTransit: { shippedBefore: 2026-11-20 } }]"])
    }
  }
}

@Suite("Shocks at the border")
struct BorderShockTests {
  private static let border = """
    customs:
      regime: GB
      poorData: 0
      hold: { share: 0 }
      yellow: 1
      red: 0
      seized: 0
      autoLodged: 1
      documents: { people: 2, time: 60 min, hours: Mon-Sun 00:00-24:00 }
    """

  private func shock(_ text: String) -> String { Self.border + "\n  shocks: [{ \(text) }]" }

  @Test("a strike halves the officers, a closure stops them, and their queue goes on when it is over")
  func strike() throws {
    let normal = try BackWorld(market: Self.border)
    let strike = try BackWorld(
      market: shock("from: 2026-11-10T00:00:00Z, until: 2026-11-12T00:00:00Z, capacity: 0.5"))
    let closure = try BackWorld(market: shock("from: 2026-11-10T00:00:00Z, until: 2026-11-12T00:00:00Z, capacity: 0"))
    for world in [normal, strike, closure] {
      for _ in 0..<3 { world.importParcel(at: "2026-11-11T22:00:00") }
      world.run()
      #expect(world.violations == [])
    }
    #expect(
      normal.times(of: EventKind.atDepot) == ["2026-11-11T23:00:00Z", "2026-11-11T23:00:00Z", "2026-11-12T00:00:00Z"])
    #expect(
      strike.times(of: EventKind.atDepot) == ["2026-11-11T23:00:00Z", "2026-11-12T00:00:00Z", "2026-11-12T01:00:00Z"])
    #expect(
      closure.times(of: EventKind.atDepot) == ["2026-11-12T01:00:00Z", "2026-11-12T01:00:00Z", "2026-11-12T02:00:00Z"])
  }

  @Test("while the system is down, brokers lodge everything")
  func outage() throws {
    let down = try BackWorld(
      market: shock("from: 2026-11-10T00:00:00Z, until: 2026-11-12T00:00:00Z, autoLodged: 0"))
    down.importParcel(at: "2026-11-11T12:00:00")
    down.importParcel(at: "2026-11-12T12:00:00")
    down.run()
    #expect(down.home.customs.counters.lodgedByBroker == 1 && down.home.customs.counters.entries == 2)
  }

  @Test("shocks that overlap, or end before they begin, are errors")
  func contradictions() {
    func problem(_ text: String) -> String {
      do {
        _ = try BackWorld.model(market: Self.border + "\n  shocks: [\(text)]", root: "")
        return ""
      } catch { return "\(error)" }
    }
    #expect(problem("{ from: 2026-11-12T00:00:00Z, until: 2026-11-11T00:00:00Z }").contains("until is not after from"))
    let two = "{ from: 2026-11-12T00:00:00Z, until: 2026-11-14T00:00:00Z }"
    #expect(problem("\(two), \(two)").contains("before the one above is over"))
  }
}
