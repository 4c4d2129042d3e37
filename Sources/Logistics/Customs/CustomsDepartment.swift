import Kernel

/// The border of this region's market: entries are lodged, pay, and go through one of three channels.
///
/// ```
/// borderArrive ─► [transit] ─► [hold] ─► [account] ─► lodged ─► green ───────────────► released ─► atDepot (carrier)
///                                      └─ broker ──────┘  ├──► yellow ─► documents ──────┤
///                                └──► red ────► examination ────┴─► seized ─► undelivered (doorstep)
/// ```
/// An entry is one parcel of one order: from abroad, or out of bond. Duty is paid when the entry is lodged and is not returned for
/// seized goods. Not modelled: consolidated movements, wrong codes. Bulk imports pay duty (``CustomsPlan/bulkImportCost(sku:units:into:at:_:)``) and do not pass these desks.
final class CustomsDepartment: Department {
  let region: RegionState
  /// The desks of the market's border; nil in a region without a market.
  let border: Border?
  var counters = CustomsCounters()
  /// Parcels between lodgement and release in the green channel, and parcels on hold.
  private(set) var inGreen: Int64 = 0
  private(set) var onHold: Int64 = 0
  /// Parcels under guarantee on their way inland.
  var inTransit: Int64 = 0
  private let entryDraws: StreamFamily
  let timeDraws: StreamFamily

  /// Desks and rules as plain values.
  final class Border {
    let duties: DutyDesk
    let terms: DeliveryTerms
    let entry: EntryRules
    let channels: ChannelShares
    let greenTime: DurationSampler
    let brokerTime: DurationSampler
    let documentTime: DurationSampler
    let examinationTime: DurationSampler
    let broker: Station
    let documents: Station
    let examination: Station
    let shocks: [BorderShock]
    /// The shares before an entry is lodged, as they are now.
    var poorData: Double
    var autoLodged: Double
    let securities: BorderSecurities
    let isInland: Bool
    var deferment: SecurityAccount?
    var guarantee: SecurityAccount?

    let disturbance: Disturbance?

    init(_ office: CustomsOffice, _ duties: DutyDesk, _ disturbance: Disturbance?) {
      self.disturbance = disturbance
      self.duties = duties
      terms = office.terms
      securities = office.securities
      isInland = office.facts.route == .transit
      deferment = office.terms == .ddp ? securities.deferment.map { SecurityAccount(limit: $0) } : nil
      guarantee = securities.guarantee.map { SecurityAccount(limit: $0) }
      entry = office.entry
      shocks = office.shocks
      (poorData, autoLodged) = (office.entry.poorData, office.entry.autoLodged)
      channels = office.channels
      greenTime = office.greenTime
      brokerTime = office.broker.work
      documentTime = office.documents.work
      examinationTime = office.examination.work
      broker = Self.station(office.broker, EventKind.lodged, .broker, nil)
      documents = Self.station(office.documents, EventKind.examined, .documents, disturbance)
      examination = Self.station(office.examination, EventKind.examined, .examination, disturbance)
    }

    private static func station(
      _ desk: CustomsOffice.Desk, _ kind: UInt16, _ tag: DeskTag, _ disturbance: Disturbance?
    ) -> Station {
      Station(desk.capacity.scaled(by: disturbance), shiftEnd: desk.shiftEnd, kind: kind, tag: tag.rawValue)
    }
  }

  /// The stations' numbers in events.
  private enum DeskTag: UInt16 { case broker, documents, examination }

  /// Purposes of one order's time draws.
  enum TimePart { static let hold: UInt32 = 0, broker: UInt32 = 1, channel: UInt32 = 2, transit: UInt32 = 3 }

  init(_ region: RegionState) {
    self.region = region
    entryDraws = region.streams["customs entry"]
    timeDraws = region.streams["customs time"]
    border = region.duties.flatMap { duties in
      region.market.map { Border(region.model.customs.offices[$0], duties, region.disturbances[.customs, $0]) }
    }
  }

  func start(_ scheduler: ModelScheduler) {
    if border?.deferment != nil { scheduleAccountPaid(scheduler) }
    for (number, shock) in (border?.shocks ?? []).enumerated() {
      for (tag, time) in [(UInt16(0), shock.from), (1, shock.until)] where time < region.network.end {
        scheduler.schedule(
          EventKind.borderShock, tag: tag, index: UInt32(number), at: max(time, scheduler.now), priority: .calendar)
      }
    }
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    let border = border.unsafelyUnwrapped
    switch event.kind {
    case EventKind.borderArrive: reach(event.index, border, scheduler)
    case EventKind.transitEnds: endTransit(event.index, border, scheduler)
    case EventKind.accountPaid: payAccount(border, scheduler)
    case EventKind.holdEnds: endHold(event, border, scheduler)
    case EventKind.lodged: brokerWorks(event, border, scheduler)
    case EventKind.examined: deskWorks(event, border, scheduler)
    case EventKind.borderShock: shock(event, border, scheduler)
    case EventKind.released:
      inGreen -= 1
      release(event.index, scheduler)
    default: preconditionFailure("customs has no event \(event.kind)")
    }
  }

  /// A shock begins, or is over.
  private func shock(_ event: Event, _ border: Border, _ scheduler: ModelScheduler) {
    let shock = event.tag == 0 ? border.shocks[Int(event.index)] : BorderShock(from: .zero, until: .zero)
    border.poorData = min(1, border.entry.poorData * shock.poorData)
    border.autoLodged = border.entry.autoLodged * shock.autoLodged
  }

  /// The desks by name.
  var stations: [(name: String, station: Station)] {
    guard let border else { return [] }
    let code = region.network.regions[Int(region.id.rawValue)].code
    return [
      ("\(code) customs broker", border.broker), ("\(code) customs documents", border.documents),
      ("\(code) customs examination", border.examination),
    ]
  }
}

/// What is remembered of a parcel at the border, in its row's `cause`.
private struct EntryMarks: OptionSet {
  var rawValue: UInt8
  static let red = EntryMarks(rawValue: 1)
  static let yellow = EntryMarks(rawValue: 2)
  static let seized = EntryMarks(rawValue: 4)
  static let needsBroker = EntryMarks(rawValue: 8)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ channel: CustomsChannel, isSeized: Bool, needsBroker: Bool) {
    rawValue = 0
    if channel == .red { insert(.red) }
    if channel == .yellow { insert(.yellow) }
    if isSeized { insert(.seized) }
    if needsBroker { insert(.needsBroker) }
  }

  var channel: CustomsChannel { contains(.red) ? .red : contains(.yellow) ? .yellow : .green }
}

// Before the entry.
extension CustomsDepartment {
  private func reach(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    counters.arrived += 1
    region.parcels[row].since = scheduler.now
    if border.isInland, region.parcels[row].flags.contains(.crossBorder) {
      beginTransit(row, border, scheduler)
    } else {
      arrive(row, border, scheduler)
    }
  }

  /// A parcel is at the office that clears it.
  func arrive(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    var draws = entryDraws[region.parcels[row].order]
    var split = UniformSplit(draws.uniform())
    let isPoor = split.take(border.poorData)
    let isRejected = isPoor && split.take(border.entry.rejectsPoorData)
    let isAutomatic = split.take(border.autoLodged)
    let lacksDocuments = split.take(border.entry.lacksDocuments)
    let (channel, isSeized) = border.channels.channel(draws.uniform(), poorData: isPoor)
    let needsBroker = isRejected || !isAutomatic
    region.parcels[row].cause = EntryMarks(channel, isSeized: isSeized, needsBroker: needsBroker).rawValue
    if isRejected {
      counters.preAdviceRejected += 1
      region.record(CustomsRecord.preAdviceRejected, at: scheduler.now, entity: region.parcels[row].order)
    }
    if lacksDocuments {
      hold(row, border, scheduler)
    } else {
      prepare(row, border, scheduler)
    }
  }

  private func hold(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    var draws = timeDraws[region.parcels[row].order, TimePart.hold]
    let wait = border.entry.hold.sample(&draws)
    let isAbandoned = wait > border.entry.abandonsAfter
    let lasts = isAbandoned ? border.entry.abandonsAfter : wait
    counters.held += 1
    onHold += 1
    region.record(
      CustomsRecord.hold, at: scheduler.now, entity: region.parcels[row].order, value: lasts.microseconds)
    scheduler.schedule(EventKind.holdEnds, tag: isAbandoned ? 1 : 0, index: row, at: scheduler.now + lasts)
  }

  private func endHold(_ event: Event, _ border: Border, _ scheduler: ModelScheduler) {
    onHold -= 1
    region.parcels[event.index].stamps.holdEnded = region.stamp(scheduler.now)
    guard event.tag == 1 else { return prepare(event.index, border, scheduler) }
    counters.abandoned += 1
    region.record(CustomsRecord.abandoned, at: scheduler.now, entity: region.parcels[event.index].order)
    giveUp(event.index, .returnedToSender, scheduler)
  }

  private func prepare(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    if isCovered(row, border, scheduler) { enter(row, border, scheduler) }
  }

  /// An entry whose duty is covered goes to a broker, or is lodged at once.
  func enter(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    guard EntryMarks(rawValue: region.parcels[row].cause).contains(.needsBroker) else {
      return lodge(row, border, scheduler)
    }
    var draws = timeDraws[region.parcels[row].order, TimePart.broker]
    _ = border.broker.arrive(row, work: border.brokerTime.sample(&draws), on: scheduler)
  }

  private func brokerWorks(_ event: Event, _ border: Border, _ scheduler: ModelScheduler) {
    guard let row = border.broker.complete(event, on: scheduler) else { return }
    counters.lodgedByBroker += 1
    lodge(row, border, scheduler)
  }
}

// The entry and its channel.
extension CustomsDepartment {
  private func lodge(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    let channel = EntryMarks(rawValue: region.parcels[row].cause).channel
    let order = region.parcels[row].order
    region.parcels[row].stamps.lodged = region.stamp(scheduler.now)
    counters.entries += 1
    counters.count(channel)
    region.record(CustomsRecord.lodged, at: scheduler.now, entity: order, aux: UInt32(channel.rawValue))
    pay(row, border, scheduler)
    discharge(row, border, scheduler)
    var draws = timeDraws[order, TimePart.channel]
    switch channel {
    case .green:
      inGreen += 1
      let ready = scheduler.now + border.greenTime.sample(&draws)
      // A closed border holds what needs no look, too.
      let released = border.disturbance?.nextOpen(ready) ?? ready
      guard released != .distantFuture else { return }
      scheduler.schedule(EventKind.released, index: row, at: released)
    case .yellow:
      noteStart(border.documents.arrive(row, work: border.documentTime.sample(&draws), on: scheduler), row, scheduler)
    case .red:
      noteStart(
        border.examination.arrive(row, work: border.examinationTime.sample(&draws), on: scheduler), row, scheduler)
    }
  }

  /// Duty, tax and fees by the law of the day of entry: from the seller's account, or noted for the door.
  private func pay(_ row: UInt32, _ border: Border, _ scheduler: ModelScheduler) {
    let orderRow = region.parcels[row].orderRow
    let order = region.orders[orderRow]
    let owed = owed(row, border, scheduler.now)
    let tax = owed.taxPoint == .border ? owed.tax : 0
    counters.duty += owed.duty
    counters.fees += owed.fees
    counters.tax += tax
    if border.terms == .ddp { counters.charged += order.dutyAndTax }
    guard owed.dueAtBorder > 0 else { return }
    region.record(
      CustomsRecord.dutyPaid, at: scheduler.now, entity: order.id, value: owed.dueAtBorder, aux: UInt32(clamping: tax))
    switch border.terms {
    case .ddp:
      let entries = DutyPostings.border(
        dutyAndFees: owed.duty + owed.fees, tax: tax, taxInPrice: border.duties.taxInPrice(order))
      region.book(entries, order: order.id, at: scheduler.now)
    case .dap:
      region.orders[orderRow].dutyAndTax = owed.dueAtBorder
      region.orders[orderRow].flags.insert(.dutyAtDoor)
    }
  }

  private func noteStart(_ arrival: Station.Arrival, _ row: UInt32, _ scheduler: ModelScheduler) {
    guard case .started = arrival else { return }
    noteExamination(row, scheduler)
  }

  private func noteExamination(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.parcels[row].stamps.examined = region.stamp(scheduler.now)
    region.record(CustomsRecord.examStart, at: scheduler.now, entity: region.parcels[row].order)
  }

  private func deskWorks(_ event: Event, _ border: Border, _ scheduler: ModelScheduler) {
    let desk = event.tag == DeskTag.documents.rawValue ? border.documents : border.examination
    desk.handle(event, on: scheduler) { change in
      switch change {
      case .started(let row): noteExamination(row, scheduler)
      case .finished(let row): finishExamination(row, scheduler)
      case .preempted: break
      }
    }
  }

  private func finishExamination(_ row: UInt32, _ scheduler: ModelScheduler) {
    region.record(CustomsRecord.examEnd, at: scheduler.now, entity: region.parcels[row].order)
    guard EntryMarks(rawValue: region.parcels[row].cause).contains(.seized) else { return release(row, scheduler) }
    counters.seized += 1
    region.record(CustomsRecord.seized, at: scheduler.now, entity: region.parcels[row].order)
    giveUp(row, .seized, scheduler)
  }

  private func release(_ row: UInt32, _ scheduler: ModelScheduler) {
    let lasted = scheduler.now - region.parcels[row].since
    counters.released += 1
    counters.clearance.record(lasted)
    region.parcels[row].cause = 0
    region.parcels[row].stamps.cleared = region.stamp(scheduler.now)
    region.parcels[row].since = scheduler.now
    region.record(
      CustomsRecord.released, at: scheduler.now, entity: region.parcels[row].order, value: lasted.microseconds)
    scheduler.schedule(EventKind.atDepot, index: row, at: scheduler.now)
  }

  private func giveUp(_ row: UInt32, _ fate: ParcelFate, _ scheduler: ModelScheduler) {
    if let border { discharge(row, border, scheduler) }
    region.parcels[row].cause = fate.rawValue
    scheduler.schedule(EventKind.undelivered, tag: UInt16(fate.rawValue), index: row, at: scheduler.now)
  }
}

// What a fork takes over.
extension CustomsDepartment {
  func inherit(_ old: CustomsDepartment, on scheduler: ModelScheduler) {
    counters = old.counters
    inGreen = old.inGreen
    onHold = old.onHold
    inTransit = old.inTransit
    if let border, let before = old.border { border.inherit(before, on: scheduler) }
  }
}

extension CustomsDepartment.Border {
  /// Takes over the desks' work; the shares are those of the shock that goes on now, if any does.
  fileprivate func inherit(_ old: CustomsDepartment.Border, on scheduler: ModelScheduler) {
    broker.inherit(old.broker, on: scheduler)
    documents.inherit(old.documents, on: scheduler)
    examination.inherit(old.examination, on: scheduler)
    inheritSecurities(old, on: scheduler)
    let now = scheduler.now
    if let shock = shocks.last(where: { $0.from < now && now <= $0.until }) {
      poorData = min(1, entry.poorData * shock.poorData)
      autoLodged = min(1, entry.autoLodged * shock.autoLodged)
    }
  }
}
