import Kernel

/// A hub's sorter: parcels take their turns in the order of arrival, in opening hours, at a fixed rate.
final class HubDesk {
  let plan: CarrierPlan.Hub
  private let calendar: WorkCalendar
  private let sortTime: SimDuration
  /// Microseconds of work per parcel, and the fraction of one not yet spent.
  private let slot: Double
  private let disturbance: Disturbance?
  private var free = SimTime(microseconds: .min)
  private var remainder = 0.0
  private(set) var sorted = 0
  /// The longest time between a parcel's arrival in opening hours and its turn.
  private(set) var longestWait = SimDuration.zero

  init(_ plan: CarrierPlan.Hub, _ disturbance: Disturbance?) {
    self.plan = plan
    self.disturbance = disturbance
    calendar = disturbance.map { plan.hours.subtracting($0.closures) } ?? plan.hours
    sortTime = plan.sortTime
    slot = min(3.6e9 / plan.sortPerHour, 1e18)
  }

  /// When a parcel that arrives now is sorted: its turn, then the way to the line-haul's cage; distantFuture when the hub has
  /// more to do than its calendar has hours.
  func sort(arriving now: SimTime) -> SimTime {
    let open = calendar.nextOpen(now)
    guard open != .distantFuture else { return open }
    let turn = max(open, free)
    guard turn != .distantFuture else { return turn }
    longestWait = max(longestWait, turn - open)
    remainder += disturbance.map { min(1e18, slot / max(1e-6, $0.level(at: turn).capacity)) } ?? slot
    let whole = remainder.rounded(.down)
    remainder -= whole
    free = calendar.workAdd(turn, SimDuration(microseconds: Int64(whole)))
    sorted += 1
    return turn + sortTime
  }
}

extension HubDesk {
  /// Takes over the sorter's line: what is in it keeps its turn.
  func inherit(_ old: HubDesk) {
    free = old.free
    remainder = old.remainder
    sorted = old.sorted
    longestWait = old.longestWait
  }
}
