extension Engine {
  // MARK: One region

  /// Executes a region's events before `end`, or before a message to itself arrives.
  @inlinable func execute(_ region: Int, to end: SimTime) {
    let process = processes[region]
    let scheduler = schedulers[region]
    let state = scheduler.state
    state.pointee.windowEnd = end
    if let profiler = state.pointee.profiler {
      executeProfiled(process, scheduler, profiler)
    } else {
      var executed = 0
      while let event = scheduler.pending.pop(before: state.pointee.windowEnd) {
        state.pointee.now = event.time
        process.execute(event, scheduler)
        executed &+= 1
      }
      state.pointee.executed &+= executed
    }
    state.pointee.next = scheduler.pending.earliest ?? .distantFuture
  }

  @inlinable func executeProfiled(
    _ process: P, _ scheduler: Scheduler<P.Message>, _ profiler: UnsafeMutablePointer<KindProfiler>
  ) {
    let state = scheduler.state
    let counts = profiler.pointee.counts
    var untilSample = profiler.pointee.untilSample
    var executed = 0
    while let event = scheduler.pending.pop(before: state.pointee.windowEnd) {
      state.pointee.now = event.time
      executed &+= 1
      counts[Int(event.kind)] &+= 1
      untilSample &-= 1
      if untilSample > 0 {
        process.execute(event, scheduler)
      } else {
        untilSample = KindProfiler.period
        let start = hostNanoseconds()
        process.execute(event, scheduler)
        profiler.pointee.nanoseconds[Int(event.kind)] &+= hostNanoseconds() &- start
        profiler.pointee.samples[Int(event.kind)] &+= 1
      }
    }
    profiler.pointee.untilSample = untilSample
    state.pointee.executed &+= executed
  }

  /// Turns the messages for a region into its events.
  @inlinable func takeMail(_ region: Int) {
    let process = processes[region]
    let scheduler = schedulers[region]
    var next = scheduler.state.pointee.next
    for source in inboxes[region] {
      let lane = schedulers[source].outbox.lanes.baseAddress.unsafelyUnwrapped + region
      for place in 0..<lane.pointee.count {
        let mail = lane.pointee.base.unsafelyUnwrapped[place]
        let payload = process.accept(mail.message, from: RegionID(rawValue: UInt16(source)), at: mail.time)
        scheduler.pending.push(
          Event(time: mail.time, order: mail.order, kind: payload.kind, tag: payload.tag, index: payload.index))
        next = min(next, mail.time)
      }
      lane.pointee.count = 0
    }
    scheduler.state.pointee.next = next
  }

  // MARK: All regions

  /// Lists the sources of each destination's messages; returns how many messages there are.
  @inlinable @discardableResult func collectMail() -> Int {
    var messages = 0
    for region in inboxes.indices where !inboxes[region].isEmpty { inboxes[region].removeAll(keepingCapacity: true) }
    for (source, scheduler) in schedulers.enumerated() {
      for place in 0..<scheduler.outbox.touchedCount.pointee {
        let destination = Int(scheduler.outbox.touched[place])
        inboxes[destination].append(source)
        messages &+= scheduler.outbox.lanes[destination].count
      }
      scheduler.outbox.touchedCount.pointee = 0
    }
    return messages
  }
}
