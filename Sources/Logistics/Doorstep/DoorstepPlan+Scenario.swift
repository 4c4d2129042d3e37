import Kernel
import Scenario

extension DoorstepPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> DoorstepPlan {
    let root = document.root
    checkCategories(root, network, &problems)
    let cancellation = CancellationHazard(
      perDay: root[DoorstepFields.cancelPerDay], afterPromise: root[DoorstepFields.cancelAfterPromise],
      horizon: root[DoorstepFields.cancelHorizon])
    let refusal = DoorRefusal(
      intercept: root[DoorstepFields.refusalIntercept], slope: root[DoorstepFields.refusalSlope])
    return DoorstepPlan(
      markets: root.items("markets{}").map { section in
        DoorstepTerms(
          cancellation: cancellation, contacts: ContactTerms(section, root, network, &problems),
          opinions: OpinionRules(root), refusal: refusal,
          returns: ReturnRules(section, root, network, &problems))
      })
  }

  private static func checkCategories(_ root: Section, _ network: Network, _ problems: inout Diagnostics) {
    let known = Set(network.skus.map(\.category)).sorted()
    for category in root[DoorstepFields.categoryOdds].keys where !known.contains(category) {
      problems.warning(
        at: root[mark: DoorstepFields.categoryOdds], "no SKU is of category \"\(category)\"",
        help: "the categories are \(known.joined(separator: ", "))")
    }
  }
}

extension OpinionRules {
  fileprivate init(_ root: Section) {
    self.init(
      rate: root[OpinionFields.rate], lateRate: root[OpinionFields.lateRate],
      priorWeight: root[OpinionFields.priorWeight], stars: root[OpinionFields.stars], late: root[OpinionFields.late],
      perRootDay: root[OpinionFields.perRootDay], spread: root[OpinionFields.spread],
      startTrust: root[OpinionFields.startTrust], trustGain: root[OpinionFields.trustGain],
      trustEffect: root[OpinionFields.trustEffect])
  }
}

extension ContactTerms {
  fileprivate init(_ section: Section, _ root: Section, _ network: Network, _ problems: inout Diagnostics) {
    let market = network.markets.first { $0.code == section.name }!
    wishes = ContactWishes(
      rate: root[ContactFields.rate], lateRate: root[ContactFields.lateRate], lateAfter: root[ContactFields.lateAfter])
    agents = .open(
      root[ContactFields.hours], servers: network.scaledCapacity(root[ContactFields.agents]), zone: market.timeZone,
      over: network.horizon)
    time = DurationSampler(checked: root[ContactFields.time])
    patience = root[ContactFields.patience]
    triesAgain = root[ContactFields.triesAgain]
    triesAgainAfter = root[ContactFields.triesAgainAfter]
    cost = root[ContactFields.cost]?.minor ?? 0
    if let cost = root[ContactFields.cost], cost.currency.code != network.currency,
      section.name == network.markets[0].code
    {
      problems.error(
        at: root[mark: ContactFields.cost], "cost \"\(cost)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
  }
}

extension ReturnRules {
  fileprivate init(_ section: Section, _ root: Section, _ network: Network, _ problems: inout Diagnostics) {
    let market = network.markets.first { $0.code == section.name }!
    let odds = ReturnOdds(live: root[DoorstepFields.live], late: root[DoorstepFields.late])
    let factors = root[DoorstepFields.categoryOdds]
    probabilities = network.skus.flatMap { sku in
      odds.probabilities(
        base: ReturnOdds.scale(section[DoorstepFields.rate], oddsBy: factors[sku.category] ?? 1))
    }
    requestLag = DurationSampler(checked: section[DoorstepFields.requestLag])
    window = section[DoorstepFields.window]
    transit = DurationSampler(checked: section[DoorstepFields.transit])
    comesBackAcrossBorders = section[DoorstepFields.acrossBorders]
    cost = section[DoorstepFields.cost]?.minor ?? 0
    graders = .open(
      section[DoorstepFields.gradingHours], servers: network.scaledCapacity(section[DoorstepFields.graders]),
      zone: market.timeZone, over: network.horizon)
    gradingTime = DurationSampler(checked: section[DoorstepFields.gradingTime])
    grades = GradeShares(a: section[DoorstepFields.gradeA], b: section[DoorstepFields.gradeB])
    check(section, network, &problems)
  }

  private func check(_ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    if grades.a + grades.b > 1 {
      problems.error(
        at: section[mark: DoorstepFields.gradeB], "gradeA and gradeB together are more than all returns",
        help: "what is neither is scrap")
    }
    if let cost = section[DoorstepFields.cost], cost.currency.code != network.currency {
      problems.error(
        at: section[mark: DoorstepFields.cost], "cost \"\(cost)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
  }
}
