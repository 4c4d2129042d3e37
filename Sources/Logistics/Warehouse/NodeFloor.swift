import Kernel

/// One node at work: its pool, its waves, its pickers and its pack stations.
final class NodeFloor {
  let node: UInt16
  let process: WarehousePlan.Process
  private let region: RegionState
  /// Orders that wait for the next wave.
  private var pool = ParcelList()
  private var isWaveScheduled = false
  /// Pickers on tour; a job is the first parcel row of a tour.
  let pickers: Station
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
    switch process {
    case .waves(let plan):
      let picking = region.disturbances[.pickers, Int(node)]
      let packing = region.disturbances[.packers, Int(node)]
      pickers = Station(
        .stepped(plan.pickers).scaled(by: picking), kind: EventKind.pickCrewDone, tag: node)
      packers = Station(
        .stepped(plan.packStations).scaled(by: packing), discipline: .lowestKeyFirst, kind: EventKind.packed, tag: node)
      packTime = plan.packCv > 0 ? try? Lognormal(mean: plan.packMean.seconds, cv: plan.packCv) : nil
    case .handOver:
      pickers = Station(.servers(0), kind: EventKind.pickCrewDone, tag: node)
      packers = Station(.servers(0), kind: EventKind.packed, tag: node)
      packTime = nil
    }
  }

  /// Takes an order in: into the pool of the next wave, or to a seller who hands over in time.
  func admit(_ row: UInt32, _ scheduler: ModelScheduler) {
    admitted += 1
    switch process {
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
    waves += 1
    region.record(WarehouseRecord.waveReleased, at: scheduler.now, node: node, value: Int64(pool.count))
    while !pool.isEmpty {
      var tour = ParcelList()
      while tour.count < plan.batchLines, let row = pool.popFirst(in: region) {
        if region.parcels[row].stage == .done { drop(row) } else { take(row, into: &tour) }
      }
      guard !tour.isEmpty else { continue }
      let work = plan.tour[tour.count]
      region.record(WarehouseRecord.pickStart, at: scheduler.now, node: node, value: Int64(tour.count))
      _ = pickers.arrive(tour.takeChain(), work: work, on: scheduler)
    }
  }

  private func take(_ row: UInt32, into tour: inout ParcelList) {
    region.parcels[row].stage = .picking
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
    while row != OrderRow.noRow {
      let next = region.parcels[row].next
      region.parcels[row].next = OrderRow.noRow
      region.parcels[row].stage = .packing
      region.record(WarehouseRecord.pickEnd, at: scheduler.now, entity: region.parcels[row].order, node: node)
      _ = packers.arrive(
        row, work: packWork(row), priority: region.parcels[row].promise.microseconds, on: scheduler)
      row = next
    }
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
      pool.count + packers.presentCount <= inProcess || isHandOver,
      "node \(name) has more parcels on its floor than came in")
  }

  private var isHandOver: Bool { if case .handOver = process { true } else { false } }
  /// Whether anybody picks and packs here.
  var hasStations: Bool { !isHandOver }
}
