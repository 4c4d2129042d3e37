import Kernel

/// The rules of a regime that hold on one day, and what a consignment owes under them.
///
/// ```
/// customs value = goods [+ transport + insurance where valued CIF]
/// duty          = Σ lines: ad valorem · value + specific · pieces, or the simplified duty, or nothing under a relief
/// tax           = rate · (customs value + duty [+ transport]), at the border or at the checkout
/// ```
/// Integer arithmetic in minor units; assessing allocates nothing and takes O(lines² + rules).
struct DutyLaw: Sendable {
  /// The first day on which other rules hold; nil when these stay.
  var validUntil: LocalDate?
  var valuation: CustomsValuation
  var taxesImports: Bool
  var taxesTransport: Bool
  var roundingUnit: RoundingUnit
  var rounding: Rounding
  var reliefs: [Relief]
  var pointOfSale: [PointOfSaleTax]
  var simplified: [SimplifiedDuty]
  var tariff: [TariffMeasure]
  var fees: [CustomsFee]

  /// What the tariff charges on goods: the base rate of the longest matching code, or a lower preference, and all that
  /// comes on top; goods in transit do not pay the measures that exempt them.
  func tariff(of code: HSCode, from origin: ISOCountry, isInTransit: Bool = false) -> TariffRate {
    var base: TariffMeasure?
    var preference: TariffMeasure?
    var result = TariffRate()
    for measure in tariff where measure.applies(to: code, origin: origin) {
      if isInTransit, measure.shippedBefore != nil { continue }
      switch measure.kind {
      case .base: if measure.hs.digits >= base?.hs.digits ?? 0 { base = measure }
      case .preference: if preference.map({ measure.adValorem < $0.adValorem }) ?? true { preference = measure }
      case .additional:
        result.adValorem = result.adValorem + measure.adValorem
        result.perItem += measure.perItem
      }
    }
    if let preference, base.map({ preference.adValorem < $0.adValorem }) ?? true { base = preference }
    result.adValorem = result.adValorem + (base?.adValorem ?? .zero)
    result.perItem += base?.perItem ?? 0
    return result
  }

  /// Goods loaded before this day are in transit: exempt from what came into force meanwhile; nil when nothing is exempt.
  var inTransitBefore: LocalDate? { tariff.compactMap(\.shippedBefore).min() }

  /// The law for goods of one kind and consignments alike but for their value: only the rules that can apply.
  func narrowed(to facts: ConsignmentFacts, _ line: ConsignmentLine) -> DutyLaw {
    func mayApply(_ condition: ConsignmentCondition) -> Bool {
      condition.admits(facts) && condition.admits(origin: line.origin)
    }
    var law = self
    law.reliefs.removeAll { !mayApply($0.condition) }
    law.pointOfSale.removeAll { !mayApply($0.condition) }
    law.simplified.removeAll { !mayApply($0.condition) || !$0.isFor(line.tariff) }
    law.fees.removeAll { !mayApply($0.condition) }
    law.tariff = []
    return law
  }

  /// What a consignment owes.
  func assess<Lines: RandomAccessCollection<ConsignmentLine>>(
    _ facts: ConsignmentFacts, _ lines: Lines
  ) -> DutyAssessment {
    var result = DutyAssessment()
    for line in lines { result.intrinsicValue += line.value }
    let intrinsic = result.intrinsicValue
    var waivesTax = false
    for relief in reliefs where admits(relief.condition, facts, lines, intrinsic) {
      result.isRelieved = result.isRelieved || relief.waivesDuty
      waivesTax = waivesTax || relief.waivesTax
    }
    result.customsValue = intrinsic + (valuation == .cif ? facts.transport + facts.insurance : 0)
    addDuty(facts, lines, &result)
    addFees(facts, lines, &result)
    addTax(facts, lines, isWaived: waivesTax, &result)
    return result
  }

  private func admits<Lines: RandomAccessCollection<ConsignmentLine>>(
    _ condition: ConsignmentCondition, _ facts: ConsignmentFacts, _ lines: Lines, _ intrinsic: Int64
  ) -> Bool {
    guard condition.admits(facts, intrinsic: intrinsic) else { return false }
    for line in lines where !condition.admits(origin: line.origin) { return false }
    return true
  }

  private func addDuty<Lines: RandomAccessCollection<ConsignmentLine>>(
    _ facts: ConsignmentFacts, _ lines: Lines, _ result: inout DutyAssessment
  ) {
    guard !result.isRelieved else { return }
    var sum = RoundedSum(unit: roundingUnit, rounding: rounding)
    var parts = Apportionment(
      total: result.customsValue - result.intrinsicValue, over: result.intrinsicValue)
    for (place, line) in lines.enumerated() {
      let value = line.value + parts.next(line.value, isLast: place == lines.count - 1)
      if let rule = findSimplified(for: line, facts, result.intrinsicValue) {
        sum.add(rule.adValorem, of: value)
        sum.add(rule.perItem * line.quantity)
        if isFirst(of: line.subheading, at: place, lines) { sum.add(rule.perSubheading) }
      } else {
        sum.add(line.tariff.adValorem, of: value)
        sum.add(line.tariff.perItem * line.quantity)
      }
    }
    result.duty = sum.value
  }

  private func findSimplified(
    for line: ConsignmentLine, _ facts: ConsignmentFacts, _ intrinsic: Int64
  ) -> SimplifiedDuty? {
    simplified.first { rule in
      rule.condition.admits(facts, intrinsic: intrinsic) && rule.condition.admits(origin: line.origin)
        && rule.isFor(line.tariff)
    }
  }

  private func addFees<Lines: RandomAccessCollection<ConsignmentLine>>(
    _ facts: ConsignmentFacts, _ lines: Lines, _ result: inout DutyAssessment
  ) {
    for fee in fees where admits(fee.condition, facts, lines, result.intrinsicValue) {
      if fee.isWaivedByRelief, result.isRelieved { continue }
      let share = min(max(fee.adValorem.of(result.customsValue, rounding), fee.least), fee.most)
      result.fees += share + fee.perConsignment
      guard fee.perItem != 0 || fee.perSubheading != 0 else { continue }
      for (place, line) in lines.enumerated() {
        result.fees += fee.perItem * line.quantity
        if isFirst(of: line.subheading, at: place, lines) { result.fees += fee.perSubheading }
      }
    }
  }

  private func addTax<Lines: RandomAccessCollection<ConsignmentLine>>(
    _ facts: ConsignmentFacts, _ lines: Lines, isWaived: Bool, _ result: inout DutyAssessment
  ) {
    let transport = facts.transport + facts.insurance
    for rule in pointOfSale where admits(rule.condition, facts, lines, result.intrinsicValue) {
      result.taxPoint = .checkout
      result.taxBase = result.intrinsicValue + transport
    }
    if result.taxPoint == .nowhere {
      guard taxesImports, !isWaived else { return }
      result.taxPoint = .border
      result.taxBase = result.intrinsicValue + result.duty
      if valuation == .cif || taxesTransport { result.taxBase += transport }
    }
    var sum = RoundedSum(unit: roundingUnit, rounding: rounding)
    var parts = Apportionment(total: result.taxBase - result.intrinsicValue, over: result.intrinsicValue)
    for (place, line) in lines.enumerated() {
      sum.add(facts.taxRate, of: line.value + parts.next(line.value, isLast: place == lines.count - 1))
    }
    result.tax = sum.value
  }

  private func isFirst<Lines: RandomAccessCollection<ConsignmentLine>>(
    of code: HSCode, at place: Int, _ lines: Lines
  ) -> Bool {
    for line in lines.prefix(place) where line.subheading == code { return false }
    return true
  }
}

/// A sum of shares that is rounded per line or once.
private struct RoundedSum {
  let unit: RoundingUnit
  let rounding: Rounding
  private var whole: Int64 = 0
  /// Millionths of a minor unit, when rounding waits for the end.
  private var fine: Int64 = 0

  init(unit: RoundingUnit, rounding: Rounding) {
    self.unit = unit
    self.rounding = rounding
  }

  mutating func add(_ amount: Int64) { whole += amount }

  mutating func add(_ rate: MoneyRate, of amount: Int64) {
    switch unit {
    case .line: whole += rate.of(amount, rounding)
    case .entry: fine += rate.millionths * amount
    }
  }

  var value: Int64 { whole + rounding.divide(fine.multipliedFullWidth(by: 1), by: 1_000_000) }
}

/// Splits an amount over lines in proportion to their values, to the last minor unit.
private struct Apportionment {
  let total: Int64
  let base: Int64
  private var seen: Int64 = 0
  private var given: Int64 = 0

  init(total: Int64, over base: Int64) {
    self.total = total
    self.base = base
  }

  /// The next line's part; the last line takes what is left.
  mutating func next(_ value: Int64, isLast: Bool) -> Int64 {
    seen += value
    let upToHere = isLast || base <= 0 ? total : Rounding.halfUp.divide(total.multipliedFullWidth(by: seen), by: base)
    defer { given = upToHere }
    return upToHere - given
  }
}
