import Kernel

@testable import Logistics

/// An illustrative table of customs law for tests: the worked examples of the domain's specification, not legal advice.
enum BackDutyTable {
  static func day(_ text: String) -> LocalDate { LocalDate(text)! }

  static var eu: DutyRegime {
    let upTo150 = ConsignmentCondition(upTo: 150_00, routes: .parcels)
    var registered = upTo150
    registered.needsRegistration = true
    var regime = DutyRegime(name: "EU", valuation: .cif)
    regime.reliefs = [
      DatedRule(
        Relief(condition: upTo150), from: day("2010-01-01"), until: day("2026-06-30"),
        source: "Regulation (EC) No 1186/2009, art. 23")
    ]
    regime.pointOfSale = [
      DatedRule(
        PointOfSaleTax(condition: registered), from: day("2021-07-01"), source: "Directive (EU) 2017/2455, IOSS")
    ]
    regime.simplified = [
      DatedRule(
        SimplifiedDuty(condition: registered, perSubheading: 3_00), from: day("2026-07-01"),
        until: day("2028-06-30"), source: "Council decision on low-value parcels")
    ]
    regime.tariff = [
      base("6109.10", 12), base("6206", 12), base("3304", 3.25), base("8507.60", 2.7), base("9503", 0),
      base("4202", 6.35), base("", 4),
    ]
    regime.fees = [
      DatedRule(
        CustomsFee(
          condition: ConsignmentCondition(upTo: 150_00, routes: .parcels, destinations: ["IT"]), perConsignment: 2_00,
          isWaivedByRelief: false), from: day("2026-01-01"), source: "Italian budget law 2026"),
      DatedRule(
        CustomsFee(
          condition: ConsignmentCondition(upTo: 150_00, routes: .parcels, destinations: ["FR"]), perItem: 2_00,
          isWaivedByRelief: false), from: day("2026-03-01"), source: "French finance law 2026"),
    ]
    return regime
  }

  static var gb: DutyRegime {
    let upTo135 = ConsignmentCondition(upTo: 135_00, routes: .parcels)
    var regime = DutyRegime(name: "GB", valuation: .cif)
    regime.reliefs = [
      DatedRule(Relief(condition: upTo135), until: day("2029-03-31"), source: "HMRC: goods up to 135 GBP")
    ]
    regime.pointOfSale = [
      DatedRule(
        PointOfSaleTax(condition: upTo135), from: day("2021-01-01"), until: day("2029-03-31"),
        source: "HMRC: VAT at the point of sale")
    ]
    regime.tariff = [base("6109.10", 12), base("7323", 4), base("", 4)]
    return regime
  }

  static var us: DutyRegime {
    let upTo800 = ConsignmentCondition(upTo: 800_00, routes: .parcels)
    var fromElsewhere = upTo800
    fromElsewhere.notOrigins = ["CN", "HK"]
    var fromChina = upTo800
    fromChina.origins = ["CN", "HK"]
    var regime = DutyRegime(name: "US", valuation: .fob, taxesImports: false)
    regime.reliefs = [
      DatedRule(
        Relief(condition: fromElsewhere, waivesTax: true), until: day("2025-08-28"), source: "19 USC 1321(a)(2)(C)"),
      DatedRule(
        Relief(condition: fromChina, waivesTax: true), until: day("2025-05-01"), source: "19 USC 1321(a)(2)(C)"),
    ]
    regime.simplified =
      postal(80_00, from: 0, to: 159_999) + postal(160_00, from: 160_000, to: 250_000)
      + postal(200_00, from: 250_001, to: .max)
    regime.tariff = [
      base("6109.10", 16.5), base("3304", 0), base("8507.60", 3.4), base("9503", 0), base("4202", 17.6), base("", 5),
      DatedRule(
        TariffMeasure(kind: .additional, hs: HSCode("6109")!, origins: ["CN"], adValorem: .percent(7.5)),
        source: "section 301"),
      DatedRule(
        TariffMeasure(kind: .additional, adValorem: .percent(10)), from: day("2026-02-24"),
        until: day("2026-07-24"), source: "section 122"),
    ]
    regime.fees = [
      DatedRule(
        CustomsFee(
          condition: ConsignmentCondition(above: 2_500_00), adValorem: MoneyRate(millionths: 3_464), least: 33_58,
          most: 651_50), from: day("2025-10-01"), source: "19 CFR 24.23, merchandise processing fee FY2026"),
      DatedRule(
        CustomsFee(condition: ConsignmentCondition(isOceanOnly: true), adValorem: MoneyRate(millionths: 1_250)),
        source: "19 CFR 24.24, harbour maintenance fee"),
    ]
    return regime
  }

  private static func postal(_ amount: Int64, from: Int64, to: Int64) -> [DatedRule<SimplifiedDuty>] {
    [
      DatedRule(
        SimplifiedDuty(
          condition: ConsignmentCondition(routes: CustomsRoutes(.postal)), perItem: amount,
          tariffFrom: MoneyRate(millionths: from), tariffUpTo: MoneyRate(millionths: to)), from: day("2025-08-29"),
        until: day("2026-02-28"), source: "Executive Order of 30 July 2025, specific duty on postal items")
    ]
  }

  static var ca: DutyRegime {
    let treaty: CountrySet = ["US", "MX"]
    let courier = CustomsRoutes(.express)
    let isTaxFree = ConsignmentCondition(upTo: 40_00, routes: courier, shippedFrom: treaty)
    let isDutyFree = ConsignmentCondition(upTo: 150_00, routes: courier, shippedFrom: treaty)
    var regime = DutyRegime(name: "CA", valuation: .fob, taxesTransport: false)
    regime.reliefs = [
      DatedRule(Relief(condition: isTaxFree, waivesTax: true), from: day("2020-07-01"), source: "CUSMA, art. 7.8"),
      DatedRule(Relief(condition: isDutyFree), from: day("2020-07-01"), source: "CUSMA, art. 7.8"),
      DatedRule(
        Relief(condition: ConsignmentCondition(upTo: 20_00, routes: .parcels), waivesTax: true),
        source: "Courier Imports Remission Order"),
    ]
    regime.tariff = [base("6109.10", 18), base("", 5)]
    return regime
  }

  static var all: [DutyRegime] { [eu, gb, us, ca] }

  static func base(_ hs: String, _ percent: Double) -> DatedRule<TariffMeasure> {
    DatedRule(TariffMeasure(kind: .base, hs: HSCode(hs)!, adValorem: .percent(percent)), source: "assumption")
  }
}
