import Kernel
import Scenario

/// The fields of customs law: dated rules by regime.
enum RegimeFields {
  static let valuation = Field<CustomsValuation>(
    "customs.regimes{}.valuation", default: .cif, since: "0.1", source: "assumption",
    "Whether transport and insurance belong to the customs value (cif) or not (fob).")
  static let taxesImports = Field<Bool>(
    "customs.regimes{}.taxesImports", default: true, since: "0.1", "Whether the border collects the market's tax.")
  static let taxesTransport = Field<Bool>(
    "customs.regimes{}.taxesTransport", default: true, since: "0.1",
    "Whether transport belongs to the tax base where goods are valued fob.")
  static let roundingUnit = Field<RoundingUnit>(
    "customs.regimes{}.roundingUnit", default: .line, since: "0.1", "Whether amounts are rounded per line or per entry."
  )
  static let rounding = Field<Rounding>(
    "customs.regimes{}.rounding", default: .halfUp, since: "0.1", "How halves of a minor unit are rounded.")

  static let reliefs = ConditionFields("reliefs", "relief")
  static let waivesDuty = Field<Bool>(
    "customs.regimes{}.reliefs[].waivesDuty", default: true, since: "0.1", "Whether the relief waives duty.")
  static let waivesTax = Field<Bool>(
    "customs.regimes{}.reliefs[].waivesTax", default: false, since: "0.1", "Whether the relief waives import tax.")

  static let pointOfSale = ConditionFields("pointOfSale", "rule for tax at the point of sale")

  static let simplified = ConditionFields("simplified", "simplified duty")
  static let simplifiedRate = amount("simplified[].rate", "Share of the customs value in place of the tariff.")
  static let simplifiedPerItem = money("simplified[].perItem", "Duty per piece.")
  static let simplifiedPerSubheading = money(
    "simplified[].perSubheading", "Duty per distinct six-digit sub-heading in the consignment.")
  static let tariffFrom = amount("simplified[].tariffFrom", "Only for goods whose tariff is at least this.")
  static let tariffUpTo = Field<Double?>(
    "customs.regimes{}.simplified[].tariffUpTo", default: nil, in: 0...100, since: "0.1",
    "Only for goods whose tariff is at most this.")

  static let tariffDates = DateFields("tariff", "measure")
  static let kind = Field<TariffMeasure.Kind>(
    "customs.regimes{}.tariff[].kind", default: .base, since: "0.1",
    "base: the longest matching code counts; preference: the lowest counts; additional: all add up.")
  static let hs = Field<String>(
    "customs.regimes{}.tariff[].hs", default: "", since: "0.1",
    where: { HSCode($0) == nil ? "is not an HS code, such as 6109.10" : nil },
    "The HS code, or its beginning; empty for all goods.")
  static let origins = ConditionFields.countries("tariff[].origins", "Only for goods made there; empty for all.")
  static let notOrigins = ConditionFields.countries("tariff[].notOrigins", "Not for goods made there.")
  static let rate = amount("tariff[].rate", "Share of the customs value.")
  static let perItem = money("tariff[].perItem", "Duty per piece.")

  static let shippedBefore = Field<LocalDate?>(
    "customs.regimes{}.tariff[].inTransit.shippedBefore", default: nil, since: "0.1",
    "Goods loaded before this day are exempt; as a rule the measure's first day.")
  static let enteredUntil = Field<LocalDate?>(
    "customs.regimes{}.tariff[].inTransit.enteredUntil", default: nil, since: "0.1",
    "The last day of entry on which goods in transit are exempt.")

  static let fees = ConditionFields("fees", "fee")
  static let feeRate = amount("fees[].rate", "Share of the customs value.")
  static let least = money("fees[].least", "The least that rate comes to.")
  static let most = money("fees[].most", "The most that rate comes to.")
  static let perConsignment = money("fees[].perConsignment", "Amount per consignment.")
  static let feePerItem = money("fees[].perItem", "Amount per piece.")
  static let feePerSubheading = money("fees[].perSubheading", "Amount per distinct six-digit sub-heading.")
  static let waivedByRelief = Field<Bool>(
    "customs.regimes{}.fees[].waivedByRelief", default: true, since: "0.1",
    "Whether a consignment under a duty relief pays nothing.")

  static let group = FieldGroup(
    "Customs law",
    """
    Duty, tax and fees by market or customs union as dated rules with their citations. Illustrative data for simulation, \
    not legal advice. Amounts are in the currency of the markets that use the regime.
    """,
    sections: [
      SectionRule("customs.regimes{}", "The law of a market or a customs union."),
      SectionRule("customs.regimes{}.reliefs[]", "Thresholds below which duty or tax is waived: de minimis."),
      SectionRule("customs.regimes{}.pointOfSale[]", "Where tax is collected at checkout in place of the border."),
      SectionRule("customs.regimes{}.simplified[]", "Charges in place of the tariff; the first that fits counts."),
      SectionRule("customs.regimes{}.tariff[]", "The tariff and what comes on top of it."),
      SectionRule("customs.regimes{}.fees[]", "Charges apart from duty and tax."),
    ],
    fields: [valuation, taxesImports, taxesTransport, roundingUnit, rounding]
      + reliefs.all + [waivesDuty, waivesTax] + pointOfSale.all + simplified.all
      + [simplifiedRate, simplifiedPerItem, simplifiedPerSubheading, tariffFrom, tariffUpTo] + tariffDates.all
      + [kind, hs, origins, notOrigins, rate, perItem, shippedBefore, enteredUntil] + fees.all
      + [feeRate, least, most, perConsignment, feePerItem, feePerSubheading, waivedByRelief])

  private static func amount(_ path: String, _ doc: String) -> Field<Double> {
    Field<Double>("customs.regimes{}." + path, default: 0, in: 0...100, since: "0.1", doc)
  }

  private static func money(_ path: String, _ doc: String) -> Field<Money?> {
    Field<Money?>(
      "customs.regimes{}." + path, default: nil, since: "0.1", where: { Money.notNegative($0) }, doc)
  }
}

/// When a rule holds, and where it is written.
struct DateFields: Sendable {
  let validFrom: Field<LocalDate?>
  let validTo: Field<LocalDate?>
  let citation: Field<String>

  init(_ list: String, _ what: String) {
    let path = "customs.regimes{}.\(list)[]"
    validFrom = Field<LocalDate?>(
      path + ".validFrom", default: nil, since: "0.1", "First day of entry on which the \(what) holds.")
    validTo = Field<LocalDate?>(
      path + ".validTo", default: nil, since: "0.1", "Last day of entry on which the \(what) holds.")
    citation = Field<String>(
      path + ".citation", default: "assumption", since: "0.1", "Where the \(what) is written; illustrative.")
  }

  var all: [any AnyField] { [validFrom, validTo, citation] }
}

/// Which consignments a rule is for.
struct ConditionFields: Sendable {
  let dates: DateFields
  let above: Field<Money?>
  let upTo: Field<Money?>
  let routes: Field<[CustomsRoute]>
  let shippedFrom: Field<[CountryCode]>
  let notShippedFrom: Field<[CountryCode]>
  let origins: Field<[CountryCode]>
  let notOrigins: Field<[CountryCode]>
  let destinations: Field<[CountryCode]>
  let needsRegistration: Field<Bool>
  let isOceanOnly: Field<Bool>

  init(_ list: String, _ what: String) {
    let path = "customs.regimes{}.\(list)[]"
    dates = DateFields(list, what)
    above = Field<Money?>(
      path + ".above", default: nil, since: "0.1", where: { Money.notNegative($0) },
      "Only for intrinsic values above this.")
    upTo = Field<Money?>(
      path + ".upTo", default: nil, since: "0.1", where: { Money.notNegative($0) },
      "Only for intrinsic values up to this.")
    routes = Field<[CustomsRoute]>(
      path + ".routes", default: [], since: "0.1", "Only for goods that come in this way; all when empty.")
    shippedFrom = Self.countries("\(list)[].shippedFrom", "Only for parcels from there; all when empty.")
    notShippedFrom = Self.countries("\(list)[].notShippedFrom", "Not for parcels from there.")
    origins = Self.countries("\(list)[].origins", "Only for goods made there; all when empty.")
    notOrigins = Self.countries("\(list)[].notOrigins", "Not for goods made there.")
    destinations = Self.countries("\(list)[].destinations", "Only for these countries of a union; all when empty.")
    needsRegistration = Field<Bool>(
      path + ".needsRegistration", default: false, since: "0.1", "Only for registered sellers, such as IOSS.")
    isOceanOnly = Field<Bool>(path + ".oceanOnly", default: false, since: "0.1", "Only for goods that come by sea.")
  }

  var all: [any AnyField] {
    dates.all + [
      above, upTo, routes, shippedFrom, notShippedFrom, origins, notOrigins, destinations, needsRegistration,
      isOceanOnly,
    ]
  }

  static func countries(_ path: String, _ doc: String) -> Field<[CountryCode]> {
    Field<[CountryCode]>(
      "customs.regimes{}." + path, default: [], since: "0.1",
      where: { $0.count > CountrySet.capacity ? "has more than \(CountrySet.capacity) countries" : nil }, doc)
  }
}
