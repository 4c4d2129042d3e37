import Kernel

/// The customers' doors and what comes after: delivery, lateness, refusal, cancellation, returns, refunds.
///
/// ```
/// delivered ─► [returnRequested ─► returnReceived ─► graded] ─► row freed
///     └─ refused at the door ─► undelivered ─► [returnReceived ─► graded] ─► row freed
/// cancelWish ─► cancelRequest (warehouse) ─► cancelled ─► row freed, or the parcel goes on
/// ```
/// An order's row lives here until nothing can happen to it any more.
final class DoorstepDepartment: Department {
  let region: RegionState
  let desk: ReturnsDesk?
  /// What made parcels late; nil in a region without a market.
  let blame: BlameDesk?
  /// Who answers customers; nil where nobody asks.
  let contacts: ContactCentre?
  var counters = DoorstepCounters()
  /// By service.
  private let providers: [UInt16]
  /// By node.
  private let nodeRegions: [RegionID]
  private let refusal: DoorRefusal
  private let refusalDraws: StreamFamily
  private let reviewDraws: StreamFamily
  private let cancelDraws: StreamFamily
  /// In place of a number of payment attempts: the order has ended, and its row only waits for a node's answer.
  private static let finished = UInt8.max

  init(_ region: RegionState) {
    self.region = region
    let network = region.network
    providers = network.services.map { UInt16($0.provider) }
    nodeRegions = network.nodes.map(\.region)
    reviewDraws = region.streams["review"]
    refusalDraws = region.streams["refusal at the door"]
    cancelDraws = region.streams["cancellation thinning"]
    let terms = region.market.map { region.model.doorstep.markets[$0] }
    refusal = terms?.refusal ?? DoorRefusal(intercept: -.infinity, slope: 0)
    region.counters.deliveredByHour = .init(repeating: 0, count: terms == nil ? 0 : region.hours)
    desk = terms.map { ReturnsDesk($0.returns, region) }
    blame = region.market.map { BlameDesk(region, market: $0) }
    contacts = terms.flatMap { $0.contacts.wishes.isOn ? ContactCentre($0.contacts, region) : nil }
  }

  /// The graders, by name.
  var stations: [(name: String, station: Station)] {
    let code = region.network.regions[Int(region.id.rawValue)].code
    return (desk.map { [("\(code) graders", $0.graders)] } ?? [])
      + (contacts.map { [("\(code) contact agents", $0.agents)] } ?? [])
  }

  func start(_ scheduler: ModelScheduler) {}

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.delivered: deliver(event.index, scheduler)
    case EventKind.undelivered: endParcel(event.index, ParcelFate(rawValue: UInt8(event.tag))!, scheduler)
    case EventKind.returnRequested: requestReturn(event.index, scheduler)
    case EventKind.returnReceived: receiveReturn(event.index, scheduler)
    case EventKind.graded: gradersWork(event, scheduler)
    case EventKind.cancelWish: wishToCancel(event, scheduler)
    case EventKind.cancelled: answerCancellation(event, scheduler)
    case EventKind.contactWish: wishToAsk(event, scheduler)
    case EventKind.contactGivesUp: contacts?.losePatience(event.index, scheduler)
    case EventKind.contactAnswered: contacts?.agentsWork(event, scheduler)
    case EventKind.contactAgain: contacts?.askAgain(event.index, scheduler)
    default: preconditionFailure("the doorstep has no event \(event.kind)")
    }
  }

  /// A driver finds somebody at the door.
  private func deliver(_ parcel: UInt32, _ scheduler: ModelScheduler) {
    let row = region.parcels[parcel].orderRow
    if isRefused(row) { return endParcel(parcel, .refused, scheduler) }
    let now = scheduler.now
    let isLate = now > region.orders[row].promise
    let elapsed = now - region.orders[row].placed
    let service = region.parcels[parcel].service
    let isDamaged = region.parcels[parcel].flags.contains(.damaged)
    if isLate { noteLate(row, parcel, now) }
    counters.promises.note(region.orders[row], deliveredAt: now) { region.plannedWay(of: region.parcels[parcel]) }
    region.parcels.free(parcel)
    region.orders[row].parcel = OrderRow.noRow
    if isDamaged { region.orders[row].flags.insert(.damaged) }
    if isLate { region.orders[row].flags.insert(.late) }
    region.advance(row, to: .delivered)
    region.counters.delivered += 1
    region.counters.deliveredByHour[region.hour(now)] += 1
    if isLate { region.counters.late += 1 }
    blame?.count(promise: region.orders[row].promise)
    region.counters.clickToDoor.record(elapsed.microseconds / 1_000_000)
    region.desk.noteDelivered(Int(providers[Int(service)]), isOnTime: !isLate, isDamaged: isDamaged)
    region.record(
      DoorstepRecord.delivered, at: now, entity: region.orders[row].id, value: elapsed.microseconds,
      aux: UInt32(service), flags: isLate ? 1 : 0)
    region.bookSettlement(row, at: now)
    region.scheduleDispute(row, at: now, scheduler)
    if region.opinion != nil { review(row, isLate: isLate, now) }
    if let at = desk?.returnTime(of: region.orders[row], deliveredAt: now) {
      scheduler.schedule(EventKind.returnRequested, index: row, at: at)
    } else {
      finish(row)
    }
  }

  private func noteLate(_ row: UInt32, _ parcel: UInt32, _ now: SimTime) {
    let parcel = region.parcels[parcel]
    blame?.note(region.orders[row], parcel, way: region.plannedWay(of: parcel), deliveredAt: now)
  }

  /// Whether the customer sends the driver away because of what is due.
  private func isRefused(_ row: UInt32) -> Bool {
    guard region.orders[row].flags.contains(.dutyAtDoor) else { return false }
    let order = region.orders[row]
    var draws = refusalDraws[order.id]
    return draws.uniform() < refusal.probability(due: order.dutyAndTax, paid: order.price + order.shipping)
  }

  /// A parcel will not be delivered: the customer gets the money back, and the goods are gone or on their way back.
  private func endParcel(_ parcel: UInt32, _ fate: ParcelFate, _ scheduler: ModelScheduler) {
    let row = region.parcels[parcel].orderRow
    let service = region.parcels[parcel].service
    region.parcels.free(parcel)
    region.orders[row].parcel = OrderRow.noRow
    region.advance(row, to: .lost)
    region.counters.lost += 1
    region.opinion?.experience(isGood: false)
    count(fate)
    region.desk.noteEnd(Int(providers[Int(service)]), fate)
    region.record(
      DoorstepRecord.undelivered, at: scheduler.now, entity: region.orders[row].id, aux: UInt32(service),
      flags: fate.rawValue)
    refund(row, isSettled: false, scheduler.now)
    if let desk, fate == .refused || fate == .returnedToSender, desk.comesBack(region.orders[row]) {
      desk.sendBack(row, scheduler)
    } else {
      countLostUnits(region.orders[row])
      writeOff(row, scheduler.now)
      finish(row)
    }
  }

  private func countLostUnits(_ order: OrderRow) {
    guard !order.flags.contains(.recorded), region.network.nodes[Int(order.node)].holdsStock else { return }
    counters.lostUnits += Int64(order.quantity)
  }

  private func count(_ fate: ParcelFate) {
    switch fate {
    case .lost: counters.lost += 1
    case .seized: counters.seized += 1
    case .refused: counters.refused += 1
    case .returnedToSender: counters.returnedToSender += 1
    }
  }

  /// Gives the customer everything back.
  func refund(_ row: UInt32, isSettled: Bool, _ now: SimTime) {
    let amount = SaleAmounts(region.orders[row]).gross
    counters.refundedAmount += amount
    region.bookRefund(row, isSettled: isSettled, at: now)
    region.record(DoorstepRecord.refund, at: now, entity: region.orders[row].id, value: amount)
  }

  func writeOff(_ row: UInt32, _ now: SimTime) {
    let order = region.orders[row]
    region.book(GoodsPostings.writeOff(cost: region.cost(of: order.sku, order.quantity)), order: order.id, at: now)
  }

  /// Nothing can happen to the order any more: its row is freed, unless an answer to a cancellation is still under way.
  func finish(_ row: UInt32) {
    if region.orders[row].state.mayBecome(.closed) { region.advance(row, to: .closed) }
    guard !region.orders[row].flags.contains(.cancelAsked) else {
      region.orders[row].attempts = Self.finished
      return
    }
    region.orders[row].generation &+= 1
    region.orders.free(row)
  }
}

// Reviews and trust.
extension DoorstepDepartment {
  /// A customer makes up his mind, and may say so.
  private func review(_ row: UInt32, isLate: Bool, _ now: SimTime) {
    guard let rules = region.opinion?.rules else { return }
    region.opinion?.experience(isGood: !isLate)
    let order = region.orders[row]
    var draws = reviewDraws[order.id]
    guard draws.uniform() < (isLate ? rules.lateRate : rules.rate) else { return }
    let days = max(0, (now - order.promise).seconds / 86_400)
    let stars = rules.stars(daysLate: days, isLate: isLate, normal: draws.normal())
    region.opinion?.review(stars)
    region.record(DoorstepRecord.review, at: now, entity: order.id, value: Int64((stars * 100).rounded()))
  }
}

// Contacts.
extension DoorstepDepartment {
  /// The customer of an order that has not come asks where it is; stale when the row has been used again.
  private func wishToAsk(_ event: Event, _ scheduler: ModelScheduler) {
    let row = event.index
    guard region.orders[row].generation == event.tag else { return }
    switch region.orders[row].state {
    case .paid, .screening, .released, .shipped, .cancelRequested:
      contacts?.ask(order: region.orders[row].id, scheduler)
    default: break
    }
  }
}

// Cancellation.
extension DoorstepDepartment {
  /// The customer of an order may want to cancel; stale when the row has been used again.
  private func wishToCancel(_ event: Event, _ scheduler: ModelScheduler) {
    let row = event.index
    guard region.orders[row].generation == event.tag, let hazard = region.cancellationHazard else { return }
    let now = scheduler.now
    switch region.orders[row].state {
    case .paid, .screening: region.scheduleCancelWish(row, after: now, scheduler)
    case .released:
      var draws = cancelDraws[region.orders[row].id, UInt32(truncatingIfNeeded: now.microseconds)]
      if hazard.isWish(isLate: now > region.orders[row].promise, &draws) {
        ask(row, scheduler)
      } else {
        region.scheduleCancelWish(row, after: now, scheduler)
      }
    default: break
    }
  }

  /// Asks the node to withdraw the parcel; it answers exactly once.
  private func ask(_ row: UInt32, _ scheduler: ModelScheduler) {
    let order = region.orders[row]
    region.advance(row, to: .cancelRequested)
    region.orders[row].flags.insert(.cancelAsked)
    counters.cancelsAsked += 1
    region.record(DoorstepRecord.cancelRequested, at: scheduler.now, entity: order.id)
    let request = ModelMessage(
      kind: EventKind.cancelRequest, row: row, order: order.id, home: region.id, node: order.node, sku: order.sku,
      amount: Int64(order.parcel))
    let destination = nodeRegions[Int(order.node)]
    if destination == region.id {
      scheduler.schedule(EventKind.cancelRequest, index: region.mail.insert(request), at: scheduler.now)
    } else {
      scheduler.send(request, to: destination, at: scheduler.now + scheduler.lookahead)
    }
  }

  /// The node has answered: 1 withdrawn, 0 too late; or it cancels by itself: 2.
  private func answerCancellation(_ event: Event, _ scheduler: ModelScheduler) {
    let row = event.index
    let isAnswer = event.tag != 2
    if isAnswer { region.orders[row].flags.remove(.cancelAsked) }
    guard event.tag != 0 else {
      counters.cancelsDenied += 1
      return goOn(row)
    }
    if isAnswer { counters.cancelsGranted += 1 } else { counters.oversold += 1 }
    if nodeRegions[Int(region.orders[row].node)] != region.id { region.releaseSlot(row, at: scheduler.now) }
    region.orders[row].parcel = OrderRow.noRow
    region.advance(row, to: .cancelled)
    region.counters.cancelled += 1
    region.record(
      DoorstepRecord.cancel, at: scheduler.now, entity: region.orders[row].id, flags: isAnswer ? 1 : 2)
    refund(row, isSettled: false, scheduler.now)
    finish(row)
  }

  /// The parcel goes on; or the order had ended meanwhile, and only waited for this answer.
  private func goOn(_ row: UInt32) {
    if region.orders[row].state == .cancelRequested { region.advance(row, to: .released) }
    if region.orders[row].attempts == Self.finished { finish(row) }
  }
}

// What a fork takes over.
extension DoorstepDepartment {
  func inherit(_ old: DoorstepDepartment, on scheduler: ModelScheduler) {
    counters = old.counters
    if let before = old.desk { desk?.inherit(before, on: scheduler) }
    if let before = old.blame { blame?.inherit(before) }
    if let before = old.contacts { contacts?.inherit(before, on: scheduler) }
  }
}
