import Kernel
import Testing

@testable import Logistics

/// A consignment in the words of a worked example.
struct WorkedConsignment {
  var regime: DutyRegime
  var route = CustomsRoute.express
  var to: String
  var from = "CN"
  var on: String
  var transport: Int64 = 0
  var insurance: Int64 = 0
  var taxPercent = 0.0
  var isRegistered = true
  var isOcean = false
  var lines: [(hs: String, origin: String, value: Int64, quantity: Int64)]

  var assessment: DutyAssessment {
    let law = regime.law(on: LocalDate(on)!)
    let facts = ConsignmentFacts(
      route: route, destination: ISOCountry(to), shippedFrom: ISOCountry(from), transport: transport,
      insurance: insurance, taxRate: .percent(taxPercent), isRegistered: isRegistered, isOcean: isOcean)
    let goods = lines.map { line in
      let code = HSCode(line.hs)!
      let origin = ISOCountry(line.origin)
      return ConsignmentLine(
        tariff: law.tariff(of: code, from: origin), subheading: code.subheading, origin: origin, value: line.value,
        quantity: line.quantity)
    }
    return law.assess(facts, goods)
  }
}

@Suite struct EuropeanUnionDutyTests {
  func parcel(
    _ value: Int64, transport: Int64 = 0, insurance: Int64 = 0, on day: String = "2026-03-01", to country: String = "DE"
  ) -> DutyAssessment {
    WorkedConsignment(
      regime: BackDutyTable.eu, to: country, on: day, transport: transport, insurance: insurance, taxPercent: 20,
      lines: [("9503.00", "CN", value, 1)]
    ).assessment
  }

  @Test("KA-50: goods of 100 EUR owe 20 EUR of VAT at the checkout")
  func vatAtCheckout() {
    let owed = parcel(100_00)
    #expect(owed.tax == 20_00 && owed.taxPoint == .checkout && owed.duty == 0)
  }

  @Test("KA-51: transport and insurance are taxed, and do not count towards the threshold")
  func transportIsTaxed() {
    let owed = parcel(100_00, transport: 30_00, insurance: 30_00)
    #expect(owed.tax == 32_00 && owed.taxPoint == .checkout && owed.intrinsicValue == 100_00)
    #expect(owed.taxBase + owed.tax == 192_00)
  }

  @Test("KA-52: goods above 150 EUR are taxed at the border")
  func vatAtBorder() {
    let owed = parcel(160_00, transport: 30_00)
    #expect(owed.tax == 38_00 && owed.taxPoint == .border)
    #expect(owed.taxBase + owed.tax == 228_00)
  }

  @Test("KA-53: VAT shown separately does not belong to the intrinsic value")
  func intrinsicValueWithoutTax() {
    let priceWithTax: Int64 = 168_00
    let goods = priceWithTax - MoneyRate.percent(20).included(in: priceWithTax)
    #expect(goods == 140_00)
    #expect(parcel(goods).taxPoint == .checkout)
  }

  @Test("The EU's threshold includes 150.00 EUR", arguments: [(150_00, true), (150_01, false)])
  func threshold(value: Int64, isCheckout: Bool) {
    #expect((parcel(value).taxPoint == .checkout) == isCheckout)
  }

  func blouses(on day: String, isRegistered: Bool = true) -> DutyAssessment {
    WorkedConsignment(
      regime: BackDutyTable.eu, to: "DE", on: day, taxPercent: 19, isRegistered: isRegistered,
      lines: [("6206.10", "CN", 40_00, 1), ("6206.20", "CN", 60_00, 2)]
    ).assessment
  }

  @Test("KA-54: one silk and two wool blouses owe nothing on 30 June 2026 and 6 EUR from 1 July 2026")
  func threeEurosPerSubheading() {
    #expect(blouses(on: "2026-06-30").duty == 0)
    #expect(blouses(on: "2026-06-30").isRelieved)
    #expect(blouses(on: "2026-07-01").duty == 6_00)
    #expect(blouses(on: "2028-06-30").duty == 6_00)
    #expect(blouses(on: "2028-07-01").duty == 12_00)
  }

  @Test("Two lines of one sub-heading owe 3 EUR once")
  func subheadingCountsOnce() {
    let owed = WorkedConsignment(
      regime: BackDutyTable.eu, to: "DE", on: "2026-07-01", taxPercent: 19,
      lines: [("6109.10.00", "CN", 10_00, 1), ("6109.10.10", "TR", 20_00, 5)]
    ).assessment
    #expect(owed.duty == 3_00)
  }

  @Test("A seller outside the one-stop shop pays the tariff and the tax at the border")
  func unregisteredSeller() {
    let owed = blouses(on: "2026-07-01", isRegistered: false)
    #expect(owed.duty == 12_00 && owed.taxPoint == .border && owed.tax == 21_28)
  }

  @Test("Italy charges 2 EUR per consignment from January 2026 and France 2 EUR per item from March 2026")
  func nationalFees() {
    #expect(parcel(50_00, on: "2025-12-31", to: "IT").fees == 0)
    #expect(parcel(50_00, on: "2026-01-01", to: "IT").fees == 2_00)
    #expect(parcel(50_00, on: "2026-02-28", to: "FR").fees == 0)
    #expect(parcel(50_00, on: "2026-03-01", to: "FR").fees == 2_00)
    #expect(parcel(50_00, on: "2026-03-01", to: "DE").fees == 0)
  }
}

@Suite struct UnitedKingdomDutyTests {
  @Test("KA-55: three articles of 160 GBP together are taxed at the border, though each is below 135 GBP")
  func consignmentCountsTogether() {
    let owed = WorkedConsignment(
      regime: BackDutyTable.gb, to: "GB", on: "2026-05-01", taxPercent: 20,
      lines: [("9503", "CN", 90_00, 1), ("6109.10", "CN", 30_00, 1), ("7323", "CN", 40_00, 1)]
    ).assessment
    #expect(owed.intrinsicValue == 160_00 && owed.taxPoint == .border && !owed.isRelieved)
    #expect(owed.duty == 3_60 + 3_60 + 1_60)
  }

  @Test("The UK's threshold includes 135.00 GBP", arguments: [(135_00, true), (135_01, false)])
  func threshold(value: Int64, isRelieved: Bool) {
    let owed = WorkedConsignment(
      regime: BackDutyTable.gb, to: "GB", on: "2026-05-01", taxPercent: 20, lines: [("6109.10", "CN", value, 1)]
    ).assessment
    #expect(owed.isRelieved == isRelieved && (owed.taxPoint == .checkout) == isRelieved)
  }

  @Test("KA-56: 2,000 pieces of 5 GBP with 500 GBP of freight in bulk: duty 420, VAT 2,184")
  func bulkImport() {
    let owed = WorkedConsignment(
      regime: BackDutyTable.gb, route: .bulk, to: "GB", on: "2026-05-01", transport: 500_00, taxPercent: 20,
      lines: [("7323", "CN", 10_000_00, 2_000)]
    ).assessment
    #expect(owed.customsValue == 10_500_00 && owed.duty == 420_00)
    #expect(owed.taxBase == 10_920_00 && owed.tax == 2_184_00 && owed.taxPoint == .border)
  }

  @Test("KA-57: goods 200, freight 20, insurance 5, duty 12 %, VAT 20 %: 302.40 landed")
  func genericExample() {
    let owed = WorkedConsignment(
      regime: BackDutyTable.gb, to: "GB", on: "2026-05-01", transport: 20_00, insurance: 5_00, taxPercent: 20,
      lines: [("6109.10", "CN", 200_00, 4)]
    ).assessment
    #expect(owed.duty == 27_00 && owed.tax == 50_40)
    #expect(owed.customsValue + owed.dueAtBorder == 302_40)
  }
}

@Suite struct UnitedStatesDutyTests {
  func goods(
    _ value: Int64, on day: String, from origin: String = "CN", route: CustomsRoute = .express, isOcean: Bool = false,
    hs: String = "6109.10"
  ) -> DutyAssessment {
    WorkedConsignment(
      regime: BackDutyTable.us, route: route, to: "US", from: origin, on: day, isOcean: isOcean,
      lines: [(hs, origin, value, 1)]
    ).assessment
  }

  @Test("De minimis ends on 2 May 2025 for China and Hong Kong, and on 29 August 2025 for all others")
  func endOfDeMinimis() {
    #expect(goods(40_00, on: "2025-05-01").isRelieved)
    #expect(!goods(40_00, on: "2025-05-02").isRelieved)
    #expect(!goods(40_00, on: "2025-05-02", from: "HK").isRelieved)
    #expect(goods(40_00, on: "2025-08-28", from: "VN").isRelieved)
    #expect(!goods(40_00, on: "2025-08-29", from: "VN").isRelieved)
    #expect(goods(800_00, on: "2025-04-01").duty == 0)
    #expect(goods(800_01, on: "2025-04-01").duty == 192_00)
  }

  @Test("KA-58: the merchandise processing fee between its bounds, and the harbour fee by sea alone")
  func processingFee() {
    for (value, fee, harbour) in [(5_000_00, 33_58, 6_25), (100_000_00, 346_40, 125_00), (200_000_00, 651_50, 250_00)] {
      let value = Int64(value)
      #expect(goods(value, on: "2025-10-01", route: .bulk).fees == Int64(fee))
      #expect(goods(value, on: "2025-10-01", route: .bulk, isOcean: true).fees == Int64(fee + harbour))
      #expect(goods(value, on: "2025-09-30", route: .bulk).fees == 0)
    }
  }

  @Test("KA-59: the specific duty on postal items for six months from 29 August 2025")
  func postalItems() {
    var regime = BackDutyTable.us
    regime.tariff = [BackDutyTable.base("10", 10), BackDutyTable.base("20", 20), BackDutyTable.base("30", 30)]
    func duty(_ hs: String, _ day: String, _ route: CustomsRoute = .postal) -> Int64 {
      WorkedConsignment(regime: regime, route: route, to: "US", on: day, lines: [(hs, "VN", 100_00, 1)])
        .assessment.duty
    }
    #expect(duty("10", "2025-08-29") == 80_00)
    #expect(duty("20", "2025-08-29") == 160_00)
    #expect(duty("30", "2026-02-28") == 200_00)
    #expect(duty("30", "2026-03-01") == 30_00)
    #expect(duty("30", "2025-08-28") == 0)
    #expect(duty("30", "2025-08-29", .express) == 30_00)
  }

  @Test("KA-60: T-shirts of 40 USD from China owe 13.60 on 1 July 2026 and 9.60 on 25 July 2026")
  func surchargeEnds() {
    #expect(goods(40_00, on: "2026-07-01").duty == 13_60)
    #expect(goods(40_00, on: "2026-07-24").duty == 13_60)
    #expect(goods(40_00, on: "2026-07-25").duty == 9_60)
    #expect(goods(40_00, on: "2026-02-23").duty == 9_60)
    #expect(goods(40_00, on: "2026-02-24").duty == 13_60)
  }

  @Test("The United States tax no imports at the border")
  func noImportTax() { #expect(goods(40_00, on: "2026-07-01").taxPoint == .nowhere) }
}

@Suite struct CanadaDutyTests {
  func parcel(_ value: Int64, from: String = "US", route: CustomsRoute = .express) -> DutyAssessment {
    WorkedConsignment(
      regime: BackDutyTable.ca, route: route, to: "CA", from: from, on: "2026-05-01", taxPercent: 5,
      lines: [("6109.10", "CN", value, 1)]
    ).assessment
  }

  @Test("KA-61: couriers from the US pay nothing to C$40, tax to C$150, then duty as well")
  func courierBands() {
    #expect(parcel(40_00).dueAtBorder == 0)
    #expect(parcel(40_01).duty == 0 && parcel(40_01).tax == 2_00)
    #expect(parcel(150_00).duty == 0 && parcel(150_00).tax == 7_50)
    #expect(parcel(150_01).duty == 27_00 && parcel(150_01).tax == 8_85)
  }

  @Test("Parcels from elsewhere, or by post, have C$20")
  func otherOrigins() {
    #expect(parcel(20_00, from: "CN").dueAtBorder == 0)
    #expect(parcel(20_01, from: "CN").duty == 3_60)
    #expect(parcel(20_01, route: .postal).duty == 3_60)
  }
}
