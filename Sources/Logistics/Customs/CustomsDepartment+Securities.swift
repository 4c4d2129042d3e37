import Kernel

// Goods under guarantee (T1): from the border to an inland office.
extension CustomsDepartment {
  /// A parcel goes on inland as soon as the guarantee covers what it would owe.
  func beginTransit(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    let owed = owed(row, border, scheduler.now)
    guard border.guarantee?.take(owed.duty + owed.fees + owed.tax, for: row) ?? true else {
      counters.guaranteeWaits += 1
      return
    }
    departInland(row, border, scheduler)
  }

  private func departInland(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    let waited = scheduler.now - region.parcels[row].since
    if waited > .zero { region.parcels[row].stamps.holdEnded = region.stamp(scheduler.now) }
    inTransit += 1
    region.record(
      CustomsRecord.transit, at: scheduler.now, entity: region.parcels[row].order, value: waited.microseconds)
    var draws = timeDraws[region.parcels[row].order, TimePart.transit]
    scheduler.schedule(EventKind.transitEnds, index: row, at: scheduler.now + border.securities.transit.sample(&draws))
  }

  /// The inland office is the border now: the way there was part of the transit, what the guarantee made it wait was a hold.
  func endTransit(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    inTransit -= 1
    let now = region.stamp(scheduler.now)
    let (reached, left) = (region.parcels[row].stamps.arrived, region.parcels[row].stamps.holdEnded)
    let waited = left == 0 ? 0 : left &- reached
    region.parcels[row].stamps.arrived = now &- waited
    region.parcels[row].stamps.holdEnded = waited == 0 ? 0 : now
    region.parcels[row].since = scheduler.now
    arrive(row, border, scheduler)
  }

  /// The movement has ended, or the goods go back: the guarantee is free for others.
  func discharge(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    guard border.guarantee != nil else { return }
    border.guarantee?.free(row)
    while let next = border.guarantee?.next() { departInland(next, border, scheduler) }
  }
}

// The deferment account: duty is paid later, up to a sum.
extension CustomsDepartment {
  /// Whether the seller's account covers an entry; one that it does not cover waits.
  func isCovered(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) -> Bool {
    guard border.deferment != nil else { return true }
    let due = owed(row, border, scheduler.now).dueAtBorder
    if border.deferment?.take(due, for: row) ?? true { return true }
    counters.accountWaits += 1
    region.record(CustomsRecord.accountWait, at: scheduler.now, entity: region.parcels[row].order, value: due)
    return false
  }

  func payAccount(_ border: Border, _ scheduler: ModelScheduler) {
    border.deferment?.pay()
    while let row = border.deferment?.next() {
      region.parcels[row].stamps.holdEnded = region.stamp(scheduler.now)
      enter(row, border, scheduler)
    }
    if border.deferment != nil { scheduleAccountPaid(scheduler) }
  }

  func scheduleAccountPaid(_ scheduler: ModelScheduler) {
    guard let every = border?.securities.paidEvery else { return }
    let next = scheduler.now + every
    if next < region.network.end { scheduler.schedule(EventKind.accountPaid, index: 0, at: next, priority: .calendar) }
  }

  /// What a parcel owes when it is entered now.
  func owed(_ row: UInt32, _ border: Border, _ now: SimTime) -> DutyAssessment {
    let shipped = ParcelStamps.time(region.parcels[row].stamps.departed, start: region.runStart)
    return border.duties.assess(region.orders[region.parcels[row].orderRow], at: now, shipped: shipped)
  }
}

extension CustomsDepartment.Border {
  /// Takes over what is covered and who waits. Where a sum is gone, everything is covered from the next payment or discharge on.
  func inheritSecurities(_ old: CustomsDepartment.Border, on scheduler: ModelScheduler) {
    if let before = old.deferment {
      deferment = before.with(limit: deferment?.limit ?? .max)
    } else if deferment != nil {
      scheduler.schedule(EventKind.accountPaid, index: 0, at: scheduler.now, priority: .calendar)
    }
    if let before = old.guarantee { guarantee = before.with(limit: guarantee?.limit ?? .max) }
  }
}
