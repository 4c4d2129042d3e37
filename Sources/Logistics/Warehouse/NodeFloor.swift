import Kernel

/// One node at work: its pool, its waves, its pickers and its pack stations.
final class NodeFloor {
  let node: UInt16
  let process: WarehousePlan.Process
  private let region: RegionState
  /// Orders that wait for the next wave.
  private var pool = ParcelList()
  private var isWaveScheduled = false
  /// The same without waves.
  private var urgent = UrgencyPool()
  /// Pickers on tour; a job is the first parcel row of a tour.
  let pickers: Station
  /// When the number of pickers changes.
  private let pickShifts: CapacityCalendar
  private(set) var overtime: [OvertimeDesk] = []
  /// Pack stations; a job is a parcel row.
  let packers: Station
  private let packTime: Lognormal?
  private let handOverDraws: StreamFamily
  private let packDraws: StreamFamily
  /// Counts since the start.
  private(set) var admitted = 0
  var packed = 0
  var oversold = 0
  private(set) var withdrawn = 0
  private(set) var waves = 0
  private(set) var largestPool = 0

  init(node: UInt16, process: WarehousePlan.Process, region: RegionState) {
    self.node = node
    self.process = process
    self.region = region
    handOverDraws = region.streams["seller hand-over"]
    packDraws = region.streams["pack time"]
    var packShifts = CapacityCalendar.constant(0)
    switch process {
    case .waves(let plan):
      let span = region.network.start..<region.network.end
      let name = region.network.nodes[Int(node)].name
      func people(
        _ planned: CapacityCalendar, _ temps: [Labour.Temps], _ kind: ResourceKind
      ) -> CapacityCalendar {
        let roster = plan.labour.roster(planned, temps, over: span, region.streams["absence of \(kind) at \(name)"])
        return region.disturbances[kind, Int(node)].map { roster.scaled(by: $0) } ?? roster
      }
      pickShifts = people(plan.pickers, plan.labour.pickers, .pickers)
      packShifts = people(plan.packStations, plan.labour.packers, .packers)
      pickers = Station(.stepped(pickShifts), kind: EventKind.pickCrewDone, tag: node)
      packers = Station(
        .stepped(packShifts), discipline: .lowestKeyFirst, kind: EventKind.packed, tag: node)
      packTime = plan.packCv > 0 ? try? Lognormal(mean: plan.packMean.seconds, cv: plan.packCv) : nil
    case .handOver:
      pickShifts = .constant(0)
      pickers = Station(.servers(0), kind: EventKind.pickCrewDone, tag: node)
      packers = Station(.servers(0), kind: EventKind.packed, tag: node)
      packTime = nil
    }
    if case .waves(let plan) = process, plan.labour.overtime > .zero {
      overtime = [
        OvertimeDesk(pickers, pickShifts, plan.labour, node, .pickers),
        OvertimeDesk(packers, packShifts, plan.labour, node, .packers),
      ]
    }
  }

  /// Takes an order in: into the pool of the next wave, or to a seller who hands over in time.
  func admit(_ row: UInt32, _ scheduler: ModelScheduler) {
    admitted += 1
    switch process {
    case .waves(let plan) where plan.isContinuous:
      urgent.insert(row, promise: region.parcels[row].promise)
      largestPool = max(largestPool, urgent.count)
      sendPickers(plan, scheduler)
    case .waves(let plan):
      pool.append(row, in: region)
      largestPool = max(largestPool, pool.count)
      guard !isWaveScheduled else { return }
      isWaveScheduled = true
      let wave = plan.schedule.nextAtOrAfter(scheduler.now)
      guard wave != .distantFuture else { return }
      scheduler.schedule(EventKind.wave, tag: node, index: 0, at: wave, priority: .cutOff)
    case .handOver(let time):
      var draws = handOverDraws[region.parcels[row].order]
      let wait = time.sample(&draws)
      scheduler.schedule(EventKind.handedOver, index: row, at: scheduler.now + wait)
    }
  }

  /// Closes the wave: the pool goes to the pickers in tours.
  func closeWave(_ scheduler: ModelScheduler) {
    guard case .waves(let plan) = process else { return }
    isWaveScheduled = false
    if plan.isContinuous { return sendPickers(plan, scheduler) }
    waves += 1
    region.record(WarehouseRecord.waveReleased, at: scheduler.now, node: node, value: Int64(pool.count))
    let stamp = region.stamp(scheduler.now)
    while !pool.isEmpty {
      var tour = ParcelList()
      while tour.count < plan.batchLines, let row = pool.popFirst(in: region) {
        if region.parcels[row].stage == .done { drop(row) } else { take(row, into: &tour, stamp) }
      }
      guard !tour.isEmpty else { continue }
      send(&tour, plan, scheduler)
    }
  }

  /// A tour waits for a picker.
  private func send(_ tour: inout ParcelList, _ plan: WarehousePlan.Waves, _ scheduler: ModelScheduler) {
    var work = plan.tour[tour.count]
    if plan.congestionAt > 0 || plan.storage != nil {
      let crowd = min(pickers.presentCount + 1, pickers.serverCount(at: scheduler.now))
      let factor = plan.slowdown(pickers: crowd, units: plan.storage == nil ? 0 : unitsOnShelves)
      work = SimDuration(seconds: work.seconds * factor)
    }
    region.record(WarehouseRecord.pickStart, at: scheduler.now, node: node, value: Int64(tour.count))
    _ = pickers.arrive(tour.takeChain(), work: work, on: scheduler)
  }

  private var unitsOnShelves: Int64 {
    (0..<region.stock.skus).reduce(0) { $0 + region.stock[node, UInt16($1)].onHand }
  }

  /// Without waves: each free picker takes the most urgent orders.
  private func sendPickers(_ plan: WarehousePlan.Waves, _ scheduler: ModelScheduler) {
    let stamp = region.stamp(scheduler.now)
    while urgent.count > 0, pickers.presentCount < pickers.serverCount(at: scheduler.now) {
      var tour = ParcelList()
      while tour.count < plan.batchLines, let row = urgent.popFirst() {
        if region.parcels[row].stage == .done { drop(row) } else { take(row, into: &tour, stamp) }
      }
      if !tour.isEmpty { send(&tour, plan, scheduler) }
    }
    guard urgent.count > 0, !isWaveScheduled else { return }
    let change = pickShifts.nextChange(after: scheduler.now)
    guard change != .distantFuture else { return }
    isWaveScheduled = true
    scheduler.schedule(EventKind.wave, tag: node, index: 0, at: change, priority: .cutOff)
  }

  private func take(_ row: UInt32, into tour: inout ParcelList, _ stamp: UInt32) {
    region.parcels[row].stage = .picking
    region.parcels[row].stamps.waved = stamp
    tour.append(row, in: region)
  }

  /// Frees the row of a withdrawn order.
  private func drop(_ row: UInt32) {
    withdrawn += 1
    region.parcels.free(row)
  }

  /// A seller's parcel was withdrawn before the hand-over.
  func dropWithdrawn(_ row: UInt32) { drop(row) }

  /// A tour ends: its parcels queue for the pack stations.
  func finishTour(_ event: Event, _ scheduler: ModelScheduler) {
    guard var row = pickers.complete(event, on: scheduler) else { return }
    let stamp = region.stamp(scheduler.now)
    while row != OrderRow.noRow {
      let next = region.parcels[row].next
      region.parcels[row].next = OrderRow.noRow
      region.parcels[row].stage = .packing
      region.parcels[row].stamps.picked = stamp
      region.record(WarehouseRecord.pickEnd, at: scheduler.now, entity: region.parcels[row].order, node: node)
      _ = packers.arrive(
        row, work: packWork(row), priority: region.parcels[row].promise.microseconds, on: scheduler)
      row = next
    }
    if case .waves(let plan) = process, plan.isContinuous { sendPickers(plan, scheduler) }
  }

  private func packWork(_ row: UInt32) -> SimDuration {
    guard case .waves(let plan) = process else { return .zero }
    let extra = plan.packPerExtraUnit * Int64(region.parcels[row].quantity &- 1)
    guard let packTime else { return plan.packMean + extra }
    var draws = packDraws[region.parcels[row].order]
    return SimDuration(seconds: packTime.sample(&draws)) + extra
  }

  /// Parcels between their arrival and the end of packing.
  private var inProcess: Int { admitted - packed - withdrawn }

  func check(_ report: inout InvariantReport) {
    let name = region.network.nodes[Int(node)].name
    report.require(inProcess >= 0, "node \(name) packed \(packed) parcels and withdrew \(withdrawn) of \(admitted)")
    report.require(
      pool.count + urgent.count + packers.presentCount <= inProcess || isHandOver,
      "node \(name) has more parcels on its floor than came in")
  }

  private var isHandOver: Bool { if case .handOver = process { true } else { false } }
  /// Whether anybody picks and packs here.
  var hasStations: Bool { !isHandOver }
}

// What a fork takes over.
extension NodeFloor {
  func inherit(_ old: NodeFloor, on scheduler: ModelScheduler) {
    pool = old.pool
    isWaveScheduled = old.isWaveScheduled
    urgent = old.urgent
    pickers.inherit(old.pickers, on: scheduler)
    packers.inherit(old.packers, on: scheduler)
    for (desk, before) in zip(overtime, old.overtime) { desk.inherit(before) }
    if overtime.isEmpty, !old.overtime.isEmpty {
      pickers.setServers(nil, on: scheduler) { _ in }
      packers.setServers(nil, on: scheduler) { _ in }
    }
    admitted = old.admitted
    packed = old.packed
    oversold = old.oversold
    withdrawn = old.withdrawn
    waves = old.waves
    largestPool = old.largestPool
    lookSoon(old, scheduler)
  }

  /// Where people work without waves and their number has changed, they look at the pool at once.
  private func lookSoon(_ old: NodeFloor, _ scheduler: ModelScheduler) {
    guard case .waves(let plan) = process, plan.isContinuous, pickShifts != old.pickShifts, urgent.count > 0 else {
      return
    }
    isWaveScheduled = true
    scheduler.schedule(EventKind.wave, tag: node, index: 0, at: scheduler.now, priority: .cutOff)
  }

  /// When the wave closes that is scheduled, by the new plan; nil when none does.
  func replanWave(_ event: Event, at now: SimTime) -> SimTime? {
    guard case .waves(let plan) = process else { return nil }
    let next =
      plan.isContinuous ? pickShifts.nextChange(after: now - .microseconds(1)) : plan.schedule.nextAtOrAfter(now)
    return next == .distantFuture ? nil : next
  }
}
