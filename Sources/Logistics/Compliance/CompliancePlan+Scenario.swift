import Kernel
import Scenario

extension CompliancePlan {
  /// The plan of a scenario; what does not fit together is added to the problems.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> CompliancePlan {
    let root = document.root
    let rules = root.items("rules{}").compactMap { rule($0, network, &problems) }
    let documents = root.items("documents[]").map { held($0, network) }
    let engine = RuleEngine(network: network, rules: rules, documents: documents)
    return CompliancePlan(
      legality: engine.table(), screening: screening(root, network, &problems),
      disputes: disputes(root, network, &problems))
  }

  private static func rule(_ section: Section, _ network: Network, _ problems: inout Diagnostics) -> Rule? {
    guard let effect = effect(of: section, network, &problems) else { return nil }
    var rule = Rule(
      name: section.name, markets: markets(section[ComplianceFields.markets], network), effect: effect,
      validFrom: section[ComplianceFields.validFrom], validTo: section[ComplianceFields.validTo],
      citation: section[ComplianceFields.citation], remedyDays: section[ComplianceFields.remedyDays])
    rule.from = section[ComplianceFields.from]
    rule.applies = Rule.Condition(
      attributes: section[ComplianceFields.attributes], hsCodes: section[ComplianceFields.hsCodes],
      origins: section[ComplianceFields.origins].map(\.code), categories: section[ComplianceFields.categories],
      way: section[ComplianceFields.way],
      priceAbove: bounds(section, ComplianceFields.priceAbove, network, &problems),
      priceBelow: bounds(section, ComplianceFields.priceBelow, network, &problems))
    if let cost = section[ComplianceFields.remedyCost] {
      rule.remedyCost = cost.minor
      if cost.currency.code != network.currency {
        problems.error(
          at: section[mark: ComplianceFields.remedyCost],
          "cost \"\(cost)\" is not in the report currency \(network.currency)",
          help: "convert it to \(network.currency)")
      }
    }
    if rule.from != nil, rule.validFrom != nil {
      problems.error(
        at: section[mark: ComplianceFields.from], "rule \"\(rule.name)\" has both from and validFrom",
        help: "write from for an hour, or validFrom for a day")
    }
    if let from = rule.validFrom, let to = rule.validTo, to < from {
      problems.error(
        at: section[mark: ComplianceFields.validTo], "validTo \"\(to)\" is before validFrom \"\(from)\"",
        help: "validTo is the last day in force; leave it out when there is none")
    }
    return rule
  }

  private static func effect(
    of section: Section, _ network: Network, _ problems: inout Diagnostics
  ) -> Rule.Effect? {
    let names = section[ComplianceFields.documents]
    switch section[ComplianceFields.effect] {
    case .prohibit: return .prohibit
    case .banAir: return .condition(.noAir)
    case .checkAge: return .condition(.ageCheck)
    case .excludeTaxRelief: return .condition(.noTaxRelief)
    case .requireDocuments, .requireLicence, .requireLabel:
      if !names.isEmpty { return .require(names) }
      problems.error(
        at: section.mark, "rule \"\(section.name)\" requires nothing",
        help: "name what it asks for, for example requires: [cpnp-notification]")
    case .minimumPrice:
      if let prices = bounds(section, ComplianceFields.minimumPrice, network, &problems) {
        return .minimumPrice(prices)
      }
      problems.error(
        at: section.mark, "rule \"\(section.name)\" has no minimumPrice", help: "write one, for example 100 USD")
    }
    return nil
  }

  private static func markets(_ names: [Reference], _ network: Network) -> [Int] {
    network.markets.indices.filter { market in
      names.isEmpty || names.contains { $0.name == network.markets[market].code }
    }
  }

  /// An amount in minor units of each market's currency; nil when none is written.
  private static func bounds(
    _ section: Section, _ field: Field<Money?>, _ network: Network, _ problems: inout Diagnostics
  ) -> [Int64]? {
    guard let money = section[field] else { return nil }
    let wanted = markets(section[ComplianceFields.markets], network)
    return network.markets.indices.map { market in
      let place = network.markets[market]
      if money.currency.code == place.currency { return money.minor }
      if money.currency.code == network.currency {
        return Int64((Double(money.minor) / place.toReportCurrency).rounded(.up))
      }
      if wanted.contains(market) {
        problems.error(
          at: section[mark: field],
          "\"\(money.text)\" is neither in the currency of \(place.code) nor in \(network.currency)",
          help: "write it in \(place.currency) or \(network.currency)")
      }
      return 0
    }
  }

  private static func held(_ section: Section, _ network: Network) -> HeldDocument {
    let names = section[ComplianceFields.heldSKUs]
    return HeldDocument(
      name: section[ComplianceFields.heldName],
      skus: network.skus.indices.filter { sku in
        names.isEmpty || names.contains { $0.name == network.skus[sku].name }
      }, markets: markets(section[ComplianceFields.heldMarkets], network),
      validFrom: section[ComplianceFields.heldFrom], validTo: section[ComplianceFields.heldTo])
  }

  private static func disputes(
    _ root: Section, _ network: Network, _ problems: inout Diagnostics
  ) -> DisputeRules? {
    if let fee = root[DisputeFields.fee], fee.currency.code != network.currency {
      problems.error(
        at: root[mark: DisputeFields.fee], "fee \"\(fee)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
    let rules = DisputeRules(
      fraud: root[DisputeFields.fraud], late: root[DisputeFields.late], lateAfter: root[DisputeFields.lateAfter],
      friendly: root[DisputeFields.friendly],
      lag: (try? DurationSampler(root[DisputeFields.lag])) ?? DurationSampler(.zero),
      programme: MonitoringProgramme(
        first: .init(from: LocalDate("2025-06-01")!, ratio: root[DisputeFields.firstRatio]),
        second: .init(from: LocalDate("2026-04-01")!, ratio: root[DisputeFields.secondRatio]),
        least: Int64(root[DisputeFields.least]), fee: root[DisputeFields.fee]?.minor ?? 0))
    return rules.fraud > 0 || rules.late > 0 || rules.friendly > 0 ? rules : nil
  }

  private static func screening(_ root: Section, _ network: Network, _ problems: inout Diagnostics) -> Screening {
    var screening = Screening()
    screening.fraudShare = root[TrustFields.fraudShare]
    screening.manualShare = root[TrustFields.manualShare]
    screening.detection = root[TrustFields.detection]
    screening.falseRejection = root[TrustFields.falseRejection]
    screening.reviewers = network.scaledCapacity(root[TrustFields.reviewers])
    screening.hitRate = root[TrustFields.hitRate]
    screening.truePositive = root[TrustFields.truePositive]
    screening.sanctionsTime = DurationSampler(checked: root[TrustFields.sanctionsTime])
    do {
      screening.reviewTime = try DurationSampler(root[TrustFields.reviewTime])
    } catch {
      problems.error(at: root[mark: TrustFields.reviewTime], "\(error)")
    }
    let hours = root[TrustFields.hours]
    screening.hours = network.markets.map { market in
      hours == .aroundTheClock ? .always : WorkCalendar(hours, zone: market.timeZone, over: network.horizon)
    }
    return screening
  }
}
