import Kernel

extension Simulation {
  /// A run of another scenario from where this one stands at a mark, under the same future randomness; both can go on.
  ///
  /// The records so far and the sink go over to the fork: this run keeps its digests only.
  ///
  /// - Parameters:
  ///   - model: A model that ``Model/forked(from:_:into:at:seed:replication:)`` has made for this run, or the same.
  ///   - mark: Where this run stands.
  public func fork(_ model: Model, at mark: RunMark) -> Simulation {
    let fork = heir(model)
    let unchanged = Simulation(self.model, own)
    unchanged.engine.begin()
    fork.engine.begin()
    let before = unchanged.engine.pendingEvents()
    let planned = fork.engine.pendingEvents()
    let pending = engine.pendingEvents()
    let shifts = zip(fork.engine.standings, unchanged.engine.standings).map { $0.scheduled - $1.scheduled }
    let started = unchanged.engine.standings.map(\.scheduled)
    fork.engine.resume(engine, at: mark.at, shifts: shifts)
    for (region, old) in zip(fork.regions, regions) {
      region.inherit(old, on: fork.engine.scheduler(of: region.state.id))
    }
    for place in regions.indices {
      let events = ForkedEvents(
        before: before[place], planned: planned[place], pending: pending[place], started: started, shifts: shifts,
        at: mark.at)
      fork.regions[place].goOn(events, fork.engine)
    }
    fork.engine.noteNext()
    return fork
  }
}

extension ModelRegion {
  /// Places the events of a fork, and starts what its scenario does besides.
  fileprivate func goOn(_ events: ForkedEvents, _ engine: Engine<ModelRegion>) {
    let scheduler = engine.scheduler(of: state.id)
    let merged = events.merged { replan($0, at: events.now) }
    var lists = [[Event]](repeating: [], count: engine.processes.count)
    lists[Int(state.id.rawValue)] = merged
    engine.insert(lists)
    carrier.armAgain(scheduler)
    for chain in events.missing(in: merged) { begin(chain, scheduler) }
  }

  /// Starts something that happens again and again, as if it had done so from the start of the run.
  private func begin(_ first: Event, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    func place(_ time: SimTime) {
      scheduler.schedule(
        first.kind, tag: first.tag, index: first.index, at: time,
        priority: EventPriority(rawValue: UInt8(truncatingIfNeeded: first.order.rawValue >> 56)))
    }
    if first.kind == EventKind.demandBin { return place(demand.nextBin(at: now)) }
    if first.kind == EventKind.shiftEnds { return warehouse.armAgain(first, scheduler) }
    guard let period = period(of: first), period > .zero else { return }
    let periods = ((now - first.time).microseconds + period.microseconds - 1) / period.microseconds
    place(first.time + period * max(0, periods))
  }

  /// The time between two events of a kind that comes again; nil for one that ends by itself.
  private func period(of event: Event) -> SimDuration? {
    let inventory = inventory.plan
    return switch event.kind {
    case EventKind.publishStock: inventory.publishEvery
    case EventKind.reviewStock: inventory.replenishment.rules[Int(event.index)].review
    case EventKind.takeView: inventory.records.viewEvery
    case EventKind.countStock: inventory.records.countEvery
    case EventKind.shrinkStock: .days(1)
    case EventKind.reviewTransfers: inventory.transfers.every
    case EventKind.refreshOutlook: fulfilment.plan.refreshEvery
    case EventKind.releaseBatch: fulfilment.plan.batchEvery
    case EventKind.scorecards: state.model.providers.every
    case EventKind.checkInvariants: state.model.checkEvery
    default: nil
    }
  }
}
