import Kernel
import Testing

@testable import Logistics

@Suite struct RateTests {
  @Test("Halves round away from zero, or to the even neighbour")
  func halves() {
    #expect(MoneyRate.percent(50).of(5) == 3)
    #expect(MoneyRate.percent(50).of(-5) == -3)
    #expect(MoneyRate.percent(50).of(5, .halfEven) == 2)
    #expect(MoneyRate.percent(50).of(7, .halfEven) == 4)
  }

  @Test("The tax within a price leaves the price without tax")
  func includedTax() {
    #expect(MoneyRate.percent(20).included(in: 50_00) == 8_33)
    #expect(MoneyRate.zero.included(in: 50_00) == 0)
  }

  @Test("Products beyond 64 bits stay exact, and saturate at the end")
  func largeAmounts() {
    #expect(MoneyRate.percent(10).of(9_000_000_000_000_000) == 900_000_000_000_000)
    #expect(MoneyRate(millionths: .max).of(.max) == .max)
    #expect(MoneyRate(millionths: .max).of(.min) == .min)
  }
}

@Suite struct HSCodeTests {
  @Test("A code begins with its chapter, heading and sub-heading, whatever the dots")
  func prefixes() throws {
    let code = try #require(HSCode("6109.10.00"))
    #expect(code.hasPrefix(.any))
    #expect(code.hasPrefix(try #require(HSCode("61"))))
    #expect(code.hasPrefix(try #require(HSCode("6109.10"))))
    #expect(!code.hasPrefix(try #require(HSCode("6110"))))
    #expect(!(try #require(HSCode("61"))).hasPrefix(code))
    #expect(code.subheading == HSCode("610910"))
    #expect(HSCode("61x") == nil)
  }

  @Test("Leading zeros count as digits")
  func leadingZeros() throws { #expect(try #require(HSCode("0101")).hasPrefix(try #require(HSCode("01")))) }
}

@Suite struct DutyLawTests {
  @Test("The longest code counts, preferences lower it, and additional duties add up")
  func tariffComposition() {
    var regime = DutyRegime(name: "X", valuation: .fob)
    regime.tariff = [
      BackDutyTable.base("", 5), BackDutyTable.base("61", 10), BackDutyTable.base("6109", 12),
      DatedRule(TariffMeasure(kind: .preference, origins: ["VN"], adValorem: .percent(2)), source: "test"),
      DatedRule(TariffMeasure(kind: .additional, origins: ["CN"], adValorem: .percent(25)), source: "test"),
      DatedRule(TariffMeasure(kind: .additional, adValorem: .percent(1), perItem: 7), source: "test"),
    ]
    let law = regime.law(on: BackDutyTable.day("2026-01-01"))
    let shirt = HSCode("610910")!
    #expect(law.tariff(of: shirt, from: ISOCountry("CN")) == TariffRate(adValorem: .percent(38), perItem: 7))
    #expect(law.tariff(of: shirt, from: ISOCountry("VN")) == TariffRate(adValorem: .percent(3), perItem: 7))
    #expect(law.tariff(of: HSCode("9503")!, from: ISOCountry("TR")).adValorem == .percent(6))
  }

  @Test("A law is valid until the next rule begins or the day after one ends")
  func changes() {
    let eu = BackDutyTable.eu
    #expect(eu.law(on: BackDutyTable.day("2026-06-30")).validUntil == BackDutyTable.day("2026-07-01"))
    #expect(eu.law(on: BackDutyTable.day("2026-07-01")).validUntil == BackDutyTable.day("2028-07-01"))
    #expect(eu.law(on: BackDutyTable.day("2028-07-01")).validUntil == nil)
  }

  @Test("Rounding per line and per entry differ by the pieces of a cent")
  func roundingUnits() {
    var regime = DutyRegime(name: "X", valuation: .fob)
    regime.tariff = [BackDutyTable.base("", 5)]
    func duty(_ unit: RoundingUnit) -> Int64 {
      regime.roundingUnit = unit
      let lines = (1...3).map { ("61\($0)0", "CN", Int64(10), Int64(1)) }
      return WorkedConsignment(regime: regime, to: "XX", on: "2026-01-01", lines: lines).assessment.duty
    }
    #expect(duty(.line) == 3)
    #expect(duty(.entry) == 2)
  }

  @Test("Transport is split over the lines to the last cent, whatever their number")
  func apportionment() {
    var regime = DutyRegime(name: "X", valuation: .cif)
    regime.tariff = [BackDutyTable.base("", 100)]
    for count in 1...9 {
      let lines = (0..<count).map { ("61\($0)0", "CN", Int64(3), Int64(1)) }
      let owed = WorkedConsignment(
        regime: regime, to: "XX", on: "2026-01-01", transport: 100, lines: lines
      ).assessment
      #expect(owed.duty == owed.customsValue)
    }
  }
}

@Suite struct NarrowedLawTests {
  @Test("A law narrowed to some goods assesses 4,000 random parcels of them like the whole law")
  func agreesWithTheWholeLaw() {
    var stream = Streams(seed: 11)["narrowed law"][0]
    let days = ["2025-05-01", "2025-08-29", "2026-02-28", "2026-06-30", "2026-07-01", "2026-07-25"]
    for _ in 0..<4_000 {
      let regime = BackDutyTable.all[Int(stream.below(4))]
      let law = regime.law(on: BackDutyTable.day(days[Int(stream.below(6))]))
      let origin = ISOCountry(["CN", "VN", "US"][Int(stream.below(3))])
      let facts = ConsignmentFacts(
        route: CustomsRoute.allCases[Int(stream.below(6))],
        destination: ISOCountry(["DE", "IT", "FR"][Int(stream.below(3))]),
        shippedFrom: ISOCountry(["CN", "US"][Int(stream.below(2))]), transport: Int64(stream.below(5_000)),
        taxRate: .percent(20), isRegistered: stream.bernoulli(0.5), isOcean: stream.bernoulli(0.5))
      let code = HSCode(["6109.10.00", "9503", "4202.12"][Int(stream.below(3))])!
      let line = ConsignmentLine(
        tariff: law.tariff(of: code, from: origin), subheading: code.subheading, origin: origin,
        value: Int64(stream.below(90_000)), quantity: Int64(1 + stream.below(3)))
      let owed = law.assess(facts, CollectionOfOne(line))
      #expect(law.narrowed(to: facts, line).assess(facts, CollectionOfOne(line)) == owed)
    }
  }
}
