import Kernel

/// When customers ask where their order is: once in a while before the promise, more often after it.
struct ContactWishes: Sendable, BitwiseCopyable {
  /// Share of orders whose customer asks before the promised day is over.
  var rate: Double
  /// Share of those still waiting then who ask soon after.
  var lateRate: Double
  /// Mean time from the promise to the question of one who waits.
  var lateAfter: SimDuration

  var isOn: Bool { rate > 0 || lateRate > 0 }
}

extension RegionState {
  /// Schedules the moments at which the customer of an order just paid may ask where it is; each is looked at when it comes.
  func scheduleContacts(_ row: UInt32, at now: SimTime, _ scheduler: ModelScheduler) {
    guard let contactWishes, contactWishes.isOn else { return }
    var stream = contactDraws[orders[row].id]
    let (early, late) = (stream.uniform(), stream.uniform())
    let promise = max(now, orders[row].promise)
    if early < contactWishes.rate {
      schedule(row, at: now + SimDuration(seconds: stream.uniform() * (promise - now).seconds), scheduler)
    }
    if late < contactWishes.lateRate {
      let wait = SimDuration(seconds: stream.exponential() * contactWishes.lateAfter.seconds)
      schedule(row, at: promise + .microseconds(1) + wait, scheduler)
    }
  }

  private func schedule(_ row: UInt32, at time: SimTime, _ scheduler: ModelScheduler) {
    scheduler.schedule(EventKind.contactWish, tag: orders[row].generation, index: row, at: time)
  }
}
