import Kernel

/// The customs law of one market or customs union as dated data, amounts in minor units of its currency.
///
/// Illustrative data for simulation, not legal advice.
struct DutyRegime: Sendable {
  var name: String
  var valuation: CustomsValuation
  /// Whether the border collects a tax on imports at all.
  var taxesImports = true
  /// Whether transport and insurance belong to the tax base where they do not belong to the customs value.
  var taxesTransport = true
  var roundingUnit = RoundingUnit.line
  var rounding = Rounding.halfUp
  var reliefs: [DatedRule<Relief>] = []
  var pointOfSale: [DatedRule<PointOfSaleTax>] = []
  var simplified: [DatedRule<SimplifiedDuty>] = []
  var tariff: [DatedRule<TariffMeasure>] = []
  var fees: [DatedRule<CustomsFee>] = []

  /// The rules that hold on a day of entry.
  func law(on day: LocalDate) -> DutyLaw {
    DutyLaw(
      validUntil: nextChange(after: day), valuation: valuation, taxesImports: taxesImports,
      taxesTransport: taxesTransport, roundingUnit: roundingUnit, rounding: rounding,
      reliefs: Self.rules(reliefs, on: day), pointOfSale: Self.rules(pointOfSale, on: day),
      simplified: Self.rules(simplified, on: day), tariff: measures(on: day), fees: Self.rules(fees, on: day))
  }

  /// The measures in force, those without an exemption whose exemption has ended.
  private func measures(on day: LocalDate) -> [TariffMeasure] {
    Self.rules(tariff, on: day).map { measure in
      var measure = measure
      if let end = measure.enteredUntil, end < day { measure.shippedBefore = nil }
      return measure
    }
  }

  private static func rules<Rule>(_ dated: [DatedRule<Rule>], on day: LocalDate) -> [Rule] {
    dated.filter { $0.holds(on: day) }.map(\.rule)
  }

  /// The first day after `day` on which another set of rules holds; nil when the law stays.
  func nextChange(after day: LocalDate) -> LocalDate? {
    let spans =
      reliefs.map { ($0.from, $0.until) } + pointOfSale.map { ($0.from, $0.until) }
      + simplified.map { ($0.from, $0.until) } + tariff.map { ($0.from, $0.until) } + fees.map { ($0.from, $0.until) }
    let exemptions = tariff.map { $0.rule.enteredUntil.map { $0 + 1 } }
    return (spans.flatMap { [$0.0, $0.1.map { $0 + 1 }] } + exemptions).compactMap(\.self).filter { $0 > day }.min()
  }
}
