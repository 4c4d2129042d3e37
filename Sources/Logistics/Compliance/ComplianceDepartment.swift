import Kernel

/// Screens paid orders for fraud and against lists of sanctions, and notes when the law changes what this market may buy.
///
/// ```
/// screen ─► release | rejected | (reviewers) screeningDone ─► release | rejected
/// ```
/// Verdicts about what may be sold are looked up in ``LegalityTable`` by whoever needs them.
final class ComplianceDepartment: Department {
  let region: RegionState
  private let screening: CompliancePlan.Screening
  private let legality: LegalityTable
  private let changes: [SimTime]
  private let scores: StreamFamily
  private let reviews: StreamFamily
  private let names: StreamFamily
  /// The people who look at suspicious orders, the nearest promise first.
  let reviewers: Station
  /// Payments that banks take back; nil when nobody disputes.
  let disputes: DisputeDesk?
  /// Orders with the reviewers.
  private(set) var inReview = 0
  /// Orders that came to the reviewers, those of them whose name had been like one on a list, and those that were it.
  private(set) var (held, hits, sanctioned) = (0, 0, 0)

  init(_ region: RegionState) {
    self.region = region
    let plan = region.model.compliance
    screening = plan.screening
    legality = plan.legality
    let network = region.network
    changes =
      region.market.map {
        plan.legality.changeTimes(market: $0, skus: network.skus.count, after: network.start, before: network.end)
      } ?? []
    disputes = region.market.flatMap { market in
      plan.disputes.map { DisputeDesk($0, region, market: market) }
    }
    scores = region.streams["fraud-score"]
    reviews = region.streams["fraud-review"]
    names = region.streams["sanctions"]
    let hours =
      region.market.map { plan.screening.hours.isEmpty ? .always : plan.screening.hours[$0] } ?? WorkCalendar.never
    reviewers = Station(
      hours == .always ? .servers(plan.screening.reviewers) : .calendar(hours, servers: plan.screening.reviewers),
      shiftEnd: .preemptResume, discipline: .lowestKeyFirst, kind: EventKind.screeningDone)
  }

  /// The fraud reviewers, by name.
  var stations: [(name: String, station: Station)] {
    guard region.market != nil, screening.isOn else { return [] }
    return [("\(region.network.regions[Int(region.id.rawValue)].code) fraud reviewers", reviewers)]
  }

  func start(_ scheduler: ModelScheduler) {
    disputes?.start(scheduler)
    for (number, time) in changes.enumerated() {
      scheduler.schedule(EventKind.ruleChange, index: UInt32(number), at: time, priority: .calendar)
    }
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.screen: screen(event.index, scheduler)
    case EventKind.screeningDone:
      if let row = reviewers.complete(event, on: scheduler) { reviewed(row, scheduler) }
    case EventKind.ruleChange: noteChange(scheduler.now)
    case EventKind.chargeback: disputes?.takeBack(event.index, scheduler.now)
    case EventKind.monthOfDisputes: disputes?.close(Int(event.index), scheduler.now)
    default: preconditionFailure("compliance has no event \(event.kind)")
    }
  }

  /// Scores a paid order: two words of one block.
  private func screen(_ row: UInt32, _ scheduler: ModelScheduler) {
    guard screening.isOn else { return release(row, scheduler) }
    var stream = scores[region.orders[row].id]
    let (card, score) = (stream.uniform(), stream.uniform())
    if card < screening.fraudShare { region.orders[row].flags.insert(.fraudulent) }
    if score < screening.manualShare || isHit(row) {
      hold(row, scheduler)
    } else if isRejected(row, automatic: score) {
      region.advance(row, to: .screening)
      reject(row, scheduler.now)
    } else {
      release(row, scheduler)
    }
  }

  /// Whether the buyer is like a name on a list: a word of the order's own, so that it can be asked again.
  private func isHit(_ row: UInt32) -> Bool {
    guard screening.hitRate > 0 else { return false }
    var stream = names[region.orders[row].id]
    return stream.uniform() < screening.hitRate
  }

  /// Whether the automatic score takes the order for fraudulent.
  private func isRejected(_ row: UInt32, automatic score: Double) -> Bool {
    isRejected(row, (score - screening.manualShare) / (1 - screening.manualShare))
  }

  /// Whether a score or a person takes the order for fraudulent.
  private func isRejected(_ row: UInt32, _ u: Double) -> Bool {
    u < (region.orders[row].flags.contains(.fraudulent) ? screening.detection : screening.falseRejection)
  }

  private func hold(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.advance(row, to: .screening)
    region.record(ComplianceRecord.fraudHold, at: scheduler.now, entity: region.orders[row].id)
    inReview += 1
    var stream = reviews[region.orders[row].id]
    // Who looks at a name looks at the rest of the order, too.
    let work = (isHit(row) ? screening.sanctionsTime : screening.reviewTime).sample(&stream)
    held += 1
    _ = reviewers.arrive(row, work: work, priority: region.orders[row].promise.microseconds, on: scheduler)
  }

  private func reviewed(_ row: UInt32, _ scheduler: ModelScheduler) {
    inReview -= 1
    var stream = reviews[region.orders[row].id, 1]
    let judgement = stream.uniform()
    if isHit(row) {
      hits += 1
      if stream.uniform() < screening.truePositive {
        sanctioned += 1
        return reject(row, scheduler.now)
      }
    }
    if isRejected(row, judgement) {
      reject(row, scheduler.now)
    } else {
      region.record(
        ComplianceRecord.fraudRelease, at: scheduler.now, entity: region.orders[row].id,
        value: (scheduler.now - region.orders[row].placed).microseconds)
      region.advance(row, to: .paid)
      release(row, scheduler)
    }
  }

  private func release(_ row: UInt32, _ scheduler: ModelScheduler) {
    scheduler.schedule(EventKind.release, index: row, at: scheduler.now)
  }

  /// The order is not served: stock and money go back.
  private func reject(_ row: UInt32, _ now: SimTime) {
    region.giveBack(row, at: now)
    region.advance(row, to: .rejected)
    region.record(
      ComplianceRecord.fraudReject, at: now, entity: region.orders[row].id,
      flags: region.orders[row].flags.contains(.fraudulent) ? 1 : 0)
    region.counters.rejected += 1
    region.counters.cancelled += 1
    region.bookRefund(row, isSettled: false, at: now)
    region.orders.free(row)
  }

  private func noteChange(_ now: SimTime) {
    guard let market = region.market else { return }
    let skus = region.network.skus.indices
    let free = skus.count { legality.verdict(UInt16($0), market: market, at: now).maySell }
    region.record(ComplianceRecord.ruleChange, at: now, value: Int64(free))
  }

  func check(_ report: inout InvariantReport) {
    report.require(
      inReview == reviewers.presentCount,
      "\(inReview) orders are held for review, \(reviewers.presentCount) are with the reviewers")
  }
}

extension ComplianceDepartment {
  /// Takes over the orders with the reviewers, and the disputes.
  func inherit(_ old: ComplianceDepartment, on scheduler: ModelScheduler) {
    reviewers.inherit(old.reviewers, on: scheduler)
    if let before = old.disputes { disputes?.inherit(before) }
    inReview = old.inReview
    (held, hits, sanctioned) = (old.held, old.hits, old.sanctioned)
  }
}
