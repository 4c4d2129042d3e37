extension Station {
  /// Takes over the jobs and the statistics of a station that may have another capacity; work in hand ends as it was going to.
  ///
  /// Whoever can start sooner, or must stop, because of the new capacity does so by an event at once.
  public func inherit<M>(_ old: Station, on scheduler: Scheduler<M>) {
    inner.core.pointee.takeOver(old.inner.core)
    inner.refreshLevel(scheduler.now)
    let isSame =
      inner.core.pointee.servers == old.inner.core.pointee.servers
      && inner.core.pointee.calendar == old.inner.core.pointee.calendar
      && inner.core.pointee.shifts == old.inner.core.pointee.shifts
    guard !isSame else { return }
    inner.core.pointee.armedFor = scheduler.now
    scheduler.schedule(
      inner.core.pointee.kind, tag: inner.core.pointee.tag, index: Core.shiftChange, at: scheduler.now,
      priority: .calendar)
  }
}

extension Station.Core {
  fileprivate mutating func takeOver(_ old: UnsafeMutablePointer<Station.Core>) {
    let copy = UnsafeMutablePointer<Station.Slot>.allocate(capacity: max(1, old.pointee.slotCount))
    copy.update(from: old.pointee.slots, count: old.pointee.slotCount)
    slots.deallocate()
    slots = copy
    slotCount = old.pointee.slotCount
    firstFree = old.pointee.firstFree
    busy = old.pointee.busy
    startSerial = old.pointee.startSerial
    override = old.pointee.override
    armedFor = old.pointee.armedFor
    statistics = old.pointee.statistics
    line.inherit(old.pointee.line)
    waits.reset()
    waits.merge(old.pointee.waits)
  }
}
