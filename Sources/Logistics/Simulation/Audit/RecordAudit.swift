import Kernel
import TraceFormat

/// Reads a run's records as an auditor reads vouchers: with the laws of the trade in hand, and without the model's counters.
///
/// Records come by time, then region, then place. O(records) time, O(orders) memory.
struct RecordAudit {
  let model: Model
  var log = AuditLog()
  private var trails: [OrderTrail] = []
  private var places: [UInt64: Int] = [:]
  private var books: AuditedBooks
  private var loads: AuditedLoads
  private var given = 0

  init(_ model: Model, _ disturbances: Disturbances) {
    self.model = model
    books = AuditedBooks(regions: model.network.regions.count)
    loads = AuditedLoads(model, disturbances)
  }

  /// Takes the next record.
  mutating func read(_ record: TraceRecord, region: UInt16) {
    let start = model.network.start.microseconds
    log.require(record.time >= start, "a record before the run", stamp(record.time))
    if record.kind == LedgerRecord.entry {
      books.add(record, region: region)
      guard let place = places[record.entity] else { return }
      return note(payment: record, of: place)
    }
    guard let step = AuditStep.of(record.kind) else { return }
    let place = place(of: record.entity)
    follow(step, record, place)
    remember(step, record, region, place)
  }

  private mutating func place(of order: UInt64) -> Int {
    if let place = places[order] { return place }
    places[order] = trails.count
    trails.append(OrderTrail(order))
    return trails.count - 1
  }

  /// Whether a step may come now.
  private mutating func follow(_ step: AuditStep, _ record: TraceRecord, _ place: Int) {
    let trail = trails[place]
    let what = "\(name(trail)) at \(stamp(record.time))"
    let needs = step.needs
    log.require(
      needs.isEmpty || !needs.isDisjoint(with: trail.seen), "\(step) before what must precede it", what)
    log.require(!step.isOnce || !trail.seen.contains(step), "\(step) twice", what)
    log.require(!step.isEnd || trail.seen.isDisjoint(with: .ends), "an order ends twice", what)
    log.require(
      !AuditSteps.moves.contains(step) || trail.seen.isDisjoint(with: .ends), "an order goes on after its end", what)
    let crosses = trail.node != .max && model.network.nodes[Int(trail.node)].region != trail.home
    log.require(
      step != .atDepot || !crosses || trail.seen.contains(.cleared), "a border is crossed without clearance", what)
  }

  private mutating func remember(_ step: AuditStep, _ record: TraceRecord, _ region: UInt16, _ place: Int) {
    trails[place].seen.insert(step)
    switch step {
    case .given: given += 1
    case .reserved, .moved:
      trails[place].node = record.node
      trails[place].service = UInt16(truncatingIfNeeded: record.aux)
      if step == .reserved { trails[place].reservedAt = record.time }
    case .rerouted: trails[place].service = UInt16(truncatingIfNeeded: record.aux)
    case .created:
      trails[place].zone = record.node
      checkLaw(trails[place], sku: UInt16(truncatingIfNeeded: record.aux))
    case .released: trails[place].releasedAt = record.time
    case .admitted: checkHandOver(trails[place], region, record.time)
    case .pickedUp, .departed, .routed:
      if step == .departed { (trails[place].departedAt, trails[place].transit) = (record.time, record.value) }
      loads.add(step, trails[place], region, record.time, &log)
    case .arrived: checkArrival(trails[place], region, record.time)
    case .attemptFailed:
      trails[place].failures += 1
      trails[place].lastFailure = record.time
    default: break
    }
  }

  /// Nothing is sold where, when and on a way that the law forbids.
  private mutating func checkLaw(_ trail: OrderTrail, sku: UInt16) {
    // Orders from a recorded history never saw a checkout: the law of their day is not the scenario's.
    guard trail.seen.contains(.checkout), trail.node != .max else { return }
    let crosses = model.network.nodes[Int(trail.node)].region != trail.home
    guard let market = model.network.regions[Int(trail.home.rawValue)].market else { return }
    let verdict = model.compliance.legality.verdict(
      sku, market: market, crossBorder: crosses, at: SimTime(microseconds: trail.reservedAt))
    let what = "\(model.network.skus[Int(sku)].name) in \(model.network.markets[market].code)"
    log.require(
      verdict.maySell, "sold where it is prohibited", "\(name(trail)), \(what) at \(stamp(trail.reservedAt))")
  }

  private mutating func checkHandOver(_ trail: OrderTrail, _ region: UInt16, _ now: Int64) {
    guard region != trail.home.rawValue else { return }
    log.require(
      now >= trail.releasedAt + model.network.lookahead.microseconds, "a message inside the lookahead",
      "\(name(trail)) released at \(stamp(trail.releasedAt)), abroad at \(stamp(now))")
  }

  private func arrival(of trail: OrderTrail) -> Int64 {
    let crosses = model.network.nodes[Int(trail.node)].region != trail.home
    return trail.departedAt + (crosses ? max(trail.transit, model.network.lookahead.microseconds) : trail.transit)
  }

  private mutating func checkArrival(_ trail: OrderTrail, _ region: UInt16, _ now: Int64) {
    guard trail.seen.contains(.departed), trail.node != .max else { return }
    let due = arrival(of: trail)
    log.require(
      now == due, "an arrival at another time than the transit says",
      "\(name(trail)) due at \(stamp(due)), there at \(stamp(now))")
  }

  /// What customers pay and get back, by the vouchers.
  private mutating func note(payment record: TraceRecord, of place: Int) {
    guard record.flags == UInt8(LedgerBook.Currency.market.rawValue) else { return }
    let (debit, credit) = AuditedBooks.accounts(record.aux)
    let isRevenue = [.goodsRevenue, .shippingRevenue, .taxPayable, .dutyAndFees].contains(credit)
    let isReturn = [.refunds, .taxPayable, .dutyAndFees].contains(debit)
    if debit == .bank, isRevenue { trails[place].paid += record.value }
    guard credit == .bank, isReturn else { return }
    trails[place].repaid += record.value
    let trail = trails[place]
    log.require(
      trail.repaid <= trail.paid, "more refunded than was paid",
      "\(name(trail)) paid \(trail.paid), got \(trail.repaid)")
  }
}

private func name(_ trail: OrderTrail) -> String { "order \(trail.id)" }
private func stamp(_ microseconds: Int64) -> String { "\(SimTime(microseconds: microseconds))" }

// At the end of the run.
extension RecordAudit {
  /// Checks what must hold once all records have been read.
  mutating func close(_ regions: [ModelRegion], _ result: RunResult) {
    let end = result.cost.endMicroseconds
    checkGiven(until: end)
    for trail in trails { checkDue(trail, end) }
    checkRows(regions)
    checkCounts(result)
    books.check(regions, &log)
  }

  /// Every listed order that is due has come.
  private mutating func checkGiven(until end: Int64) {
    let due = model.demand.markets.reduce(0) { $0 + $1.given.count { $0.at.microseconds < end } }
    log.require(given == due, "given orders that did not come", "\(given) of \(due)")
  }

  /// What was due before the end has happened.
  private mutating func checkDue(_ trail: OrderTrail, _ end: Int64) {
    if trail.isUnderWay, trail.seen.contains(.departed), !trail.seen.contains(.lostOnWay) {
      let due = arrival(of: trail)
      log.require(
        trail.seen.contains(.arrived) || due >= end, "overdue at the end",
        "\(name(trail)) was to arrive at \(stamp(due))")
    }
    if trail.isUnderWay, trail.failures > 0, trail.zone != .max, trail.lastFailure < end {
      let attempts = model.carrier.depots[Int(trail.zone)].success.count
      log.require(
        trail.failures < attempts, "no end after the last attempt", "\(name(trail)) after \(trail.failures) attempts")
    }
  }

  /// The tables hold a row for everything that is under way, and for nothing else.
  private mutating func checkRows(_ regions: [ModelRegion]) {
    var parcels: [UInt64: Int] = [:]
    var orders: Set<UInt64> = []
    for region in regions {
      for parcel in region.state.parcels.used where parcel.stage != .done { parcels[parcel.order, default: 0] += 1 }
      for order in region.state.orders.used { orders.insert(order.id) }
    }
    for trail in trails {
      let rows = parcels[trail.id] ?? 0
      log.require(!trail.hasParcel || rows > 0, "a parcel is nowhere", name(trail))
      log.require(rows <= 1, "a parcel is in two places", name(trail))
      log.require(trail.hasParcel || rows == 0 || !trail.seen.contains(.created), "a parcel after its end", name(trail))
      log.require(!trail.isUnderWay || orders.contains(trail.id), "an order is forgotten", name(trail))
    }
  }

  /// The model's counters say what the records say.
  private mutating func checkCounts(_ result: RunResult) {
    func count(_ step: AuditStep) -> Int { trails.count { $0.seen.contains(step) } }
    for (what, records, counters) in [
      ("placed", count(.created), result.orders.placed), ("delivered", count(.delivered), result.orders.delivered),
      ("cancelled", count(.cancelled) + count(.rejected), result.orders.cancelled),
      ("lost", count(.undelivered), result.orders.lost), ("returned", count(.returnAsked), result.orders.returned),
      ("in flight", trails.count(where: \.isUnderWay), result.orders.inFlight),
    ] {
      log.require(
        records == counters, "counters and records differ", "\(what): \(records) by records, \(counters) counted")
    }
  }
}
