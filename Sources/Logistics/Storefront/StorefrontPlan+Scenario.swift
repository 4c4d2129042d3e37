import Kernel
import Scenario

extension StorefrontPlan {
  /// The plan of a scenario; what does not fit together is added to the problems.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> StorefrontPlan {
    let root = document.root
    var plan = StorefrontPlan()
    plan.sensitivity = Sensitivity(
      price: root[StorefrontFields.elasticity], dutyUnknown: root[StorefrontFields.dutyPenalty],
      day: root[StorefrontFields.dayPenalty], lateDay: root[StorefrontFields.lateDayPenalty],
      second: root[StorefrontFields.latencyPenalty], star: root[StorefrontFields.starEffect])
    plan.tier = tier(root, network)
    plan.payment = payment(root, &problems)
    plan.quantities = root[StorefrontFields.quantities]
    plan.substitutes = root[StorefrontFields.substitutes]
    plan.waits = root[StorefrontFields.waits]
    plan.returns = root[StorefrontFields.returns]
    plan.pitchedShare = root[StorefrontFields.pitchedShare]
    if plan.substitutes + plan.waits > 1 {
      problems.error(
        at: root[mark: StorefrontFields.waits], "waitList and substitute add up to more than 1",
        help: "both are shares of the visitors whose SKU is sold out")
    }
    plan.buildLoad(root, network, &problems)
    plan.markets = root.items("markets{}").enumerated().map { number, section in
      funnel(section, number, root, plan.payment, network, &problems)
    }
    return plan
  }

  private static func tier(_ root: Section, _ network: Network) -> AppTier {
    var tier = AppTier()
    tier.workers = network.scaledCapacity(root[AppTierFields.workers])
    tier.serviceTime = root[AppTierFields.serviceTime].seconds
    tier.serviceVariation = root[AppTierFields.serviceCV]
    tier.requestsPerVisit = root[AppTierFields.requestsPerVisit]
    tier.edgeHit = root[AppTierFields.edgeHit]
    tier.queuePerWorker = root[AppTierFields.queuePerWorker]
    tier.retries = root[AppTierFields.retries]
    tier.tabulate()
    return tier
  }

  private static func payment(_ root: Section, _ problems: inout Diagnostics) -> Payment {
    let domestic = root[PaymentFields.domestic]
    return Payment(
      domestic: domestic, crossBorder: max(0, domestic - root[PaymentFields.crossBorder]),
      softShare: root[PaymentFields.softShare], softRetry: root[PaymentFields.softRetry],
      otherCard: root[PaymentFields.otherCard], stepUpShare: root[PaymentFields.stepUpShare],
      stepUpDrop: root[PaymentFields.stepUpDrop], form: sampler(root, PaymentFields.form, &problems),
      authorisation: root[PaymentFields.bank], stepUp: sampler(root, PaymentFields.stepUpTime, &problems),
      retryAfter: root[PaymentFields.retryAfter], reservation: root[PaymentFields.reservation])
  }

  private static func sampler(
    _ root: Section, _ field: Field<DurationDistribution>, _ problems: inout Diagnostics
  ) -> DurationSampler {
    do {
      return try DurationSampler(root[field])
    } catch {
      problems.error(at: root[mark: field], "\(error)")
      return DurationSampler(.zero)
    }
  }

  /// A share as messages show it: four decimals.
  private static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }

  /// Base rates whose product is the market's conversion: visit to cart, cart to checkout, checkout to payment.
  private static func funnel(
    _ section: Section, _ market: Int, _ root: Section, _ payment: Payment, _ network: Network,
    _ problems: inout Diagnostics
  ) -> Funnel {
    var funnel = Funnel()
    let kept = 1 - section[StorefrontFields.abandonment]
    let perCart = section[StorefrontFields.conversion] / kept
    funnel.checkout = section[StorefrontFields.checkout]
    let completion = kept / max(1e-9, funnel.checkout * payment.successShare)
    if completion > 1 + 1e-9 {
      problems.error(
        at: section[mark: StorefrontFields.checkout],
        "checkout \"\(funnel.checkout)\" is too low for an abandonment of \(section[StorefrontFields.abandonment])",
        help: kept > payment.successShare
          ? "only \(rounded(payment.successShare)) of the payments succeed: raise payment.authorisation or abandonment"
          : "\(rounded(payment.successShare)) of the payments succeed, so write checkout: "
            + "\(rounded(kept / payment.successShare + 0.00005)) or more")
    }
    funnel.completion = min(1, completion)
    if perCart > 1 {
      problems.error(
        at: section[mark: StorefrontFields.conversion],
        "conversion \"\(section[StorefrontFields.conversion])\" is above the share of carts that are ordered, \(rounded(kept))",
        help: "lower conversion or abandonment")
    }
    funnel.cart = StorefrontFields.channels.map { min(1, perCart * root[$0]) }
    // Programs have no funnel.
    funnel.cart += Array(repeating: 0, count: Channel.allCases.count - funnel.cart.count)
    funnel.linkOut = LinkOut.build(section, network.markets[market], &problems)
    funnel.stars = section[StorefrontFields.stars]
    funnel.showsDuties = section[StorefrontFields.showsDuties]
    funnel.nodes = sources(of: market, network)
    offer(market, root, network, to: &funnel, &problems)
    return funnel
  }

  /// Interest and price level of each SKU that has a price in the market.
  private static func offer(
    _ market: Int, _ root: Section, _ network: Network, to funnel: inout Funnel, _ problems: inout Diagnostics
  ) {
    let place = network.markets[market]
    for (sku, section) in root.items("skus{}").enumerated() {
      let written = section[StorefrontFields.reference].entries.first { $0.key.code == place.code }?.value
      if let written, written.currency.code != place.currency || written.minor <= 0 {
        problems.error(
          at: section[mark: StorefrontFields.reference],
          "referencePrices \"\(written.text)\" is no price in \(place.code)",
          help: "\(place.code) pays in \(place.currency): write an amount above 0 in it")
      }
      let price = place.prices[sku]
      funnel.interest.append(price == nil ? 0 : section[StorefrontFields.popularity])
      let reference = written.map { max(1, $0.minor) } ?? price ?? 1
      funnel.priceRatio.append(Double(price ?? reference) / Double(max(1, reference)))
    }
    checkOffer(funnel.interest, market, root, place, &problems)
  }

  /// A market where nothing is offered, or nobody wants what is.
  private static func checkOffer(
    _ interest: [Double], _ market: Int, _ root: Section, _ place: Network.Market, _ problems: inout Diagnostics
  ) {
    let skus = root.items("skus{}")
    guard let first = place.prices.firstIndex(where: { $0 != nil }) else {
      problems.warning(
        at: root.items("markets{}")[market].mark, "no SKU has a price in \(place.code), so nobody can buy there",
        help: "write one, for example prices: { \(place.code): 20 \(place.currency) }")
      return
    }
    if !interest.contains(where: { $0 > 0 }) {
      problems.error(
        at: skus[first][mark: StorefrontFields.popularity],
        "nobody in \(place.code) wants a SKU that is offered there: popularity is 0",
        help: "write a popularity above 0 for a SKU with a price in \(place.code)")
    }
  }

  /// The nodes from which some service reaches a zone of the market.
  private static func sources(of market: Int, _ network: Network) -> [Source] {
    network.nodes.indices.filter { node in
      network.services.contains { service in
        service.from.contains(node) && service.to.contains { network.zones[$0].market == market }
      }
    }.map {
      Source(
        node: UInt16($0), isRemote: network.nodes[$0].region != network.markets[market].region,
        holdsStock: network.nodes[$0].holdsStock)
    }
  }
}
