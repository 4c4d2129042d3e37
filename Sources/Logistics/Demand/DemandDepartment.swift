import Kernel

/// Turns creators, advertisements, drops, live sessions and shares into the visits of each time bin, and given orders into
/// order rows.
///
/// ```
/// demandBin ─► storefrontServe (same instant) ─► … ; demandBin of the next bin
/// recordedOrder ─► checkout (same instant); recordedOrder of the next line
/// ```
final class DemandDepartment: Department {
  let region: RegionState
  private let end: SimTime
  private let law: CountLaw
  private let bins: BinLadder
  private let market: DemandPlan.MarketDemand
  private let zoneRules: TimeZoneRules
  private let isOverdispersed: Bool
  private var noise: OverdispersionPath
  private var posts: PostTraffic
  private var audiences: [LiveAudience]
  private let sessions: [LiveSession]
  private var pitchNumbers: [Int]
  private let exogenous: StreamFamily
  private let liveStreams: StreamFamily
  private let givenZones: StreamFamily
  private var cursor = 0
  private var carries = [0.0, 0.0, 0.0]
  /// The small creators of the market, and what is left of a visit that they bring.
  private(set) var supply: CreatorSupply
  private var supplyCarry = 0.0
  private let supplied: StreamFamily
  private(set) var handedOver: Int64 = 0
  private let hasVisits: Bool
  /// Sources with streams of their own, and whether there is any.
  private var impulses: ImpulseTraffic

  init(_ region: RegionState) {
    self.region = region
    let plan = region.model.demand
    let code = region.network.regions[Int(region.id.rawValue)].code
    end = region.network.end
    law = plan.law
    market = region.market.map { plan.markets[$0] } ?? DemandPlan.MarketDemand(audience: 0)
    bins = market.bins
    zoneRules = region.market.map { region.network.markets[$0].timeZone } ?? .utc
    isOverdispersed = plan.noise == .gamma
    let streams = region.streams
    noise = OverdispersionPath(
      plan.overdispersion, quick: streams["demand-noise \(code)"], daily: streams["demand-day-noise \(code)"])
    posts = PostTraffic(plan, market: region.market, streams: streams, code: code, start: region.network.start)
    let scales = streams["demand-live-scale"]
    sessions = plan.noise == .none ? market.live : market.live.map { $0.turnedOut(scales) }
    impulses = ImpulseTraffic(market, streams: streams, code: code)
    audiences = market.live.map { _ in LiveAudience() }
    pitchNumbers = market.live.map { _ in -1 }
    exogenous = streams["demand-visits \(code)"]
    supplied = streams["demand-small-creators \(code)"]
    supply = market.supply
    liveStreams = streams["demand-live \(code)"]
    givenZones = streams["demand-given-zone \(code)"]
    let sources = market.ads.count + market.drops.count + market.live.count + posts.count + impulses.count
    hasVisits = region.market != nil && (market.organicPerSecond > 0 || market.supply.isOn || sources > 0)
  }

  func start(_ scheduler: ModelScheduler) {
    if hasVisits { scheduler.schedule(EventKind.demandBin, index: 0, at: scheduler.now) }
    if let first = market.given.first { scheduler.schedule(EventKind.recordedOrder, index: 0, at: first.at) }
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.demandBin: bin(event.index, scheduler)
    case EventKind.recordedOrder: give(event.index, scheduler)
    default: preconditionFailure("demand has no event \(event.kind)")
    }
  }

  /// Draws the visits of the bin that begins now, and hands them to the storefront.
  private func bin(_ number: UInt32, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    let next = min(end, bins.end(ofBinAt: now, &cursor))
    region.traffic.start = now
    region.traffic.length = next - now
    region.traffic.bin = number
    let season = market.seasonality.factor(at: now)
    let gamma = isOverdispersed ? noise.factor(at: now, localDay: localDay(now)) : 1
    var stream = exogenous[UInt64(bitPattern: now.microseconds)]
    steady(now, next, season * gamma, &stream)
    drops(now, next, gamma, &stream, scheduler)
    live(now, next)
    let reach = posts.step(
      from: now, to: next, season: season, noise: gamma, localSeconds: localSeconds(now), law, region)
    region.traffic.visits[Int(Channel.creator.rawValue)] = reach.posted
    if supply.isOn { addSupply(now, next - now, season * gamma) }
    region.traffic.visits[Int(Channel.share.rawValue)] = reach.shared
    if impulses.count > 0 { impulses.add(from: now, to: next, factor: gamma, season: season, law, region) }
    if finish(now, next - now) || region.traffic.isPending {
      scheduler.schedule(EventKind.storefrontServe, index: number, at: now)
    }
    if next < end { scheduler.schedule(EventKind.demandBin, index: number &+ 1, at: next) }
  }

  private func localDay(_ time: SimTime) -> Int64 {
    (time + zoneRules.offset(at: time)).microseconds / 86_400_000_000
  }

  private func localSeconds(_ time: SimTime) -> Double { (time + zoneRules.offset(at: time)).seconds }

  /// Visits that small creators bring; how many they are follows the market's trust.
  private func addSupply(_ now: SimTime, _ length: SimDuration, _ factor: Double) {
    var stream = supplied[UInt64(bitPattern: now.microseconds)]
    let visits = supply.step(length, trust: region.opinion?.trust ?? 1) * factor
    region.traffic.visits[Int(Channel.creator.rawValue)] += law.poisson(visits, &supplyCarry, &stream)
  }

  /// Visits that come anyway and visits that are bought.
  private func steady(_ now: SimTime, _ next: SimTime, _ factor: Double, _ stream: inout RandomStream) {
    let organic = market.organicPerSecond * (next - now).seconds * factor
    region.traffic.visits[Int(Channel.organic.rawValue)] = law.poisson(organic, &carries[0], &stream)
    var bought = 0.0
    for flight in market.ads { bought += flight.visits(from: now, to: next) }
    region.traffic.visits[Int(Channel.ads.rawValue)] = law.poisson(bought * factor, &carries[1], &stream)
  }

  private func drops(
    _ now: SimTime, _ next: SimTime, _ factor: Double, _ stream: inout RandomStream, _ scheduler: ModelScheduler
  ) {
    var arrivals = 0.0
    var polls = 0.0
    for (number, drop) in market.drops.enumerated() {
      arrivals += drop.arrivals(from: now, to: next)
      polls += drop.polls(from: now, to: next)
      if now == drop.at {
        region.record(DemandRecord.dropOpen, at: now, entity: UInt64(number), value: Int64(drop.crowd))
      }
    }
    region.traffic.visits[Int(Channel.drop.rawValue)] = law.poisson(arrivals * factor, &carries[2], &stream)
    region.traffic.otherRequests = Int64(polls)
  }

  private func live(_ now: SimTime, _ next: SimTime) {
    region.traffic.pitched = TrafficCell.noPitch
    var visits: Int64 = 0
    var weighted = 0.0
    for (number, session) in sessions.enumerated() where now >= session.start && now < session.end {
      if now == session.start { region.record(DemandRecord.liveStart, at: now, entity: UInt64(number)) }
      notePitch(of: session, number, now)
      var stream = liveStreams[UInt64(bitPattern: now.microseconds), UInt32(number)]
      let sales = number == market.live.firstIndex { now >= $0.start && now < $0.end } ? takeSales() : 0
      let came = audiences[number].step(session, from: now, to: next, sales: sales, law, &stream)
      visits += came
      weighted += Double(came) * session.appeal(from: now, to: next)
      if let sku = session.pitched(at: now) { region.traffic.pitched = sku }
      if next >= session.end { leave(session, number, now) }
    }
    region.traffic.visits[Int(Channel.live.rawValue)] = visits
    region.traffic.appeal[Int(Channel.live.rawValue)] = visits > 0 ? weighted / Double(visits) : 1
  }

  private func takeSales() -> Int64 {
    defer { region.traffic.liveCheckouts = 0 }
    return region.traffic.liveCheckouts
  }

  private func notePitch(of session: LiveSession, _ number: Int, _ now: SimTime) {
    guard let pitch = session.pitch(at: now), pitch.number != pitchNumbers[number] else { return }
    pitchNumbers[number] = pitch.number
    region.record(
      DemandRecord.pitch, at: now, entity: UInt64(number), value: audiences[number].viewers,
      aux: UInt32(session.sku(of: pitch.number)))
  }

  private func leave(_ session: LiveSession, _ number: Int, _ now: SimTime) {
    region.record(DemandRecord.liveEnd, at: now, entity: UInt64(number), value: audiences[number].joined)
    audiences[number].glancing = 0
    audiences[number].staying = 0
  }

  /// Records the bin; whether anybody came.
  private func finish(_ now: SimTime, _ length: SimDuration) -> Bool {
    var all: Int64 = 0
    for channel in region.traffic.visits.indices {
      let visits = region.traffic.visits[channel]
      guard visits > 0 else { continue }
      all += visits
      region.record(
        DemandRecord.cohortTick, at: now, value: visits, aux: UInt32(length.microseconds / 1_000), flags: UInt8(channel)
      )
    }
    handedOver += all
    return all > 0 || region.traffic.otherRequests > 0 || region.traffic.direct > 0
  }

  /// The zone of a given order: its own, or one drawn for it by the zones' shares.
  private func zone(of line: UInt32, _ order: DemandPlan.GivenOrder) -> UInt16 {
    guard order.zone == DemandPlan.GivenOrder.anyZone, let number = region.market else { return order.zone }
    let zones = region.network.markets[number].zones
    var draws = givenZones[UInt64(line)]
    var rest = draws.uniform() * zones.reduce(0) { $0 + region.network.zones[$1].share }
    let drawn = zones.first { zone in
      rest -= region.network.zones[zone].share
      return rest < 0
    }
    return UInt16(drawn ?? zones.upperBound - 1)
  }

  /// Makes the order row of a given order.
  private func give(_ line: UInt32, _ scheduler: ModelScheduler) {
    let order = market.given[Int(line)]
    let row = region.openCheckout(
      at: scheduler.now, channel: Channel.organic.rawValue, zone: zone(of: line, order), sku: order.sku,
      quantity: max(1, order.quantity), flags: order.flags)
    region.counters.given += 1
    region.orders[row].node = order.node
    region.orders[row].promise = order.promise
    region.orders[row].price = order.price
    region.orders[row].grams = order.grams
    region.record(
      DemandRecord.orderGiven, at: scheduler.now, entity: region.orders[row].id, value: Int64(order.quantity),
      aux: UInt32(region.orders[row].zone))
    scheduler.schedule(EventKind.checkout, index: row, at: scheduler.now)
    let next = Int(line) + 1
    if next < market.given.count {
      scheduler.schedule(EventKind.recordedOrder, index: UInt32(next), at: market.given[next].at)
    }
  }
}

// What a fork takes over.
extension DemandDepartment {
  func inherit(_ old: DemandDepartment) {
    noise.inherit(old.noise)
    posts.inherit(old.posts)
    for (place, session) in sessions.enumerated() {
      guard let before = old.sessions.firstIndex(where: { $0.number == session.number }) else { continue }
      audiences[place] = old.audiences[before]
      pitchNumbers[place] = old.pitchNumbers[before]
    }
    // The place among the bins' lengths is found again from the beginning.
    cursor = 0
    carries = old.carries
    supply.inherit(old.supply)
    supplyCarry = old.supplyCarry
    handedOver = old.handedOver
    impulses.inherit(old.impulses)
  }

  /// The first instant from `now` on at which a bin begins, counted from the start of the run.
  func nextBin(at now: SimTime) -> SimTime {
    var cursor = 0
    var bin = region.network.start
    while bin < now { bin = bins.end(ofBinAt: bin, &cursor) }
    return bin
  }
}
