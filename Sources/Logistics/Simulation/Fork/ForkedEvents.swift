import Kernel

/// The pending events of one region of a fork: those that its own scenario places at the start of a run, and those that the
/// run so far has scheduled.
///
/// A run of the changed scenario from its start would number its events from there on higher by what it places more. The fork
/// numbers them the same, so that events of one instant have the order that they have there: a fork whose change does nothing
/// before its instant is that run.
struct ForkedEvents {
  /// What the old and the new scenario place at the start.
  let before: [Event]
  let planned: [Event]
  /// What is pending at the fork's instant.
  let pending: [Event]
  /// By region: events that the old scenario places at the start, and how many more the new one places.
  let started: [Int]
  let shifts: [Int]
  let now: SimTime

  init(before: [Event], planned: [Event], pending: [Event], started: [Int], shifts: [Int], at now: SimTime) {
    self.before = before
    self.planned = planned
    self.pending = pending
    self.started = started
    self.shifts = shifts
    self.now = now
  }

  /// What goes on: an event, and what makes it the same from one time to the next.
  private struct Chain: Hashable {
    var kind: UInt16
    var tag: UInt16
    var index: UInt32

    /// Nil for events that come once.
    init?(_ event: Event) {
      guard Self.kinds.contains(event.kind) else { return nil }
      kind = event.kind
      tag = event.tag
      // Bins and given orders are counted by their index.
      index = event.kind == EventKind.demandBin || event.kind == EventKind.recordedOrder ? 0 : event.index
    }

    private static let kinds: Set<UInt16> = [
      EventKind.demandBin, EventKind.recordedOrder, EventKind.publishStock, EventKind.reviewStock, EventKind.takeView,
      EventKind.countStock, EventKind.shrinkStock, EventKind.reviewTransfers, EventKind.refreshOutlook,
      EventKind.releaseBatch, EventKind.scorecards, EventKind.checkInvariants, EventKind.shiftEnds,
    ]
  }

  /// The events of the fork.
  ///
  /// - Parameter replan: When an event happens by the new plan; nil when it does not.
  func merged(_ replan: (Event) -> SimTime?) -> [Event] {
    let chains = Set(planned.compactMap { Chain($0) })
    var events = planned.filter { $0.time >= now }
    for event in pending {
      let origin = Int(event.order.origin.rawValue)
      guard event.order.serial >= UInt64(started[origin]) else { continue }
      if let chain = Chain(event), !chains.contains(chain) { continue }
      guard let time = replan(event) else { continue }
      var event = event
      event.time = time
      event.order = event.order.renumbered(UInt64(Int(event.order.serial) + shifts[origin]))
      events.append(event)
    }
    return events
  }

  /// First events of what the new scenario does again and again, and nothing pending stands for.
  func missing(in events: [Event]) -> [Event] {
    let running = Set(events.compactMap { Chain($0) })
    return planned.filter { event in Chain(event).map { !running.contains($0) } ?? false }
  }
}
