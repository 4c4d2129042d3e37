extension ScheduledDeparture {
  /// Takes over what is staged for departures that may have another schedule or capacity.
  public func inherit(_ old: ScheduledDeparture) {
    let (room, count) = (old.core.pointee.room, old.core.pointee.count)
    core.pointee.deallocate()
    let capacity = core.pointee.capacity
    core.pointee = old.core.pointee
    core.pointee.capacity = capacity
    core.pointee.items = .allocate(capacity: room)
    core.pointee.items.update(from: old.core.pointee.items, count: count)
    core.pointee.spare = .allocate(capacity: room)
  }

  /// Moves the departure that is scheduled to where the schedule has it now; nil where no departure is to come.
  public func replan(at now: SimTime) -> SimTime? {
    let next = nextDeparture(at: now)
    core.pointee.armedFor = next
    return next == .distantFuture ? nil : next
  }

  /// Schedules a departure where something is staged and none was to come.
  public func armAgain<M>(on scheduler: Scheduler<M>) {
    if core.pointee.count > 0, core.pointee.armedFor == .distantFuture { arm(scheduler) }
  }
}
