import Kernel
import Scenario

extension DutyRegime {
  /// The law of a regime for a market that pays in a currency.
  init(_ section: Section, currency: String, _ problems: inout Diagnostics) {
    self.init(
      name: section.name, valuation: section[RegimeFields.valuation], taxesImports: section[RegimeFields.taxesImports],
      taxesTransport: section[RegimeFields.taxesTransport], roundingUnit: section[RegimeFields.roundingUnit],
      rounding: section[RegimeFields.rounding])
    var reader = RuleReader(currency: currency, problems: problems)
    reliefs = section.items("customs.regimes{}.reliefs[]").map { rule in
      reader.dated(
        Relief(
          condition: reader.condition(RegimeFields.reliefs, rule), waivesDuty: rule[RegimeFields.waivesDuty],
          waivesTax: rule[RegimeFields.waivesTax]), RegimeFields.reliefs.dates, rule)
    }
    pointOfSale = section.items("customs.regimes{}.pointOfSale[]").map { rule in
      reader.dated(
        PointOfSaleTax(condition: reader.condition(RegimeFields.pointOfSale, rule)), RegimeFields.pointOfSale.dates,
        rule)
    }
    simplified = section.items("customs.regimes{}.simplified[]").map { reader.simplified($0) }
    tariff = section.items("customs.regimes{}.tariff[]").map { reader.measure($0) }
    fees = section.items("customs.regimes{}.fees[]").map { reader.fee($0) }
    problems = reader.problems
  }
}

/// Reads rules whose amounts must be in one currency.
private struct RuleReader {
  let currency: String
  var problems: Diagnostics

  func dated<Rule>(_ rule: Rule, _ fields: DateFields, _ section: Section) -> DatedRule<Rule> {
    DatedRule(
      rule, from: section[fields.validFrom], until: section[fields.validTo], source: section[fields.citation])
  }

  mutating func condition(_ fields: ConditionFields, _ section: Section) -> ConsignmentCondition {
    ConsignmentCondition(
      above: minor(fields.above, section) ?? -1, upTo: minor(fields.upTo, section) ?? .max,
      routes: CustomsRoutes(section[fields.routes]), shippedFrom: countries(section[fields.shippedFrom]),
      notShippedFrom: countries(section[fields.notShippedFrom]), origins: countries(section[fields.origins]),
      notOrigins: countries(section[fields.notOrigins]), destinations: countries(section[fields.destinations]),
      needsRegistration: section[fields.needsRegistration], isOceanOnly: section[fields.isOceanOnly])
  }

  mutating func simplified(_ section: Section) -> DatedRule<SimplifiedDuty> {
    let upTo = section[RegimeFields.tariffUpTo].map { MoneyRate(ratio: $0) } ?? MoneyRate(millionths: .max)
    let rule = SimplifiedDuty(
      condition: condition(RegimeFields.simplified, section),
      adValorem: MoneyRate(ratio: section[RegimeFields.simplifiedRate]),
      perItem: minor(RegimeFields.simplifiedPerItem, section) ?? 0,
      perSubheading: minor(RegimeFields.simplifiedPerSubheading, section) ?? 0,
      tariffFrom: MoneyRate(ratio: section[RegimeFields.tariffFrom]), tariffUpTo: upTo)
    return dated(rule, RegimeFields.simplified.dates, section)
  }

  mutating func measure(_ section: Section) -> DatedRule<TariffMeasure> {
    let rule = TariffMeasure(
      kind: section[RegimeFields.kind], hs: HSCode(section[RegimeFields.hs]) ?? .any,
      origins: countries(section[RegimeFields.origins]), notOrigins: countries(section[RegimeFields.notOrigins]),
      adValorem: MoneyRate(ratio: section[RegimeFields.rate]), perItem: minor(RegimeFields.perItem, section) ?? 0,
      shippedBefore: section[RegimeFields.shippedBefore], enteredUntil: section[RegimeFields.enteredUntil])
    if (rule.shippedBefore == nil) != (rule.enteredUntil == nil) {
      problems.error(
        at: section.mark, "goods in transit need both shippedBefore and enteredUntil",
        help: "write inTransit: { shippedBefore: 2026-02-24, enteredUntil: 2026-02-27 }")
    }
    return dated(rule, RegimeFields.tariffDates, section)
  }

  mutating func fee(_ section: Section) -> DatedRule<CustomsFee> {
    let rule = CustomsFee(
      condition: condition(RegimeFields.fees, section), adValorem: MoneyRate(ratio: section[RegimeFields.feeRate]),
      least: minor(RegimeFields.least, section) ?? 0, most: minor(RegimeFields.most, section) ?? .max,
      perConsignment: minor(RegimeFields.perConsignment, section) ?? 0,
      perItem: minor(RegimeFields.feePerItem, section) ?? 0,
      perSubheading: minor(RegimeFields.feePerSubheading, section) ?? 0,
      isWaivedByRelief: section[RegimeFields.waivedByRelief])
    return dated(rule, RegimeFields.fees.dates, section)
  }

  private func countries(_ codes: [CountryCode]) -> CountrySet { CountrySet(codes.map { ISOCountry($0.code) }) }

  private mutating func minor(_ field: Field<Money?>, _ section: Section) -> Int64? {
    guard let money = section[field] else { return nil }
    if money.currency.code != currency {
      problems.error(
        at: section[mark: field], "\"\(money)\" is not in \(currency), the currency of a market under this regime",
        help: "write the amount in \(currency), or give the market a regime of its own")
    }
    return money.minor
  }
}
