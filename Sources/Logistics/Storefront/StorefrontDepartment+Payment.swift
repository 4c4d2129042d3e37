import Kernel

/// What the `tag` of a pay event says: what is due to happen to the order row.
enum PaymentStep: UInt16 {
  /// Stock is reserved; the customer sees all costs.
  case begins
  /// The reservation runs out.
  case expires
  /// The bank has said yes, or no for good.
  case succeeds
  case fails
  /// The same, after the wait at the gateway.
  case settlesWell
  case settlesBadly
}

// Payment: everything is drawn when the customer sees the costs, and one event later settles it.
extension StorefrontDepartment {
  func pay(_ row: UInt32, _ step: PaymentStep, _ scheduler: ModelScheduler) {
    switch step {
    case .begins: beginPayment(row, scheduler)
    case .expires: expire(row, scheduler.now)
    case .succeeds, .fails: settle(row, step, scheduler)
    case .settlesWell: capture(row, scheduler)
    case .settlesBadly: decline(row, scheduler.now)
    }
  }

  /// The bank's answer passes the gateway: at once, or after the payments before it.
  private func settle(_ row: UInt32, _ step: PaymentStep, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    guard gateway != nil else { return step == .succeeds ? capture(row, scheduler) : decline(row, now) }
    guard let done = gateway?.finish(0, at: now) else { return decline(row, now) }
    let next: PaymentStep = step == .succeeds ? .settlesWell : .settlesBadly
    scheduler.schedule(EventKind.pay, tag: next.rawValue, index: row, at: done)
  }

  private func beginPayment(_ row: UInt32, _ scheduler: ModelScheduler) {
    if region.isEntry(region.orders[row].flags, node: region.orders[row].node), let duties = region.duties {
      region.orders[row].dutyAndTax = duties.charge(for: region.orders[row], at: scheduler.now)
    }
    let order = region.orders[row]
    if !order.flags.isDisjoint(with: [.recorded, .prepaid]) { return capture(row, scheduler) }
    note(order, scheduler.now)
    region.advance(row, to: .paymentPending)
    var stream = payments[order.id]
    var (step, delay) = outcome(order, &stream)
    if step == .expires || delay > plan.payment.reservation { (step, delay) = (.expires, plan.payment.reservation) }
    scheduler.schedule(EventKind.pay, tag: step.rawValue, index: row, at: scheduler.now + delay)
  }

  /// Keeps what the customer was told, for the visitors of the next bin.
  private func note(_ order: OrderRow, _ now: SimTime) {
    let extra = order.shipping + order.dutyAndTax
    let days = max(0, (order.promise - now).seconds / 86_400)
    terms.note(surcharge: order.price > 0 ? Double(extra) / Double(order.price) : 0, days: days)
  }

  /// Draws how the payment goes and how long it takes.
  private func outcome(_ order: OrderRow, _ stream: inout RandomStream) -> (PaymentStep, SimDuration) {
    let payment = plan.payment
    if order.flags.contains(.scalper) {
      return (stream.uniform() < payment.domestic ? .succeeds : .fails, payment.authorisation)
    }
    guard stream.uniform() < funnel.completion else { return (.expires, .zero) }
    let first = stream.uniform()
    var delay = payment.form.sample(&stream) + payment.authorisation
    if payment.stepUpShare > 0, stream.uniform() < payment.stepUpShare {
      delay += payment.stepUp.sample(&stream)
      if stream.uniform() < payment.stepUpDrop { return (.fails, delay) }
    }
    let health = min(1, region.disturbances[.payments, market]?.level(at: order.started).capacity ?? 1)
    let chance = health * (order.flags.contains(.crossBorder) ? payment.crossBorder : payment.domestic)
    if first < chance { return (.succeeds, delay) }
    let isSoft = stream.uniform() < payment.softShare
    let again = isSoft ? payment.softRetry * health : payment.otherCard * chance
    delay += payment.retryAfter
    return (stream.uniform() < again ? .succeeds : .fails, delay)
  }

  /// The customer left after all costs were shown; the units go back on sale.
  private func expire(_ row: UInt32, _ now: SimTime) {
    region.giveBack(row, at: now)
    region.advance(row, to: .expired)
    region.record(StorefrontRecord.reserveExpire, at: now, entity: region.orders[row].id)
    region.counters.abandoned += 1
    open -= 1
    region.orders.free(row)
  }

  private func decline(_ row: UInt32, _ now: SimTime) {
    region.giveBack(row, at: now)
    region.record(
      StorefrontRecord.payFail, at: now, entity: region.orders[row].id, value: region.orders[row].price)
    lose(row, .payment, to: .paymentFailed, at: now)
  }

  /// The payment is captured: the order is placed.
  private func capture(_ row: UInt32, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    let isRecorded = region.orders[row].flags.contains(.recorded)
    if region.orders[row].flags.isDisjoint(with: [.recorded, .prepaid]) {
      region.record(
        StorefrontRecord.payOk, at: now, entity: region.orders[row].id,
        value: (now - region.orders[row].started).microseconds)
    }
    region.advance(row, to: .paid)
    region.orders[row].placed = now
    let order = region.orders[row]
    region.counters.placed += 1
    load.noteOrder(at: now)
    if order.flags.contains(.scalper) { load.noteBotOrder(units: order.quantity) }
    region.counters.gmv += order.price
    region.counters.ordersByHour[hour(now)] += 1
    open -= 1
    region.record(
      StorefrontRecord.orderCreated, at: now, entity: order.id, node: order.zone, value: order.price,
      aux: UInt32(order.sku), flags: order.channel)
    region.bookCapture(row, at: now)
    if !isRecorded {
      region.scheduleCancelWish(row, after: now, scheduler)
      region.scheduleContacts(row, at: now, scheduler)
    }
    scheduler.schedule(isRecorded ? EventKind.release : EventKind.screen, index: row, at: now)
  }
}
