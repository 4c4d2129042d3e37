import Kernel
import Scenario

extension StorefrontPlan {
  /// What keeps visitors waiting: tiers, the waiting room, serial counters, the payment gateway.
  mutating func buildLoad(_ root: Section, _ network: Network, _ problems: inout Diagnostics) {
    tiers = root.items("storefront.tiers[]").map { Self.tier($0, network, &problems) }
    tierStep = root[TierFields.step].seconds
    room = root.section("storefront.waitingRoom").map { Self.room($0, network, &problems) }
    reservation = Reservation(
      time: root[ReservationFields.time], shards: root[ReservationFields.shards],
      timeout: root[ReservationFields.timeout],
      gateway: root[ReservationFields.gateway].map {
        SimDuration(seconds: 1 / ($0.perSecond * network.scale.capacity))
      }, gatewayTimeout: root[ReservationFields.gatewayTimeout],
      outages: root.items("payment.gateway.outages[]").map {
        $0[ReservationFields.outageFrom]..<$0[ReservationFields.outageFrom] + $0[ReservationFields.outageLasts]
      }.sorted { $0.lowerBound < $1.lowerBound })
    let share = root[BotFields.share]
    bots = BotDefence(
      requests: share / (1 - share) * (1 - root[BotFields.filtered]), detection: root[BotFields.detection],
      unitsPerOrder: root[BotFields.units])
    if !reservation.outages.isEmpty, reservation.gateway == nil {
      problems.error(
        at: root.items("payment.gateway.outages[]")[0].mark, "a gateway without a rate has no outages",
        help: "write payment.gateway.rate, for example rate: 200/s")
    }
  }

  private static func tier(
    _ section: Section, _ network: Network, _ problems: inout Diagnostics
  ) -> TierChain.Tier {
    var tier = TierChain.Tier()
    tier.name = section[TierFields.name]
    tier.workers = network.scaledCapacity(section[TierFields.workers])
    tier.serviceTime = section[TierFields.serviceTime].seconds
    tier.calls = section[TierFields.calls]
    tier.timeout = section[TierFields.timeout].seconds
    tier.retries = section[TierFields.retries]
    tier.backoff = section[TierFields.backoff].seconds
    tier.backoffCap = section[TierFields.backoffCap].seconds
    tier.retryBudget = section[TierFields.retryBudget]
    tier.queuePerWorker = section[TierFields.queuePerWorker]
    tier.shedAbove = section[TierFields.shedAbove]?.seconds ?? .infinity
    tier.dropsExpired = section[TierFields.dropsExpired]
    tier.holdsWorkers = section[TierFields.holdsWorkers]
    tier.breaker = section[TierFields.breaker]
    tier.breakerOpen = section[TierFields.breakerOpen].seconds
    tier.scaleTo = section[TierFields.scaleTo]
    tier.scaleEvery = section[TierFields.scaleEvery].seconds
    tier.faults = section.items("storefront.tiers[].faults[]").map { fault in
      let from = fault[TierFields.faultFrom]
      if !network.lasts(at: from) {
        problems.warning(
          at: fault[mark: TierFields.faultFrom], "the fault at \(from) lies outside the run",
          help: "the run lasts from \(network.start) until \(network.end)")
      }
      return TierChain.Fault(
        from: from, until: from + fault[TierFields.faultLasts], capacity: fault[TierFields.faultCapacity])
    }
    if section[TierFields.timeout] <= section[TierFields.serviceTime] {
      problems.error(
        at: section[mark: TierFields.timeout],
        "timeout \"\(section[TierFields.timeout].text)\" is over before any "
          + "call of the tier is done", help: "write more than its serviceTime, \(section[TierFields.serviceTime].text)"
      )
    }
    tier.waits = AppTier(
      workers: tier.workers, serviceTime: tier.serviceTime, serviceVariation: section[TierFields.serviceCV],
      queuePerWorker: tier.queuePerWorker)
    tier.waits.tabulate()
    return tier
  }

  private static func room(
    _ section: Section, _ network: Network, _ problems: inout Diagnostics
  ) -> WaitingRoomPlan {
    let opens = section[WaitingRoomFields.opens]
    let until = section[WaitingRoomFields.until]
    if let opens, let until, until <= opens {
      problems.error(
        at: section[mark: WaitingRoomFields.until], "until is not after opens",
        help: "write an instant later than \(opens)")
    }
    if section[WaitingRoomFields.order] == .lottery, opens == nil {
      problems.error(
        at: section[mark: WaitingRoomFields.order], "a lottery needs an instant at which it is drawn",
        help: "write opens, for example the instant of the drop")
    }
    return WaitingRoomPlan(
      rate: section[WaitingRoomFields.rate].perSecond * network.scale.capacity, opens: opens, until: until,
      order: section[WaitingRoomFields.order], patience: section[WaitingRoomFields.patience].seconds,
      wastesTurns: section[WaitingRoomFields.wastesTurns],
      pollEvery: section[WaitingRoomFields.pollEvery]?.seconds ?? .infinity)
  }
}
