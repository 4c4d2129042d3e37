import Kernel
import Scenario

extension DemandPlan {
  /// The plan of a scenario; what does not fit together is added to the problems.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> DemandPlan {
    let root = document.root
    var plan = DemandPlan(cascade: cascade(root, &problems))
    plan.noise = root[DemandFields.noise]
    plan.overdispersion = Overdispersion(
      shape: root[DemandFields.shape], dayShape: root[DemandFields.dayShape],
      hourlyCorrelation: root[DemandFields.hourlyCorrelation])
    plan.geographyConcentration = root[DemandFields.concentration]
    plan.lifecycle = lifecycle(root, &problems)
    let sections = root.items("markets{}")
    let audiences = sections.map { $0[AudienceFields.audience] * network.scale.demand }
    let geography = Geography(root: root, network: network, audiences: audiences)
    plan.posts = root.items("posts[]").map { post($0, root, geography, network) }
    plan.posts += scheduledPosts(root, shares: { geography.shares(of: $0) }, network, &problems)
    checkSpans(root, network, &problems)
    var given = [[GivenOrder]](repeating: [], count: network.markets.count)
    addListed(root, network, to: &given, &problems)
    addRecorded(root, network, to: &given, &problems)
    plan.markets = sections.enumerated().map { number, section in
      var market = MarketDemand()
      market.audience = audiences[number]
      market.organicPerSecond = section[AudienceFields.organic].perSecond * network.scale.demand
      market.supply = CreatorSupply(
        visitsPerSecond: section[AudienceFields.supplyVisits].perSecond * network.scale.demand,
        growth: section[AudienceFields.supplyGrowth], most: section[AudienceFields.supplyMost])
      market.seasonality = seasonality(section, number, network, &problems)
      market.ads = ads(root, number, network, &problems)
      market.broadcasts = broadcasts(root, network.markets[number].code, network)
      market.pushes = pushes(root, network.markets[number].code, network)
      market.bass = bass(section, network)
      market.series = series(root, number, network, &problems)
      market.drops = drops(root, number, geography, network)
      market.live = sessions(root, number, geography, network)
      market.bins = ladder(root, market, network)
      market.given = given[number].enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        .map(\.element)
      return market
    }
    geography.check(&problems)
    return plan
  }

  /// What happens outside the run has no effect; only a post made before it goes on being seen.
  private static func checkSpans(_ root: Section, _ network: Network, _ problems: inout Diagnostics) {
    func warn(_ what: String, at mark: Mark) {
      problems.warning(
        at: mark, "\(what) lies outside the run",
        help: "the run lasts from \(network.start) until \(network.end)")
    }
    for section in root.items("posts[]") where section[CreatorFields.postAt] >= network.end {
      warn("the post at \(section[CreatorFields.postAt])", at: section[mark: CreatorFields.postAt])
    }
    for section in root.items("drops[]") where !network.lasts(at: section[DropFields.at]) {
      warn("the drop at \(section[DropFields.at])", at: section[mark: DropFields.at])
    }
    for section in root.items("ads[]")
    where section[AdFields.from] >= network.end || section[AdFields.until] <= network.start {
      warn("the advertisement from \(section[AdFields.from])", at: section[mark: AdFields.from])
    }
    for section in root.items("liveSessions[]") {
      let start = section[LiveFields.start]
      if start >= network.end || start + section[LiveFields.length] <= network.start {
        warn("the live session at \(start)", at: section[mark: LiveFields.start])
      }
    }
  }

  private static func lifecycle(_ root: Section, _ problems: inout Diagnostics) -> ViewLifecycle {
    let knots = root.items("demand.viewLifecycle[]")
    guard !knots.isEmpty else { return .shortVideo }
    let points = knots.map { (age: $0[DemandFields.lifecycleAge].seconds, share: $0[DemandFields.lifecycleShare]) }
    let isRising = zip(points, points.dropFirst()).allSatisfy { $0.age < $1.age && $0.share <= $1.share }
    guard points.count >= 2, isRising, points[0].share == 0, points[points.count - 1].share == 1 else {
      problems.error(
        at: knots[0].mark, "viewLifecycle is no rising curve from 0 to 1",
        help: "write at least two entries with rising ages, the first share 0, the last share 1")
      return .shortVideo
    }
    return ViewLifecycle(points)
  }

  private static func cascade(_ root: Section, _ problems: inout Diagnostics) -> CascadePlan {
    var plan = CascadePlan(kernel: CascadeKernels.mixture(root, &problems))
    let cap = root[CascadeFields.influenceCap]
    plan.influence = Influence(exponent: root[CascadeFields.influenceExponent], cap: cap)
    plan.ordinary = root[CascadeFields.ordinary]
    plan.viral = root[CascadeFields.viral]
    plan.viralShare = root[CascadeFields.viralShare]
    plan.hold = root[CascadeFields.hold].seconds
    plan.ageing = root[CascadeFields.ageing].seconds
    plan.isCircadian = root[CascadeFields.isCircadian]
    plan.rhythm = root[CascadeFields.rhythm]
    plan.rhythmPhase = root[CascadeFields.rhythmPhase].seconds
    return plan
  }

  private static func post(_ section: Section, _ root: Section, _ geography: Geography, _ network: Network) -> Post {
    let name = section[CreatorFields.postCreator].name
    let creator = root.item("creators{}", named: name)!
    return Post(
      at: section[CreatorFields.postAt], jitter: section[CreatorFields.jitter].seconds,
      views: creator[CreatorFields.followers] * creator[CreatorFields.viewRate] * network.scale.demand,
      spread: creator[CreatorFields.spread], clickThrough: creator[CreatorFields.clickThrough],
      branching: section[CreatorFields.branching], shares: geography.shares(of: name))
  }

  private static func seasonality(
    _ section: Section, _ market: Int, _ network: Network, _ problems: inout Diagnostics
  ) -> Seasonality {
    let days = section[AudienceFields.days].entries.map { (date: $0.key, factor: $0.value) } + holidays(section)
    let zones = network.markets[market].zones.map {
      (rules: network.zones[$0].timeZone, share: network.zones[$0].share)
    }
    return Seasonality(
      hours: section[AudienceFields.hours], weekdays: section[AudienceFields.weekdays], days: days, zones: zones,
      periods: periods(section, &problems), from: network.start, to: max(network.end, network.start + .hours(1)))
  }

  private static func ads(
    _ root: Section, _ market: Int, _ network: Network, _ problems: inout Diagnostics
  ) -> [AdFlight] {
    root.items("ads[]").filter { $0[AdFields.market].name == network.markets[market].code }.compactMap { section in
      let (budget, cost) = (section[AdFields.budget], section[AdFields.costPerMille])
      if budget.currency != cost.currency || cost.minor <= 0 || budget.minor < 0 {
        problems.error(
          at: section[mark: AdFields.costPerMille],
          "costPerMille \"\(cost.text)\" does not fit budget \"\(budget.text)\"",
          help: "write both in one currency, costPerMille above 0")
        return nil
      }
      if section[AdFields.until] <= section[AdFields.from] {
        problems.error(
          at: section[mark: AdFields.until], "until is not after from",
          help: "write an instant later than \(section[AdFields.from])")
        return nil
      }
      return AdFlight(
        from: section[AdFields.from], until: section[AdFields.until],
        budget: Double(budget.minor) * network.scale.demand, costPerMille: Double(cost.minor),
        clickThrough: section[AdFields.clickThrough],
        halfAt: section[AdFields.halfAt].map { $0.perSecond * network.scale.demand },
        carryOver: section[AdFields.carryOver].seconds)
    }
  }

  private static func drops(
    _ root: Section, _ market: Int, _ geography: Geography, _ network: Network
  ) -> [FlashDrop] {
    root.items("drops[]").compactMap { section in
      let at = section[DropFields.at]
      let share = geography.shares(of: section[DropFields.creator]?.name)[market] * network.scale.demand
      guard share > 0 else { return nil }
      return FlashDrop(
        at: at, crowd: section[DropFields.crowd] * share, followers: section[DropFields.followers] * share,
        gathering: section[DropFields.gathering], reaction: section[DropFields.reaction].seconds,
        decay: section[DropFields.decay].seconds, pollEvery: section[DropFields.pollEvery].seconds,
        bots: section[DropFields.bots] * section[DropFields.botTries] * share)
    }
  }

  private static func sessions(
    _ root: Section, _ market: Int, _ geography: Geography, _ network: Network
  ) -> [LiveSession] {
    root.items("liveSessions[]").enumerated().compactMap { number, section in
      let share = geography.shares(of: section[LiveFields.creator]?.name)[market] * network.scale.demand
      guard share > 0 else { return nil }
      let start = section[LiveFields.start]
      return LiveSession(
        start: start, end: start + section[LiveFields.length], audience: section[LiveFields.audience] * share,
        announced: section[LiveFields.announced], glancing: section[LiveFields.glanceShare],
        glance: section[LiveFields.glance].seconds, stay: section[LiveFields.stay].seconds,
        visitRate: section[LiveFields.visitRate].perSecond, recommendation: section[LiveFields.recommendation],
        skus: section[LiveFields.skus].compactMap { sku in
          network.skus.firstIndex { $0.name == sku.name }.map { UInt16($0) }
        },
        pitchEvery: section[LiveFields.pitchEvery], pitchBoost: section[LiveFields.pitchBoost],
        pitchDecay: section[LiveFields.pitchDecay].seconds, pitches: pitches(section, network), number: UInt64(number),
        tail: section[LiveFields.tail], tailCap: section[LiveFields.tailCap])
    }
  }

  /// A session's running order, by time.
  private static func pitches(_ session: Section, _ network: Network) -> [LiveSession.Pitch] {
    session.items("liveSessions[].pitches[]").compactMap { section in
      guard let sku = network.skus.firstIndex(where: { $0.name == section[LiveFields.pitchSKU].name }) else {
        return nil
      }
      return LiveSession.Pitch(
        after: section[LiveFields.pitchAfter], sku: UInt16(sku),
        boost: section[LiveFields.pitchOwnBoost] ?? session[LiveFields.pitchBoost])
    }.sorted { $0.after < $1.after }
  }

  private static func ladder(_ root: Section, _ market: MarketDemand, _ network: Network) -> BinLadder {
    let short = root[DemandFields.dropBin]
    let drops = market.drops.flatMap { drop in
      [
        BinLadder.Window(from: drop.at - root[DemandFields.dropLead], until: drop.at, length: short),
        BinLadder.Window(from: drop.at, until: drop.at + root[DemandFields.dropTail], length: short),
      ]
    }
    let live = market.live.map { BinLadder.Window(from: $0.start, until: $0.end, length: root[DemandFields.liveBin]) }
    let impulses = market.broadcasts.map { BinLadder.Window(from: $0.at, until: $0.at + .minutes(10), length: short) }
    return BinLadder(normal: root[DemandFields.bin], windows: drops + live + impulses, from: network.start)
  }
}

/// How followers, crowds and viewers spread over markets.
private struct Geography {
  let byAudience: [Double]
  private let byCreator: [(name: String, shares: [Double])]
  private let problem: [(mark: Mark, text: String)]

  init(root: Section, network: Network, audiences: [Double]) {
    let whole = audiences.reduce(0, +)
    let even = audiences.map { whole > 0 ? $0 / whole : 0 }
    byAudience = even
    var found: [(name: String, shares: [Double])] = []
    var problem: [(mark: Mark, text: String)] = []
    for creator in root.items("creators{}") {
      let written = creator[CreatorFields.shares]
      var shares = even
      if !written.isEmpty {
        shares = network.markets.map { market in written.entries.first { $0.key.code == market.code }?.value ?? 0 }
        let sum = written.entries.reduce(0) { $0 + $1.value }
        if sum > 1 + 1e-9 {
          problem.append((creator[mark: CreatorFields.shares], "the followers of \"\(creator.name)\" add up to \(sum)"))
        }
      }
      found.append((creator.name, shares))
    }
    byCreator = found
    self.problem = problem
  }

  /// Shares by market of a creator's followers, or of all audiences.
  func shares(of creator: String?) -> [Double] {
    byCreator.first { $0.name == creator }?.shares ?? byAudience
  }

  func check(_ problems: inout Diagnostics) {
    for found in problem {
      problems.error(at: found.mark, found.text, help: "write shares of the followers that add up to at most 1")
    }
  }
}
