import Kernel

// The cohort: counts per channel and bin, by sequential binomials. What the bin before did to the servers, the prices and
// the stock acts on this one.
extension StorefrontDepartment {
  /// What stands between a wish and a checkout, in the order of ``LossCause``; each lets a share through.
  struct Passage {
    var legal = 1.0
    var stock = 1.0
    var latency = 1.0
    var price = 1.0
    /// What makes visitors buy more often than the base rates say.
    var boost = 1.0
  }

  /// What a bin's cohorts add to the counters.
  private struct CohortCounts {
    var carts: Int64 = 0
    var abandoned: Int64 = 0
  }

  /// Serves the visits of the bin that begins now.
  func serve(_ scheduler: ModelScheduler) {
    let now = scheduler.now
    var traffic = region.traffic
    let came = traffic.visits.reduce(0, +)
    region.counters.visits += came
    region.counters.visitsByHour[hour(now)] += came
    region.counters.peaks.add(came, at: now, over: traffic.length)
    mix.refresh(region, legality, market: market, at: now)
    terms.settle()
    let passage = passage()
    let bots = traffic.visits[Int(Channel.bots.rawValue)]
    if bots > 0 {
      scalp(bots, traffic, now, scheduler)
      traffic.visits[Int(Channel.bots.rawValue)] = 0
    }
    if let link = funnel.linkOut { linkOut(&traffic, link, now) }
    if room != nil { enterRoom(&traffic, now) }
    var stream = cohorts[UInt64(bitPattern: now.microseconds)]
    var visits: Int64 = 0
    var gone = CohortCounts()
    for channel in traffic.visits.indices {
      let count = traffic.visits[channel]
      visits += count
      starting[channel] =
        count > 0 ? cohort(channel, count, passage, appeal: traffic.appeal[channel], &gone, &stream) : 0
    }
    region.counters.carts += gone.carts
    region.counters.bounced += visits - gone.carts
    region.counters.abandoned += gone.abandoned
    region.traffic.liveCheckouts += starting[Int(Channel.live.rawValue)]
    serveRequests(visits, traffic, bots, now)
    let returning = comeBack(&stream) + traffic.direct
    region.counters.given += traffic.direct
    beginCheckouts(returning, now, traffic.length, scheduler)
  }

  /// The requests of the bin at the servers: what the visitors of the next bin will meet.
  private func serveRequests(_ visits: Int64, _ traffic: TrafficCell, _ tries: Int64, _ now: SimTime) {
    let byVisitors = Double(visits) * plan.tier.requestsPerVisit
    let polls = room.map { Double($0.waiting) * traffic.length.seconds / $0.plan.pollEvery } ?? 0
    let others = traffic.otherRequests + Int64(polls) + tries + Int64(byVisitors * plan.bots.requests)
    let requests = byVisitors + Double(others)
    if chain != nil {
      tier = chain!.serve(
        requests * (1 - plan.tier.edgeHit), from: now, for: traffic.length, capacity: serverCapacity(at: now))
    } else {
      tier = servers(at: now).after(
        visits: visits, others: others, seconds: traffic.length.seconds, before: tier)
    }
    load.note(visits: visits, requests: requests, tier, at: now, for: traffic.length)
    if chain != nil || room != nil {
      region.traffic.isPending = (room?.isBusy ?? false) || (chain?.isBusy ?? false)
    }
  }

  /// Visits go through the waiting room; who leaves it has bounced, or is lost if he would have bought.
  private func enterRoom(_ traffic: inout TrafficCell, _ now: SimTime) {
    var stream = roomDraws[UInt64(bitPattern: now.microseconds)]
    room?.pass(&traffic.visits, leaving: &leaving, from: now, traffic.length, &stream)
    for channel in leaving.indices where leaving[channel] > 0 {
      var carry = 0.0
      let lost = law.binomial(leaving[channel], funnel.cart[channel] * funnel.checkout, &carry, &stream)
      region.counters.bounced += leaving[channel] - lost
      region.counters.lose(.latency, orders: lost, value: Int64(mix.meanPrice * Double(lost)))
    }
  }

  /// The share of the servers that disruptions leave.
  private func serverCapacity(at now: SimTime) -> Double {
    region.disturbances[.servers, market]?.level(at: now).capacity ?? 1
  }

  /// The application tier with the servers that disruptions leave.
  private func servers(at now: SimTime) -> AppTier {
    let capacity = serverCapacity(at: now)
    guard capacity != 1 else { return plan.tier }
    var tier = plan.tier
    tier.workers = max(1, Int((Double(tier.workers) * capacity).rounded()))
    return tier
  }

  /// The factors that this bin's visitors meet.
  func passage() -> Passage {
    let response = plan.sensitivity
    var offer = mix.priceFactor * response.priceFactor(ratio: 1 + terms.surcharge)
    offer *= response.promiseFactor(days: terms.days) * response.starFactor(region.opinion?.rating ?? funnel.stars)
    if let opinion = region.opinion { offer *= opinion.trustFactor }
    if !funnel.showsDuties { offer *= Deterministic.exp(-response.dutyUnknown) }
    let latency = response.latencyFactor(seconds: tier.latency) * (1 - tier.failure)
    return Passage(
      legal: mix.legalShare, stock: mix.stockShare, latency: latency, price: min(1, offer), boost: max(1, offer))
  }

  /// Takes a channel's visits to the checkouts they begin, and counts the rest by what became of them.
  private func cohort(
    _ channel: Int, _ visits: Int64, _ passage: Passage, appeal: Double, _ gone: inout CohortCounts,
    _ stream: inout RandomStream
  ) -> Int64 {
    let wish = min(0.95, funnel.cart[channel] * passage.boost * appeal)
    let carts = take(.cart, visits, wish, channel, &stream)
    let intending = take(.checkout, carts, funnel.checkout, channel, &stream)
    gone.carts += carts
    gone.abandoned += carts - intending
    guard intending > 0 else { return 0 }
    let allowed = thin(.legal, .legal, intending, passage.legal, channel, &stream)
    let stocked = thinByStock(allowed, passage.stock, channel, &stream)
    let patient = thin(.latency, .latency, stocked, passage.latency, channel, &stream)
    return thin(.price, .price, patient, passage.price, channel, &stream)
  }

  private func take(
    _ step: CohortStep, _ count: Int64, _ p: Double, _ channel: Int, _ stream: inout RandomStream
  ) -> Int64 {
    if law == .random { return CountLaw.binomial(count, p, &stream) }
    return law.binomial(count, p, &carries[channel * CohortStep.count + step.rawValue], &stream)
  }

  /// Lets a share through and counts the rest as lost.
  private func thin(
    _ step: CohortStep, _ cause: LossCause, _ count: Int64, _ share: Double, _ channel: Int,
    _ stream: inout RandomStream
  ) -> Int64 {
    guard share < 1, count > 0 else { return count }
    let kept = take(step, count, share, channel, &stream)
    region.counters.lose(cause, orders: count - kept, value: Int64(mix.meanPrice * Double(count - kept)))
    return kept
  }

  /// Of those whose SKU is sold out some take another one, some wait for the most wanted one, and the rest is lost.
  private func thinByStock(
    _ count: Int64, _ share: Double, _ channel: Int, _ stream: inout RandomStream
  ) -> Int64 {
    guard share < 1, count > 0 else { return count }
    let kept = take(.stock, count, share + (share > 0 ? (1 - share) * plan.substitutes : 0), channel, &stream)
    let missed = count - kept
    let rest = share > 0 ? 1 - plan.substitutes : 1
    let waiters = take(.waiting, missed, plan.waits / rest, channel, &stream)
    let stay = mix.missing == nil ? 0 : waiters
    if let sku = mix.missing { wait(stay, for: sku) }
    region.counters.lose(.stock, orders: missed - stay, value: Int64(mix.meanPrice * Double(missed - stay)))
    return kept
  }

  func wait(_ visitors: Int64, for sku: Int) {
    waiting[sku] += visitors
    region.counters.waiting += visitors
  }

  /// Those on a wait list whose SKU can be bought again: some come back, the others are lost.
  private func comeBack(_ stream: inout RandomStream) -> Int64 {
    guard region.counters.waiting > 0 else { return 0 }
    var returning: Int64 = 0
    for sku in waiting.indices where waiting[sku] > 0 && mix.isSellable[sku] {
      var carry = 0.0
      let back = law.binomial(waiting[sku], plan.returns, &carry, &stream)
      region.counters.lose(
        .stock, orders: waiting[sku] - back, value: Int64(mix.meanPrice * Double(waiting[sku] - back)))
      region.counters.waiting -= waiting[sku]
      waiting[sku] = 0
      returning += back
    }
    return returning
  }

  /// Makes the rows of the bin's checkouts in the order of their times, which are uniform in the bin.
  private func beginCheckouts(
    _ returning: Int64, _ now: SimTime, _ length: SimDuration, _ scheduler: ModelScheduler
  ) {
    starting[Int(Channel.organic.rawValue)] += returning
    var left = starting.reduce(0, +)
    guard left > 0 else { return }
    var stream = timing[UInt64(bitPattern: now.microseconds)]
    drawSpread(Int(left), &stream)
    for place in 0..<Int(left) {
      var ticket = Int64(bitPattern: stream.below(UInt64(left)))
      var channel = 0
      while ticket >= starting[channel] {
        ticket -= starting[channel]
        channel += 1
      }
      starting[channel] -= 1
      left -= 1
      let offset = SimDuration(microseconds: Int64(spread[place] * Double(length.microseconds)))
      let row = region.openCheckout(at: now + offset, channel: UInt8(channel), flags: Self.flags(channel))
      open += 1
      scheduler.schedule(EventKind.checkout, index: row, at: now + offset)
    }
  }

  private static func flags(_ channel: Int) -> OrderFlags {
    switch channel {
    case Int(Channel.live.rawValue): [.live, .affiliate]
    case Int(Channel.creator.rawValue), Int(Channel.share.rawValue): [.affiliate]
    default: []
    }
  }

  /// Sorted uniform numbers as running sums of exponential gaps over their total; evenly spaced without chance.
  private func drawSpread(_ count: Int, _ stream: inout RandomStream) {
    spread.removeAll(keepingCapacity: true)
    var sum = 0.0
    for _ in 0..<count {
      sum += law == .random ? stream.exponential() : 1
      spread.append(sum)
    }
    let total = sum + (law == .random ? stream.exponential() : 1)
    for place in 0..<count { spread[place] /= total }
  }
}
