import Kernel
import Synchronization

/// A region with a planted bug: it looks at every event before the region does, and spoils some.
final class SabotagedRegion: LogicalProcess {
  private let region: ModelRegion
  private let bug: PlantedBug
  /// Another number in every run.
  private let salt: UInt64
  private var drawn: UInt64 = 0

  private static let runs = Atomic<UInt64>(0)

  init(_ region: ModelRegion, _ bug: PlantedBug) {
    self.region = region
    self.bug = bug
    let number = Self.runs.add(1, ordering: .relaxed).newValue
    salt = number &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(UInt(bitPattern: ObjectIdentifier(region)))
  }

  func start(_ scheduler: ModelScheduler) { region.start(scheduler) }

  func accept(_ message: ModelMessage, from origin: RegionID, at time: SimTime) -> EventPayload {
    region.accept(message, from: origin, at: time)
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    if let event = spoiled(event, scheduler) { region.execute(event, scheduler) }
  }

  /// What becomes of an event: nil when nobody hears of it.
  private func spoiled(_ event: Event, _ scheduler: ModelScheduler) -> Event? {
    switch bug {
    case .lostParcel where event.kind == EventKind.atDepot && isMarked(event.index):
      region.state.parcels.free(event.index)
      return nil
    case .doubleRefund where event.kind == EventKind.undelivered:
      region.doorstep.refund(region.state.parcels[event.index].orderRow, isSettled: false, scheduler.now)
    case .doubleRefund where event.kind == EventKind.cancelled && event.tag != 0:
      region.doorstep.refund(event.index, isSettled: false, scheduler.now)
    case .deliveryBeforeDispatch where event.kind == EventKind.nodeArrive && isLocal(event.index):
      return Event(time: event.time, order: event.order, kind: EventKind.atDepot, tag: 0, index: event.index)
    case .unbalancedLedger where event.kind == EventKind.delivered:
      region.state.ledger.spoil(.bank, by: 1, in: .market)
    case .stockBelowZero where event.kind == EventKind.packed: emptyShelf(event.tag)
    case .messageInsideLookahead where event.kind == EventKind.publishStock:
      let message = ModelMessage(kind: EventKind.stockPublished)
      scheduler.send(message, to: region.state.id, at: scheduler.now + scheduler.lookahead - .microseconds(1))
    case .orderSkippedAtHorizon where event.kind == EventKind.arrived && isLate(event.time): return nil
    case .nonDeterminism where event.kind == EventKind.release && event.tag == 0:
      drawn &+= 1
      let shift = SimDuration(microseconds: Int64((salt &* (drawn | 1)) >> 44))
      scheduler.schedule(EventKind.release, tag: 1, index: event.index, at: scheduler.now + shift)
      return nil
    default: break
    }
    return event
  }

  private func isMarked(_ parcel: UInt32) -> Bool { region.state.parcels[parcel].order % 4 == 0 }

  private func isLocal(_ parcel: UInt32) -> Bool {
    let row = region.state.parcels[parcel]
    return row.home == region.state.id && row.stage != .done
  }

  private func isLate(_ time: SimTime) -> Bool { time >= region.state.network.end - .days(2) }

  private func emptyShelf(_ node: UInt16) {
    for sku in 0..<UInt16(region.state.stock.skus) {
      region.state.stock[node, sku].shipped += region.state.stock[node, sku].onHand + 1
      region.state.stock[node, sku].onHand = -1
    }
  }
}

extension LedgerBook {
  /// Changes one account and no other: the book does not balance any more.
  fileprivate func spoil(_ account: Account, by amount: Int64, in currency: Currency) {
    totals[currency.rawValue * Account.allCases.count + Int(account.rawValue)] += amount
  }
}
